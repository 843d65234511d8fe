// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/report.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace bench {

namespace {

QString verdict(Limit limit, double measured)
{
    switch (limit.side) {
    case Limit::Side::AtMost:
        return QStringLiteral("%1 (at most %2)")
            .arg(measured <= limit.value ? QStringLiteral("ok") : QStringLiteral("over"))
            .arg(limit.value, 0, 'f', 0);
    case Limit::Side::Above:
        return QStringLiteral("%1 (above %2)")
            .arg(measured > limit.value ? QStringLiteral("ok") : QStringLiteral("under"))
            .arg(limit.value, 0, 'f', 0);
    case Limit::Side::None:
        break;
    }
    return {};
}

} // namespace

double medianMSecs(int times, const std::function<void()>& work)
{
    std::vector<double> taken;
    for (int i = 0; i < times; ++i) {
        QElapsedTimer timer;
        timer.start();
        work();
        taken.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(taken.begin(), taken.end());
    return taken[taken.size() / 2];
}

void report(const QString& what, double measured, const QString& floorName, double floor, const QString& unit,
            Limit limit)
{
    const double ratio = floor > 0 ? measured / floor : 0;
    // Padded as text: printf would count the bytes of µs.
    const QString padded = unit.leftJustified(5);
    std::printf("%-50s %12.3f %s %-38s %12.3f %s %8.2f  %s\n", qPrintable(what), measured, qPrintable(padded),
                qPrintable(floorName), floor, qPrintable(padded), ratio, qPrintable(verdict(limit, measured)));
    std::fflush(stdout);
}

} // namespace bench
