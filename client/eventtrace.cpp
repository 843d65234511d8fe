// SPDX-License-Identifier: Apache-2.0
#include "client/eventtrace.h"

#include "models/matching.h"

#include <algorithm>

namespace client {

using models::Failure;
using models::Json;
using models::Kind;
using models::Run;

namespace {

constexpr std::size_t kLongestKeptOutput = 64 * 1024;

Delivery::State stateOf(const Run& run)
{
    if (!run.status.isSettled())
        return Delivery::State::Running;
    return run.status.state == models::State::Ready ? Delivery::State::Succeeded : Delivery::State::Failed;
}

const char* wordOf(Delivery::State state)
{
    constexpr const char* kWords[] = {"queued", "running", "succeeded", "failed", "no run"};
    return kWords[static_cast<int>(state)];
}

Json kept(const Run& run)
{
    Json json = {{"name", models::toStd(run.name)},
                 {"status", models::toStd(run.status.word)},
                 {"executedTime", run.executed.nsecs},
                 {"finishedTime", run.finished.nsecs},
                 {"reason", models::toJsonArray(run.reason)}};
    if (run.error.isSet())
        json["error"] = {{"type", models::toStd(run.error.type)}, {"message", models::toStd(run.error.message)}};
    const QByteArray output = models::dumpJson(*run.output);
    if (static_cast<std::size_t>(output.size()) <= kLongestKeptOutput)
        json["output"] = *run.output;
    return json;
}

} // namespace

Json toJson(const std::vector<Delivery>& deliveries)
{
    Json list = Json::array();
    for (const Delivery& delivery : deliveries) {
        Json json = {{"subscription", models::toStd(delivery.subscription)},
                     {"function", models::toStd(delivery.function)},
                     {"state", wordOf(delivery.state)}};
        if (delivery.run)
            json["run"] = kept(*delivery.run);
        list.push_back(std::move(json));
    }
    return list;
}

EventTrace::EventTrace(Session& session, Journal& journal, const QString& eventType, const QString& eventId,
                       QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_journal(journal)
    , m_eventType(eventType)
    , m_eventId(eventId)
    , m_follower(session.runWatch())
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        for (Delivery& delivery : m_deliveries) {
            if (delivery.state == Delivery::State::Queued)
                delivery.state = Delivery::State::NoRun;
        }
        end(Outcome::DeadlinePassed);
    });
    connect(&session.runWatch(), &RunWatch::runsChanged, this, &EventTrace::onRuns);
    connect(&session.runWatch(), &RunWatch::failed, this, &EventTrace::onFailed);
    m_follower.follow(true);
}

EventTrace::~EventTrace()
{
    if (m_outcome == Outcome::Following)
        keep();
}

void EventTrace::accepted(qint64 journalId, int deadlineMSecs)
{
    m_accepted = true;
    m_journalId = journalId;
    for (const auto& subscription : models::matching(m_session.watch().resources(Kind::Subscription), m_eventType))
        m_deliveries.push_back({subscription.name, subscription.function, Delivery::State::Queued, std::nullopt});
    for (const Run& run : std::exchange(m_early, {}))
        take(run);
    m_session.runWatch().lookNow();
    Q_EMIT changed();
    if (m_deliveries.empty() && m_session.watch().listState(Kind::Subscription).loaded)
        end(Outcome::NothingMatched);
    else
        m_deadline.start(deadlineMSecs);
    endIfOver();
}

void EventTrace::onRuns(const std::vector<Run>& runs)
{
    bool mine = false;
    for (const Run& run : runs) {
        if (!run.event || run.event->eventId != m_eventId)
            continue;
        mine = true;
        if (m_accepted)
            take(run);
        else
            m_early.push_back(run);
    }
    const bool recovered = m_failure.has_value() && m_outcome == Outcome::Following;
    if (recovered)
        m_failure.reset();
    if (!m_accepted || !(mine || recovered))
        return;
    if (mine)
        keep();
    Q_EMIT changed();
    endIfOver();
}

void EventTrace::onFailed(const Failure& failure)
{
    m_failure = failure;
    if (failure.kind == models::FailureKind::NotOnServer || failure.httpStatus == 404)
        end(Outcome::NoRunList);
    else
        Q_EMIT changed();
}

void EventTrace::take(const Run& run)
{
    Delivery& delivery = deliveryOf(run);
    delivery.run = run;
    delivery.state = stateOf(run);
}

/// A run does not say which subscription it is of: the first one of its function that has none yet (contract §7).
Delivery& EventTrace::deliveryOf(const Run& run)
{
    const auto known = std::find_if(m_deliveries.begin(), m_deliveries.end(), [&run](const Delivery& delivery) {
        return delivery.run && delivery.run->name == run.name;
    });
    if (known != m_deliveries.end())
        return *known;
    const auto waiting = std::find_if(m_deliveries.begin(), m_deliveries.end(), [&run](const Delivery& delivery) {
        return !delivery.run && delivery.function == run.functionName;
    });
    if (waiting != m_deliveries.end())
        return *waiting;
    return m_deliveries.emplace_back(Delivery{{}, run.functionName, Delivery::State::Queued, std::nullopt});
}

void EventTrace::endIfOver()
{
    const bool over = std::all_of(m_deliveries.begin(), m_deliveries.end(),
                                  [](const Delivery& delivery) { return delivery.isOver(); });
    if (m_outcome == Outcome::Following && over && !m_deliveries.empty())
        end(Outcome::AllEnded);
}

void EventTrace::end(Outcome outcome)
{
    if (m_outcome != Outcome::Following)
        return;
    m_outcome = outcome;
    m_deadline.stop();
    m_follower.follow(false);
    keep();
    Q_EMIT changed();
    Q_EMIT finished();
}

void EventTrace::keep()
{
    if (m_journalId > 0)
        m_journal.updateRuns(m_journalId, models::dumpJson(toJson(m_deliveries)));
}

} // namespace client
