// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <functional>

namespace bench {

/// The median of `times` calls, in milliseconds.
double medianMSecs(int times, const std::function<void()>& work);
/// What a figure has to keep to. Shown, not enforced: the machine may be busy.
struct Limit
{
    enum class Side
    {
        None,
        AtMost,
        Above
    };

    Side side = Side::None;
    double value = 0;
};

inline Limit atMost(double value)
{
    return {Limit::Side::AtMost, value};
}
inline Limit above(double value)
{
    return {Limit::Side::Above, value};
}

/// One aligned line: what was measured, the figure, the figure it is held against, their ratio,
/// and whether the limit is kept.
void report(const QString& what, double measured, const QString& floorName, double floor, const QString& unit,
            Limit limit = {});

} // namespace bench
