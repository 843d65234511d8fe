// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <functional>

namespace models {

/// adjective-animal-number with a number of 100000 to 999999, as the original command line makes up (contract §4.1).
/// Fits every name rule. `taken` may be empty.
QString madeUpName(const std::function<bool(const QString&)>& taken = {});

} // namespace models
