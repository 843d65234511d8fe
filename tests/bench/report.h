// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <functional>

namespace bench {

/// The median of `times` calls, in milliseconds.
double medianMSecs(int times, const std::function<void()>& work);
/// One aligned line: what was measured, the figure, the figure it is held against, and their ratio.
void report(const QString& what, double measured, const QString& floorName, double floor, const QString& unit);

} // namespace bench
