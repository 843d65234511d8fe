// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace models {

/// A pod that is in trouble while something is being installed, and why.
struct PodWait
{
    QString space; ///< namespace
    QString pod;
    QString reason; ///< of Kubernetes: "ImagePullBackOff"
    QString message; ///< may be empty
    bool isHopeless = false; ///< it has been tried, and will hardly get better by itself

    bool operator==(const PodWait&) const = default;
};

/// Of `kubectl get pods -o json`; of these namespaces only, unless there are none. Look at the exit code first. What is
/// only being created is no trouble.
Result<std::vector<PodWait>> readPodWaits(const QByteArray& output, const QStringList& spaces);

} // namespace models
