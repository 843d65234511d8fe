// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cluster/minikubeevent.h"
#include "models/failure.h"

#include <QStringList>

namespace models {

/// What the console itself can do about a failure of minikube.
enum class ClusterRemedy
{
    None,
    TryAgain,
    ChangeSettings, ///< create it with other values
    DeleteAndCreate,
    SaveLogs,
    RepairContext,
    Unpause,
    Start,
    ShowTools,
};

/// Why a command of minikube failed, in parts for a card (contract minikube §2.4).
struct ClusterFailure
{
    QString id = {}; ///< of minikube: "PROVIDER_DOCKER_NOT_RUNNING"
    int exitCode = 0;
    Failure failure = {};
    QString url = {}; ///< a page of minikube's about it
    QStringList issues = {}; ///< addresses
    ClusterRemedy remedy = ClusterRemedy::None;

    bool operator==(const ClusterFailure&) const = default;
};

/// From the fatal event, when there was one, else from what it printed. Advice that minikube left as a template is
/// filled or left out (contract minikube §2.3).
ClusterFailure minikubeFailure(const QString& tried, int exitCode, const std::optional<MinikubeEvent>& fatal,
                               const QByteArray& output, const QByteArray& errors);

/// The lines that are meant for people: those of its log are dropped (contract minikube §2.1).
QString wordsOfMinikube(const QByteArray& text);

} // namespace models
