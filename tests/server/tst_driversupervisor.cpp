// SPDX-License-Identifier: Apache-2.0
#include "server/drivers/driver.h"
#include "server/drivers/driversupervisor.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QTest>
#include <QUuid>

#include <atomic>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

using models::Json;
using server::DriverSpec;
using server::DriverSupervisor;

namespace {

/// What a supervisor said and sent, seen from any thread.
class Witness
{
public:
    bool take(const Json& event)
    {
        const std::lock_guard lock(m_mutex);
        if (m_refusals > 0) {
            --m_refusals;
            m_refused.push_back(event);
            return false;
        }
        m_events.push_back(event);
        return true;
    }
    void hear(bool ready, const std::string& reason)
    {
        const std::lock_guard lock(m_mutex);
        m_reports.push_back((ready ? "ready" : "error: ") + reason);
    }
    void refuse(int times)
    {
        const std::lock_guard lock(m_mutex);
        m_refusals = times;
    }
    std::vector<Json> events() const
    {
        const std::lock_guard lock(m_mutex);
        return m_events;
    }
    std::vector<Json> refused() const
    {
        const std::lock_guard lock(m_mutex);
        return m_refused;
    }
    std::vector<std::string> reports() const
    {
        const std::lock_guard lock(m_mutex);
        return m_reports;
    }

private:
    mutable std::mutex m_mutex;
    int m_refusals = 0;
    std::vector<Json> m_events;
    std::vector<Json> m_refused;
    std::vector<std::string> m_reports;
};

DriverSupervisor::Emit emitTo(Witness& witness)
{
    return [&witness](const std::string&, const Json& event, const DriverSupervisor::Taken& done) {
        done(witness.take(event));
    };
}

DriverSupervisor::Report reportTo(Witness& witness)
{
    return [&witness](const std::string&, bool ready, const std::string& reason) { witness.hear(ready, reason); };
}

DriverSpec spec(const std::string& image, const std::map<std::string, std::string>& config)
{
    return {"id-1", "acme", "nightly", image, config, {}};
}

const DriverSupervisor::Backoff kQuick{std::chrono::milliseconds(20), std::chrono::milliseconds(80)};

} // namespace

class TstDriverSupervisor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsBaseNames_data();
    void readsBaseNames();
    void ticks();
    void firesCron();
    void sendsNothingInDryRun();
    void refuses_data();
    void refuses();
    void acceptsConfig_data();
    void acceptsConfig();
    void retriesWithBackOff();
    void recoversFromException();
    void replacesOnSecondStart();
    void stopsAndTells();
    void survivesStormOfStartsAndStops();
};

void TstDriverSupervisor::readsBaseNames_data()
{
    QTest::addColumn<QString>("image");
    QTest::addColumn<QString>("name");
    const auto row = [](const char* image, const char* name) {
        QTest::newRow(image) << QString::fromLatin1(image) << QString::fromLatin1(name);
    };
    row("ticker", "ticker");
    row("kars7e/timer:latest", "timer");
    row("localhost:5000/a/ticker", "ticker");
    row("docker.io/dispatchframework/dispatch-events-cron:0.0.1", "dispatch-events-cron");
    row("x/cron-driver@sha256:0123", "cron-driver");
    row("", "");
}

void TstDriverSupervisor::readsBaseNames()
{
    QFETCH(QString, image);
    QFETCH(QString, name);
    QCOMPARE(QString::fromStdString(server::imageBaseName(image.toStdString())), name);
}

void TstDriverSupervisor::ticks()
{
    Witness witness;
    DriverSupervisor supervisor(emitTo(witness), reportTo(witness));
    supervisor.start(spec("dispatchframework/ticker:0.0.2", {{"seconds", "1"}, {"source", "me"}}));
    QTRY_COMPARE(witness.reports(), std::vector<std::string>{"ready"});
    QTRY_VERIFY(witness.events().size() >= 2);
    const auto events = witness.events();
    const Json& event = events.front();
    QCOMPARE(event["eventType"].get<std::string>(), std::string("ticker.tick"));
    QCOMPARE(event["cloudEventsVersion"].get<std::string>(), std::string("0.1"));
    QCOMPARE(event["source"].get<std::string>(), std::string("me"));
    QVERIFY(!event.contains("data"));
    QVERIFY(!QUuid::fromString(QString::fromStdString(event["eventID"].get<std::string>())).isNull());
    QVERIFY(event["eventID"] != events[1]["eventID"]);
    const QString time = QString::fromStdString(event["eventTime"].get<std::string>());
    QCOMPARE(time.size(), qsizetype(24));
    QVERIFY(QDateTime::fromString(time, Qt::ISODateWithMs).isValid() && time.endsWith(QLatin1Char('Z')));
}

void TstDriverSupervisor::firesCron()
{
    Witness witness;
    DriverSupervisor supervisor(emitTo(witness), reportTo(witness));
    supervisor.start(spec("dispatchframework/dispatch-events-cron:0.0.1", {{"cron", "* * * * *"}}));
    QTRY_VERIFY(witness.events().size() >= 3);
    std::set<std::string> seconds;
    const auto events = witness.events();
    for (const Json& event : events) {
        QCOMPARE(event["eventType"].get<std::string>(), std::string("cron.trigger"));
        QVERIFY(event.at("data").is_null());
        seconds.insert(event["eventTime"].get<std::string>().substr(0, 19));
    }
    QCOMPARE(seconds.size(), events.size());
}

void TstDriverSupervisor::sendsNothingInDryRun()
{
    Witness witness;
    DriverSupervisor supervisor(emitTo(witness), reportTo(witness));
    supervisor.start(spec("ticker", {{"seconds", "1"}, {"dryrun", ""}, {"debug", ""}}));
    DriverSpec other = spec("ticker", {{"seconds", "1"}, {"source", "loud"}});
    other.id = "id-2";
    supervisor.start(other);
    QTRY_VERIFY(witness.events().size() >= 2);
    for (const Json& event : witness.events())
        QCOMPARE(event["source"].get<std::string>(), std::string("loud"));
}

void TstDriverSupervisor::refuses_data()
{
    QTest::addColumn<QString>("image");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* image, const char* key, const char* value, const char* part) {
        QTest::addRow("%s %s=%s", image, key, value) << QString::fromLatin1(image) << QString::fromLatin1(key)
                                                     << QString::fromLatin1(value) << QString::fromLatin1(part);
    };
    row("dispatchframework/dispatch-events-vcenter", "", "", "is a container");
    row("ticker", "second", "5", "\"second\" is not known; the driver knows debug, dryrun, seconds, source");
    row("ticker", "", "5", "is not known");
    row("ticker", "seconds", "five", "\"seconds\" must be a whole number");
    row("ticker", "seconds", "5s", "whole number");
    row("ticker", "seconds", "99999999999999999999", "whole number");
    row("ticker", "seconds", "", "needs a value");
    row("ticker", "seconds", "0", "between 1");
    row("ticker", "seconds", "-3", "between 1");
    row("ticker", "debug", "yes", "true or false");
    row("cron-driver", "debug", "true", "\"cron\" is missing");
    row("cron-driver", "cron", "59 59 23 31 12 ? 2099", "Expected 5 to 6 fields, found 7");
    row("cron-driver", "seconds", "5", "the driver knows cron, debug, dryrun, source");
}

void TstDriverSupervisor::refuses()
{
    QFETCH(QString, image);
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, part);
    Witness witness;
    DriverSupervisor supervisor(emitTo(witness), reportTo(witness));
    supervisor.start(spec(image.toStdString(), {{key.toStdString(), value.toStdString()}}));
    QTRY_COMPARE(witness.reports().size(), size_t(1));
    const QString report = QString::fromStdString(witness.reports().front());
    QVERIFY2(report.startsWith(QLatin1String("error")) && report.contains(part), qPrintable(report));
}

void TstDriverSupervisor::acceptsConfig_data()
{
    QTest::addColumn<QString>("image");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::newRow("timer") << QStringLiteral("kars7e/timer") << QStringLiteral("seconds") << QStringLiteral("60");
    QTest::newRow("endpoint") << QStringLiteral("ticker") << QStringLiteral("dispatch-api-endpoint")
                              << QStringLiteral("localhost:8080");
    QTest::newRow("bare flag") << QStringLiteral("ticker") << QStringLiteral("debug") << QString();
    QTest::newRow("flag") << QStringLiteral("ticker") << QStringLiteral("debug") << QStringLiteral("F");
    QTest::newRow("every") << QStringLiteral("cron-driver") << QStringLiteral("cron") << QStringLiteral("@every 1h");
    QTest::newRow("never") << QStringLiteral("cron-driver") << QStringLiteral("cron") << QStringLiteral("0 0 0 31 2 *");
}

void TstDriverSupervisor::acceptsConfig()
{
    QFETCH(QString, image);
    QFETCH(QString, key);
    QFETCH(QString, value);
    Witness witness;
    DriverSupervisor supervisor(emitTo(witness), reportTo(witness));
    supervisor.start(spec(image.toStdString(), {{key.toStdString(), value.toStdString()}}));
    QTRY_COMPARE(witness.reports(), std::vector<std::string>{"ready"});
}

void TstDriverSupervisor::retriesWithBackOff()
{
    Witness witness;
    witness.refuse(4);
    DriverSupervisor supervisor(emitTo(witness), reportTo(witness), kQuick);
    supervisor.start(spec("ticker", {{"seconds", "1"}}));
    QTRY_VERIFY(!witness.events().empty());
    const auto refused = witness.refused();
    QCOMPARE(refused.size(), size_t(4));
    for (const Json& event : refused)
        QVERIFY(event == witness.events().front());
    QTRY_COMPARE(witness.reports().size(), size_t(6));
    const auto reports = witness.reports();
    const char* pauses[] = {"0.02 s", "0.04 s", "0.08 s", "0.08 s"};
    for (size_t i = 0; i < 4; ++i)
        QVERIFY2(reports[i + 1].find(pauses[i]) != std::string::npos, reports[i + 1].c_str());
    QCOMPARE(reports.back(), std::string("ready"));
}

void TstDriverSupervisor::recoversFromException()
{
    Witness witness;
    std::atomic<int> throws{2};
    const auto emitOrThrow = [&](const std::string&, const Json& event, const DriverSupervisor::Taken& done) {
        if (throws-- > 0)
            throw std::runtime_error("the disk is full");
        done(witness.take(event));
    };
    DriverSupervisor supervisor(emitOrThrow, reportTo(witness), kQuick);
    supervisor.start(spec("ticker", {{"seconds", "1"}}));
    QTRY_VERIFY(!witness.events().empty());
    QVERIFY(witness.reports()[1].find("the disk is full") != std::string::npos);
    QTRY_COMPARE(witness.reports().back(), std::string("ready"));
}

void TstDriverSupervisor::replacesOnSecondStart()
{
    Witness witness;
    DriverSupervisor supervisor(emitTo(witness), reportTo(witness));
    supervisor.start(spec("ticker", {{"seconds", "1"}, {"source", "old"}}));
    supervisor.start(spec("ticker", {{"seconds", "1"}, {"source", "new"}}));
    QTRY_VERIFY(witness.events().size() >= 2);
    for (const Json& event : witness.events())
        QCOMPARE(event["source"].get<std::string>(), std::string("new"));
}

void TstDriverSupervisor::stopsAndTells()
{
    Witness witness;
    std::atomic<int> done{0};
    {
        DriverSupervisor supervisor(emitTo(witness), reportTo(witness));
        supervisor.start(spec("ticker", {{"seconds", "1"}}));
        QTRY_VERIFY(!witness.events().empty());
        std::atomic<size_t> atStop{0};
        supervisor.stop("id-1", [&] {
            atStop = witness.events().size();
            ++done;
        });
        supervisor.stop("nobody", [&done] { ++done; });
        QTRY_COMPARE(done.load(), 2);
        DriverSpec other = spec("ticker", {{"seconds", "1"}, {"source", "other"}});
        other.id = "id-2";
        supervisor.start(other);
        // Two of the other's ticks are more than one of the stopped one.
        QTRY_VERIFY(witness.events().size() >= atStop + 2);
        const auto events = witness.events();
        for (size_t i = atStop; i < events.size(); ++i)
            QCOMPARE(events[i]["source"].get<std::string>(), std::string("other"));
        supervisor.stop("id-1", [&done] { ++done; });
    }
    QCOMPARE(done.load(), 3);
}

void TstDriverSupervisor::survivesStormOfStartsAndStops()
{
    Witness witness;
    std::atomic<int> done{0};
    constexpr int kThreads = 4;
    constexpr int kRounds = 500;
    {
        DriverSupervisor supervisor(emitTo(witness), reportTo(witness));
        std::vector<std::thread> threads;
        for (int t = 0; t < kThreads; ++t) {
            threads.emplace_back([&supervisor, &done, t] {
                for (int i = 0; i < kRounds; ++i) {
                    DriverSpec one = spec("cron", {{"cron", "* * * * *"}});
                    one.id = std::to_string(t * 10 + i % 7);
                    supervisor.start(one);
                    supervisor.stop(one.id, [&done] { ++done; });
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
    }
    QCOMPARE(done.load(), kThreads * kRounds);
}

QTEST_GUILESS_MAIN(TstDriverSupervisor)
#include "tst_driversupervisor.moc"
