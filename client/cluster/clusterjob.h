// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/commands.h"
#include "client/cluster/keptrun.h"
#include "models/cluster/clusterprogress.h"
#include "models/cluster/clusterstate.h"
#include "models/cluster/minikubefailure.h"
#include "models/cluster/starttimes.h"

#include <QElapsedTimer>

#include <optional>

namespace client {

/// What is done to a profile. One at a time for each; several profiles may be at work at once.
enum class ClusterAction
{
    Start,
    Stop,
    Pause,
    Unpause,
    Delete,
    RepairContext,
    EnableAddon,
    DisableAddon,
};

struct ClusterOrder
{
    ClusterAction action = ClusterAction::Start;
    QString profile;
    QStringList more = {}; ///< further arguments: the settings of a new cluster, the name of an add-on
    bool isNew = false; ///< the profile does not exist yet
    QString driver = {}; ///< of the profile, for the time it takes

    bool operator==(const ClusterOrder&) const = default;
};

/// "Starting lab", for lines and failures.
QString titleOf(const ClusterOrder& order);
/// The state to show while it is at work.
models::ClusterState stateDuring(ClusterAction action);
/// The state it leads to, when it is another one.
std::optional<models::ClusterState> stateAfter(ClusterAction action);

/// One such command, from its beginning to what came of it. Its state stays readable after the end.
class ClusterJob final : public QObject
{
    Q_OBJECT
public:
    /// A new one, whose files go into `folder`.
    ClusterJob(Commands& commands, const ClusterOrder& order, const QString& folder, QObject* parent = nullptr);
    /// One that an earlier console left there; null when what it left makes no sense.
    static std::unique_ptr<ClusterJob> pickUp(Commands& commands, const QString& folder);

    void start();
    void cancel();
    /// Lets it run on without this console.
    void keep();

    const ClusterOrder& order() const { return m_order; }
    const models::ClusterProgress& progress() const { return m_progress; }
    bool isOver() const { return m_isOver; }
    bool isCancelling() const { return m_isCancelling && !m_isOver; }
    bool wasPickedUp() const { return m_wasPickedUp; }
    bool wasGivenUp() const { return m_isOver && m_isCancelling && m_failure; }
    const std::optional<models::ClusterFailure>& failure() const { return m_failure; }
    qint64 elapsedMSecs() const;
    qint64 inStepMSecs() const;
    /// For how long it has said nothing.
    qint64 silentMSecs() const;
    /// How the time was spent, when it was a start that went well.
    std::optional<models::StartRecord> record() const;
    /// What is alike for the time it takes.
    QString timeKey() const;

Q_SIGNALS:
    void changed();
    /// Not the progress of downloads, of which there are hundreds, nor what only repeats the
    /// environment, nor what an earlier console was told.
    void heard(const models::MinikubeEvent& event);
    void finished();

private:
    ClusterJob(Commands& commands, const ClusterOrder& order, std::unique_ptr<KeptRun> run, qint64 startedAt);

    void wire();
    void take(const QByteArrayList& lines);
    void end(const models::Result<ProcessResult>& result);
    static ProcessOrder processOrder(Commands& commands, const ClusterOrder& order);

    Commands& m_commands;
    const ClusterOrder m_order;
    const bool m_wasPickedUp;
    std::unique_ptr<KeptRun> m_run;
    qint64 m_number = 0; ///< in the log of commands
    qint64 m_startedAt; ///< milliseconds since 1970; by the clock, since it may be of an earlier console
    qint64 m_elapsedMSecs = 0; ///< when it is over
    models::ClusterProgress m_progress;
    QMap<int, qint64> m_entered;
    QElapsedTimer m_lastWord;
    std::optional<models::ClusterFailure> m_failure;
    qint64 m_told = 0; ///< events worth telling so far
    qint64 m_toldBefore = 0; ///< those of an earlier console
    bool m_isCancelling = false;
    bool m_isOver = false;
};

} // namespace client
