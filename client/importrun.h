// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/changes.h"
#include "models/yaml/plan.h"

#include <QObject>

#include <deque>
#include <map>

namespace client {

/// How far one item of a run is.
struct ImportOutcome
{
    enum class State
    {
        Waiting,
        Running,
        Done, ///< changed
        Same, ///< the server had it already, nothing was sent
        Failed,
        Skipped, ///< not tried: what it needs failed, or the run was stopped
        RolledBack,
        NotRolledBack ///< taking it back failed; `failure` says why
    };

    State state = State::Waiting;
    std::optional<models::Failure> failure;
    qint64 change = 0; ///< in the journal
};

/// Carries out the ticked items of a plan: up to eight at a time, or in batches where the server takes them, what is
/// needed first, deletions last. Each change
/// goes through Changes, which reads the server's copy again just before. The journal has the whole run before the
/// first change, so that a console that was killed can tell what was done.
class ImportRun final : public QObject
{
    Q_OBJECT
public:
    static constexpr int kMostUnended = 600; ///< with those that only wait for the journal

    struct Options
    {
        bool stopsAtFailure = true;
        QString title = {}; ///< what is imported, for the journal
        qint64 completes = 0; ///< the interrupted run of which this is the rest: they are taken back as one
    };

    enum class State
    {
        Ready,
        Running,
        Stopping, ///< what is on its way still ends
        Over,
        RollingBack
    };

    /// `ticks`: for each item whether it is wanted. Changes must outlive the run.
    ImportRun(Changes& changes, models::Plan plan, std::vector<bool> ticks, Options options, QObject* parent = nullptr);

    void start();
    /// What is on its way ends, the rest is skipped.
    void stop();
    /// Takes back what this run and the one it completes did, the latest first. Only when it is over.
    void rollBack();

    State state() const { return m_state; }
    bool isBusy() const
    {
        return m_state == State::Running || m_state == State::Stopping || m_state == State::RollingBack;
    }
    const models::Plan& plan() const { return m_plan; }
    const ImportOutcome& outcome(std::size_t item) const { return m_outcomes[item]; }
    int count(ImportOutcome::State state) const;
    int wanted() const;
    /// Something was done that has not been taken back.
    bool canRollBack() const;

Q_SIGNALS:
    void itemChanged(std::size_t item);
    void stateChanged();
    /// The journal could not be written: nothing was changed.
    void refused(const models::Failure& failure);

private:
    QByteArray planForJournal() const;
    void enterPhase();
    std::optional<models::RecordKind> nextDeletion() const;
    void pump();
    bool hasRoom() const;
    void begin(std::size_t item);
    void send(std::size_t item, models::Json body);
    void ended(std::size_t item, const models::Result<Changed>& changed);
    void settle(std::size_t item, ImportOutcome outcome);
    ImportOutcome skipped(std::size_t because) const;
    void finish();
    void setState(State state);
    void takeBack(const std::vector<ChangeRecord>& changes);
    void takenBack(const ChangeRecord& change, const std::optional<models::Failure>& failure);

    Changes& m_changes;
    const models::Plan m_plan;
    const std::vector<bool> m_ticks;
    const Options m_options;
    std::vector<ImportOutcome> m_outcomes;
    std::map<std::pair<models::RecordKind, QString>, std::size_t> m_places; ///< of the items, for taking back
    std::vector<int> m_open; ///< how many wanted items each still waits for
    std::vector<std::vector<std::size_t>> m_users; ///< who waits for each
    std::deque<std::size_t> m_ready;
    std::optional<models::RecordKind> m_deleting; ///< nothing in the first phase
    State m_state = State::Ready;
    qint64 m_run = 0;
    int m_underWay = 0; ///< not answered by the server
    bool m_wasTakenBack = false;
    int m_unended = 0; ///< those, and those that are not written down yet
};

/// What an interrupted run meant to do, for planning it anew: what was done is found to be the same. Secrets whose
/// values it meant to send cannot be sent without the files; for each there is a complaint.
models::ImportReading intentionOf(const ImportRecord& run);

} // namespace client
