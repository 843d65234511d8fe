// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"
#include "client/connectiontest.h"
#include "localworld.h"
#include "scriptserver.h"

using client::Connection;
using client::ConnectionStep;
using client::ConnectionTest;
using Kind = ConnectionStep::Kind;
using Verdict = ConnectionStep::Verdict;

/// The way to real servers, step by step, and where it ends when it ends.
class TestConnectionTest final : public QObject
{
    Q_OBJECT

    static std::vector<ConnectionStep> walked(const Connection& connection, QString* report = nullptr)
    {
        ConnectionTest test(connection);
        test.start();
        (void)QTest::qWaitFor([&test] { return test.isOver(); }, 30'000);
        if (report)
            *report = test.report();
        return test.steps();
    }

    static const ConnectionStep& find(const std::vector<ConnectionStep>& steps, Kind kind)
    {
        return steps[static_cast<std::size_t>(kind)];
    }

    /// The only one that is bad is this one, and what comes after it was not tried.
    static void endsAt(const std::vector<ConnectionStep>& steps, Kind kind)
    {
        for (const ConnectionStep& step : steps) {
            const QByteArray shown = ConnectionTest::nameOf(step.kind).toUtf8() + ": "
                + ConnectionTest::nameOf(step.verdict).toUtf8() + ' ' + step.finding.toUtf8();
            QVERIFY2((step.verdict == Verdict::Bad) == (step.kind == kind), shown.constData());
            QVERIFY2(step.verdict != Verdict::Waiting && step.verdict != Verdict::Running, shown.constData());
        }
        QVERIFY2(!find(steps, kind).finding.isEmpty(), "no finding");
        QVERIFY2(!find(steps, kind).remedy.isEmpty(), "no remedy");
    }

    static Connection at(const QUrl& url)
    {
        Connection connection;
        connection.name = QStringLiteral("tested");
        connection.base = url;
        return connection;
    }

private Q_SLOTS:
    void walksToTheEnd()
    {
        DispatchProcess process;
        QVERIFY(process.start());
        Connection connection = process.connection();
        connection.signIn = client::CookieSignIn{QStringLiteral("HUNTER2=1")};
        connection.base.setHost(QStringLiteral("localhost"));
        QString report;
        const auto steps = walked(connection, &report);
        for (const Kind kind :
             {Kind::Name, Kind::Reach, Kind::Identity, Kind::Organization, Kind::Api, Kind::Generation})
            QVERIFY2(find(steps, kind).verdict == Verdict::Good, qPrintable(report));
        for (const Kind kind : {Kind::Proxy, Kind::Tls})
            QCOMPARE(find(steps, kind).verdict, Verdict::Skipped);
        QVERIFY(find(steps, Kind::Generation).finding.contains(QLatin1String("local Dispatch")));
        QVERIFY(find(steps, Kind::Reach).msecs >= 0);
        QVERIFY(!report.contains(QLatin1String("HUNTER2")));
        QCOMPARE(report.count(u'\n'), 8);
    }

    void endsWhereNobodyListens()
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const quint16 port = closed.serverPort();
        closed.close();
        endsAt(walked(at(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port)))), Kind::Reach);
    }

    void endsAtAnAddressWithoutAHost() { endsAt(walked(at(QUrl(QStringLiteral("http:")))), Kind::Name); }

    void endsAtAProxyThatIsNotThere()
    {
        Connection connection = at(QUrl(QStringLiteral("http://dispatch.test:1")));
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        connection.proxy = {client::ProxySettings::Kind::Manual, QStringLiteral("127.0.0.1"), closed.serverPort(), {}};
        closed.close();
        endsAt(walked(connection), Kind::Proxy);
    }

    void endsAtTheCertificate()
    {
        Certificates made;
        QVERIFY(made.begin() && made.issue({.name = QStringLiteral("alone"), .issuer = {}}));
        DispatchProcess process;
        QVERIFY(process.start({QStringLiteral("--tls-certificate"), made.pem(QStringLiteral("alone")),
                               QStringLiteral("--tls-key"), made.key(QStringLiteral("alone"))}));
        const auto steps = walked(at(process.connection().base));
        endsAt(steps, Kind::Tls);
        QVERIFY(find(steps, Kind::Tls).finding.contains(QLatin1String("signed by nobody but itself")));
        // Plain http to the same port is another thing.
        QUrl plain = process.connection().base;
        plain.setScheme(QStringLiteral("http"));
        const auto bare = walked(at(plain));
        endsAt(bare, Kind::Api);
        QVERIFY(find(bare, Kind::Api).remedy.contains(QLatin1String("https")));
    }

    void endsAtTheSignIn()
    {
        ScriptServer server;
        server.on("/", ScriptServer::answer(401, json("{'code':401,'message':'Token used before issued'}")));
        const auto steps = walked(at(server.url()));
        endsAt(steps, Kind::Identity);
        QVERIFY(find(steps, Kind::Identity).remedy.contains(QLatin1String("clock")));
    }

    void endsAtTheOrganization()
    {
        ScriptServer server;
        server.on("/v1/version", ScriptServer::answer(200, json("{'version':'v0.1.24'}")));
        server.on("/v1/event", ScriptServer::answer(403, json("{'code':403,'message':'Forbidden'}")));
        const auto steps = walked(at(server.url()));
        endsAt(steps, Kind::Organization);
        QCOMPARE(find(steps, Kind::Identity).verdict, Verdict::Good);
    }

    void endsAtAPageOfAPortal()
    {
        ScriptServer server;
        server.on("/", ScriptServer::answer(200, "<html>sign in to the hotel</html>", "text/html"));
        endsAt(walked(at(server.url())), Kind::Api);
    }

    void canBeGivenUp()
    {
        ScriptServer server;
        server.on("/", ScriptServer::silence());
        ConnectionTest test(at(server.url()));
        test.start();
        QTRY_COMPARE(find(test.steps(), Kind::Reach).verdict, Verdict::Good);
        QVERIFY(!test.isOver());
        test.cancel();
        QVERIFY(test.isOver());
        QCOMPARE(find(test.steps(), Kind::Api).verdict, Verdict::Bad);
        QCOMPARE(find(test.steps(), Kind::Identity).verdict, Verdict::Skipped);
    }
};

QTEST_GUILESS_MAIN(TestConnectionTest)
#include "tst_connectiontest.moc"
