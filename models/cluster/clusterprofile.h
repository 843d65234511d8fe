// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cluster/clusterstate.h"
#include "models/result.h"

#include <QStringList>

#include <vector>

namespace models {

/// What `minikube status` says of one machine (contract minikube §2.5), in its own words.
struct ClusterNode
{
    QString name;
    QString host;
    QString kubelet;
    QString apiServer;
    QString kubeconfig;
    bool isWorker = false;

    bool operator==(const ClusterNode&) const = default;
};

/// One profile of minikube, with what its settings say and how it is.
struct ClusterProfile
{
    QString name;
    QString driver = {};
    QString kubernetes = {}; ///< "v1.35.1"
    QString runtime = {};
    int cpus = 0;
    int memoryMegabytes = 0;
    int diskMegabytes = 0;
    int nodeCount = 0;
    QString ip = {}; ///< of the first node, as the settings have it
    bool isBroken = false; ///< listed as invalid
    ClusterState state = ClusterState::Unknown;
    std::vector<ClusterNode> nodes = {}; ///< empty until it was asked for its status
    qint64 asOf = 0; ///< when it told its state; 0 = never
    QString problem = {}; ///< why it did not tell it since; empty = it did

    bool operator==(const ClusterProfile&) const = default;
};

/// The answer of `minikube profile list -o json`. State and nodes are not in it: the words it has for states are not to
/// be trusted (contract minikube §2.5, trap). Exit code first: a failing call has no list.
Result<std::vector<ClusterProfile>> readClusterProfiles(int exitCode, const QByteArray& output,
                                                        const QByteArray& errors);

/// What `minikube status -o json` answered.
struct ClusterStatus
{
    ClusterState state = ClusterState::Unknown;
    std::vector<ClusterNode> nodes = {};

    bool operator==(const ClusterStatus&) const = default;
};

/// The exit code is a bit mask here and no sign of failure (contract minikube §2.4, §2.10). Malformed when it is
/// neither a status nor one of the known ways to say that there is none.
Result<ClusterStatus> readClusterStatus(int exitCode, const QByteArray& output, const QByteArray& errors);

/// Empty when minikube takes it as the name of a profile, else why not (contract minikube §2.6).
QString profileNameProblem(const QString& name);

} // namespace models
