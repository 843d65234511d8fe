// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/emitplan.h"

#include <QElapsedTimer>

namespace client {

/// When the next event of a plan may go: all at once, one after an interval, or at a rate that catches up a little.
class EmitPace
{
public:
    /// The plan must outlive the pace.
    explicit EmitPace(const EmitPlan& plan)
        : m_plan(plan)
    {
    }

    /// Milliseconds until the next event may go; taking 0 counts as its start.
    int dueNow();
    /// After a pause: nothing is caught up.
    void restart();

private:
    const EmitPlan& m_plan;
    QElapsedTimer m_clock;
    double m_nextDue = 0;
};

} // namespace client
