// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/clusterjobs.h"
#include "client/cluster/clusterstart.h"
#include "models/cluster/clusterprofile.h"

#include <QFileSystemWatcher>
#include <QSet>

namespace client {

/// The profiles of minikube and how they are. Asks while somebody looks: the settings by reading files, the state of
/// each by asking minikube, never twice at once for one profile (contract minikube §2.10). What this console does is
/// known without asking; what somebody does in a terminal is noticed by the files minikube writes.
class ClusterWatch final : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive it.
    ClusterWatch(Commands& commands, ClusterJobs& jobs, QObject* parent = nullptr);

    /// In the order of their names.
    const std::vector<models::ClusterProfile>& profiles() const { return m_profiles; }
    const models::ClusterProfile* find(const QString& name) const;
    /// Why the list could not be had, the last time.
    const std::optional<models::Failure>& failure() const { return m_failure; }
    /// When the list was last told; 0 = never.
    qint64 asOf() const { return m_asOf; }
    /// What somebody else's start of this profile says.
    QString elsewhere(const QString& name) const { return m_elsewhere.value(name); }

    /// Asks while this is true.
    void setWatching(bool isWatching);
    void lookNow();

Q_SIGNALS:
    void changed();

private:
    struct Asked
    {
        qint64 at = 0;
        bool isDue = true; ///< whatever its age
        models::ClusterStatus status;
        QString problem;
    };

    void tick();
    void ended(const QString& profile);
    void fileChanged(const QString& path);
    void askList(bool isLight);
    void takeList(const models::Result<ProcessResult>& answer, bool isLight);
    void askStatus(const QString& name);
    void takeStatus(const QString& name, int generation, const models::Result<ProcessResult>& answer);
    void lookElsewhere();
    void rebuild();
    models::ClusterState stateOf(const models::ClusterProfile& profile) const;
    bool knowsSkipAudit() const;
    bool isDue(const models::ClusterProfile& profile, qint64 now) const;
    void dropOldFailure(const QString& name, models::ClusterState state);
    void watchFiles();

    Commands& m_commands;
    ClusterJobs& m_jobs;
    QTimer m_tick;
    QTimer m_soon; ///< files changed
    QFileSystemWatcher m_files;
    std::vector<models::ClusterProfile> m_listed; ///< as the list had them
    std::vector<models::ClusterProfile> m_profiles; ///< with their states
    QMap<QString, Asked> m_asked;
    QMap<QString, QString> m_elsewhere; ///< step of a start of somebody else
    QMap<QString, qint64> m_ownEnds; ///< when what we did to a profile ended; milliseconds since 1970
    QSet<QString> m_asking;
    QMap<QString, int> m_generations; ///< of a profile, raised by the end of what was done to it
    std::optional<models::Failure> m_failure;
    qint64 m_asOf = 0;
    int m_round = 0; ///< of lists since the last whole one
    bool m_isListing = false;
    bool m_listAgain = false;
    bool m_isWholeAgain = false;
    bool m_isWatching = false;
};

} // namespace client
