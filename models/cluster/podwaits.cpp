// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/podwaits.h"

#include "models/json.h"

#include <algorithm>
#include <array>
#include <optional>

namespace models {

namespace {

/// Waits that are a part of every start.
bool isOrdinary(const QString& reason)
{
    return reason.isEmpty() || reason == QLatin1String("ContainerCreating")
        || reason == QLatin1String("PodInitializing");
}

/// The first pull that fails may be bad luck, and a pod may crash until the database is there; these get no better.
bool isHopeless(const QString& reason)
{
    constexpr std::array kReasons
        = {"ImagePullBackOff",     "InvalidImageName",  "ErrImageNeverPull", "CreateContainerConfigError",
           "CreateContainerError", "RunContainerError", "Unschedulable"};
    return std::any_of(kReasons.begin(), kReasons.end(),
                       [&reason](const char* one) { return reason == QLatin1String(one); });
}

std::optional<PodWait> waitOf(const Json& statuses)
{
    if (!statuses.is_array())
        return std::nullopt;
    for (const Json& container : statuses) {
        const Json waiting = valueAt(valueAt(container, "state"), "waiting");
        const QString reason = textAt(waiting, "reason");
        if (isOrdinary(reason))
            continue;
        return PodWait{{}, {}, reason, textAt(waiting, "message"), isHopeless(reason)};
    }
    return std::nullopt;
}

std::optional<PodWait> unscheduled(const Json& conditions)
{
    if (!conditions.is_array())
        return std::nullopt;
    for (const Json& condition : conditions) {
        const QString reason = textAt(condition, "reason");
        if (textAt(condition, "type") == QLatin1String("PodScheduled")
            && textAt(condition, "status") == QLatin1String("False") && !reason.isEmpty())
            return PodWait{{}, {}, reason, textAt(condition, "message"), isHopeless(reason)};
    }
    return std::nullopt;
}

} // namespace

Result<std::vector<PodWait>> readPodWaits(const QByteArray& output, const QStringList& spaces)
{
    const auto parsed = parseJson(output);
    if (!parsed)
        return failed(parsed.error());
    std::vector<PodWait> waits;
    const Json items = valueAt(*parsed, "items");
    if (!items.is_array())
        return waits;
    for (const Json& item : items) {
        const Json about = valueAt(item, "metadata");
        const Json status = valueAt(item, "status");
        const QString space = textAt(about, "namespace");
        if (!spaces.isEmpty() && !spaces.contains(space))
            continue;
        auto wait = waitOf(valueAt(status, "initContainerStatuses"));
        if (!wait)
            wait = waitOf(valueAt(status, "containerStatuses"));
        if (!wait)
            wait = unscheduled(valueAt(status, "conditions"));
        if (!wait)
            continue;
        wait->space = space;
        wait->pod = textAt(about, "name");
        waits.push_back(*wait);
    }
    return waits;
}

} // namespace models
