// SPDX-License-Identifier: Apache-2.0
#include "client/rhythm.h"

#include <QDateTime>
#include <QElapsedTimer>

#include <algorithm>
#include <memory>

namespace client {

namespace {

WakeUp::Clock monotonicClock()
{
    auto clock = std::make_shared<QElapsedTimer>();
    clock->start();
    return [clock] { return clock->elapsed(); };
}

} // namespace

int backOffMSecs(int failures, int first, int longest, double random)
{
    qint64 wait = std::max(first, 1);
    for (int i = 1; i < failures && wait < longest; ++i)
        wait *= 2;
    const double spread = 0.8 + 0.4 * std::clamp(random, 0.0, 1.0);
    return static_cast<int>(std::min<qint64>(longest, qRound64(static_cast<double>(wait) * spread)));
}

WakeUp::WakeUp(QObject* parent)
    : WakeUp([] { return QDateTime::currentMSecsSinceEpoch(); }, monotonicClock(), kBeatMSecs, parent)
{
}

WakeUp::WakeUp(Clock wall, Clock own, int beatMSecs, QObject* parent)
    : QObject(parent)
    , m_wall(std::move(wall))
    , m_own(std::move(own))
{
    m_timer.setInterval(beatMSecs);
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &WakeUp::beat);
}

void WakeUp::start()
{
    m_difference = m_wall() - m_own();
    m_timer.start();
}

void WakeUp::stop()
{
    m_timer.stop();
}

void WakeUp::beat()
{
    const qint64 difference = m_wall() - m_own();
    const bool jumped = std::abs(difference - m_difference) >= kJumpMSecs;
    m_difference = difference;
    if (jumped)
        Q_EMIT wokeUp();
}

} // namespace client
