// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/clusterstate.h"

#include <QCoreApplication>

#include <iterator>

namespace models {

namespace {

struct Row
{
    ClusterState state;
    State looks;
    bool moves;
    const char* word;
    const char* hint;
};

constexpr Row kRows[] = {
    {ClusterState::Unknown, State::Other, false, QT_TRANSLATE_NOOP("models::ClusterState", "unknown"),
     QT_TRANSLATE_NOOP("models::ClusterState", "minikube has not said yet how it is.")},
    {ClusterState::Absent, State::Other, false, QT_TRANSLATE_NOOP("models::ClusterState", "nonexistent"),
     QT_TRANSLATE_NOOP("models::ClusterState", "There is no such profile any more.")},
    {ClusterState::Broken, State::Error, false, QT_TRANSLATE_NOOP("models::ClusterState", "broken"),
     QT_TRANSLATE_NOOP("models::ClusterState",
                       "Its settings cannot be read: a start that never got far leaves this behind. Delete it.")},
    {ClusterState::Starting, State::Creating, true, QT_TRANSLATE_NOOP("models::ClusterState", "starting"), ""},
    {ClusterState::Stopping, State::Updating, true, QT_TRANSLATE_NOOP("models::ClusterState", "stopping"), ""},
    {ClusterState::Pausing, State::Updating, true, QT_TRANSLATE_NOOP("models::ClusterState", "pausing"), ""},
    {ClusterState::Unpausing, State::Updating, true, QT_TRANSLATE_NOOP("models::ClusterState", "unpausing"), ""},
    {ClusterState::Deleting, State::Deleting, true, QT_TRANSLATE_NOOP("models::ClusterState", "deleting"), ""},
    {ClusterState::StartingElsewhere, State::Creating, true,
     QT_TRANSLATE_NOOP("models::ClusterState", "starting elsewhere"),
     QT_TRANSLATE_NOOP("models::ClusterState",
                       "It is being started outside of this console, or that was given up half way. Wait until it is "
                       "done, or start it here.")},
    {ClusterState::Running, State::Ready, false, QT_TRANSLATE_NOOP("models::ClusterState", "running"), ""},
    {ClusterState::Stopped, State::Initialized, false, QT_TRANSLATE_NOOP("models::ClusterState", "stopped"),
     QT_TRANSLATE_NOOP("models::ClusterState", "Start it to see what runs in it.")},
    {ClusterState::Paused, State::Initialized, false, QT_TRANSLATE_NOOP("models::ClusterState", "paused"),
     QT_TRANSLATE_NOOP(
         "models::ClusterState",
         "Kubernetes itself is paused; what runs in other namespaces, Dispatch too, goes on without it.")},
    {ClusterState::HostMissing, State::Error, false, QT_TRANSLATE_NOOP("models::ClusterState", "machine missing"),
     QT_TRANSLATE_NOOP("models::ClusterState",
                       "Its machine or container was removed without minikube. Start makes a new one; what was in the "
                       "old one is gone.")},
    {ClusterState::DriverDown, State::Error, false, QT_TRANSLATE_NOOP("models::ClusterState", "driver down"),
     QT_TRANSLATE_NOOP("models::ClusterState",
                       "What carries its machine (Docker, for example) does not answer. Start that first.")},
    {ClusterState::DiskFull, State::Error, false, QT_TRANSLATE_NOOP("models::ClusterState", "disk full"),
     QT_TRANSLATE_NOOP("models::ClusterState",
                       "The disk of its machine is full. Remove images there (minikube ssh -- docker system prune), "
                       "or create it again with a larger disk.")},
    {ClusterState::Degraded, State::Error, false, QT_TRANSLATE_NOOP("models::ClusterState", "degraded"),
     QT_TRANSLATE_NOOP("models::ClusterState",
                       "The machine runs, but Kubernetes does not answer well. Starting it again often helps; its logs "
                       "say why.")},
    {ClusterState::WrongContext, State::Error, false, QT_TRANSLATE_NOOP("models::ClusterState", "misconfigured"),
     QT_TRANSLATE_NOOP("models::ClusterState",
                       "The cluster is well, but kubeconfig points to another address. Repair the context.")},
};

const Row& rowOf(ClusterState state)
{
    for (const Row& row : kRows) {
        if (row.state == state)
            return row;
    }
    return kRows[0];
}

QString words(const char* text)
{
    return *text ? QCoreApplication::translate("models::ClusterState", text) : QString();
}

} // namespace

QString wordOf(ClusterState state)
{
    return words(rowOf(state).word);
}

QString hintOf(ClusterState state)
{
    return words(rowOf(state).hint);
}

State looksLike(ClusterState state)
{
    return rowOf(state).looks;
}

bool isMoving(ClusterState state)
{
    return rowOf(state).moves;
}

bool answersKubectl(ClusterState state)
{
    return state == ClusterState::Running || state == ClusterState::Degraded;
}

} // namespace models
