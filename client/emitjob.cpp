// SPDX-License-Identifier: Apache-2.0
#include "client/emitjob.h"

#include "client/whendone.h"
#include "client/worker.h"
#include "models/matching.h"

#include <QDateTime>

#include <algorithm>

namespace client {

using models::Failure;
using models::FailureKind;
using models::Result;

namespace {

constexpr int kBatch = 64;
constexpr int kReportMSecs = 100;
/// Events whose runs are waited for; beyond it runs of the oldest job lines are not told.
constexpr qsizetype kMostAwaited = 100'000;

qint64 now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

const char* wordOf(EmitProgress::State state)
{
    constexpr const char* kWords[] = {"running", "running", "paused", "done", "stopped"};
    return kWords[static_cast<int>(state)];
}

} // namespace

EmitJob::EmitJob(Session& session, Journal& journal, EmitPlan plan, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_journal(journal)
    , m_plan(std::move(plan))
    , m_source(std::make_shared<EmitSource>(m_plan))
    , m_follower(session.runWatch())
    , m_lost(session.api(), session.watch())
    , m_ledger(journal, [this](const LedgerLine& line) {
        return m_flights.contains(line.seq) || m_lostEvents.contains(line.seq)
            || m_awaited.value(line.eventId) == line.seq;
    })
{
    m_progress.planned = m_plan.linesPath.isEmpty() ? m_plan.count : -1;
    for (QTimer* timer : {&m_dueTimer, &m_reportTimer})
        timer->setSingleShot(true);
    m_dueTimer.setTimerType(Qt::PreciseTimer);
    m_reportTimer.setInterval(kReportMSecs);
    connect(&m_dueTimer, &QTimer::timeout, this, &EmitJob::pump);
    connect(&m_reportTimer, &QTimer::timeout, this, &EmitJob::progressChanged);
    connect(&m_ledger, &EmitLedger::failed, this, &EmitJob::journalFailed);
    connect(&m_session.runWatch(), &RunWatch::runsChanged, this, &EmitJob::onRuns);
    connect(&m_lost, &LostEvents::judged, this, &EmitJob::onJudged);
    connect(&m_lost, &LostEvents::stillAway, this, [this](const Failure& failure) {
        m_progress.failure = failure;
        report();
    });
    connect(&m_lost, &LostEvents::back, this, [this] {
        if (m_progress.state == State::Away)
            setState(m_pauseWanted ? State::Paused : State::Running);
        endIfDone();
    });
}

EmitJob::~EmitJob()
{
    if (m_started && !m_over) {
        m_progress.state = State::Stopped;
        m_ledger.write();
        if (journalId() > 0)
            m_journal.updateJob(journalId(), QLatin1String(wordOf(State::Stopped)));
    }
}

void EmitJob::start()
{
    if (std::exchange(m_started, true))
        return;
    m_follower.follow(true);
    m_active.start();
    const JobRecord record{0,
                           now(),
                           m_session.connection().name,
                           m_plan.draft.eventType,
                           m_progress.planned,
                           models::dumpJson(toJson(m_plan)),
                           QLatin1String(wordOf(State::Running))};
    whenDone(m_journal.addJob(record), this, [this](const Result<qint64>& id) {
        if (!id) {
            // Without a ledger nobody could tell afterwards what was sent.
            m_progress.failure = id.error();
            Q_EMIT journalFailed(id.error());
            stop();
            return;
        }
        m_ledger.setJobId(*id);
        checkFile();
    });
}

void EmitJob::checkFile()
{
    const auto& file = m_plan.draft.file;
    if (m_plan.draft.mode != models::DataMode::File || !file || !models::hasData(m_plan.draft)) {
        refill();
        return;
    }
    const auto filling = models::sendsFileAsText(m_plan.draft) ? models::EventBody::Filling::TextFile
                                                               : models::EventBody::Filling::Base64File;
    whenDone(client::checkFile(*file, filling), this, [this](const Result<CheckedFile>& checked) {
        if (checked) {
            m_file = *checked;
            refill();
        } else {
            m_progress.failure = checked.error();
            stop();
        }
    });
}

void EmitJob::refill()
{
    if (m_refilling || m_exhausted || m_ready.size() >= kBatch / 2)
        return;
    m_refilling = true;
    whenDone(onWorker([source = m_source] { return source->next(kBatch); }), this,
             [this](Result<std::vector<PlannedEvent>> events) { take(std::move(events)); });
}

void EmitJob::take(Result<std::vector<PlannedEvent>> events)
{
    m_refilling = false;
    if (!events) {
        m_progress.failure = events.error();
        m_exhausted = true;
        stop();
        return;
    }
    m_exhausted = events->empty();
    for (PlannedEvent& event : *events) {
        if (m_progress.state == State::Stopped)
            break;
        if (event.problem.isEmpty())
            m_ready.push_back(std::move(event));
        else
            settle(event, LedgerState::Refused, 0, event.problem);
    }
    pump();
}

/// Sends what may be sent now, and comes back when the next one is due.
void EmitJob::pump()
{
    if (m_progress.state != State::Running)
        return;
    while (m_flights.size() < m_plan.inFlight && !(m_again.empty() && m_ready.empty())) {
        if (const int wait = m_pace.dueNow(); wait > 0) {
            m_dueTimer.start(wait);
            break;
        }
        auto& queue = m_again.empty() ? m_ready : m_again;
        PlannedEvent event = std::move(queue.front());
        queue.pop_front();
        send(std::move(event));
    }
    refill();
    endIfDone();
}

void EmitJob::send(PlannedEvent event)
{
    const qint64 seq = event.seq;
    Flight flight{std::move(event), now(), {}};
    flight.clock.start();
    LedgerLine& line = m_ledger.line(seq, flight.event.eventId);
    if (line.sentAt == 0)
        line.sentAt = flight.sentAt;
    auto answer = m_file && flight.event.body.filling != models::EventBody::Filling::None
        ? m_session.api().emitEvent(flight.event.body, flight.event.eventType, *m_file)
        : m_session.api().emitEvent(flight.event.body, flight.event.eventType);
    m_awaited.insert(flight.event.eventId, seq);
    m_flights.insert(seq, std::move(flight));
    whenDone(answer, this, [this, seq](const Result<Emitted>& emitted) { onAnswer(seq, emitted); });
}

void EmitJob::onAnswer(qint64 seq, const Result<Emitted>& answer)
{
    Flight flight = m_flights.take(seq);
    if (answer) {
        m_progress.answers.add(static_cast<double>(flight.clock.nsecsElapsed()) / 1e6);
        settle(flight.event, LedgerState::Accepted, answer->httpStatus, {});
    } else {
        onRefusal(std::move(flight), answer.error());
    }
    pump();
    // Everything that was on its way has had its chance: now what is among the runs is all there will be.
    if (m_flights.isEmpty() && m_progress.state == State::Away)
        m_lost.look();
    endIfDone();
    report();
}

void EmitJob::onRefusal(Flight flight, const Failure& failure)
{
    const qint64 seq = flight.event.seq;
    const bool signedOut = failure.httpStatus == 401 || failure.httpStatus == 403;
    if (m_progress.state == State::Stopped) {
        const bool lost = failure.mayHaveHappened;
        settle(flight.event, lost ? LedgerState::Unknown : LedgerState::Waiting, failure.httpStatus, failure.summary());
    } else if (failure.mayHaveHappened) {
        const QString& id = flight.event.eventId;
        m_lost.add({seq, id, flight.event.eventType, m_ledger.line(seq, id).sentAt});
        m_lostEvents.insert(seq, std::move(flight.event));
        goAway(failure);
    } else if (failure.httpStatus == 0 && failure.kind == FailureKind::Unreachable) {
        m_again.push_back(std::move(flight.event));
        goAway(failure);
    } else if (signedOut || failure.httpStatus == 429 || failure.kind == FailureKind::Conflict) {
        m_again.push_back(std::move(flight.event));
        pauseFor(failure);
    } else {
        settle(flight.event, LedgerState::Refused, failure.httpStatus,
               failure.cameBack.isEmpty() ? failure.meaning : failure.cameBack);
    }
}

void EmitJob::onJudged(qint64 seq, LostEvents::Verdict verdict)
{
    PlannedEvent event = m_lostEvents.take(seq);
    if (verdict == LostEvents::Verdict::Missing)
        m_again.push_back(std::move(event));
    else if (verdict == LostEvents::Verdict::Arrived)
        settle(event, LedgerState::Accepted, 0, tr("The connection broke, but there is a run of it."));
    else
        settle(event, LedgerState::Unknown, 0,
               tr("The connection broke, and no run can tell whether it arrived. It was not sent again."));
}

void EmitJob::goAway(const Failure& failure)
{
    m_progress.failure = failure;
    if (m_progress.state == State::Paused || m_progress.state == State::Running) {
        m_pauseWanted = m_progress.state == State::Paused;
        setState(State::Away);
    }
}

void EmitJob::pauseFor(const Failure& failure)
{
    m_progress.failure = failure;
    if (m_progress.state == State::Away)
        m_pauseWanted = true;
    else if (m_progress.state == State::Running)
        setState(State::Paused);
}

void EmitJob::settle(const PlannedEvent& event, LedgerState state, int httpStatus, const QString& note)
{
    LedgerLine& line = m_ledger.line(event.seq, event.eventId);
    line.state = state;
    line.answeredAt = now();
    line.httpStatus = httpStatus;
    line.note = note;
    m_progress.accepted += state == LedgerState::Accepted ? 1 : 0;
    m_progress.refused += state == LedgerState::Refused ? 1 : 0;
    m_progress.unknown += state == LedgerState::Unknown ? 1 : 0;
    const auto& subscriptions = m_session.watch().resources(models::Kind::Subscription);
    if (state != LedgerState::Accepted || m_awaited.size() > kMostAwaited
        || models::matching(subscriptions, event.eventType).empty())
        m_awaited.remove(event.eventId);
    m_ledger.changed(event.seq);
    report();
}

void EmitJob::onRuns(const std::vector<models::Run>& runs)
{
    for (const models::Run& run : runs) {
        const auto awaited = run.event ? m_awaited.constFind(run.event->eventId) : m_awaited.constEnd();
        if (awaited != m_awaited.constEnd())
            onRun(m_ledger.line(*awaited, awaited.key()), run);
    }
}

void EmitJob::onRun(LedgerLine& line, const models::Run& run)
{
    if (line.runName.isEmpty()) {
        line.runName = run.name;
        const qint64 started = run.executed.nsecs / 1'000'000;
        m_progress.toRun.add(static_cast<double>(std::max<qint64>(0, started - line.sentAt)));
    } else if (line.runName != run.name) {
        return;
    }
    line.runState = run.status.word;
    if (run.status.isSettled()) {
        line.runEndedAt = run.finished.isSet() ? run.finished.nsecs / 1'000'000 : now();
        const bool good = run.status.state == models::State::Ready;
        (good ? m_progress.runsSucceeded : m_progress.runsFailed) += 1;
        m_awaited.remove(line.eventId);
    }
    m_ledger.changed(line.seq);
    report();
}

void EmitJob::pause()
{
    if (m_progress.state == State::Away)
        m_pauseWanted = true;
    else if (m_progress.state == State::Running)
        setState(State::Paused);
}

void EmitJob::resume()
{
    m_pauseWanted = false;
    if (m_progress.state == State::Paused)
        setState(State::Running);
}

void EmitJob::stop()
{
    if (m_progress.state == State::Done || m_progress.state == State::Stopped)
        return;
    m_lost.stop();
    m_exhausted = true;
    m_ready.clear();
    for (const PlannedEvent& event : std::exchange(m_again, {})) {
        m_ledger.line(event.seq, event.eventId).note = tr("Not sent: the job was stopped before.");
        m_awaited.remove(event.eventId);
        m_ledger.changed(event.seq);
    }
    for (const PlannedEvent& event : std::exchange(m_lostEvents, {}))
        settle(event, LedgerState::Unknown, 0,
               tr("The connection broke, and the job was stopped before it was looked for."));
    setState(State::Stopped);
}

void EmitJob::setState(State state)
{
    const bool counted = m_progress.state == State::Running || m_progress.state == State::Away;
    const bool counts = state == State::Running || state == State::Away;
    if (counted && !counts)
        m_progress.activeMSecs += m_active.elapsed();
    else if (counts && !counted)
        m_active.start();
    m_progress.state = state;
    if (state == State::Running) {
        m_progress.failure.reset();
        m_pace.restart();
    }
    if (journalId() > 0)
        m_journal.updateJob(journalId(), QLatin1String(wordOf(state)));
    report();
    if (state == State::Running)
        pump();
    endIfDone();
}

void EmitJob::endIfDone()
{
    const bool sent = m_exhausted && m_ready.empty() && m_again.empty() && !m_refilling;
    if (m_over || !m_flights.isEmpty() || !m_lostEvents.isEmpty())
        return;
    if (m_progress.state == State::Running && sent) {
        setState(State::Done);
        return;
    }
    if (m_progress.state != State::Done && m_progress.state != State::Stopped)
        return;
    m_over = true;
    m_ledger.write();
    // The journal works in order: when this is answered, the ledger is written.
    whenDone(m_journal.opened(), this, [this](const Result<bool>&) { Q_EMIT ended(); });
}

void EmitJob::report()
{
    if (!m_reportTimer.isActive())
        m_reportTimer.start();
}

EmitProgress EmitJob::progress() const
{
    EmitProgress progress = m_progress;
    progress.inFlight = static_cast<int>(m_flights.size());
    progress.waiting = static_cast<qint64>(m_again.size()) + m_lostEvents.size();
    if (m_started && (progress.state == State::Running || progress.state == State::Away))
        progress.activeMSecs += m_active.elapsed();
    return progress;
}

} // namespace client
