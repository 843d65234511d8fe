// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/resources.h"

namespace models {

/// Exact and case-sensitive: no wildcard, no prefix, the source is not considered (contract §7).
bool matches(const Subscription& subscription, const QString& eventType);
/// The subscriptions among `resources` that an event of this type hits.
std::vector<Subscription> matching(const std::vector<Resource>& resources, const QString& eventType);

} // namespace models
