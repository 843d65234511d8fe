// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QEventLoop>
#include <QTimer>

/// Lets the event loop run as it does in the program until the condition holds. The waiting of QTest naps in between,
/// and a flood that comes through pipes then takes for ever.
template <typename Condition> bool loopUntil(Condition isDone, int patienceMSecs)
{
    QEventLoop loop;
    QTimer look;
    look.setInterval(20);
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (isDone())
            loop.quit();
    });
    QTimer::singleShot(patienceMSecs, &loop, &QEventLoop::quit);
    look.start();
    loop.exec();
    return isDone();
}
