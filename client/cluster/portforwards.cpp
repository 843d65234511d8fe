// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/portforwards.h"

#include "client/rhythm.h"
#include "models/cluster/kubectlfailure.h"
#include "models/cluster/kubernetespod.h"

#include <QRandomGenerator>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace client {

using models::Failure;
using models::FailureKind;
using models::Result;
using State = PortForward::State;

namespace {

QString triedFor(const PortForward& forward)
{
    return PortForwards::tr("forward port %1 of %2").arg(QString::number(forward.remotePort), forward.pod);
}

Failure podIsGone(const PortForward& forward)
{
    Failure failure;
    failure.kind = FailureKind::NotFound;
    failure.tried = triedFor(forward);
    failure.meaning = PortForwards::tr("The pod %1 is gone.").arg(forward.pod);
    failure.remedy = PortForwards::tr("Forward a port of the pod that has taken its place.");
    return failure;
}

bool mayComeBack(const Failure& failure)
{
    const bool isBusyPort = failure.cameBack.contains(QLatin1String("listen"));
    return !isBusyPort
        && (failure.kind == FailureKind::Unreachable || failure.kind == FailureKind::TimedOut
            || failure.kind == FailureKind::Conflict || failure.kind == FailureKind::Process);
}

} // namespace

bool PortForward::isLive() const
{
    return state != State::Stopped && state != State::Failed;
}

QString PortForward::address() const
{
    const bool isThere = state == State::Ready || state == State::Retrying;
    return isThere && localPort > 0 ? QStringLiteral("127.0.0.1:%1").arg(localPort) : QString();
}

PortForwards::PortForwards(Commands& commands, QObject* parent)
    : QObject(parent)
    , m_commands(commands)
    , m_question(commands)
{
    m_check.setInterval(kCheckMSecs);
    connect(&m_check, &QTimer::timeout, this, &PortForwards::checkNext);
    connect(&m_question, &KubectlQuestion::answered, this, &PortForwards::checked);
}

PortForwards::~PortForwards() = default;

std::vector<PortForward> PortForwards::forwards() const
{
    std::vector<PortForward> all;
    for (const auto& entry : m_entries)
        all.push_back(entry->forward);
    return all;
}

PortForwards::Entry* PortForwards::entry(int id)
{
    const auto found
        = std::find_if(m_entries.begin(), m_entries.end(), [id](const auto& entry) { return entry->forward.id == id; });
    return found == m_entries.end() ? nullptr : found->get();
}

const PortForward* PortForwards::find(int id) const
{
    const auto found
        = std::find_if(m_entries.begin(), m_entries.end(), [id](const auto& entry) { return entry->forward.id == id; });
    return found == m_entries.end() ? nullptr : &(*found)->forward;
}

int PortForwards::liveCount() const
{
    return static_cast<int>(
        std::count_if(m_entries.begin(), m_entries.end(), [](const auto& entry) { return entry->forward.isLive(); }));
}

int PortForwards::start(PortForward wanted)
{
    auto fresh = std::make_unique<Entry>();
    fresh->forward = std::move(wanted);
    const int id = ++m_lastId;
    fresh->forward.id = id;
    fresh->forward.failure.reset();
    fresh->timer = std::make_unique<QTimer>();
    fresh->timer->setSingleShot(true);
    m_entries.push_back(std::move(fresh));
    if (!m_check.isActive())
        m_check.start();
    settle(*m_entries.back(), State::Starting);
    // Whoever heard of it may have stopped it; and it may fail at once, which is the last word then.
    if (Entry* const begun = entry(id); begun && begun->forward.state == State::Starting)
        launch(*begun);
    return id;
}

void PortForwards::launch(Entry& entry)
{
    const PortForward& forward = entry.forward;
    const QString ports = forward.localPort > 0 ? QStringLiteral("%1:%2").arg(forward.localPort).arg(forward.remotePort)
                                                : QStringLiteral(":%1").arg(forward.remotePort);
    ProcessOrder order = kubectlStream(m_commands.toolbox(), forward.context,
                                       {QStringLiteral("port-forward"), QStringLiteral("-n"), forward.nameSpace,
                                        QStringLiteral("--address"), QStringLiteral("127.0.0.1"),
                                        QStringLiteral("pod/") + forward.pod, ports},
                                       triedFor(forward));
    const int id = forward.id;
    entry.run = m_commands.prepare(order);
    connect(entry.run.get(), &ProcessRun::lines, this,
            [this, id](ProcessRun::Stream stream, const QByteArrayList& lines) { heard(id, stream, lines); });
    connect(entry.run.get(), &ProcessRun::finished, this,
            [this, id](const Result<ProcessResult>& result) { ended(id, result); });
    entry.timer->disconnect();
    connect(entry.timer.get(), &QTimer::timeout, entry.run.get(), &ProcessRun::cancel);
    entry.timer->start(m_patience);
    entry.run->start();
}

void PortForwards::heard(int id, ProcessRun::Stream stream, const QByteArrayList& lines)
{
    static const QRegularExpression ready(QStringLiteral("^Forwarding from 127\\.0\\.0\\.1:(\\d+) -> \\d+"));
    Entry* const entry = this->entry(id);
    if (!entry || stream != ProcessRun::Stream::Output || entry->forward.state == State::Ready)
        return;
    for (const QByteArray& line : lines) {
        const auto match = ready.match(QString::fromUtf8(line.left(200)));
        const int port = match.captured(1).toInt();
        if (port <= 0 || port > 65'535 || entry->forward.state == State::Stopping)
            continue;
        entry->timer->stop();
        entry->forward.localPort = port;
        entry->wasReady = true;
        entry->tries = 0;
        settle(*entry, State::Ready);
        return;
    }
}

void PortForwards::ended(int id, const Result<ProcessResult>& result)
{
    Entry* const entry = this->entry(id);
    if (!entry)
        return;
    entry->run.release()->deleteLater();
    entry->timer->stop();
    if (entry->forward.state == State::Stopping) {
        settle(*entry, State::Stopped);
        if (entry->isLeaving)
            remove(id);
        return;
    }
    Failure failure;
    if (!result) {
        failure = result.error();
        if (failure.kind == FailureKind::Cancelled) {
            failure.kind = FailureKind::TimedOut;
            failure.meaning = tr("The forward did not become ready in time.");
            failure.remedy = tr("Look whether the pod runs and the cluster answers.");
        }
    } else {
        failure = models::kubectlFailure(result->exitCode, result->output, result->errors, triedFor(entry->forward));
    }
    if (!entry->wasReady || !mayComeBack(failure)) {
        settle(*entry, State::Failed, failure);
        return;
    }
    settle(*entry, State::Retrying, failure);
    retry(*entry);
}

void PortForwards::retry(Entry& entry)
{
    entry.timer->disconnect();
    connect(entry.timer.get(), &QTimer::timeout, this, [this, id = entry.forward.id] {
        if (Entry* const again = this->entry(id))
            launch(*again);
    });
    entry.timer->start(
        backOffMSecs(++entry.tries, m_firstWait, kLongestWaitMSecs, QRandomGenerator::global()->generateDouble()));
}

void PortForwards::stop(int id)
{
    Entry* const entry = this->entry(id);
    if (!entry || !entry->forward.isLive() || entry->forward.state == State::Stopping)
        return;
    entry->timer->stop();
    if (!entry->run) {
        settle(*entry, State::Stopped);
        return;
    }
    settle(*entry, State::Stopping);
    entry->run->cancel();
}

void PortForwards::remove(int id)
{
    Entry* const leaving = entry(id);
    if (!leaving)
        return;
    if (leaving->forward.isLive()) {
        leaving->isLeaving = true;
        stop(id);
        if (leaving->forward.isLive())
            return;
    }
    std::erase_if(m_entries, [id](const auto& entry) { return entry->forward.id == id; });
    Q_EMIT changed();
}

void PortForwards::settle(Entry& entry, State state, std::optional<Failure> failure)
{
    entry.forward.state = state;
    entry.forward.failure = std::move(failure);
    if (liveCount() == 0)
        m_check.stop();
    Q_EMIT changed();
}

// ----- whether the pod is still there

/// One after the other, so that ten of them cost no more than one.
void PortForwards::checkNext()
{
    if (m_question.isAsking())
        return;
    const auto isReady = [](const auto& entry) { return entry->forward.state == State::Ready; };
    auto next = std::find_if(m_entries.begin(), m_entries.end(), [this, &isReady](const auto& entry) {
        return isReady(entry) && entry->forward.id > m_checkedId;
    });
    if (next == m_entries.end())
        next = std::find_if(m_entries.begin(), m_entries.end(), isReady);
    if (next == m_entries.end())
        return;
    const PortForward& forward = (*next)->forward;
    m_checkedId = forward.id;
    ProcessOrder order = kubectlOrder(m_commands.toolbox(), forward.context,
                                      {QStringLiteral("get"), QStringLiteral("pod"), forward.pod, QStringLiteral("-n"),
                                       forward.nameSpace, QStringLiteral("-o"), QStringLiteral("json")},
                                      tr("look at the pod %1").arg(forward.pod));
    order.isRoutine = true;
    order.isPrivate = true;
    m_question.ask(order);
}

void PortForwards::checked(const Result<QByteArray>& answer)
{
    Entry* const entry = this->entry(m_checkedId);
    if (!entry || entry->forward.state != State::Ready)
        return;
    const auto pods = answer.and_then([](const QByteArray& text) { return models::podsFromJson(text); });
    const bool isMissing = !pods && pods.error().kind == FailureKind::NotFound;
    const bool isAnother
        = pods && pods->size() == 1 && !entry->forward.uid.isEmpty() && pods->front().uid != entry->forward.uid;
    if (!isMissing && !isAnother)
        return;
    const Failure failure = podIsGone(entry->forward);
    entry->timer->stop();
    entry->run->disconnect(this);
    entry->run.reset();
    settle(*entry, State::Failed, failure);
}

} // namespace client
