// SPDX-License-Identifier: Apache-2.0
#include "client/rhythm.h"
#include "client/watch.h"
#include "client/watchlook.h"
#include "client/worker.h"

#include <QFutureWatcher>
#include <QPointer>
#include <QRandomGenerator>
#include <QTimer>

namespace client {

using models::Failure;
using models::FailureKind;
using models::Result;

namespace {

/// `since` has whole seconds, and a run can be written a moment after it got its time.
constexpr qint64 kOverlapSeconds = 2;

} // namespace

class RunWatch::Private
{
public:
    Private(RunWatch* owner, DispatchClient& dispatch, Watch::Tempo given)
        : q(owner)
        , client(dispatch)
        , tempo(given)
    {
        timer.setSingleShot(true);
        QObject::connect(&timer, &QTimer::timeout, q, [this] { look(); });
        QObject::connect(&wakeUp, &WakeUp::wokeUp, q, [this] { q->lookNow(); });
        QObject::connect(&asking, &QFutureWatcherBase::finished, q, [this] { onAnswer(); });
        QObject::connect(&reading, &QFutureWatcherBase::finished, q, [this] { onSeen(); });
    }

    void look();
    void onAnswer();
    void onSeen();
    void onGood(SeenRuns seen);
    void onBad(const Failure& failure);
    void endLook(int waitMSecs);

    RunWatch* const q;
    DispatchClient& client;
    const Watch::Tempo tempo;
    bool running = false;
    bool inFlight = false;
    bool again = false;
    bool moving = false;
    int failures = 0;
    qint64 since = 0; ///< by the server's clock: ours may differ
    Fingerprint fingerprint;
    QHash<QString, KnownRun> known;
    QFutureWatcher<Result<Reply>> asking;
    QFutureWatcher<Result<SeenRuns>> reading;
    QTimer timer;
    WakeUp wakeUp;
};

void RunWatch::Private::look()
{
    timer.stop();
    if (inFlight) {
        again = true;
        return;
    }
    inFlight = true;
    again = false;
    asking.setFuture(client.runsBytes(since));
}

void RunWatch::Private::onAnswer()
{
    if (!inFlight || asking.future().resultCount() == 0)
        return;
    auto answer = asking.future().takeResult();
    if (!answer) {
        onBad(answer.error());
        return;
    }
    reading.setFuture(onWorker([body = std::move(answer->body), last = fingerprint, before = known] {
        return examineRuns(body, last, before, kMaxRuns);
    }));
}

void RunWatch::Private::onSeen()
{
    if (!inFlight || reading.future().resultCount() == 0)
        return;
    auto seen = reading.future().takeResult();
    if (seen)
        onGood(std::move(*seen));
    else
        onBad(seen.error());
}

void RunWatch::Private::onGood(SeenRuns seen)
{
    const bool isRecovery = failures > 0;
    failures = 0;
    if (!seen.unchanged) {
        fingerprint = seen.fingerprint;
        known = std::move(seen.known);
        moving = seen.moving;
        since = std::max<qint64>(0, seen.newestSeconds - kOverlapSeconds);
    }
    endLook(moving ? tempo.movingMSecs : tempo.steadyMSecs);
    const QPointer<RunWatch> guard(q);
    if (isRecovery)
        Q_EMIT q->recovered();
    if (guard && !seen.fresh.empty())
        Q_EMIT q->runsChanged(seen.fresh);
}

void RunWatch::Private::onBad(const Failure& failure)
{
    ++failures;
    const bool refused = failure.kind == FailureKind::Unauthorized || failure.kind == FailureKind::Forbidden;
    endLook(refused ? -1
                    : backOffMSecs(failures, tempo.movingMSecs, tempo.longestMSecs,
                                   QRandomGenerator::global()->generateDouble()));
    Q_EMIT q->failed(failure);
}

/// Waits, or for -1 until somebody asks to look.
void RunWatch::Private::endLook(int waitMSecs)
{
    inFlight = false;
    if (!running)
        return;
    if (again)
        look();
    else if (waitMSecs >= 0)
        timer.start(waitMSecs);
}

RunWatch::RunWatch(DispatchClient& client, QObject* parent)
    : RunWatch(client, Watch::Tempo{}, parent)
{
}

RunWatch::RunWatch(DispatchClient& client, Watch::Tempo tempo, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, client, tempo))
{
}

RunWatch::~RunWatch()
{
    stop();
}

void RunWatch::start()
{
    if (d->running)
        return;
    d->running = true;
    d->failures = 0;
    d->wakeUp.start();
    d->look();
}

void RunWatch::stop()
{
    d->running = false;
    d->timer.stop();
    d->wakeUp.stop();
    d->asking.future().cancel();
    d->reading.setFuture({});
    d->inFlight = false;
    d->again = false;
}

void RunWatch::lookNow()
{
    if (d->running)
        d->look();
}

bool RunWatch::isActive() const
{
    return d->running;
}

} // namespace client
