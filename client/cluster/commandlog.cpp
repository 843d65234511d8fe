// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/commandlog.h"

#include "client/redaction.h"

#include <QDateTime>

#include <algorithm>

namespace client {

namespace {

qsizetype bytesOf(const QString& line)
{
    return line.size() * static_cast<qsizetype>(sizeof(QChar));
}

} // namespace

QString CommandLog::shown(const QString& text) const
{
    return redactedLine(text, m_hidden);
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
    connect(&run, &QObject::destroyed, this, [this, number] { giveUp(number); });
}

QStringList CommandLog::variablesOf(const ProcessOrder& order) const
{
    const QProcessEnvironment own = QProcessEnvironment::systemEnvironment();
    QStringList variables;
    for (const char* name : {"DOCKER_HOST", "HELM_HOME", "HOME", "KUBECONFIG", "MINIKUBE_HOME"}) {
        const QString variable = QLatin1String(name);
        const QString value = order.environment.value(variable);
        if (value != own.value(variable))
            variables << variable + u'=' + shown(value);
    }
    return variables;
}

qint64 CommandLog::begin(const ProcessOrder& order)
{
    CommandRecord record;
    record.number = ++m_last;
    record.startedAt = QDateTime::currentMSecsSinceEpoch();
    record.variables = variablesOf(order);
    record.words << order.program;
    for (const QString& argument : order.arguments)
        record.words << shown(argument);
    record.tried = order.tried;
    record.isRoutine = order.isRoutine;
    record.isExitAnswer = order.isExitAnswer;
    if (order.isRoutine)
        dropEarlierRoutine(record);
    m_outputs.emplace_back().number = record.number;
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

void CommandLog::drop(std::deque<CommandRecord>::iterator record)
{
    if (const Output* const output = outputFor(record->number))
        m_bytes -= output->bytes;
    std::erase_if(m_outputs, [number = record->number](const Output& output) { return output.number == number; });
    m_records.erase(record);
}

void CommandLog::dropEarlierRoutine(const CommandRecord& next)
{
    const auto at = std::find_if(m_records.begin(), m_records.end(), [&next](const CommandRecord& record) {
        return record.isRoutine && record.state != CommandRecord::State::Running && record.words == next.words
            && record.variables == next.variables;
    });
    if (at != m_records.end())
        drop(at);
}

void CommandLog::dropOldest()
{
    while (m_records.size() > kMostRecords) {
        const auto at = std::find_if(m_records.begin(), m_records.end(), [](const CommandRecord& record) {
            return record.state != CommandRecord::State::Running;
        });
        if (at == m_records.end())
            return;
        drop(at);
    }
}

void CommandLog::dropOutputs(const Output& kept)
{
    for (const bool isOfEnded : {true, false}) {
        for (auto at = m_outputs.begin(); at != m_outputs.end() && m_bytes > kMostBytes; ++at) {
            if (at->bytes == 0 || at->number == kept.number)
                continue;
            const CommandRecord* const record = find(at->number);
            if (isOfEnded && record && record->state == CommandRecord::State::Running)
                continue;
            m_bytes -= at->bytes;
            at->bytes = 0;
            at->lines.assign(1, tr("(dropped, so that this list stays small)"));
            Q_EMIT outputChanged(at->number);
        }
    }
}

void CommandLog::take(qint64 number, const QByteArrayList& lines)
{
    Output* const output = outputFor(number);
    if (!output)
        return;
    // Of a flood only the end is kept, so only the end is looked at.
    const qsizetype first = std::max<qsizetype>(0, lines.size() - static_cast<qsizetype>(kMostLines));
    const qsizetype before = output->bytes;
    for (qsizetype i = first; i < lines.size(); ++i) {
        output->lines.push_back(shown(QString::fromUtf8(lines[i].left(kLongestLine))));
        output->bytes += bytesOf(output->lines.back());
    }
    while (output->lines.size() > kMostLines) {
        output->bytes -= bytesOf(output->lines.front());
        output->lines.pop_front();
    }
    m_bytes += output->bytes - before;
    dropOutputs(*output);
    Q_EMIT outputChanged(number);
}

void CommandLog::end(qint64 number, const models::Result<ProcessResult>& result)
{
    CommandRecord* const record = find(number);
    if (!record)
        return;
    record->elapsedMSecs = QDateTime::currentMSecsSinceEpoch() - record->startedAt;
    const bool isGivenUp = !result && result.error().kind == models::FailureKind::Cancelled;
    record->state = result ? CommandRecord::State::Ended
        : isGivenUp        ? CommandRecord::State::GivenUp
                           : CommandRecord::State::Failed;
    record->exitCode = result ? result->exitCode : 0;
    record->problem = result ? QString() : shown(result.error().summary());
    Q_EMIT changed();
}

void CommandLog::giveUp(qint64 number)
{
    CommandRecord* const record = find(number);
    if (!record || record->state != CommandRecord::State::Running)
        return;
    record->elapsedMSecs = QDateTime::currentMSecsSinceEpoch() - record->startedAt;
    record->state = CommandRecord::State::GivenUp;
    Q_EMIT changed();
}

void CommandLog::clear()
{
    std::erase_if(m_records, [](const CommandRecord& record) { return record.state != CommandRecord::State::Running; });
    std::erase_if(m_outputs, [this](const Output& output) { return find(output.number) == nullptr; });
    m_bytes = 0;
    for (const Output& output : m_outputs)
        m_bytes += output.bytes;
    Q_EMIT changed();
}

} // namespace client
