// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/common/slowness.h"

#include <QHash>
#include <QStringList>

#include <algorithm>
#include <array>
#include <ctime>

/// The floor that pauses are judged against: plain work of the kind a window does, texts made, kept by name, found and
/// sorted. In milliseconds of the processor, the middle of five.
inline double plainWorkMSecs()
{
    std::array<double, 5> msecs{};
    for (double& each : msecs) {
        const std::clock_t start = std::clock();
        QHash<QString, int> byName;
        QStringList names;
        for (int i = 0; i < 5'000; ++i) {
            names << QString::number(i * 7'919 % 10'007) + QStringLiteral("-name");
            byName[names.back()] = i;
        }
        std::sort(names.begin(), names.end());
        qsizetype found = 0;
        for (const QString& name : names)
            found += byName.value(name);
        Q_ASSERT(found > 0);
        each = 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    }
    std::sort(msecs.begin(), msecs.end());
    return msecs[2];
}

/// How many times as long the machine takes here and now as the one on which the limits were set; never below 1.
inline double machineSlowness()
{
    constexpr double kThereMSecs = 3.8 * kSlowness;
    return std::max(1.0, plainWorkMSecs() / kThereMSecs);
}
