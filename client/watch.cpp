// SPDX-License-Identifier: Apache-2.0
#include "client/watch.h"

#include "client/rhythm.h"
#include "client/watchlook.h"
#include "client/worker.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QPointer>
#include <QRandomGenerator>
#include <QTimer>

#include <algorithm>

namespace client {

using models::Failure;
using models::FailureKind;
using models::Kind;
using models::Resource;
using models::Result;

namespace {

/// One list and the look at it that is under way.
struct List
{
    Snapshot resources = std::make_shared<const std::vector<Resource>>();
    Fingerprint fingerprint;
    ListState state;
    bool moving = false;
    bool inFlight = false;
    bool again = false; ///< somebody wants a look that begins after now
    qint64 notBefore = 0; ///< refused lists are asked rarely
    quint64 look = 0; ///< serial number of the look under way or the last one
    QHash<QString, quint64> followed; ///< name to the look at that time; only later ones count
    QFutureWatcher<Result<Reply>> asking;
    QFutureWatcher<Result<Seen>> reading;
};

/// A refusal that is about this one list, and will be the same the next time.
bool isAboutTheList(const Failure& failure)
{
    return failure.kind == FailureKind::Forbidden || failure.kind == FailureKind::NotOnServer
        || failure.kind == FailureKind::NotFound;
}

constexpr std::size_t kDisposeElsewhere = 500;

} // namespace

class Watch::Private
{
public:
    Private(Watch* owner, DispatchClient& dispatch, Tempo given)
        : q(owner)
        , client(dispatch)
        , tempo(given)
    {
        clock.start();
        timer.setSingleShot(true);
        QObject::connect(&timer, &QTimer::timeout, q, [this] { lookAtAll(false); });
        QObject::connect(&wakeUp, &WakeUp::wokeUp, q, [this] { q->lookNow(); });
        for (int i = 0; i < models::kKindCount; ++i) {
            const Kind kind = static_cast<Kind>(i);
            QObject::connect(&list(kind).asking, &QFutureWatcherBase::finished, q, [this, kind] { onAnswer(kind); });
            QObject::connect(&list(kind).reading, &QFutureWatcherBase::finished, q, [this, kind] { onSeen(kind); });
        }
    }

    List& list(Kind kind) { return lists[static_cast<std::size_t>(kind)]; }
    bool anyInFlight() const
    {
        return std::any_of(lists.begin(), lists.end(), [](const List& each) { return each.inFlight; });
    }
    int interval() const
    {
        const bool moving = std::any_of(lists.begin(), lists.end(), [](const List& each) { return each.moving; });
        return moving ? tempo.movingMSecs : tempo.steadyMSecs;
    }

    void lookAtAll(bool forced);
    void look(Kind kind, bool forced);
    void onAnswer(Kind kind);
    void onSeen(Kind kind);
    void onGood(Kind kind, Seen seen);
    void onBad(Kind kind, Failure failure);
    bool announce(Kind kind, const Seen& seen);
    bool settleFollowed(Kind kind);
    void endLook(Kind kind);
    void plan();
    void backOff();
    void pause(const Failure& failure);
    void abandon();
    void enter(WatchState::Phase phase, const std::optional<Failure>& failure);

    Watch* const q;
    DispatchClient& client;
    const Tempo tempo;
    std::array<List, models::kKindCount> lists;
    WatchState state;
    bool running = false;
    bool goodInRound = false;
    int failures = 0;
    quint64 looks = 0;
    qint64 roundStart = 0;
    QElapsedTimer clock;
    QTimer timer;
    WakeUp wakeUp;
};

void Watch::Private::lookAtAll(bool forced)
{
    timer.stop();
    roundStart = clock.elapsed();
    goodInRound = false;
    for (int i = 0; i < models::kKindCount; ++i) {
        const Kind kind = static_cast<Kind>(i);
        if (forced || clock.elapsed() >= list(kind).notBefore)
            look(kind, forced);
    }
    if (!anyInFlight())
        plan();
}

void Watch::Private::look(Kind kind, bool forced)
{
    List& each = list(kind);
    if (each.inFlight) {
        each.again = each.again || forced;
        return;
    }
    each.inFlight = true;
    each.again = false;
    each.look = ++looks;
    each.asking.setFuture(client.listBytes(kind));
}

void Watch::Private::onAnswer(Kind kind)
{
    List& each = list(kind);
    if (!each.inFlight || each.asking.future().resultCount() == 0)
        return;
    auto answer = each.asking.future().takeResult();
    if (!answer) {
        onBad(kind, answer.error());
        return;
    }
    state.latencyMSecs = answer->elapsedMSecs;
    each.reading.setFuture(onWorker(
        [kind, body = std::move(answer->body), last = each.fingerprint, before = each.resources,
         host = client.door().connection().base.host()] { return examineList(kind, body, last, before, host); }));
}

void Watch::Private::onSeen(Kind kind)
{
    List& each = list(kind);
    if (!each.inFlight || each.reading.future().resultCount() == 0)
        return;
    auto seen = each.reading.future().takeResult();
    if (seen)
        onGood(kind, std::move(*seen));
    else
        onBad(kind, seen.error());
}

void Watch::Private::onGood(Kind kind, Seen seen)
{
    List& each = list(kind);
    each.inFlight = false;
    each.notBefore = 0;
    each.state.loaded = true;
    each.state.asOf = QDateTime::currentDateTime();
    each.state.failure.reset();
    goodInRound = true;
    failures = 0;
    if (!seen.unchanged) {
        Snapshot old = std::exchange(each.resources, seen.resources);
        each.fingerprint = seen.fingerprint;
        each.moving = seen.moving;
        // Thousands of destructors take longer than a frame.
        if (old->size() > kDisposeElsewhere)
            QThreadPool::globalInstance()->start([old = std::move(old)]() mutable { old.reset(); });
    }
    enter(WatchState::Phase::Live, std::nullopt);
    if (announce(kind, seen))
        endLook(kind);
}

/// False when a listener destroyed the watch.
bool Watch::Private::announce(Kind kind, const Seen& seen)
{
    const QPointer<Watch> guard(q);
    if (!seen.difference.isEmpty())
        Q_EMIT q->changed(kind, seen.difference);
    for (const Transition& each : seen.transitions) {
        if (guard)
            Q_EMIT q->transition(kind, each.name, each.from, each.to);
    }
    if (!guard || !settleFollowed(kind))
        return false;
    Q_EMIT q->looked(kind);
    return !guard.isNull();
}

bool Watch::Private::settleFollowed(Kind kind)
{
    struct Settled
    {
        QString name;
        models::Status status;
        QString reason;
    };
    std::vector<Settled> settled;
    List& each = list(kind);
    for (auto followed = each.followed.begin(); followed != each.followed.end();) {
        const Resource* const resource = findByName(*each.resources, followed.key());
        const models::Status status = resource ? models::statusOf(*resource) : models::Status();
        if (each.look > followed.value() && !status.isMoving() && status.state != models::State::Other) {
            settled.push_back({followed.key(), status,
                               resource ? models::reasonOf(*resource).join(QStringLiteral("; ")) : QString()});
            followed = each.followed.erase(followed);
        } else {
            ++followed;
        }
    }
    const QPointer<Watch> guard(q);
    for (const Settled& one : settled) {
        if (guard)
            Q_EMIT q->settled(kind, one.name, one.status, one.reason);
    }
    return !guard.isNull();
}

void Watch::Private::onBad(Kind kind, Failure failure)
{
    List& each = list(kind);
    each.inFlight = false;
    each.state.failure = failure;
    if (isAboutTheList(failure))
        each.notBefore = clock.elapsed() + tempo.longestMSecs;
    if (failure.kind == FailureKind::Unauthorized)
        pause(failure);
    const QPointer<Watch> guard(q);
    Q_EMIT q->looked(kind);
    if (guard)
        endLook(kind);
}

void Watch::Private::endLook(Kind kind)
{
    if (!running || state.phase == WatchState::Phase::Paused)
        return;
    if (list(kind).again)
        look(kind, false);
    if (!goodInRound && !anyInFlight())
        backOff();
    else if (goodInRound)
        plan();
}

/// Counts from the beginning of the round, so that slow answers do not slow the rhythm.
void Watch::Private::plan()
{
    if (!running || state.phase == WatchState::Phase::Paused)
        return;
    timer.start(static_cast<int>(std::max<qint64>(0, roundStart + interval() - clock.elapsed())));
    Q_EMIT q->stateChanged();
}

void Watch::Private::backOff()
{
    const auto isRefused
        = [](const List& each) { return each.state.failure && each.state.failure->kind == FailureKind::Forbidden; };
    if (std::all_of(lists.begin(), lists.end(), isRefused)) {
        pause(*lists.front().state.failure);
        return;
    }
    const auto cause = std::find_if(lists.begin(), lists.end(), [](const List& each) {
        return each.state.failure && !isAboutTheList(*each.state.failure);
    });
    ++failures;
    timer.start(
        backOffMSecs(failures, tempo.movingMSecs, tempo.longestMSecs, QRandomGenerator::global()->generateDouble()));
    enter(WatchState::Phase::BackingOff, cause == lists.end() ? lists.front().state.failure : cause->state.failure);
}

void Watch::Private::pause(const Failure& failure)
{
    abandon();
    enter(WatchState::Phase::Paused, failure);
}

/// Whatever is still on its way is not waited for; its answer will find nobody.
void Watch::Private::abandon()
{
    timer.stop();
    for (List& each : lists) {
        each.asking.future().cancel();
        each.reading.setFuture({});
        each.inFlight = false;
        each.again = false;
    }
}

void Watch::Private::enter(WatchState::Phase phase, const std::optional<Failure>& failure)
{
    const bool isNews = state.phase != phase || state.failure != failure || phase == WatchState::Phase::BackingOff;
    state.phase = phase;
    state.failure = failure;
    if (isNews)
        Q_EMIT q->stateChanged();
}

Watch::Watch(DispatchClient& client, QObject* parent)
    : Watch(client, Tempo{}, parent)
{
}

Watch::Watch(DispatchClient& client, Tempo tempo, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, client, tempo))
{
}

Watch::~Watch()
{
    d->abandon();
}

void Watch::start()
{
    if (d->running)
        return;
    d->running = true;
    d->failures = 0;
    d->enter(WatchState::Phase::Connecting, std::nullopt);
    d->wakeUp.start();
    d->lookAtAll(true);
}

void Watch::stop()
{
    d->running = false;
    d->wakeUp.stop();
    d->abandon();
}

void Watch::lookNow()
{
    if (!d->running)
        return;
    if (d->state.phase == WatchState::Phase::Paused)
        d->enter(WatchState::Phase::Connecting, std::nullopt);
    d->lookAtAll(true);
}

void Watch::lookNow(Kind kind)
{
    if (d->state.phase == WatchState::Phase::Live && d->running)
        d->look(kind, true);
    else
        lookNow();
}

const std::vector<Resource>& Watch::resources(Kind kind) const
{
    return *d->list(kind).resources;
}

const Resource* Watch::find(Kind kind, const QString& name) const
{
    return findByName(resources(kind), name);
}

ListState Watch::listState(Kind kind) const
{
    ListState state = d->list(kind).state;
    state.stale = state.loaded && state.asOf.msecsTo(QDateTime::currentDateTime()) > 2LL * d->tempo.steadyMSecs;
    return state;
}

WatchState Watch::state() const
{
    WatchState state = d->state;
    state.nextLookMSecs = d->timer.isActive() ? qMin(d->timer.remainingTime(), d->tempo.longestMSecs) : -1;
    return state;
}

void Watch::follow(Kind kind, const QString& name)
{
    d->list(kind).followed.insert(name, d->looks);
    lookNow(kind);
}

} // namespace client
