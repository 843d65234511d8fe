// SPDX-License-Identifier: Apache-2.0
#include "client/lostevents.h"

#include "client/rhythm.h"
#include "client/whendone.h"
#include "models/matching.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QSet>

#include <algorithm>

namespace client {

using models::FailureKind;
using models::Kind;

namespace {

constexpr int kFirstWaitMSecs = 250;
constexpr int kLongestWaitMSecs = 5'000;
/// Another request of ours may still be on its way through the server. A broker behind it takes longer (contract §7).
constexpr int kLocalSettleMSecs = 1'500;
constexpr int kRemoteSettleMSecs = 10'000;
/// `since` is by the clock of the server.
constexpr qint64 kLocalSkewSeconds = 2;
constexpr qint64 kRemoteSkewSeconds = 300;

qint64 now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

bool isAway(const models::Failure& failure)
{
    const bool gateway = failure.httpStatus >= 502 && failure.httpStatus <= 504;
    const bool signedOut = failure.httpStatus == 401 || failure.httpStatus == 403;
    return gateway || signedOut || (failure.httpStatus == 0 && failure.kind != FailureKind::Malformed);
}

} // namespace

LostEvents::LostEvents(DispatchClient& api, const Watch& watch, QObject* parent)
    : QObject(parent)
    , m_api(api)
    , m_watch(watch)
    , m_settleMSecs(api.door().connection().isLocal ? kLocalSettleMSecs : kRemoteSettleMSecs)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &LostEvents::ask);
}

void LostEvents::look()
{
    if (m_looking)
        return;
    m_looking = true;
    m_failures = 0;
    m_backSince = 0;
    m_again.start(kFirstWaitMSecs);
}

void LostEvents::stop()
{
    m_looking = false;
    ++m_round;
    m_again.stop();
}

qint64 LostEvents::since() const
{
    qint64 earliest = now();
    for (const LostEvent& event : m_lost)
        earliest = std::min(earliest, event.sentAt);
    return earliest / 1'000 - (m_api.door().connection().isLocal ? kLocalSkewSeconds : kRemoteSkewSeconds);
}

void LostEvents::ask()
{
    whenDone(m_api.runs({}, since()), this, [this, round = ++m_round](const auto& runs) {
        if (round == m_round && m_looking)
            onRuns(runs);
    });
}

void LostEvents::onRuns(const models::Result<std::vector<models::Run>>& runs)
{
    if (!runs && isAway(runs.error())) {
        m_backSince = 0;
        m_again.start(backOffMSecs(++m_failures, kFirstWaitMSecs, kLongestWaitMSecs,
                                   QRandomGenerator::global()->generateDouble()));
        Q_EMIT stillAway(runs.error());
        return;
    }
    if (m_backSince == 0)
        m_backSince = now();
    judge(runs);
    if (m_lost.empty()) {
        m_looking = false;
        Q_EMIT back();
    } else {
        m_again.start(kFirstWaitMSecs);
    }
}

void LostEvents::judge(const models::Result<std::vector<models::Run>>& runs)
{
    QSet<QString> arrived;
    for (const models::Run& run : runs.value_or(std::vector<models::Run>())) {
        if (run.event)
            arrived.insert(run.event->eventId);
    }
    const bool settled = now() - m_backSince >= m_settleMSecs;
    std::vector<std::pair<qint64, Verdict>> verdicts;
    std::erase_if(m_lost, [&](const LostEvent& event) {
        std::optional<Verdict> verdict;
        if (arrived.contains(event.eventId))
            verdict = Verdict::Arrived;
        else if (!runs)
            verdict = Verdict::Unknowable;
        else if (settled) // not before: a server that comes back may still prepare its functions
            verdict = wouldCauseARun(event.eventType) ? Verdict::Missing : Verdict::Unknowable;
        if (verdict)
            verdicts.emplace_back(event.seq, *verdict);
        return verdict.has_value();
    });
    for (const auto& [seq, verdict] : verdicts)
        Q_EMIT judged(seq, verdict);
}

bool LostEvents::wouldCauseARun(const QString& eventType) const
{
    const auto subscriptions = models::matching(m_watch.resources(Kind::Subscription), eventType);
    return std::any_of(subscriptions.begin(), subscriptions.end(), [this](const models::Subscription& subscription) {
        const models::Resource* const function = m_watch.find(Kind::Function, subscription.function);
        return subscription.status.state == models::State::Ready && function
            && models::statusOf(*function).state == models::State::Ready;
    });
}

} // namespace client
