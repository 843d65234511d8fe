// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace models {

/// A machine of the cluster, as far as it matters for what may run on it.
struct KubernetesNode
{
    QString name;
    bool isReady = false;
    QString reason; ///< why it is not ready
    QStringList pressures; ///< "MemoryPressure", "DiskPressure"
    bool takesPods = true; ///< not cordoned
    QString kubelet; ///< its version: "v1.15.12"
    QString runtime; ///< "docker://20.10.8"
    qint64 milliCpus = 0; ///< allocatable; 0 = not known
    qint64 memoryBytes = 0; ///< likewise

    bool operator==(const KubernetesNode&) const = default;
};

struct KubernetesNamespace
{
    QString name;
    bool isLeaving = false;

    bool operator==(const KubernetesNamespace&) const = default;
};

/// Sorted by name. Failure kind: Malformed.
Result<std::vector<KubernetesNode>> nodesFromJson(const QByteArray& text);
Result<std::vector<KubernetesNamespace>> namespacesFromJson(const QByteArray& text);

/// An amount as Kubernetes writes it, in thousandths: "4" is 4000, "250m" is 250, "1Ki" is 1024000. Nothing when it is
/// none, or too large.
std::optional<qint64> thousandthsOf(const QString& quantity);

} // namespace models
