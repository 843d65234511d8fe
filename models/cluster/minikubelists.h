// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QStringList>

#include <vector>

namespace models {

// The smaller answers of minikube (contract minikube §2.7). The exit code decides first: several commands print prose
// on standard output when they fail.

struct ClusterAddon
{
    QString name;
    bool isEnabled = false;

    bool operator==(const ClusterAddon&) const = default;
};

struct ClusterService
{
    QString space; ///< namespace
    QString name;
    QStringList ports; ///< "https/443"
    QStringList urls; ///< one for each port, https where the port says so; empty = not reachable from outside

    bool operator==(const ClusterService&) const = default;
};

/// `addons list -o json`. Empty when the profile is unknown.
Result<std::vector<ClusterAddon>> readAddons(int exitCode, const QByteArray& output, const QByteArray& errors);
/// Their names only, which it tells for a profile that is not there too.
QStringList readAddonNames(const QByteArray& output);
/// `service list -o json`.
Result<std::vector<ClusterService>> readServices(int exitCode, const QByteArray& output, const QByteArray& errors);
/// `kubectl get svc -A -o json`, for a minikube that cannot list services (contract minikube §2.9). Addresses are made
/// with `ip`.
Result<std::vector<ClusterService>> readKubernetesServices(int exitCode, const QByteArray& output,
                                                           const QByteArray& errors, const QString& ip);
/// `ip`: an address and nothing else.
Result<QString> readClusterIp(int exitCode, const QByteArray& output, const QByteArray& errors);
/// `config defaults driver -o json`.
QStringList readDrivers(const QByteArray& output);

} // namespace models
