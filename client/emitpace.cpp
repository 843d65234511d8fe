// SPDX-License-Identifier: Apache-2.0
#include "client/emitpace.h"

#include <algorithm>

namespace client {

namespace {

/// How far behind a rate may fall and still catch up.
constexpr double kCatchUpMSecs = 1'000;

} // namespace

int EmitPace::dueNow()
{
    if (m_plan.pace == EmitPlan::Pace::Burst)
        return 0;
    if (!m_clock.isValid())
        m_clock.start();
    const double time = static_cast<double>(m_clock.nsecsElapsed()) / 1e6;
    if (time < m_nextDue)
        return static_cast<int>(m_nextDue - time) + 1;
    if (m_plan.pace == EmitPlan::Pace::Interval)
        m_nextDue = time + m_plan.intervalMSecs;
    else
        m_nextDue = std::max(m_nextDue, time - kCatchUpMSecs) + 1'000 / std::max(m_plan.perSecond, 0.001);
    return 0;
}

void EmitPace::restart()
{
    m_clock.invalidate();
    m_nextDue = 0;
}

} // namespace client
