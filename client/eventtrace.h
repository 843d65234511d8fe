// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/journal.h"
#include "client/runfollower.h"
#include "client/session.h"

#include <QTimer>

namespace client {

/// What one subscription made of an event.
struct Delivery
{
    enum class State
    {
        Queued, ///< no run yet
        Running,
        Succeeded,
        Failed,
        NoRun, ///< none came before the deadline
    };

    QString subscription; ///< empty for a run that nothing known asked for
    QString function;
    State state = State::Queued;
    std::optional<models::Run> run;

    bool operator==(const Delivery&) const = default;
    bool isOver() const { return state != State::Queued && state != State::Running; }
};

/// Follows one event from "queued" to the end of everything it caused: the subscriptions that match its type, joined
/// with the runs that name its id (contract §7). Make it before the event is sent, so that no run is missed.
class EventTrace final : public QObject
{
    Q_OBJECT
public:
    enum class Outcome
    {
        Following,
        AllEnded,
        NothingMatched, ///< no subscription is for this type: the event was dropped
        DeadlinePassed,
        NoRunList, ///< this server does not tell of runs
    };
    static constexpr int kDeadlineMSecs = 60'000;

    EventTrace(Session& session, Journal& journal, const QString& eventType, const QString& eventId,
               QObject* parent = nullptr);
    ~EventTrace() override;

    /// The server took the event, and the journal keeps it as `journalId`. From here on the deadline counts.
    void accepted(qint64 journalId, int deadlineMSecs = kDeadlineMSecs);

    const std::vector<Delivery>& deliveries() const { return m_deliveries; }
    Outcome outcome() const { return m_outcome; }
    /// Why runs cannot be seen just now.
    const std::optional<models::Failure>& failure() const { return m_failure; }

Q_SIGNALS:
    void changed();
    /// The outcome is no longer Following. A run that comes later is still told with changed().
    void finished();

private:
    void onRuns(const std::vector<models::Run>& runs);
    void onFailed(const models::Failure& failure);
    void take(const models::Run& run);
    Delivery& deliveryOf(const models::Run& run);
    void endIfOver();
    void end(Outcome outcome);
    void keep();

    Session& m_session;
    Journal& m_journal;
    const QString m_eventType;
    const QString m_eventId;
    RunFollower m_follower;
    QTimer m_deadline;
    std::vector<Delivery> m_deliveries;
    std::vector<models::Run> m_early; ///< seen before the answer
    std::optional<models::Failure> m_failure;
    Outcome m_outcome = Outcome::Following;
    qint64 m_journalId = 0;
    bool m_accepted = false;
};

/// For the journal. Long outputs are left out.
models::Json toJson(const std::vector<Delivery>& deliveries);

} // namespace client
