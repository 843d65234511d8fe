// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QString>

#include <tl/expected.hpp>

#include <array>
#include <bitset>
#include <optional>

namespace models {

/// The schedule syntax of robfig/cron 1.1: seconds first, 5 or 6 fields, names, lists, ranges, steps, `?`, `@every 10s`
/// and the other descriptors. Evaluated in UTC.
class CronSchedule
{
public:
    /// The error is a sentence for a person, translated.
    static tl::expected<CronSchedule, QString> parse(const QString& text);

    /// The first time after `after`; invalid when there is none within five years.
    QDateTime next(const QDateTime& after) const;

private:
    bool fires(QDate date) const;
    QTime timeFrom(QTime start) const; ///< the first time of day at or after `start`; invalid when there is none

    std::bitset<60> m_seconds;
    std::bitset<60> m_minutes;
    std::bitset<24> m_hours;
    std::bitset<32> m_days; ///< of the month, 1 to 31
    std::bitset<13> m_months; ///< 1 to 12
    std::bitset<7> m_weekDays; ///< 0 = Sunday
    bool m_anyDay = true; ///< day of month is `*` or `?`
    bool m_anyWeekDay = true;
    qint64 m_everySeconds = 0; ///< of `@every`; 0 = a calendar schedule
};

} // namespace models
