// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/clusterwatch.h"
#include "client/cluster/minikube.h"
#include "client/cluster/standingcommand.h"

namespace client {

class Journal;

/// Everything about clusters on this machine: one object for a window to be handed. It costs nothing until wake().
class Clusters final : public QObject
{
    Q_OBJECT
public:
    /// `dataFolder` is the data folder of the console. The journal must outlive it.
    Clusters(const QString& dataFolder, Journal& journal, QObject* parent = nullptr);
    ~Clusters() override;

    /// Looks for the tools and for what an earlier console left running. Once; later calls do nothing.
    void wake();
    bool isAwake() const { return m_isAwake; }
    /// Whether an earlier console left something running.
    bool hasLeftovers() const;

    /// With a folder for each cluster in which Dispatch was installed from here.
    QString installRoot() const { return m_folder + QStringLiteral("/install"); }
    Toolbox& toolbox() { return m_toolbox; }
    CommandLog& log() { return m_log; }
    Commands& commands() { return m_commands; }
    ClusterJobs& jobs() { return m_jobs; }
    ClusterWatch& watch() { return m_watch; }
    Minikube minikube() { return Minikube(m_commands); }
    /// Made when it is asked for.
    StandingCommand& standing(StandingCommand::Kind kind, const QString& profile);
    bool hasStanding() const;
    /// Lets tunnels and dashboards tidy up; hasStanding() tells when they have.
    void stopStanding();

private:
    void write(const QString& profile, const models::MinikubeEvent& event);

    const QString m_folder;
    Journal& m_journal;
    CommandLog m_log; ///< outlives all that write into it
    Toolbox m_toolbox;
    Commands m_commands;
    ClusterJobs m_jobs;
    ClusterWatch m_watch;
    std::vector<std::unique_ptr<StandingCommand>> m_standing;
    bool m_isAwake = false;
};

} // namespace client
