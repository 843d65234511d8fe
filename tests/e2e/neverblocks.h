// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/common/machinespeed.h"
#include "tests/e2e/uiwatchdog.h"

#include <QTest>

#include <algorithm>

/// Runs a scenario and fails when it blocks the thread longer than the limit, three times out of three: a pause that is
/// the program's own comes every time, one that the machine made does not. On a slower machine the limit is longer by
/// as much as plain work takes longer in the same run. The scenario builds its world, says forget() to the watchdog
/// where the measuring begins and ended() where a step of it ends, before the world is taken down. Each step counts at
/// its best.
template <typename Scenario> void neverBlocks(Scenario&& scenario, double limitMSecs = UiWatchdog::kLimitMSecs)
{
    constexpr int kTries = 3;
    std::map<QString, double> best;
    QStringList tooLong;
    double slowness = machineSlowness();
    for (int i = 0; i < kTries && (i == 0 || !tooLong.isEmpty()); ++i) {
        UiWatchdog watchdog;
        scenario(watchdog);
        if (QTest::currentTestFailed())
            return;
        if (watchdog.steps().empty())
            watchdog.ended(QStringLiteral("all"));
        slowness = std::max(slowness, machineSlowness());
        tooLong.clear();
        for (const auto& [step, msecs] : watchdog.steps()) {
            double& shortest = best.try_emplace(step, msecs).first->second;
            shortest = std::min(shortest, msecs);
            if (shortest > limitMSecs * slowness)
                tooLong << QStringLiteral("%1: %2 ms").arg(step).arg(shortest, 0, 'f', 1);
        }
    }
    QVERIFY2(tooLong.isEmpty(),
             qPrintable(tooLong.join(QStringLiteral("; "))
                        + QStringLiteral(" on a machine that is %1 times as slow").arg(slowness, 0, 'f', 2)));
}
