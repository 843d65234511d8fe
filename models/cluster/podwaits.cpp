// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/podwaits.h"

#include "models/cluster/kubernetespod.h"

#include <algorithm>
#include <array>

namespace models {

namespace {

/// The first pull that fails may be bad luck, and a pod may crash until the database is there; these get no better.
bool isHopeless(const QString& word)
{
    constexpr std::array kWords
        = {"ImagePullBackOff",     "InvalidImageName",  "ErrImageNeverPull", "CreateContainerConfigError",
           "CreateContainerError", "RunContainerError", "Unschedulable"};
    return std::any_of(kWords.begin(), kWords.end(),
                       [&word](const char* one) { return word.endsWith(QLatin1String(one)); });
}

} // namespace

Result<std::vector<PodWait>> readPodWaits(const QByteArray& output, const QStringList& spaces)
{
    const auto pods = podsFromJson(output);
    if (!pods)
        return failed(pods.error());
    std::vector<PodWait> waits;
    for (const Pod& pod : *pods) {
        if (pod.status.state == State::Error && (spaces.isEmpty() || spaces.contains(pod.nameSpace)))
            waits.push_back({pod.nameSpace, pod.name, pod.status.word, pod.reason, isHopeless(pod.status.word)});
    }
    return waits;
}

} // namespace models
