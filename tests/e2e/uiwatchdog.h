// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/common/slowness.h"

#include <QFile>
#include <QObject>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <map>

/// Measures how long the thread that created it did not come back to its event loop: the time between two beats of a
/// fast timer. Time during which the thread was ready but others had the processor (schedstat's run-queue wait) is the
/// machine's fault and is taken off, and so is the nap that QTest takes between two looks of a QTRY macro. What one
/// step of a scenario cost can be kept under a name.
class UiWatchdog final : public QObject
{
public:
    /// The promise of the product. Use it through neverBlocks().
    static constexpr double kLimitMSecs = 50.0 * kSlowness;

    UiWatchdog()
    {
        m_schedule.setFileName(QStringLiteral("/proc/thread-self/schedstat"));
        m_schedule.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
        forget();
        m_beat.setTimerType(Qt::PreciseTimer);
        connect(&m_beat, &QTimer::timeout, this, [this] { look(); });
        m_beat.start(2);
    }

    /// The longest pause since forget() or ended(), in milliseconds, also one that goes on.
    double longestMSecs()
    {
        look();
        return m_longest.msecs;
    }

    void forget()
    {
        m_longest = {};
        m_last = now();
    }

    /// Keeps what was measured under the name of a step and begins the next.
    void ended(const QString& step)
    {
        look();
        qInfo("%-20s longest pause %.1f ms, %.1f ms of it on the processor", qPrintable(step), m_longest.msecs,
              m_longest.processorMSecs);
        m_steps[step] = m_longest.msecs;
        forget();
    }
    const std::map<QString, double>& steps() const { return m_steps; }

private:
    static constexpr double kNapMSecs = 10.0; ///< of QTest::qWaitFor

    struct Moment
    {
        double msecs = 0;
        double processorMSecs = 0;
    };

    /// By a clock that stands still while the thread waits for a processor.
    Moment now()
    {
        using std::chrono::steady_clock;
        double waited = 0;
        if (m_schedule.seek(0))
            waited = m_schedule.read(128).split(' ').value(1).toDouble() / 1e6;
        timespec processor{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &processor);
        const std::chrono::duration<double, std::milli> clock = steady_clock::now().time_since_epoch();
        return {clock.count() - waited,
                static_cast<double>(processor.tv_sec) * 1e3 + static_cast<double>(processor.tv_nsec) / 1e6};
    }

    void look()
    {
        const Moment moment = now();
        const double processor = moment.processorMSecs - m_last.processorMSecs;
        const Moment pause{std::max(processor, moment.msecs - m_last.msecs - kNapMSecs), processor};
        m_last = moment;
        if (pause.msecs > m_longest.msecs)
            m_longest = pause;
    }

    QFile m_schedule;
    QTimer m_beat;
    Moment m_last;
    Moment m_longest;
    std::map<QString, double> m_steps;
};
