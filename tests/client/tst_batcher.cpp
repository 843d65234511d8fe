// SPDX-License-Identifier: Apache-2.0
#include "client/dispatchclient.h"
#include "client/networkdoor.h"
#include "models/json.h"
#include "scriptserver.h"

#include <QTest>

using client::Company;
using models::Json;
using models::RecordKind;

/// Requests that go to a server together.
class TestBatcher final : public QObject
{
    Q_OBJECT

    using Made = QFuture<models::Result<Json>>;

    std::unique_ptr<ScriptServer> m_server;
    std::unique_ptr<client::NetworkDoor> m_door;
    std::unique_ptr<client::DispatchClient> m_api;

    std::vector<Made> create(int count, RecordKind kind = RecordKind::DriverType)
    {
        std::vector<Made> made;
        for (int i = 0; i < count; ++i)
            made.push_back(
                m_api->createRecord(kind, {{"name", models::toStd(QStringLiteral("n%1").arg(i))}}, Company::Welcome));
        return made;
    }
    static bool areFinished(const std::vector<Made>& futures)
    {
        return std::all_of(futures.begin(), futures.end(), [](const Made& future) { return future.isFinished(); });
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<ScriptServer>();
        m_server->on("/v1/event/drivertypes", ScriptServer::answer(201, json("{'name':'alone'}")));
        client::Connection connection;
        connection.base = m_server->url();
        m_door = std::make_unique<client::NetworkDoor>(connection);
        m_door->setTakesBatches(true);
        m_api = std::make_unique<client::DispatchClient>(*m_door);
    }
    void cleanup()
    {
        m_api.reset();
        m_door.reset();
        m_server.reset();
    }

    void givesEachItsOwnAnswer()
    {
        m_server->on("/v1/batch",
                     ScriptServer::answer(200,
                                          json("[{'status':201,'body':{'name':'n0'}},"
                                               "{'status':409,'body':{'code':409,'message':'exists'}},"
                                               "{'status':201,'body':{'name':'n2'}}]")));
        const auto made = create(3);
        QTRY_VERIFY(areFinished(made));
        QCOMPARE(m_server->seen.size(), 1);
        const Json parts = *models::parseJson(m_server->seen.constFirst().body);
        QVERIFY(parts.at(2)
                == (Json{{"method", "POST"}, {"path", "/v1/event/drivertypes"}, {"body", {{"name", "n2"}}}}));
        QVERIFY(made[0].result()->at("name") == "n0");
        QCOMPARE(made[1].result().error().kind, models::FailureKind::Conflict);
        QVERIFY(made[1].result().error().tried.contains(QStringLiteral("n1")));
        QVERIFY(made[2].result()->at("name") == "n2");
    }

    void goesAloneWhenAlone()
    {
        const auto made = create(1);
        QTRY_VERIFY(areFinished(made));
        QCOMPARE(m_server->count("/v1/batch"), 0);
        QVERIFY(made[0].result().has_value());
    }

    void keepsSecretsApart()
    {
        m_server->on("/v1/secret", ScriptServer::answer(201, json("{'name':'alone'}")));
        const auto made = create(3, RecordKind::Secret);
        QTRY_VERIFY(areFinished(made));
        QCOMPARE(m_server->count("/v1/batch"), 0);
        QCOMPARE(m_server->count("/v1/secret"), 3);
    }

    void goesAloneWhereThereAreNoBatches()
    {
        m_server->on("/v1/batch", ScriptServer::answer(404, json("{'code':404,'message':'no such path'}")));
        const auto made = create(3);
        QTRY_VERIFY(areFinished(made));
        QVERIFY(std::all_of(made.begin(), made.end(), [](const Made& one) { return one.result().has_value(); }));
        QCOMPARE(m_server->count("/v1/event/drivertypes"), 3);
        const auto later = create(2);
        QTRY_VERIFY(areFinished(later));
        QCOMPARE(m_server->count("/v1/batch"), 1);
        QVERIFY(!m_door->takesBatches());
    }

    void saysWhatWentWrongToEach_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("no JSON") << ScriptServer::message(200, "[{");
        QTest::newRow("too few") << ScriptServer::message(200, "[]");
        QTest::newRow("no list") << ScriptServer::message(200, "{}");
        QTest::newRow("HTML") << ScriptServer::message(200, "<html>", "text/html");
        QTest::newRow("ill") << ScriptServer::message(500, json("{'code':500,'message':'ill'}"));
        QTest::newRow("cut") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n[");
        QTest::newRow("parts that are none") << ScriptServer::message(200, "[1,null]");
    }

    void saysWhatWentWrongToEach()
    {
        QFETCH(QByteArray, answer);
        m_server->on("/v1/batch", ScriptServer::bytes(answer, true));
        const auto made = create(2);
        QTRY_VERIFY(areFinished(made));
        for (const Made& one : made)
            QVERIFY(!one.result());
        QVERIFY(made[0].result().error().tried.contains(QStringLiteral("n0")));
        QVERIFY(made[1].result().error().tried.contains(QStringLiteral("n1")));
        QCOMPARE(m_server->count("/v1/event/drivertypes"), 0);
    }

    void endsWithTheDoor()
    {
        m_server->on("/v1/batch", ScriptServer::silence());
        auto made = create(2);
        QTRY_COMPARE(m_server->count("/v1/batch"), 1);
        for (const Made& one : create(2)) // these wait
            made.push_back(one);
        m_api.reset();
        m_door.reset();
        QTRY_VERIFY(areFinished(made));
        for (const Made& one : made)
            QCOMPARE(one.result().error().kind, models::FailureKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestBatcher)
#include "tst_batcher.moc"
