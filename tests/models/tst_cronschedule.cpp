// SPDX-License-Identifier: Apache-2.0
#include "models/cronschedule.h"

#include <QTest>

using models::CronSchedule;

class TstCronSchedule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firesAt_data();
    void firesAt();
    void neverFires_data();
    void neverFires();
    void refuses_data();
    void refuses();
    void countsInUtc();
};

void TstCronSchedule::firesAt_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QStringList>("times");
    const auto row = [](const char* text, const char* after, const QStringList& times) {
        QTest::addRow("%s after %s", text, after) << QString::fromUtf8(text) << QString::fromLatin1(after) << times;
    };
    const auto list = [](const char* times) { return QString::fromLatin1(times).split(QLatin1Char(' ')); };
    row("0/10 * * * *", "2026-01-01T12:00:00", list("2026-01-01T12:00:10 2026-01-01T12:00:20 2026-01-01T12:00:30"));
    row("*/5 * * * *", "2026-01-01T12:00:03.5", list("2026-01-01T12:00:05 2026-01-01T12:00:10"));
    row("0 */5 * * * *", "2026-01-01T12:00:00", list("2026-01-01T12:05:00 2026-01-01T12:10:00"));
    row("5/20 * * * *", "2026-01-01T12:00:45", list("2026-01-01T12:01:05 2026-01-01T12:01:25 2026-01-01T12:01:45"));
    row("0 0 9 * * MON-FRI", "2026-01-02T08:00:00", list("2026-01-02T09:00:00 2026-01-05T09:00:00"));
    // A pasted crontab line means something else here: minute 9 of every hour on 1 January.
    row("0 9 * * 1", "2026-01-01T12:00:00", list("2026-01-01T12:09:00 2026-01-01T13:09:00 2026-01-01T14:09:00"));
    // Five fields are seconds, minutes, hours, day, month.
    row("0 30 4 1 jan", "2026-03-01T00:00:00", list("2027-01-01T04:30:00"));
    row("0 0 0 29 2 *", "2026-01-01T00:00:00", list("2028-02-29T00:00:00 2032-02-29T00:00:00"));
    row("59 59 23 31 12 ?", "2026-11-23T11:00:00", list("2026-12-31T23:59:59 2027-12-31T23:59:59"));
    // Two restricted day fields: one is enough. A star in one, even with a step: both must fit.
    row("0 0 0 13 * FRI", "2026-02-01T00:00:00", list("2026-02-06T00:00:00 2026-02-13T00:00:00 2026-02-20T00:00:00"));
    row("0 0 0 */2 * MON", "2026-02-01T00:00:00", list("2026-02-09T00:00:00 2026-02-23T00:00:00"));
    row("0 0 0 ? * SUN", "2026-02-01T00:00:00", list("2026-02-08T00:00:00"));
    row("0 0 8-10,20 * * *", "2026-01-01T09:30:00",
        list("2026-01-01T10:00:00 2026-01-01T20:00:00 2026-01-02T08:00:00"));
    row("1-10/4 0 0 * * *", "2026-01-01T00:00:01", list("2026-01-01T00:00:05 2026-01-01T00:00:09 2026-01-02T00:00:01"));
    row("0 0 0 1 Jan,JUL *", "2026-01-01T00:00:00", list("2026-07-01T00:00:00 2027-01-01T00:00:00"));
    row("@yearly", "2026-01-01T00:00:00", list("2027-01-01T00:00:00"));
    row("@annually", "2026-05-01T00:00:00", list("2027-01-01T00:00:00"));
    row("@monthly", "2026-01-01T00:00:00", list("2026-02-01T00:00:00"));
    row("@weekly", "2026-01-01T00:00:00", list("2026-01-04T00:00:00"));
    row("@daily", "2026-12-31T00:00:00", list("2027-01-01T00:00:00"));
    row("@midnight", "2026-01-01T10:00:00", list("2026-01-02T00:00:00"));
    row("@hourly", "2026-01-01T10:00:00", list("2026-01-01T11:00:00"));
    row("@every 10s", "2026-01-01T10:00:03.25", list("2026-01-01T10:00:13 2026-01-01T10:00:23"));
    row("@every 1h30m", "2026-01-01T10:00:00", list("2026-01-01T11:30:00"));
    row("@every 1.5m", "2026-01-01T10:00:00", list("2026-01-01T10:01:30"));
    row("@every 100ms", "2026-01-01T10:00:00", list("2026-01-01T10:00:01"));
    row("  0   0 12 * *  ", "2026-01-01T10:00:00", list("2026-01-01T12:00:00"));
}

void TstCronSchedule::firesAt()
{
    QFETCH(QString, text);
    QFETCH(QString, after);
    QFETCH(QStringList, times);
    const auto schedule = CronSchedule::parse(text);
    QVERIFY2(schedule, qPrintable(schedule ? QString() : schedule.error()));
    QDateTime at = QDateTime::fromString(after + QLatin1Char('Z'), Qt::ISODateWithMs);
    QVERIFY(at.isValid());
    for (const QString& expected : times) {
        at = schedule->next(at);
        QCOMPARE(at.toString(Qt::ISODate), QString(expected + QLatin1Char('Z')));
    }
}

void TstCronSchedule::neverFires_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("31 February") << QStringLiteral("0 0 0 31 2 *");
    QTest::newRow("31 April") << QStringLiteral("0 0 0 31 4 ?");
}

void TstCronSchedule::neverFires()
{
    QFETCH(QString, text);
    const auto schedule = CronSchedule::parse(text);
    QVERIFY(schedule);
    QVERIFY(!schedule->next(QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC)).isValid());
}

void TstCronSchedule::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* text, const char* part) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(part);
    };
    row("", "empty");
    row("59 59 23 31 12 ? 2099", "Expected 5 to 6 fields, found 7");
    row("* * * *", "Expected 5 to 6 fields, found 4");
    row("60 * * * *", "0 to 59");
    row("* * 24 * *", "0 to 23");
    row("* * * 0 *", "1 to 31");
    row("* * * * 13", "1 to 12");
    row("* * * * * 7", "0 to 6");
    row("10-5 * * * *", "begins after");
    row("*/0 * * * *", "step of zero");
    row("1/2/3 * * * *", "slash");
    row("1-2-3 * * * *", "hyphen");
    row("-1 * * * *", "missing");
    row("1- * * * *", "missing");
    row(", * * * *", "empty");
    row("MON * * * *", "MON");
    row("* * * * * MONDAY", "MONDAY");
    row("* * * * * ONT", "ONT");
    row("0 0 0 L * ?", "L");
    row("0 0 0 15W * ?", "15W");
    row("99999999999999999999 * * * *", "0 to 59");
    row("*/99999999999999999999 * * * * x", "x");
    row("TZ=UTC 0 0 * * *", "UTC");
    row("CRON_TZ=Asia/Tokyo 0 0 9 * * *", "time zone");
    row("@reboot", "@reboot");
    row("@Daily", "@Daily");
    row("@every", "@every");
    row("@every ", "duration");
    row("@every 10", "duration");
    row("@every -10s", "duration");
    row("@every 1x", "duration");
    row("@every 10000000h", "292 years");
}

void TstCronSchedule::refuses()
{
    QFETCH(QString, text);
    QFETCH(QString, part);
    const auto schedule = CronSchedule::parse(text);
    QVERIFY(!schedule);
    QVERIFY2(schedule.error().contains(part), qPrintable(schedule.error()));
}

void TstCronSchedule::countsInUtc()
{
    const auto schedule = CronSchedule::parse(QStringLiteral("0 0 0 * * *"));
    const QDateTime berlin(QDate(2026, 1, 1), QTime(0, 30), Qt::OffsetFromUTC, 3600);
    QCOMPARE(schedule->next(berlin), QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC));
}

QTEST_GUILESS_MAIN(TstCronSchedule)
#include "tst_cronschedule.moc"
