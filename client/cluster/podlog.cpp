// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/podlog.h"

#include "client/privatefile.h"
#include "client/rhythm.h"
#include "client/worker.h"
#include "models/cluster/kubectlfailure.h"

#include <QDateTime>
#include <QRandomGenerator>

#include <utility>

namespace client {

using models::Failure;
using models::FailureKind;
using models::Result;

namespace {

/// Times of RFC 3339 with any number of decimals do not sort as texts: "18.1Z" is before "18.12Z".
std::pair<qint64, QByteArray> momentOf(const QByteArray& stamp)
{
    const qsizetype dot = stamp.indexOf('.');
    const QDateTime seconds = QDateTime::fromString(QString::fromLatin1(stamp), Qt::ISODate);
    QByteArray decimals;
    for (qsizetype i = dot + 1; dot > 0 && i < stamp.size() && stamp[i] >= '0' && stamp[i] <= '9'; ++i)
        decimals += stamp[i];
    return {seconds.toSecsSinceEpoch(), decimals.leftJustified(9, '0')};
}

bool mayComeBack(const Failure& failure)
{
    return failure.kind == FailureKind::Conflict || failure.kind == FailureKind::Unreachable
        || failure.kind == FailureKind::TimedOut;
}

Result<qint64> writeLines(const QString& path, const std::deque<LogLine>& lines, bool withTimes, const QString& tried)
{
    QByteArray text;
    for (const LogLine& line : lines)
        text += (withTimes ? line.bytes : line.text()) + '\n';
    const auto written = writePrivately(path, text, tried);
    return written ? Result<qint64>(static_cast<qint64>(lines.size())) : models::failed(written.error());
}

} // namespace

PodLog::PodLog(Commands& commands, QObject* parent)
    : QObject(parent)
    , m_commands(commands)
    , m_question(commands)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { (this->*m_then)(); });
    connect(&m_question, &KubectlQuestion::answered, this, &PodLog::looked);
}

void PodLog::open(const PodLogTarget& target)
{
    stop();
    m_target = target;
    m_buffer.clear();
    m_lastStamp.clear();
    m_ofLastStamp = 0;
    m_tries = 0;
    m_restarts = -1;
    Q_EMIT cleared();
    settle(State::Opening);
    attach();
}

void PodLog::stop()
{
    m_timer.stop();
    m_question.giveUp();
    m_run.reset();
    settle(State::Idle);
}

void PodLog::attach()
{
    QStringList arguments = {QStringLiteral("logs"), m_target.pod, QStringLiteral("-n"), m_target.nameSpace};
    if (!m_target.container.isEmpty())
        arguments << QStringLiteral("-c") << m_target.container;
    arguments << (m_target.isPrevious ? QStringLiteral("--previous") : QStringLiteral("-f"))
              << QStringLiteral("--timestamps");
    if (m_lastStamp.isEmpty())
        arguments << QStringLiteral("--tail=%1").arg(kTail);
    else
        arguments << QStringLiteral("--since-time=%1").arg(QString::fromLatin1(m_lastStamp));
    m_mayRepeat = !m_lastStamp.isEmpty();
    m_repeated = 0;
    ProcessOrder order
        = kubectlStream(m_commands.toolbox(), m_target.context, arguments, tr("read the log of %1").arg(m_target.pod));
    order.isPrivate = true;
    m_run = m_commands.prepare(order);
    connect(m_run.get(), &ProcessRun::lines, this, [this](ProcessRun::Stream stream, const QByteArrayList& lines) {
        if (stream == ProcessRun::Stream::Output)
            takeUp(lines);
    });
    connect(m_run.get(), &ProcessRun::finished, this, &PodLog::ended);
    m_run->start();
}

void PodLog::takeUp(const QByteArrayList& lines)
{
    bool isNew = false;
    for (const QByteArray& bytes : lines) {
        LogLine line = logLine(bytes);
        if (m_mayRepeat && isRepeated(line))
            continue;
        if (line.stampLength > 0) {
            const QByteArrayView stamp(line.bytes.constData(), line.stampLength - 1);
            m_ofLastStamp = stamp == QByteArrayView(m_lastStamp) ? m_ofLastStamp + 1 : 1;
            if (m_ofLastStamp == 1)
                m_lastStamp = stamp.toByteArray();
        }
        m_buffer.append(std::move(line));
        isNew = true;
    }
    if (m_state != State::Following)
        settle(State::Following);
    if (!isNew)
        return;
    m_tries = 0;
    Q_EMIT grew();
}

/// The cluster counts in whole seconds, so lines of the last one come again.
bool PodLog::isRepeated(const LogLine& line)
{
    if (line.stampLength == 0)
        return false;
    const auto last = momentOf(m_lastStamp);
    const auto moment = momentOf(line.stamp());
    if (moment < last)
        return true;
    if (moment == last && m_repeated < m_ofLastStamp) {
        ++m_repeated;
        return true;
    }
    m_mayRepeat = false;
    return false;
}

void PodLog::ended(const Result<ProcessResult>& result)
{
    m_run.release()->deleteLater();
    if (!result) {
        settle(State::Failed, result.error());
        return;
    }
    if (result->exitCode == 0) {
        if (m_target.isPrevious)
            settle(State::Ended);
        else
            look();
        return;
    }
    const Failure failure = models::kubectlFailure(result->exitCode, result->output, result->errors,
                                                   tr("read the log of %1").arg(m_target.pod));
    const bool isGone = failure.kind == FailureKind::NotFound && m_buffer.end() > m_buffer.first();
    if (m_target.isPrevious || (!mayComeBack(failure) && !isGone)) {
        settle(State::Failed, failure);
    } else if (isGone) {
        note(tr("The pod is gone."));
        settle(State::Ended);
    } else {
        settle(State::Waiting, failure);
        waitAnd(&PodLog::look);
    }
}

void PodLog::look()
{
    ProcessOrder order = kubectlOrder(m_commands.toolbox(), m_target.context,
                                      {QStringLiteral("get"), QStringLiteral("pod"), m_target.pod, QStringLiteral("-n"),
                                       m_target.nameSpace, QStringLiteral("-o"), QStringLiteral("json")},
                                      tr("look at the pod %1").arg(m_target.pod));
    order.isRoutine = true;
    order.isPrivate = true;
    m_question.ask(order);
}

void PodLog::looked(const Result<QByteArray>& answer)
{
    const auto pods = answer.and_then([](const QByteArray& text) { return models::podsFromJson(text); });
    if (pods && pods->size() == 1) {
        takePod(pods->front());
        return;
    }
    if (!pods && pods.error().kind == FailureKind::NotFound) {
        note(tr("The pod is gone."));
        settle(State::Ended);
        return;
    }
    settle(State::Waiting, pods ? std::nullopt : std::optional(pods.error()));
    waitAnd(&PodLog::look);
}

void PodLog::takePod(const models::Pod& pod)
{
    if (!m_target.uid.isEmpty() && pod.uid != m_target.uid) {
        note(tr("The pod is gone; another one has its name now."));
        settle(State::Ended);
        return;
    }
    m_target.uid = pod.uid;
    if (pod.isOver) {
        note(tr("The pod has ended."));
        settle(State::Ended);
        return;
    }
    const QString name = m_target.container.isEmpty() ? pod.mainContainer() : m_target.container;
    const models::PodContainer* const container = pod.container(name);
    const int restarts = container ? container->restarts : -1;
    if (container && restarts != m_restarts && m_buffer.end() > m_buffer.first()) {
        const QString how = container->hasPrevious
            ? tr("The container ended with exit code %1 (%2) and is started again.")
                  .arg(QString::number(container->lastExitCode), container->lastWord)
            : tr("The container is started again.");
        if (restarts > 0)
            note(how);
    }
    m_restarts = restarts;
    settle(State::Waiting, m_failure);
    waitAnd(&PodLog::attach);
}

void PodLog::waitAnd(void (PodLog::*then)())
{
    m_then = then;
    m_timer.start(
        backOffMSecs(++m_tries, m_firstWait, kLongestWaitMSecs, QRandomGenerator::global()->generateDouble()));
}

void PodLog::note(const QString& text)
{
    m_buffer.append({text.toUtf8(), 0, true});
    Q_EMIT grew();
}

void PodLog::settle(State state, std::optional<Failure> failure)
{
    if (m_state == state && m_failure == failure)
        return;
    m_state = state;
    m_failure = std::move(failure);
    Q_EMIT stateChanged();
}

QFuture<Result<qint64>> PodLog::save(const QString& path, bool withTimes) const
{
    return onWorker([path, lines = m_buffer.lines(), withTimes, tried = tr("save the log of %1").arg(m_target.pod)] {
        return writeLines(path, lines, withTimes, tried);
    });
}

} // namespace client
