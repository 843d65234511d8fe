// SPDX-License-Identifier: Apache-2.0
#include "models/timestamp.h"

#include <algorithm>

namespace models {

namespace {
constexpr qint64 kNsecsPerSecond = 1'000'000'000;
constexpr qint64 kNsecsPerMSec = 1'000'000;
constexpr qint64 kLargestSeconds = 1'000'000'000'000;
constexpr qint64 kLargestRepresentableSeconds = 9'223'372'036;

/// `0` in the pattern stands for a digit.
bool fits(std::string_view text, std::string_view pattern)
{
    return text.size() == pattern.size()
        && std::equal(text.begin(), text.end(), pattern.begin(),
                      [](char c, char want) { return want == '0' ? c >= '0' && c <= '9' : c == want; });
}

int numberAt(std::string_view text, std::size_t at, std::size_t length)
{
    int number = 0;
    for (const char c : text.substr(at, length))
        number = number * 10 + (c - '0');
    return number;
}

bool isOffset(std::string_view text)
{
    if (text == "Z")
        return true;
    return (fits(text, "+00:00") || fits(text, "-00:00"))
        && QTime::isValid(numberAt(text, 1, 2), numberAt(text, 4, 2), 0);
}
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

bool isRfc3339(std::string_view text)
{
    constexpr std::string_view kSeconds = "0000-00-00T00:00:00";
    if (!fits(text.substr(0, kSeconds.size()), kSeconds))
        return false;
    std::string_view rest = text.substr(kSeconds.size());
    if (rest.starts_with('.')) {
        const auto digits = rest.find_first_not_of("0123456789", 1);
        if (digits == 1 || digits == std::string_view::npos)
            return false;
        rest.remove_prefix(digits);
    }
    // The year 0 is one for the server, not for QDate; 2000 has the same days.
    const int year = numberAt(text, 0, 4);
    return QDate::isValid(year == 0 ? 2000 : year, numberAt(text, 5, 2), numberAt(text, 8, 2))
        && QTime::isValid(numberAt(text, 11, 2), numberAt(text, 14, 2), numberAt(text, 17, 2)) && isOffset(rest);
}

} // namespace models
