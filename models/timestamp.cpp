// SPDX-License-Identifier: Apache-2.0
#include "models/timestamp.h"

namespace models {

namespace {
constexpr qint64 kNsecsPerSecond = 1'000'000'000;
constexpr qint64 kNsecsPerMSec = 1'000'000;
constexpr qint64 kLargestSeconds = 1'000'000'000'000;
constexpr qint64 kLargestRepresentableSeconds = 9'223'372'036;
} // namespace

QDateTime Timestamp::toDateTime() const
{
    return isSet() ? QDateTime::fromMSecsSinceEpoch(nsecs / kNsecsPerMSec) : QDateTime();
}

Timestamp timestampFromWire(qint64 value)
{
    if (value <= 0)
        return {};
    if (value > kLargestSeconds)
        return {value};
    return {qMin(value, kLargestRepresentableSeconds) * kNsecsPerSecond};
}

Timestamp timestampFromMSecs(qint64 msecs)
{
    return msecs > 0 ? Timestamp{msecs * kNsecsPerMSec} : Timestamp{};
}

} // namespace models
