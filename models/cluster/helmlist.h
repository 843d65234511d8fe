// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cluster/version.h"
#include "models/result.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace models {

/// One release, as helm 2, 3 or 4 lists it, in the words of the newer ones (contract minikube §3).
struct HelmRelease
{
    QString name;
    QString space; ///< namespace
    int revision = 0;
    QString status; ///< "deployed", "failed", "pending-install"…
    QString chart; ///< with its version: "kong-0.1.1"
    QString updated; ///< as helm writes it; the versions do not agree on how

    bool operator==(const HelmRelease&) const = default;
    bool isDeployed() const { return status == QLatin1String("deployed"); }
    bool isFailed() const { return status == QLatin1String("failed"); }
    /// Helm does not touch it until somebody does something about it.
    bool isPending() const { return status.startsWith(QLatin1String("pending")); }
};

/// Of `helm list … --output json`. Helm 2 prints nothing at all when there is none. Look at the exit code first.
Result<std::vector<HelmRelease>> readHelmList(const QByteArray& output);

/// Of `helm version --short`. Helm 2 has a server, tiller.
struct HelmVersions
{
    std::optional<Version> client;
    std::optional<Version> server;

    bool operator==(const HelmVersions&) const = default;
};

HelmVersions readHelmVersion(const QString& output);

} // namespace models
