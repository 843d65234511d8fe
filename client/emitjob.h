// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/emitledger.h"
#include "client/emitpace.h"
#include "client/emitsource.h"
#include "client/latencies.h"
#include "client/lostevents.h"
#include "client/runfollower.h"
#include "client/session.h"

#include <QElapsedTimer>
#include <QHash>

#include <deque>

namespace client {

/// How far a job is.
struct EmitProgress
{
    enum class State
    {
        Running,
        Away, ///< the server does not answer; goes on by itself when it does
        Paused, ///< by a person, or because of `failure`
        Done,
        Stopped
    };

    State state = State::Running;
    qint64 planned = -1; ///< -1 = as many as the file has
    qint64 accepted = 0;
    qint64 refused = 0;
    qint64 unknown = 0;
    int inFlight = 0;
    qint64 waiting = 0; ///< to be sent again
    qint64 runsSucceeded = 0;
    qint64 runsFailed = 0;
    qint64 activeMSecs = 0; ///< without pauses
    Latencies answers; ///< from sending to the answer
    Latencies toRun; ///< from sending to the start of the first run
    std::optional<models::Failure> failure; ///< why it is away, paused or stopped

    qint64 answered() const { return accepted + refused + unknown; }
};

/// Sends the events of a plan, several at once, and keeps a line for each in the ledger of the journal. A connection
/// that broke is no answer: the event is looked for among the runs before it is sent again under the same id, and when
/// nobody can know, it is marked unknown and not sent again. Nothing else is ever sent twice.
class EmitJob final : public QObject
{
    Q_OBJECT
public:
    using State = EmitProgress::State;

    EmitJob(Session& session, Journal& journal, EmitPlan plan, QObject* parent = nullptr);
    ~EmitJob() override;

    void start();
    void pause();
    void resume();
    /// What is on its way is still waited for.
    void stop();

    const EmitPlan& plan() const { return m_plan; }
    EmitProgress progress() const;
    /// In the journal; 0 until it has answered.
    qint64 journalId() const { return m_ledger.jobId(); }
    /// How long LostEvents looks, see there.
    void setSettleTime(int msecs) { m_lost.setSettleTime(msecs); }

Q_SIGNALS:
    /// At most ten times a second.
    void progressChanged();
    /// Done or stopped, and the ledger is written. Runs are still followed while the job lives.
    void ended();
    void journalFailed(const models::Failure& failure);

private:
    struct Flight
    {
        PlannedEvent event;
        qint64 sentAt = 0;
        QElapsedTimer clock;
    };

    void checkFile();
    void refill();
    void take(models::Result<std::vector<PlannedEvent>> events);
    void pump();
    void send(PlannedEvent event);
    void onAnswer(qint64 seq, const models::Result<Emitted>& answer);
    void onRefusal(Flight flight, const models::Failure& failure);
    void onJudged(qint64 seq, LostEvents::Verdict verdict);
    void onRuns(const std::vector<models::Run>& runs);
    void onRun(LedgerLine& line, const models::Run& run);
    void goAway(const models::Failure& failure);
    void pauseFor(const models::Failure& failure);
    void settle(const PlannedEvent& event, LedgerState state, int httpStatus, const QString& note);
    void setState(State state);
    void endIfDone();
    void report();

    Session& m_session;
    Journal& m_journal;
    const EmitPlan m_plan;
    std::shared_ptr<EmitSource> m_source;
    RunFollower m_follower;
    LostEvents m_lost;
    EmitLedger m_ledger;
    EmitPace m_pace{m_plan};
    EmitProgress m_progress;
    std::optional<CheckedFile> m_file;
    std::deque<PlannedEvent> m_ready;
    std::deque<PlannedEvent> m_again;
    QHash<qint64, Flight> m_flights;
    QHash<qint64, PlannedEvent> m_lostEvents;
    QHash<QString, qint64> m_awaited; ///< event id → number, until its run has ended
    QTimer m_dueTimer;
    QTimer m_reportTimer;
    QElapsedTimer m_active;
    bool m_refilling = false;
    bool m_exhausted = false;
    bool m_started = false;
    bool m_pauseWanted = false; ///< while the server is away
    bool m_over = false;
};

} // namespace client
