// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/status.h"

#include <QMetaType>
#include <QString>

namespace models {

/// What a profile of minikube is in, as one word (contract minikube §2.10).
enum class ClusterState
{
    Unknown, ///< not asked yet, or it did not answer
    Absent, ///< there is no such profile
    Broken, ///< its settings cannot be read
    Starting,
    Stopping,
    Pausing,
    Unpausing,
    Deleting,
    StartingElsewhere, ///< somebody starts it in a terminal or another console
    Running,
    Stopped,
    Paused,
    HostMissing, ///< machine or container were removed behind minikube's back
    DriverDown, ///< Docker or whatever carries it does not answer
    DiskFull,
    Degraded, ///< the machine runs, Kubernetes does not
    WrongContext, ///< healthy, but kubeconfig points elsewhere
};

/// The word for people.
QString wordOf(ClusterState state);
/// What it means and what to do; empty when there is nothing to say.
QString hintOf(ClusterState state);
/// Its shape and colour are those of this state of a resource.
State looksLike(ClusterState state);
/// Something is being done to it, by us or somebody else.
bool isMoving(ClusterState state);
/// Kubernetes answers: pods can be asked for.
bool answersKubectl(ClusterState state);

} // namespace models

Q_DECLARE_METATYPE(models::ClusterState)
