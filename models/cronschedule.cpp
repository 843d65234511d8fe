// SPDX-License-Identifier: Apache-2.0
#include "models/cronschedule.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <limits>
#include <map>

namespace models {

namespace {

constexpr int kYearsAhead = 5;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(models::CronSchedule)
};

tl::unexpected<QString> refused(QString sentence)
{
    return tl::unexpected<QString>(std::move(sentence));
}

struct Field
{
    const char* name; ///< as a person says it
    int low;
    int high;
    const char* names; ///< three letters each, the first stands for `low`; empty when there are none
};

const Field kFields[] = {
    {QT_TRANSLATE_NOOP("models::CronSchedule", "seconds"), 0, 59, ""},
    {QT_TRANSLATE_NOOP("models::CronSchedule", "minutes"), 0, 59, ""},
    {QT_TRANSLATE_NOOP("models::CronSchedule", "hours"), 0, 23, ""},
    {QT_TRANSLATE_NOOP("models::CronSchedule", "day of month"), 1, 31, ""},
    {QT_TRANSLATE_NOOP("models::CronSchedule", "month"), 1, 12, "janfebmaraprmayjunjulaugsepoctnovdec"},
    {QT_TRANSLATE_NOOP("models::CronSchedule", "day of week"), 0, 6, "sunmontuewedthufrisat"},
};

struct Values
{
    std::bitset<64> bits;
    bool star = false;
};

tl::expected<int, QString> number(const QString& text, const Field& field)
{
    const bool digits = !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        return c >= QLatin1Char('0') && c <= QLatin1Char('9');
    });
    if (digits) {
        bool fits = false;
        const int value = text.toInt(&fits);
        return fits ? value : std::numeric_limits<int>::max();
    }
    if (field.names[0] != '\0' && text.size() == 3) {
        const auto at = QString::fromLatin1(field.names).indexOf(text.toLower());
        if (at >= 0 && at % 3 == 0)
            return field.low + int(at / 3);
    }
    if (text.isEmpty())
        return refused(Words::tr("A number is missing in the %1 field").arg(Words::tr(field.name)));
    return refused(Words::tr("\"%1\" is not a value for the %2 field").arg(text, Words::tr(field.name)));
}

/// One item of a list: `5`, `1-5`, `*`, each with an optional `/step`. A step after a single number runs to the end.
tl::expected<Values, QString> range(const QString& item, const Field& field)
{
    const QStringList parts = item.split(QLatin1Char('/'));
    const QStringList ends = parts.front().split(QLatin1Char('-'));
    if (parts.size() > 2)
        return refused(Words::tr("\"%1\" has more than one slash").arg(item));
    if (ends.size() > 2)
        return refused(Words::tr("\"%1\" has more than one hyphen").arg(item));

    Values values;
    int low = field.low;
    int high = field.high;
    if (ends.front() == QLatin1String("*") || ends.front() == QLatin1String("?")) {
        values.star = true;
    } else {
        const auto first = number(ends.front(), field);
        if (!first)
            return refused(first.error());
        low = *first;
        high = low;
        if (ends.size() == 2) {
            const auto last = number(ends.back(), field);
            if (!last)
                return refused(last.error());
            high = *last;
        }
    }
    int step = 1;
    if (parts.size() == 2) {
        const Field plain{field.name, 0, std::numeric_limits<int>::max(), ""};
        const auto every = number(parts.back(), plain);
        if (!every)
            return refused(every.error());
        step = *every;
        if (ends.size() == 1)
            high = field.high;
    }
    if (low < field.low || high > field.high)
        return refused(Words::tr("\"%1\" is out of range: the %2 field goes from %3 to %4")
                           .arg(item, Words::tr(field.name), QString::number(field.low), QString::number(field.high)));
    if (low > high)
        return refused(Words::tr("\"%1\" begins after its end").arg(item));
    if (step == 0)
        return refused(Words::tr("\"%1\" has a step of zero").arg(item));
    for (qint64 value = low; value <= high; value += step)
        values.bits.set(size_t(value));
    return values;
}

tl::expected<Values, QString> list(const QString& text, const Field& field)
{
    Values all;
    const QStringList items = text.split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString& item : items) {
        const auto one = range(item, field);
        if (!one)
            return one;
        all.bits |= one->bits;
        all.star = all.star || one->star;
    }
    if (all.bits.none())
        return refused(Words::tr("The %1 field is empty").arg(Words::tr(field.name)));
    return all;
}

/// A duration as Go writes it, for example 1h30m or 1.5s, in seconds.
tl::expected<double, QString> goDuration(const QString& text)
{
    const auto wrong
        = [&text] { return refused(Words::tr("\"%1\" is not a duration; write it as 10s, 5m or 1h30m").arg(text)); };
    static const std::map<QString, double> units{
        {QStringLiteral("ns"), 1e-9},      {QStringLiteral("us"), 1e-6}, {QStringLiteral("\u00b5s"), 1e-6},
        {QStringLiteral("\u03bcs"), 1e-6}, {QStringLiteral("ms"), 1e-3}, {QStringLiteral("s"), 1},
        {QStringLiteral("m"), 60},         {QStringLiteral("h"), 3600},
    };
    qsizetype at = text.startsWith(QLatin1Char('+')) ? 1 : 0;
    if (text.mid(at) == QLatin1String("0"))
        return 0.0;
    if (at == text.size())
        return wrong();
    const auto isNumeric
        = [](QChar c) { return (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || c == QLatin1Char('.'); };
    double seconds = 0;
    while (at < text.size()) {
        qsizetype end = at;
        while (end < text.size() && isNumeric(text[end]))
            ++end;
        qsizetype unitEnd = end;
        while (unitEnd < text.size() && !isNumeric(text[unitEnd]))
            ++unitEnd;
        bool good = false;
        const double value = text.mid(at, end - at).toDouble(&good);
        const auto unit = units.find(text.mid(end, unitEnd - end));
        if (!good || unit == units.end())
            return wrong();
        seconds += value * unit->second;
        at = unitEnd;
    }
    // Go counts nanoseconds in 63 bits; what does not fit there is refused there too.
    if (seconds > 9.2e9)
        return refused(Words::tr("\"%1\" is longer than the 292 years a duration can hold").arg(text));
    return seconds;
}

QString spelledOut(const QString& descriptor)
{
    static const std::map<QString, QString> meanings{
        {QStringLiteral("@yearly"), QStringLiteral("0 0 0 1 1 *")},
        {QStringLiteral("@annually"), QStringLiteral("0 0 0 1 1 *")},
        {QStringLiteral("@monthly"), QStringLiteral("0 0 0 1 * *")},
        {QStringLiteral("@weekly"), QStringLiteral("0 0 0 * * 0")},
        {QStringLiteral("@daily"), QStringLiteral("0 0 0 * * *")},
        {QStringLiteral("@midnight"), QStringLiteral("0 0 0 * * *")},
        {QStringLiteral("@hourly"), QStringLiteral("0 0 * * * *")},
    };
    const auto found = meanings.find(descriptor);
    return found == meanings.end() ? QString() : found->second;
}

template <size_t N> int firstFrom(const std::bitset<N>& bits, int from)
{
    for (auto at = size_t(from); at < N; ++at) {
        if (bits.test(at))
            return int(at);
    }
    return -1;
}

} // namespace

tl::expected<CronSchedule, QString> CronSchedule::parse(const QString& text)
{
    if (text.isEmpty())
        return refused(Words::tr("The schedule is empty"));
    QString calendar = text;
    if (text.startsWith(QLatin1Char('@'))) {
        const QString every = QStringLiteral("@every ");
        if (text.startsWith(every)) {
            const auto seconds = goDuration(text.mid(every.size()));
            if (!seconds)
                return refused(seconds.error());
            CronSchedule schedule;
            schedule.m_everySeconds = qMax<qint64>(1, qint64(*seconds));
            return schedule;
        }
        calendar = spelledOut(text);
        if (calendar.isEmpty())
            return refused(
                Words::tr("\"%1\" is not known; there are @yearly, @monthly, @weekly, @daily, @hourly and @every 10s")
                    .arg(text));
    }
    if (text.startsWith(QLatin1String("TZ=")) || text.startsWith(QLatin1String("CRON_TZ=")))
        return refused(Words::tr("A time zone cannot be given; schedules are in UTC"));

    const QStringList fields = calendar.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (fields.size() < 5 || fields.size() > 6)
        return refused(Words::tr("Expected 5 to 6 fields, found %1").arg(fields.size()));
    Values values[6];
    for (int i = 0; i < 6; ++i) {
        const auto one = list(i < fields.size() ? fields[i] : QStringLiteral("*"), kFields[i]);
        if (!one)
            return refused(one.error());
        values[i] = *one;
    }
    CronSchedule schedule;
    schedule.m_seconds = std::bitset<60>(values[0].bits.to_ullong());
    schedule.m_minutes = std::bitset<60>(values[1].bits.to_ullong());
    schedule.m_hours = std::bitset<24>(values[2].bits.to_ullong());
    schedule.m_days = std::bitset<32>(values[3].bits.to_ullong());
    schedule.m_months = std::bitset<13>(values[4].bits.to_ullong());
    schedule.m_weekDays = std::bitset<7>(values[5].bits.to_ullong());
    schedule.m_anyDay = values[3].star;
    schedule.m_anyWeekDay = values[5].star;
    return schedule;
}

QDateTime CronSchedule::next(const QDateTime& after) const
{
    const QDateTime utc = after.toUTC();
    const QDateTime whole(utc.date(), QTime(utc.time().hour(), utc.time().minute(), utc.time().second()), Qt::UTC);
    if (m_everySeconds > 0)
        return whole.addSecs(m_everySeconds);

    const QDateTime from = whole.addSecs(1);
    const int lastYear = from.date().year() + kYearsAhead;
    for (QDate date = from.date(); date.year() <= lastYear; date = date.addDays(1)) {
        if (!fires(date))
            continue;
        const QTime time = timeFrom(date == from.date() ? from.time() : QTime(0, 0));
        if (time.isValid())
            return QDateTime(date, time, Qt::UTC);
    }
    return {};
}

bool CronSchedule::fires(QDate date) const
{
    const bool day = m_days.test(size_t(date.day()));
    const bool weekDay = m_weekDays.test(size_t(date.dayOfWeek() % 7));
    // A star in either day field means both must fit; two restricted fields mean one is enough.
    const bool fits = m_anyDay || m_anyWeekDay ? day && weekDay : day || weekDay;
    return fits && m_months.test(size_t(date.month()));
}

QTime CronSchedule::timeFrom(QTime start) const
{
    for (int hour = firstFrom(m_hours, start.hour()); hour >= 0; hour = firstFrom(m_hours, hour + 1)) {
        const bool sameHour = hour == start.hour();
        int minute = firstFrom(m_minutes, sameHour ? start.minute() : 0);
        for (; minute >= 0; minute = firstFrom(m_minutes, minute + 1)) {
            const bool sameMinute = sameHour && minute == start.minute();
            const int second = firstFrom(m_seconds, sameMinute ? start.second() : 0);
            if (second >= 0)
                return {hour, minute, second};
        }
    }
    return {};
}

} // namespace models
