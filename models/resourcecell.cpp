// SPDX-License-Identifier: Apache-2.0
#include "models/resourcecell.h"

#include "models/textfilter.h"

#include <QCoreApplication>
#include <QLocale>

#include <limits>

namespace models {

namespace {

constexpr qint64 kNsecsPerSecond = 1'000'000'000;

/// Troubled first, then moving, then settled: what a person looks for when sorting by state.
int stateOrder(State state)
{
    switch (state) {
    case State::Error:
        return 0;
    case State::Deleting:
        return 1;
    case State::Updating:
        return 2;
    case State::Creating:
        return 3;
    case State::Initialized:
        return 4;
    case State::Other:
        return 5;
    case State::Ready:
        return 6;
    case State::None:
        return 7;
    }
    return 7;
}

/// Young first; what has no time is oldest.
qint64 timeOrder(Timestamp time)
{
    return time.isSet() ? -time.nsecs : std::numeric_limits<qint64>::max();
}

QString ageOf(Timestamp time)
{
    if (!time.isSet())
        return {};
    return ageText((QDateTime::currentMSecsSinceEpoch() * 1'000'000 - time.nsecs) / kNsecsPerSecond);
}

QString absoluteText(Timestamp time)
{
    return time.isSet() ? QLocale().toString(time.toDateTime(), QLocale::LongFormat) : QString();
}

} // namespace

QString displayText(const Column& column, const Resource& resource)
{
    const QVariant value = column.value(resource);
    switch (column.role) {
    case ColumnRole::Text:
        return value.toString();
    case ColumnRole::State:
        return value.value<Status>().word;
    case ColumnRole::Time:
        return ageOf(value.value<Timestamp>());
    case ColumnRole::Count:
        return QLocale().toString(value.toInt());
    }
    return {};
}

QString toolTip(const Column& column, const Resource& resource)
{
    if (column.role == ColumnRole::Time)
        return absoluteText(column.value(resource).value<Timestamp>());
    QString text = displayText(column, resource);
    if (column.role == ColumnRole::State) {
        for (const QString& reason : reasonOf(resource))
            text += QLatin1Char('\n') + reason;
    }
    return text;
}

QString accessibleText(const Column& column, const QString& text)
{
    if (text.isEmpty())
        return QCoreApplication::translate("models::ResourceTableModel", "%1: none").arg(titleOf(column));
    return QCoreApplication::translate("models::ResourceTableModel", "%1: %2").arg(titleOf(column), text);
}

QVariant sortValue(const Column& column, const Resource& resource)
{
    const QVariant value = column.value(resource);
    switch (column.role) {
    case ColumnRole::Text:
        return naturalKey(value.toString());
    case ColumnRole::State:
        return stateOrder(value.value<Status>().state);
    case ColumnRole::Time:
        return timeOrder(value.value<Timestamp>());
    case ColumnRole::Count:
        return value.toInt();
    }
    return {};
}

QString ageText(qint64 seconds)
{
    constexpr qint64 kMinute = 60;
    constexpr qint64 kHour = 60 * kMinute;
    constexpr qint64 kDay = 24 * kHour;
    const qint64 age = qMax<qint64>(0, seconds);
    const auto say = [](const char* text, qint64 count) {
        return QCoreApplication::translate("models::ResourceTableModel", text).arg(count);
    };
    if (age < kMinute)
        return say(QT_TRANSLATE_NOOP("models::ResourceTableModel", "%1 s"), age);
    if (age < kHour)
        return say(QT_TRANSLATE_NOOP("models::ResourceTableModel", "%1 min"), age / kMinute);
    if (age < kDay)
        return say(QT_TRANSLATE_NOOP("models::ResourceTableModel", "%1 h"), age / kHour);
    return say(QT_TRANSLATE_NOOP("models::ResourceTableModel", "%1 d"), age / kDay);
}

} // namespace models
