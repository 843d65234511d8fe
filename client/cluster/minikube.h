// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/commands.h"
#include "models/cluster/createplan.h"
#include "models/cluster/minikubelists.h"

namespace client {

/// The questions to minikube that have one answer each. Futures are continued with whenDone().
class Minikube final
{
public:
    template <typename T> using Told = QFuture<models::Result<T>>;

    /// The commands must outlive it.
    explicit Minikube(Commands& commands)
        : m_commands(commands)
    {
    }

    Told<std::vector<models::ClusterAddon>> addons(const QString& profile) const;
    /// What there is to switch on in a new cluster.
    Told<QStringList> addonNames() const;
    /// With their addresses. A minikube that cannot list them is helped by kubectl.
    Told<std::vector<models::ClusterService>> services(const QString& profile, const QString& ip) const;
    Told<QString> ip(const QString& profile) const;
    /// What `minikube config` sets for new clusters.
    Told<QMap<QString, QString>> config() const;
    /// What can carry a cluster on this system.
    Told<QStringList> drivers() const;
    /// The contexts of kubeconfig, which may be of other clusters.
    Told<QStringList> contexts() const;
    /// Its logs, with secrets masked, into a file only the user can read. Answers the size. Logs that were too long to
    /// be held end with a line that says so.
    Told<qint64> saveLogs(const QString& profile, const QString& file) const;

private:
    ProcessOrder order(const QStringList& arguments, const QString& tried) const;
    template <typename T, typename Read> Told<T> ask(const ProcessOrder& order, Read read) const;
    bool listsServices() const;

    Commands& m_commands;
};

/// What this machine has, for the settings of a new cluster. Reads files: for a worker.
models::MachineLimits machineLimits();

} // namespace client
