// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QObject>

#include <atomic>
#include <chrono>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

/// Measures how long the thread that created it did not come back to its event loop. Time during which the thread was
/// ready but other programs had the processor is the machine's fault and is taken off (schedstat's run-queue wait).
class UiWatchdog final : public QObject
{
public:
    UiWatchdog()
        : m_threadId(static_cast<long>(::syscall(SYS_gettid)))
        , m_thread([this] { watch(); })
    {
    }

    ~UiWatchdog() override
    {
        m_stop = true;
        m_thread.join();
    }

    /// The longest time so far, in milliseconds.
    double longestMSecs() const { return static_cast<double>(m_longestNSecs.load()) / 1e6; }
    void forget() { m_longestNSecs = 0; }

private:
    qint64 waitedNSecs() const
    {
        QFile file(QStringLiteral("/proc/self/task/%1/schedstat").arg(m_threadId));
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        const QList<QByteArray> fields = file.readAll().split(' ');
        return fields.size() > 1 ? fields.at(1).toLongLong() : 0;
    }

    void watch()
    {
        while (!m_stop) {
            const qint64 waitedBefore = waitedNSecs();
            QElapsedTimer clock;
            clock.start();
            m_answeredAt = -1;
            // The clock is read by the thread that answers: this one may itself be kept from the processor.
            QMetaObject::invokeMethod(
                this, [this, clock] { m_answeredAt = clock.nsecsElapsed(); }, Qt::QueuedConnection);
            const qint64 posted = clock.nsecsElapsed();
            while (m_answeredAt < 0 && !m_stop)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            if (m_answeredAt >= 0) {
                const qint64 blocked = m_answeredAt - posted - (waitedNSecs() - waitedBefore);
                if (blocked > m_longestNSecs)
                    m_longestNSecs = blocked;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(3));
        }
    }

    long m_threadId;
    std::atomic_bool m_stop = false;
    std::atomic<qint64> m_answeredAt = -1;
    std::atomic<qint64> m_longestNSecs = 0;
    std::thread m_thread;
};
