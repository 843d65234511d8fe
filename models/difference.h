// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/resourcekind.h"

#include <QStringList>

namespace models {

/// What changed between two looks at one list, by name. Applying it to the first look gives the second.
struct Difference
{
    std::vector<Resource> added;
    std::vector<Resource> changed;
    QStringList removed;

    bool isEmpty() const { return added.empty() && changed.empty() && removed.isEmpty(); }
};

/// Names are unique within a kind. `modifiedTime` alone is no change: servers move it without reason (contract §9.18).
Difference difference(const std::vector<Resource>& before, const std::vector<Resource>& after);

} // namespace models
