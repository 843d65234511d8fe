// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/eventdraft.h"

namespace client {

/// What a job sends, and how fast. A plain value.
struct EmitPlan
{
    enum class Pace
    {
        Burst, ///< as fast as answers come
        Interval, ///< this long between two starts
        Rate ///< so many a second on the average; a short stall is caught up
    };

    models::EventDraft draft; ///< may hold variables; {{seq}} counts from 1
    qint64 count = 1; ///< how often, when there is no file
    /// A file of JSON lines instead. An object with an `eventType` is an event, what it leaves out comes from the
    /// draft; any other line is the data of an event that is the draft otherwise. Blank lines do not count.
    QString linesPath;
    Pace pace = Pace::Burst;
    int intervalMSecs = 1'000;
    double perSecond = 10;
    int inFlight = 8; ///< at most

    bool operator==(const EmitPlan&) const = default;
};

/// For the journal.
models::Json toJson(const EmitPlan& plan);

} // namespace client
