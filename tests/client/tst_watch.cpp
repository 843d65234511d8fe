// SPDX-License-Identifier: Apache-2.0
#include "client/rhythm.h"
#include "client/session.h"
#include "client/watchlook.h"
#include "scriptserver.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <limits>
#include <time.h>

using client::Session;
using client::Watch;
using client::WatchState;
using models::Difference;
using models::FailureKind;
using models::Kind;

namespace {

constexpr Watch::Tempo kTempo{60, 300, 1'000};
constexpr const char* kDrivers = "/v1/event/drivers";

QByteArray driver(const QByteArray& name, const QByteArray& status)
{
    return json("{'name':'") + name + json("','type':'cron','status':'") + status + json("','reason':['because']}");
}

QByteArray run(int number, const QByteArray& status, qint64 executedSeconds)
{
    return json("{'name':'00000000-0000-4000-8000-") + QByteArray::number(number).rightJustified(12, '0')
        + json("','functionName':'f','status':'") + status + json("','executedTime':")
        + QByteArray::number(executedSeconds * 1'000'000'000) + '}';
}

qint64 threadCpuMicros()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1'000'000LL + now.tv_nsec / 1000;
}

} // namespace

class TestWatch final : public QObject
{
    Q_OBJECT

    std::unique_ptr<ScriptServer> server;
    std::unique_ptr<Session> session;

    Watch& watch() { return session->watch(); }

    void drivers(const QByteArray& list) { server->on(kDrivers, ScriptServer::answer(200, list)); }

    void connectTo(Watch::Tempo tempo = kTempo)
    {
        client::Connection connection;
        connection.base = server->url();
        session = std::make_unique<Session>(connection, tempo);
    }

private Q_SLOTS:
    void initTestCase()
    {
        qRegisterMetaType<models::Kind>();
        qRegisterMetaType<models::Difference>();
    }

    void init()
    {
        server = std::make_unique<ScriptServer>();
        server->on("/v1", ScriptServer::answer(200, "[]"));
        connectTo();
    }

    void cleanup()
    {
        session.reset();
        server.reset();
    }

    void handsOnDifferences()
    {
        drivers('[' + driver("b", "READY") + ',' + driver("a", "READY") + ']');
        QList<Difference> seen;
        connect(&watch(), &Watch::changed, this, [&seen](Kind kind, const Difference& difference) {
            if (kind == Kind::Driver)
                seen << difference;
        });
        watch().start();
        QTRY_COMPARE(seen.size(), 1);
        QCOMPARE(seen[0].added.size(), std::size_t{2});
        QCOMPARE(models::nameOf(watch().resources(Kind::Driver).front()), QStringLiteral("a"));

        drivers('[' + driver("b", "ERROR") + ',' + driver("c", "READY") + ']');
        QSignalSpy moved(&watch(), &Watch::transition);
        watch().lookNow(Kind::Driver);
        QTRY_COMPARE(seen.size(), 2);
        QCOMPARE(models::nameOf(seen[1].added.at(0)), QStringLiteral("c"));
        QCOMPARE(models::nameOf(seen[1].changed.at(0)), QStringLiteral("b"));
        QCOMPARE(seen[1].removed, QStringList{QStringLiteral("a")});
        QCOMPARE(moved.size(), 1);
        QCOMPARE(moved[0][2].value<models::Status>().word, QStringLiteral("READY"));
        QCOMPARE(moved[0][3].value<models::Status>().word, QStringLiteral("ERROR"));
        QVERIFY(watch().find(Kind::Driver, QStringLiteral("c")));
        QVERIFY(!watch().find(Kind::Driver, QStringLiteral("a")));
    }

    void doesNotParseTheSameBytesAgain()
    {
        const QByteArray body = '[' + driver("a", "READY") + ']';
        const auto empty = std::make_shared<const std::vector<models::Resource>>();
        const auto first = client::examineList(Kind::Driver, body, {}, empty, QStringLiteral("h"));
        QVERIFY(first && !first->unchanged && first->resources->size() == 1);
        const auto second
            = client::examineList(Kind::Driver, body, first->fingerprint, first->resources, QStringLiteral("h"));
        QVERIFY(second && second->unchanged && !second->resources);

        drivers(body);
        QSignalSpy changed(&watch(), &Watch::changed);
        QSignalSpy looked(&watch(), &Watch::looked);
        watch().start();
        QTRY_VERIFY(looked.size() >= 15);
        QCOMPARE(changed.size(), 1);
        QVERIFY(watch().listState(Kind::Driver).loaded);
        QCOMPARE(watch().state().phase, WatchState::Phase::Live);
        QVERIFY(watch().state().latencyMSecs >= 0);
    }

    void looksFasterWhileSomethingMoves()
    {
        drivers('[' + driver("a", "CREATING") + ']');
        watch().start();
        QTRY_VERIFY(server->count(kDrivers) >= 6);
        // The shortest one shows the tempo: a loaded machine makes waits longer, never shorter.
        const auto gap = [this](int last) {
            qint64 shortest = std::numeric_limits<qint64>::max();
            qint64 next = 0;
            for (auto request = server->seen.crbegin(); request != server->seen.crend() && last >= 0; ++request) {
                if (request->path != QByteArray(kDrivers))
                    continue;
                if (next > 0)
                    shortest = std::min(shortest, next - request->atMSecs);
                next = request->atMSecs;
                --last;
            }
            return shortest;
        };
        QVERIFY2(gap(4) < 200, qPrintable(QString::number(gap(4))));
        drivers('[' + driver("a", "READY") + ']');
        QTRY_COMPARE(models::statusOf(*watch().find(Kind::Driver, QStringLiteral("a"))).word, QStringLiteral("READY"));
        const int before = server->count(kDrivers);
        QTRY_VERIFY(server->count(kDrivers) >= before + 3);
        QVERIFY2(gap(2) >= 280, qPrintable(QString::number(gap(2))));
    }

    void backsOffWhenNobodyAnswersAndComesBack()
    {
        const quint16 port = server->serverPort();
        watch().start();
        QTRY_COMPARE(watch().state().phase, WatchState::Phase::Live);
        server->close();
        server->dropConnections();
        QTRY_COMPARE(watch().state().phase, WatchState::Phase::BackingOff);
        QCOMPARE(watch().state().failure->kind, FailureKind::Unreachable);
        QTRY_VERIFY(watch().state().nextLookMSecs > 600);
        QVERIFY(watch().state().nextLookMSecs <= kTempo.longestMSecs);
        QTRY_VERIFY(watch().listState(Kind::Driver).stale);
        QVERIFY(watch().listState(Kind::Driver).failure);
        QVERIFY(server->listen(QHostAddress::LocalHost, port));
        QTRY_COMPARE(watch().state().phase, WatchState::Phase::Live);
        QTRY_VERIFY(!watch().listState(Kind::Driver).stale);
        QVERIFY(!watch().state().failure);
    }

    void doublesTheWaitUpToTheLongest()
    {
        QCOMPARE(client::backOffMSecs(1, 1'000, 60'000, 0.5), 1'000);
        QCOMPARE(client::backOffMSecs(3, 1'000, 60'000, 0.5), 4'000);
        QCOMPARE(client::backOffMSecs(3, 1'000, 60'000, 0.0), 3'200);
        QCOMPARE(client::backOffMSecs(3, 1'000, 60'000, 1.0), 4'800);
        QCOMPARE(client::backOffMSecs(1'000, 1'000, 60'000, 1.0), 60'000);
    }

    void pausesWhenUnknown()
    {
        server->on("/v1", ScriptServer::answer(401, json("{'code':401,'message':'no'}")));
        watch().start();
        QTRY_COMPARE(watch().state().phase, WatchState::Phase::Paused);
        QCOMPARE(watch().state().failure->kind, FailureKind::Unauthorized);
        QCOMPARE(watch().state().nextLookMSecs, -1);
        const auto asked = server->seen.size();
        QTest::qWait(2 * kTempo.steadyMSecs);
        QCOMPARE(server->seen.size(), asked);
        server->on("/v1", ScriptServer::answer(200, "[]"));
        watch().lookNow();
        QTRY_COMPARE(watch().state().phase, WatchState::Phase::Live);
    }

    void goesOnWhenOneListIsForbidden()
    {
        server->on("/v1/secret", ScriptServer::answer(403, ""));
        QSignalSpy looked(&watch(), &Watch::looked);
        watch().start();
        QTRY_VERIFY(server->count(kDrivers) >= 4);
        QCOMPARE(watch().state().phase, WatchState::Phase::Live);
        QCOMPARE(watch().listState(Kind::Secret).failure->kind, FailureKind::Forbidden);
        QVERIFY(!watch().listState(Kind::Driver).failure);
        QCOMPARE(server->count("/v1/secret"), 1);
    }

    void pausesWhenEverythingIsForbidden()
    {
        server->on("/v1", ScriptServer::answer(403, ""));
        watch().start();
        QTRY_COMPARE(watch().state().phase, WatchState::Phase::Paused);
        QCOMPARE(watch().state().failure->kind, FailureKind::Forbidden);
    }

    void goesOnWhenOneListIsBroken()
    {
        server->on("/v1/function", ScriptServer::answer(200, "<html></html>"));
        watch().start();
        QTRY_VERIFY(server->count("/v1/function") >= 3);
        QCOMPARE(watch().state().phase, WatchState::Phase::Live);
        QCOMPARE(watch().listState(Kind::Function).failure->kind, FailureKind::Malformed);
    }

    void asksOnceAtATime()
    {
        QList<QPointer<QTcpSocket>> waiting;
        server->on(kDrivers, [&waiting](QTcpSocket* socket, const ScriptServer::Seen&) { waiting << socket; });
        watch().start();
        QTRY_COMPARE(waiting.size(), 1);
        for (int i = 0; i < 5; ++i)
            watch().lookNow();
        QTRY_VERIFY(server->count("/v1/secret") >= 3);
        QCOMPARE(waiting.size(), 1);
        waiting[0]->write(ScriptServer::message(200, "[]"));
        QTRY_COMPARE(waiting.size(), 2);
    }

    void followsUntilSettled()
    {
        drivers('[' + driver("a", "CREATING") + ']');
        QSignalSpy settled(&watch(), &Watch::settled);
        watch().start();
        QTRY_VERIFY(watch().find(Kind::Driver, QStringLiteral("a")));
        watch().follow(Kind::Driver, QStringLiteral("a"));
        watch().follow(Kind::Driver, QStringLiteral("nobody"));
        QTRY_COMPARE(settled.size(), 1);
        QCOMPARE(settled[0][1].toString(), QStringLiteral("nobody"));
        QCOMPARE(settled[0][2].value<models::Status>().state, models::State::None);
        drivers('[' + driver("a", "ERROR") + ']');
        QTRY_COMPARE(settled.size(), 2);
        QCOMPARE(settled[1][2].value<models::Status>().state, models::State::Error);
        QCOMPARE(settled[1][3].toString(), QStringLiteral("because"));
        drivers('[' + driver("a", "READY") + ']');
        const int looks = server->count(kDrivers);
        QTRY_VERIFY(server->count(kDrivers) >= looks + 3);
        QCOMPARE(settled.size(), 2);
    }

    void dropsAnswersAfterTheStop()
    {
        QPointer<QTcpSocket> waiting;
        server->on(kDrivers, [&waiting](QTcpSocket* socket, const ScriptServer::Seen&) { waiting = socket; });
        QSignalSpy changed(&watch(), &Watch::changed);
        watch().start();
        QTRY_VERIFY(waiting);
        watch().stop();
        if (waiting)
            waiting->write(ScriptServer::message(200, '[' + driver("a", "READY") + ']'));
        QTest::qWait(50);
        QCOMPARE(changed.size(), 0);
        drivers('[' + driver("b", "READY") + ']');
        watch().start();
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(watch().find(Kind::Driver, QStringLiteral("b")));
    }

    void livesThroughBeingDeletedByAListener()
    {
        drivers('[' + driver("a", "READY") + ']');
        connect(&watch(), &Watch::changed, this, [this] { session.reset(); });
        watch().start();
        QTRY_VERIFY(!session);
        QTest::qWait(50);
    }

    void noticesASleep()
    {
        qint64 wall = 1'000'000;
        qint64 own = 0;
        client::WakeUp wakeUp([&wall] { return wall; }, [&own] { return own; }, 10);
        QSignalSpy woke(&wakeUp, &client::WakeUp::wokeUp);
        wakeUp.start();
        wall += 5'000;
        own += 5'000;
        QTest::qWait(60);
        QCOMPARE(woke.size(), 0);
        wall += 3'600'000;
        QTRY_COMPARE(woke.size(), 1);
        QTest::qWait(60);
        QCOMPARE(woke.size(), 1);
    }

    void asksForRunsSinceTheLastOnes()
    {
        server->on("/v1/runs",
                   ScriptServer::answer(200, '[' + run(1, "CREATING", 5'000) + ',' + run(2, "READY", 4'000) + ']'));
        QList<models::Run> seen;
        connect(&session->runWatch(), &client::RunWatch::runsChanged, this,
                [&seen](const std::vector<models::Run>& runs) {
                    for (const models::Run& each : runs)
                        seen << each;
                });
        session->runWatch().start();
        QTRY_COMPARE(seen.size(), 2);
        QTRY_COMPARE(server->seen.last().path, QByteArray("/v1/runs?since=4998"));
        QCOMPARE(seen.size(), 2);
        server->on("/v1/runs", ScriptServer::answer(200, '[' + run(1, "READY", 5'000) + ']'));
        QTRY_COMPARE(seen.size(), 3);
        QCOMPARE(seen.last().status.word, QStringLiteral("READY"));
        session->runWatch().stop();
        QVERIFY(!session->runWatch().isActive());
    }

    void keepsTheNewestRuns()
    {
        QByteArray list = "[";
        for (int i = 1; i <= 20; ++i)
            list += run(i, "READY", 1'000 + i) + (i < 20 ? "," : "]");
        const auto seen = client::examineRuns(list, {}, {}, 5);
        QVERIFY(seen);
        QCOMPARE(seen->known.size(), 5);
        QCOMPARE(seen->fresh.size(), std::size_t{5});
        QCOMPARE(seen->newestSeconds, 1'020);
        const auto again = client::examineRuns(list + ' ', {}, seen->known, 5);
        QVERIFY(again && again->fresh.empty());
    }

    void saysWhyRunsFail()
    {
        server->on("/v1/runs", ScriptServer::answer(401, json("{'code':401,'message':'no'}")));
        QSignalSpy failed(&session->runWatch(), &client::RunWatch::failed);
        session->runWatch().start();
        QTRY_COMPARE(failed.size(), 1);
        QTest::qWait(2 * kTempo.steadyMSecs);
        QCOMPARE(failed.size(), 1);
        server->on("/v1/runs", ScriptServer::answer(200, "nonsense"));
        session->runWatch().lookNow();
        QTRY_VERIFY(failed.size() >= 3);
    }

    void anUnchangedPollOfTenThousandCostsLittle()
    {
        QByteArray list = "[";
        for (int i = 0; i < 10'000; ++i)
            list += json("{'config':[{'key':'seconds','value':'60'}],'created-time':1795420693,'kind':'Driver',"
                         "'modified-time':1795420693,'reason':null,'secrets':['open-sesame'],'expose':false,"
                         "'tags':[{'key':'role','value':'test'}],'type':'ticker','status':'READY','name':'driver-")
                + QByteArray::number(i) + json("'}") + (i < 9'999 ? "," : "]");
        // The server gets a thread of its own, so that its work is not counted.
        QThread thread;
        QSemaphore listening;
        QUrl url;
        connect(
            &thread, &QThread::started, &thread,
            [&] {
                auto* const big = new ScriptServer;
                big->on("/", ScriptServer::answer(200, "[]"));
                big->on(kDrivers, ScriptServer::answer(200, list));
                connect(&thread, &QThread::finished, big, &QObject::deleteLater);
                url = big->url();
                listening.release();
            },
            Qt::DirectConnection);
        thread.start();
        listening.acquire();
        client::Connection connection;
        connection.base = url;
        session = std::make_unique<Session>(connection, Watch::Tempo{60'000, 60'000, 60'000});
        int looked = 0;
        connect(&watch(), &Watch::looked, this, [&looked](Kind kind) { looked += kind == Kind::Driver; });
        watch().start();
        QTRY_COMPARE_WITH_TIMEOUT(looked, 1, 20'000);
        QCOMPARE(watch().resources(Kind::Driver).size(), std::size_t{10'000});

        constexpr int kPolls = 10;
        const qint64 before = threadCpuMicros();
        for (int i = 0; i < kPolls; ++i) {
            watch().lookNow(Kind::Driver);
            QEventLoop loop;
            connect(&watch(), &Watch::looked, &loop, &QEventLoop::quit);
            loop.exec();
        }
        const qint64 each = (threadCpuMicros() - before) / kPolls;
        qInfo("unchanged poll of 10,000 resources (%lld bytes): %lld microseconds of the UI thread",
              static_cast<long long>(list.size()), static_cast<long long>(each));
        session.reset();
        thread.quit();
        thread.wait();
        QVERIFY2(each <= 5'000, qPrintable(QString::number(each)));
    }
};

QTEST_GUILESS_MAIN(TestWatch)
#include "tst_watch.moc"
