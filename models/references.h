// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/resourcekind.h"

#include <functional>

namespace models {

/// One resource that uses another.
struct Reference
{
    Kind kind = Kind::DriverType;
    QString name;

    bool operator==(const Reference&) const = default;
};

/// Gives the resources of a kind as last seen.
using Lookup = std::function<const std::vector<Resource>&(Kind)>;

/// Who uses this resource: drivers of a driver type; drivers, functions and subscriptions of a secret; subscriptions of
/// a function. In kind and name order.
std::vector<Reference> dependentsOf(Kind kind, const QString& name, const Lookup& lookup);
/// What this resource uses, whether it exists or not.
std::vector<Reference> usedBy(const Resource& resource);
/// The part of usedBy() that does not exist.
std::vector<Reference> missingFrom(const Resource& resource, const Lookup& lookup);

} // namespace models
