// SPDX-License-Identifier: Apache-2.0
#include "client/session.h"
#include "dispatchprocess.h"
#include "models/json.h"
#include "scriptserver.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

using client::Generation;
using client::Session;

namespace {

/// The body of the answer in a recording, and its status.
std::pair<int, QByteArray> recorded(const char* scenario)
{
    QFile file(QStringLiteral(DISPATCH_SOURCE_DIR "/tests/recordings/%1.json").arg(QLatin1String(scenario)));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no recording %s", scenario);
    const models::Json response = models::parseJson(file.readAll())->at("response");
    return {response.at("status").get<int>(), models::dumpJson(response.at("body"))};
}

} // namespace

/// Which Dispatch is behind an address.
class TestGeneration final : public QObject
{
    Q_OBJECT

    std::unique_ptr<ScriptServer> m_server;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<QSignalSpy> m_changed;

    void connectTo(client::Connection connection)
    {
        connection.isLocal = false;
        m_session = std::make_unique<Session>(connection, client::Watch::Tempo{50, 50, 100});
        m_changed = std::make_unique<QSignalSpy>(&m_session->generation(), &client::GenerationFinder::changed);
        m_session->watch().start();
    }
    client::Connection scripted() const
    {
        client::Connection connection;
        connection.base = m_server->url();
        return connection;
    }
    Generation found() const { return m_session->generation().generation(); }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<ScriptServer>();
        m_server->on("/", ScriptServer::answer(200, "[]"));
    }
    void cleanup()
    {
        m_changed.reset();
        m_session.reset();
        m_server.reset();
    }

    void knowsWhatAnswers_data()
    {
        QTest::addColumn<int>("versionStatus");
        QTest::addColumn<QByteArray>("version");
        QTest::addColumn<int>("healthStatus");
        QTest::addColumn<QByteArray>("health");
        QTest::addColumn<Generation>("generation");
        const auto [missing, notThere] = recorded("version-404");
        const auto [fine, solo] = recorded("healthz-200");
        const auto [served, kubernetes] = recorded("iam-version-200");
        const QByteArray ours = "{\"version\":\"1\",\"goVersion\":\"\",\"server\":\"dispatch-local\"}";
        QTest::newRow("Solo") << missing << notThere << fine << solo << Generation::Solo;
        QTest::newRow("Kubernetes 0.1.24") << served << kubernetes << 404 << QByteArray("{}") << Generation::Kubernetes;
        QTest::newRow("local") << 200 << ours << 200 << QByteArray("{}") << Generation::Local;
        QTest::newRow("local by its health")
            << 404 << notThere << 200 << QByteArray("{\"version\":" + ours + "}") << Generation::Local;
        QTest::newRow("neither place") << 404 << notThere << 404 << notThere << Generation::Other;
        QTest::newRow("not implemented") << 501 << notThere << 404 << notThere << Generation::Other;
        QTest::newRow("something else") << 200 << QByteArray("{\"version\":\"3.1\"}") << 200 << solo
                                        << Generation::Other;
        QTest::newRow("a list") << 200 << QByteArray("[1]") << 200 << solo << Generation::Other;
        QTest::newRow("no JSON") << 200 << QByteArray("hello") << 200 << solo << Generation::Other;
        QTest::newRow("health of another kind")
            << 404 << notThere << 200 << QByteArray("{\"status\":\"UP\"}") << Generation::Other;
        QTest::newRow("members of other kinds")
            << 404 << notThere << 200 << QByteArray("{\"version\":{\"goVersion\":1,\"server\":[]}}")
            << Generation::Other;
    }

    void knowsWhatAnswers()
    {
        QFETCH(int, versionStatus);
        QFETCH(QByteArray, version);
        QFETCH(int, healthStatus);
        QFETCH(QByteArray, health);
        QFETCH(Generation, generation);
        m_server->on("/v1/version", ScriptServer::answer(versionStatus, version));
        m_server->on("/healthz", ScriptServer::answer(healthStatus, health));
        connectTo(scripted());
        QCOMPARE(found(), Generation::Unknown);
        m_session->generation().find();
        QTRY_COMPARE(found(), generation);
        QCOMPARE(m_changed->size(), 1);
        QCOMPARE(m_server->count("/v1/version"), 1);
        QVERIFY(m_server->count("/healthz") <= 1);
    }

    void knowsTheRealLocalServerWhoeverStartedIt()
    {
        DispatchProcess process;
        QVERIFY(process.start());
        connectTo(process.connection());
        m_session->generation().find();
        QTRY_COMPARE(found(), Generation::Local);
    }

    void needsNoQuestionForTheOneItStarted()
    {
        client::Connection own = scripted();
        own.isLocal = true;
        m_session = std::make_unique<Session>(own, client::Watch::Tempo{50, 50, 100});
        QCOMPARE(found(), Generation::Local);
        m_session->generation().find();
        QCOMPARE(m_server->count("/v1/version"), 0);
    }

    void asksNobodyUntilSomebodyWantsToKnow()
    {
        connectTo(scripted());
        QTRY_VERIFY(m_server->count("/v1/event/drivers") > 2);
        QCOMPARE(m_server->count("/v1/version"), 0);
    }

    void asksAgainAfterAnAnswerThatToldNothing()
    {
        m_server->on("/v1/version", ScriptServer::answer(503, "{}"));
        connectTo(scripted());
        m_session->generation().find();
        QTRY_COMPARE(m_server->count("/v1/version"), 1);
        QTRY_VERIFY(m_session->watch().state().phase == client::WatchState::Phase::Live);
        QCOMPARE(found(), Generation::Unknown);
        // The connection is lost and comes back.
        m_server->on("/v1/version", ScriptServer::answer(200, recorded("iam-version-200").second));
        m_server->on("/v1/", ScriptServer::hangUp());
        QTRY_VERIFY(m_session->watch().state().phase == client::WatchState::Phase::BackingOff);
        m_server->on("/v1/", ScriptServer::answer(200, "[]"));
        QTRY_COMPARE(found(), Generation::Kubernetes);
        QCOMPARE(m_server->count("/v1/version"), 2);
    }
};

QTEST_GUILESS_MAIN(TestGeneration)
#include "tst_generation.moc"
