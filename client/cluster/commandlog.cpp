// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/commandlog.h"

#include "client/redaction.h"
#include "models/secretkeys.h"

#include <QDateTime>

#include <algorithm>

namespace client {

QString CommandLog::shown(const QString& text) const
{
    QString masked = redactedLine(text);
    for (const QString& secret : m_hidden)
        masked.replace(secret, models::secretMask());
    return masked;
}

void CommandLog::hide(const QStringList& secrets)
{
    for (const QString& secret : secrets) {
        m_hidden.removeAll(secret);
        m_hidden << secret;
    }
    if (m_hidden.size() > kMostHidden)
        m_hidden.remove(0, m_hidden.size() - kMostHidden);
}

void CommandLog::follow(ProcessRun& run, const ProcessOrder& order)
{
    const qint64 number = begin(order);
    if (!order.isPrivate)
        connect(&run, &ProcessRun::lines, this,
                [this, number](ProcessRun::Stream, const QByteArrayList& lines) { take(number, lines); });
    connect(&run, &ProcessRun::finished, this,
            [this, number](const models::Result<ProcessResult>& result) { end(number, result); });
    connect(&run, &QObject::destroyed, this, [this, number] {
        const CommandRecord* const left = find(number);
        if (left && left->state == CommandRecord::State::Running)
            end(number, ProcessResult());
    });
}

qint64 CommandLog::begin(const ProcessOrder& order)
{
    CommandRecord record;
    record.number = ++m_last;
    record.startedAt = QDateTime::currentMSecsSinceEpoch();
    record.words << order.program;
    for (const QString& argument : order.arguments)
        record.words << shown(argument);
    record.tried = order.tried;
    record.isRoutine = order.isRoutine;
    record.isExitAnswer = order.isExitAnswer;
    if (order.isRoutine)
        dropEarlierRoutine(record.words);
    m_outputs.push_back({record.number, {}});
    if (order.isPrivate)
        m_outputs.back().lines.push_back(tr("(not kept here: it may hold secrets, or is shown elsewhere)"));
    m_records.push_back(std::move(record));
    dropOldest();
    Q_EMIT changed();
    return m_last;
}

CommandRecord* CommandLog::find(qint64 number)
{
    const auto at = std::find_if(m_records.begin(), m_records.end(),
                                 [number](const CommandRecord& record) { return record.number == number; });
    return at == m_records.end() ? nullptr : &*at;
}

CommandLog::Output* CommandLog::outputFor(qint64 number)
{
    const auto at = std::find_if(m_outputs.begin(), m_outputs.end(),
                                 [number](const Output& output) { return output.number == number; });
    return at == m_outputs.end() ? nullptr : &*at;
}

QStringList CommandLog::outputOf(qint64 number) const
{
    const auto at = std::find_if(m_outputs.begin(), m_outputs.end(),
                                 [number](const Output& output) { return output.number == number; });
    return at == m_outputs.end() ? QStringList() : QStringList(at->lines.begin(), at->lines.end());
}

void CommandLog::dropEarlierRoutine(const QStringList& words)
{
    const auto at = std::find_if(m_records.begin(), m_records.end(), [&words](const CommandRecord& record) {
        return record.isRoutine && record.state != CommandRecord::State::Running && record.words == words;
    });
    if (at == m_records.end())
        return;
    const qint64 number = at->number;
    m_records.erase(at);
    std::erase_if(m_outputs, [number](const Output& output) { return output.number == number; });
}

void CommandLog::dropOldest()
{
    while (m_records.size() > kMostRecords) {
        const auto at = std::find_if(m_records.begin(), m_records.end(), [](const CommandRecord& record) {
            return record.state != CommandRecord::State::Running;
        });
        if (at == m_records.end())
            return;
        const qint64 number = at->number;
        m_records.erase(at);
        std::erase_if(m_outputs, [number](const Output& output) { return output.number == number; });
    }
}

void CommandLog::take(qint64 number, const QByteArrayList& lines)
{
    Output* const output = outputFor(number);
    if (!output)
        return;
    // Of a flood only the end is kept, so only the end is looked at.
    const qsizetype first = std::max<qsizetype>(0, lines.size() - static_cast<qsizetype>(kMostLines));
    for (qsizetype i = first; i < lines.size(); ++i)
        output->lines.push_back(shown(QString::fromUtf8(lines[i].left(kLongestLine))));
    while (output->lines.size() > kMostLines)
        output->lines.pop_front();
    Q_EMIT outputChanged(number);
}

void CommandLog::end(qint64 number, const models::Result<ProcessResult>& result)
{
    CommandRecord* const record = find(number);
    if (!record)
        return;
    record->elapsedMSecs = QDateTime::currentMSecsSinceEpoch() - record->startedAt;
    record->state = result ? CommandRecord::State::Ended : CommandRecord::State::Failed;
    record->exitCode = result ? result->exitCode : 0;
    record->problem = result ? QString() : shown(result.error().summary());
    Q_EMIT changed();
}

void CommandLog::clear()
{
    std::erase_if(m_records, [](const CommandRecord& record) { return record.state != CommandRecord::State::Running; });
    std::erase_if(m_outputs, [this](const Output& output) { return find(output.number) == nullptr; });
    Q_EMIT changed();
}

} // namespace client
