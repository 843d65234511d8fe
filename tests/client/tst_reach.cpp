// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"
#include "client/dispatchclient.h"
#include "client/proxyfactory.h"
#include "localworld.h"

#include <QTcpServer>
#include <QTcpSocket>

using client::Connection;
using client::ProxySettings;
using models::FailureKind;

namespace {

/// A proxy that does what CONNECT asks, and knows one host that nobody else does.
class ConnectProxy final : public QTcpServer
{
public:
    ConnectProxy()
    {
        connect(this, &QTcpServer::newConnection, this, [this] { serve(nextPendingConnection()); });
        (void)listen(QHostAddress::LocalHost);
    }

    QByteArrayList asked; ///< the lines
    QByteArray refusal; ///< instead of connecting

private:
    void serve(QTcpSocket* from)
    {
        connect(from, &QTcpSocket::readyRead, from, [this, from] {
            if (QTcpSocket* to = from->findChild<QTcpSocket*>()) {
                to->write(from->readAll());
                return;
            }
            const QByteArray head = from->readAll();
            const QByteArray line = head.left(head.indexOf('\r'));
            asked << line;
            if (!refusal.isEmpty()) {
                from->write(refusal);
                from->disconnectFromHost();
                return;
            }
            const QByteArray port = line.split(' ').value(1).split(':').last();
            auto* to = new QTcpSocket(from);
            connect(to, &QTcpSocket::connected, from, [from] { from->write("HTTP/1.1 200 Connected\r\n\r\n"); });
            connect(to, &QTcpSocket::readyRead, from, [from, to] { from->write(to->readAll()); });
            connect(to, &QTcpSocket::disconnected, from, &QTcpSocket::disconnectFromHost);
            to->connectToHost(QHostAddress::LocalHost, port.toUShort());
        });
    }
};

} // namespace

/// How a server is reached, and what is refused before it is: proxies, addresses, and connections that are read-only.
class TestReach final : public QObject
{
    Q_OBJECT

    models::Result<client::Reply> asked(const Connection& connection, const QByteArray& method = "GET")
    {
        m_door = std::make_unique<client::NetworkDoor>(connection);
        client::Request request;
        request.method = method;
        request.path = QStringLiteral("/v1/version");
        request.tried = QStringLiteral("ask");
        return told(m_door->send(request));
    }

    /// By a name that only the proxy knows.
    Connection behind(const ConnectProxy& proxy) const
    {
        Connection connection = m_secured.connection();
        connection.base.setHost(QStringLiteral("dispatch.test"));
        connection.proxy.kind = ProxySettings::Kind::Manual;
        connection.proxy.host = QStringLiteral("127.0.0.1");
        connection.proxy.port = proxy.serverPort();
        client::TlsTrust trust;
        trust.configuration = QSslConfiguration::defaultConfiguration();
        trust.isInsecure = true;
        connection.tls = trust;
        return connection;
    }

    Certificates m_made;
    DispatchProcess m_secured;
    std::unique_ptr<client::NetworkDoor> m_door;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_made.begin());
        QVERIFY(m_made.issue({.name = QStringLiteral("good")}));
        QVERIFY(m_secured.start({QStringLiteral("--tls-certificate"), m_made.pem(QStringLiteral("good")),
                                 QStringLiteral("--tls-key"), m_made.key(QStringLiteral("good"))}));
    }

    void cleanup() { m_door.reset(); }

    void goesThroughTheProxyOfTheConnection()
    {
        const ConnectProxy proxy;
        const auto answer = asked(behind(proxy));
        QVERIFY2(answer.has_value(), qPrintable(answer ? QString() : answer.error().report()));
        QCOMPARE(proxy.asked.size(), 1);
        QVERIFY(proxy.asked.first().startsWith("CONNECT dispatch.test:"));
    }

    void reachesNamesOfEveryScript()
    {
        const ConnectProxy proxy;
        Connection connection = behind(proxy);
        connection.base
            = client::addressFrom(QStringLiteral("https://b\u00fccher.test:%1").arg(connection.base.port()));
        const auto answer = asked(connection);
        QVERIFY2(answer.has_value(), qPrintable(answer ? QString() : answer.error().report()));
        QVERIFY(proxy.asked.first().startsWith("CONNECT xn--bcher-kva.test:"));
    }

    void saysWhatIsWrongWithAProxy()
    {
        ConnectProxy proxy;
        proxy.refusal = "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n";
        const auto refused = asked(behind(proxy));
        QVERIFY(!refused);
        QVERIFY2(refused.error().report().contains(QLatin1String("proxy"), Qt::CaseInsensitive),
                 qPrintable(refused.error().report()));
        proxy.refusal = "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n";
        const auto asksForMore = asked(behind(proxy));
        QVERIFY(!asksForMore);
        QVERIFY2(asksForMore.error().remedy.contains(QLatin1String("proxy")), qPrintable(asksForMore.error().report()));
        proxy.close();
        const auto gone = asked(behind(proxy));
        QVERIFY(!gone);
        QVERIFY2(gone.error().meaning.contains(QLatin1String("proxy")), qPrintable(gone.error().report()));
    }

    void goesDirectlyToThisMachine()
    {
        const ConnectProxy proxy;
        Connection connection = behind(proxy);
        connection.base.setHost(QStringLiteral("127.0.0.1"));
        QVERIFY(asked(connection).has_value());
        connection.base.setHost(QStringLiteral("localhost"));
        QVERIFY(asked(connection).has_value());
        QVERIFY(proxy.asked.isEmpty());
    }

    void knowsWhatToReachDirectly()
    {
        const auto queried = [](client::ProxyFactory& factory, const char* host) {
            return factory.queryProxy(QNetworkProxyQuery(QUrl(QStringLiteral("https://%1/").arg(QLatin1String(host)))))
                .first()
                .type();
        };
        ProxySettings settings;
        settings.kind = ProxySettings::Kind::Manual;
        settings.host = QStringLiteral("proxy");
        settings.port = 3128;
        settings.bypass = {QStringLiteral("exact.example"), QStringLiteral(".inside.example"),
                           QStringLiteral("*.star.example"), QStringLiteral("10.0.0.0/8")};
        client::ProxyFactory factory(settings);
        for (const char* host : {"exact.example", "EXACT.example", "a.inside.example", "b.star.example", "10.1.2.3",
                                 "127.0.0.1", "localhost", "[::1]", "192.168.49.2"})
            QVERIFY2(queried(factory, host) == QNetworkProxy::NoProxy, host);
        for (const char* host : {"other.example", "not-inside.example", "11.0.0.1", "192.168.50.2"})
            QVERIFY2(queried(factory, host) == QNetworkProxy::HttpProxy, host);
    }

    void reachesIpv6()
    {
        DispatchProcess six;
        if (!six.start({QStringLiteral("--host"), QStringLiteral("::1")}))
            QSKIP("this machine has no IPv6 loopback");
        Connection connection = six.connection();
        connection.base.setHost(QStringLiteral("::1"));
        QVERIFY(asked(connection).has_value());
    }

    void changesNothingWhereItIsReadOnly()
    {
        LocalWorld world;
        QVERIFY(world.start());
        Connection connection = world.process.connection();
        connection.name = QStringLiteral("production");
        connection.protection = client::Protection::ReadOnly;
        QVERIFY(asked(connection).has_value());
        for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
            const auto answer = asked(connection, method);
            QVERIFY2(!answer, method);
            QCOMPARE(answer.error().kind, FailureKind::Forbidden);
            QVERIFY(answer.error().meaning.contains(QLatin1String("production")));
            QVERIFY(!answer.error().mayHaveHappened);
        }
        client::DispatchClient api(*m_door);
        m_door->setTakesBatches(true);
        QVERIFY(!told(api.createRecord(models::RecordKind::DriverType, {{"name", "a"}, {"image", "b"}})));
        QVERIFY(told(world.session->api().records(models::RecordKind::DriverType))->empty());
    }
};

QTEST_GUILESS_MAIN(TestReach)
#include "tst_reach.moc"
