// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"
#include "models/status.h"
#include "models/timestamp.h"

#include <map>
#include <vector>

namespace models {

/// One container of a pod, as far as its logs and its troubles go.
struct PodContainer
{
    QString name;
    QString image;
    QString word; ///< "Running", "CrashLoopBackOff", "OOMKilled"; empty = not known yet
    QString message; ///< what the cluster says about it
    int restarts = 0;
    bool isInit = false;
    bool isReady = false;
    bool isRunning = false;
    bool hasPrevious = false; ///< there was one before it, and its log may still be there
    int lastExitCode = 0; ///< of the one before
    QString lastWord; ///< of the one before: "Error", "OOMKilled"
    std::vector<int> ports; ///< that its description names

    bool operator==(const PodContainer&) const = default;
};

/// A pod as a person wants to see it: what is wrong with it first (contract minikube §3), not its phase, which says
/// Running of a crash loop. Environment and arguments are left behind: they hold the secrets of event drivers.
struct Pod
{
    QString uid; ///< namespace and name where there is none
    QString nameSpace;
    QString name;
    std::map<QString, QString> labels;
    Status status; ///< the word is that of Kubernetes
    QString reason; ///< why it is not as it should be, in the words of the cluster
    int ready = 0;
    int wanted = 0; ///< containers that should be ready
    int restarts = 0; ///< of all its containers
    Timestamp created;
    QString node;
    bool isOver = false; ///< it ended and stays so: no log will come any more
    std::vector<PodContainer> containers; ///< those that go first, then the others

    bool operator==(const Pod&) const = default;

    /// Each container is ready, and it is not on its way out.
    bool isAvailable() const;
    const PodContainer* container(const QString& containerName) const;
    /// The one whose log tells most: the first that is in trouble, or the first that is no init container.
    QString mainContainer() const;
};

/// Sorted by namespace and name. Failure kind: Malformed.
Result<std::vector<Pod>> podsFromJson(const QByteArray& text);

/// What a person can do about a pod with this word; translated, empty when there is nothing to do.
QString podRemedy(const QString& word);

} // namespace models
