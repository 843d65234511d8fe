// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>

#include <compare>
#include <string_view>

namespace models {

/// A point in time of the wire, in nanoseconds since 1970 UTC. Dispatch sends seconds, runs on Solo nanoseconds; any
/// value <= 0 means "none" (contract §1.4).
struct Timestamp
{
    qint64 nsecs = 0;

    auto operator<=>(const Timestamp&) const = default;
    bool isSet() const { return nsecs > 0; }
    /// Invalid when not set; otherwise local time with millisecond precision.
    QDateTime toDateTime() const;
};

/// Decides the unit by size: above 10^12 is nanoseconds, else seconds.
Timestamp timestampFromWire(qint64 value);
Timestamp timestampFromMSecs(qint64 msecs);

/// True for a time of RFC 3339 with a real date: 2018-09-12T10:11:12.345Z, any number of decimals, any offset.
bool isRfc3339(std::string_view text);

} // namespace models
