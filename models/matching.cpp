// SPDX-License-Identifier: Apache-2.0
#include "models/matching.h"

namespace models {

bool matches(const Subscription& subscription, const QString& eventType)
{
    return !eventType.isEmpty() && subscription.eventType == eventType;
}

std::vector<Subscription> matching(const std::vector<Resource>& resources, const QString& eventType)
{
    std::vector<Subscription> hit;
    for (const Resource& resource : resources) {
        const auto* subscription = std::get_if<Subscription>(&resource);
        if (subscription && matches(*subscription, eventType))
            hit.push_back(*subscription);
    }
    return hit;
}

} // namespace models
