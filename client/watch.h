// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/dispatchclient.h"
#include "models/difference.h"

#include <QDateTime>

#include <array>
#include <memory>

namespace client {

/// How the watch is doing with one list.
struct ListState
{
    bool loaded = false; ///< at least one good answer
    QDateTime asOf; ///< of the last good answer, also when it was unchanged
    bool stale = false; ///< older than two intervals
    std::optional<models::Failure> failure; ///< of the last look, when it failed
};

/// How the watch is doing as a whole.
struct WatchState
{
    enum class Phase
    {
        Connecting,
        Live,
        BackingOff,
        Paused
    };
    Phase phase = Phase::Connecting;
    qint64 latencyMSecs = -1;
    qint64 nextLookMSecs = -1; ///< until the next look; -1 when none is planned
    std::optional<models::Failure> failure; ///< why it is backing off or paused
};

/// The only thing that polls. Every second while anything is between states, every 5 s otherwise, back-off with jitter
/// to 60 s when the server does not answer, paused on 401/403. One request per list in flight. Bytes are compared
/// first; only changed bodies are parsed, on a worker thread, and handed on as a difference.
class Watch final : public QObject
{
    Q_OBJECT
public:
    struct Tempo
    {
        int movingMSecs = 1'000;
        int steadyMSecs = 5'000;
        int longestMSecs = 60'000;
    };

    explicit Watch(DispatchClient& client, QObject* parent = nullptr);
    Watch(DispatchClient& client, Tempo tempo, QObject* parent = nullptr);
    ~Watch() override;

    void start();
    void stop();
    /// F5, window focus, wake-up: looks at once and ends a pause or a back-off.
    void lookNow();
    void lookNow(models::Kind kind);

    /// What was seen last. Sorted by name.
    const std::vector<models::Resource>& resources(models::Kind kind) const;
    const models::Resource* find(models::Kind kind, const QString& name) const;
    ListState listState(models::Kind kind) const;
    WatchState state() const;

    /// Follows one resource until it is READY or ERROR (or gone) and then says settled() once.
    void follow(models::Kind kind, const QString& name);

Q_SIGNALS:
    void changed(models::Kind kind, const models::Difference& difference);
    /// After every look at a list, changed or not, good or bad.
    void looked(models::Kind kind);
    void stateChanged();
    void settled(models::Kind kind, const QString& name, const models::Status& status, const QString& reason);
    /// A resource moved from one state to another between two looks.
    void transition(models::Kind kind, const QString& name, const models::Status& from, const models::Status& to);

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// Follows the runs while somebody looks at them: asks only for what changed since the last look, keeps the newest
/// kMaxRuns.
class RunWatch final : public QObject
{
    Q_OBJECT
public:
    static constexpr int kMaxRuns = 5'000;

    explicit RunWatch(DispatchClient& client, QObject* parent = nullptr);
    RunWatch(DispatchClient& client, Watch::Tempo tempo, QObject* parent = nullptr);
    ~RunWatch() override;

    void start();
    void stop();
    void lookNow();
    bool isActive() const;

Q_SIGNALS:
    /// Runs that are new or changed, in no order.
    void runsChanged(const std::vector<models::Run>& runs);
    void failed(const models::Failure& failure);
    /// The first good answer after a bad one.
    void recovered();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace client

Q_DECLARE_METATYPE(models::Difference)
