// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"
#include "client/profileconnection.h"
#include "localworld.h"

#include <QRegularExpression>
#include <QSslKey>
#include <QSslServer>
#include <QTcpSocket>

using client::Connection;
using client::TlsSettings;
using models::FailureKind;

/// Secured connections to real servers, with every certificate that goes wrong.
class TestTls final : public QObject
{
    Q_OBJECT

    /// A server with this certificate.
    std::unique_ptr<DispatchProcess> serve(const QString& certificate)
    {
        auto process = std::make_unique<DispatchProcess>();
        if (!process->start({QStringLiteral("--tls-certificate"), m_made.pem(certificate), QStringLiteral("--tls-key"),
                             m_made.key(certificate)}))
            qFatal("no server with the certificate %s", qPrintable(certificate));
        return process;
    }

    models::Result<Connection> connectionTo(const QUrl& url, const TlsSettings& tls)
    {
        client::Profile profile;
        profile.id = QStringLiteral("7");
        profile.name = QStringLiteral("secured");
        profile.base = url;
        profile.tls = tls;
        const auto trust = told(client::tlsTrustLater(tls));
        if (!trust)
            return models::failed(trust.error());
        return client::connectionOf(profile, {}, *trust);
    }

    models::Result<client::Reply> asked(const QUrl& url, const TlsSettings& tls)
    {
        const auto connection = connectionTo(url, tls);
        if (!connection)
            return models::failed(connection.error());
        m_door = std::make_unique<client::NetworkDoor>(*connection);
        client::Request request;
        request.path = QStringLiteral("/v1/version");
        return told(m_door->send(request));
    }

    static QUrl urlOf(const DispatchProcess& process) { return process.connection().base; }

    TlsSettings withAuthority() const
    {
        TlsSettings settings;
        settings.caFile = m_made.pem(QStringLiteral("ca"));
        return settings;
    }

    QByteArray pinOf(const QString& name) const
    {
        return QSslCertificate::fromPath(m_made.pem(name)).first().digest(QCryptographicHash::Sha256).toHex();
    }

    Certificates m_made;
    std::unique_ptr<client::NetworkDoor> m_door;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_made.begin());
        using Wish = Certificates::Wish;
        for (const Wish& wish :
             {Wish{.name = QStringLiteral("good")},
              Wish{.name = QStringLiteral("expired"), .until = QStringLiteral("20210101000000Z")},
              Wish{.name = QStringLiteral("early"), .from = QStringLiteral("20400101000000Z")},
              Wish{.name = QStringLiteral("elsewhere"), .alternatives = QStringLiteral("DNS:other.example")},
              Wish{.name = QStringLiteral("alone"), .issuer = {}}, Wish{.name = QStringLiteral("client")},
              Wish{.name = QStringLiteral("weak"), .bits = 1024}})
            QVERIFY2(m_made.issue(wish), qPrintable(wish.name));
    }

    void cleanup() { m_door.reset(); }

    void trustsTheAuthorityOfTheProfile()
    {
        const auto server = serve(QStringLiteral("good"));
        const auto without = asked(urlOf(*server), {});
        QVERIFY(!without);
        QCOMPARE(without.error().kind, FailureKind::Tls);
        QVERIFY2(without.error().meaning.contains(QLatin1String("Authority of this test")),
                 qPrintable(without.error().meaning));
        QVERIFY(!without.error().mayHaveHappened);
        const auto with = asked(urlOf(*server), withAuthority());
        QVERIFY2(with.has_value(), qPrintable(with ? QString() : with.error().report()));
    }

    void explainsEachBadCertificate_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("meaning");
        QTest::addColumn<QString>("remedy");
        const auto row = [](const char* certificate, const char* meaning, const char* remedy) {
            QTest::newRow(certificate) << QString::fromLatin1(certificate) << QString::fromLatin1(meaning)
                                       << QString::fromLatin1(remedy);
        };
        row("expired", "was good until", "new certificate");
        row("early", "is good from", "clock");
        row("elsewhere", "is for other.example", "name from the certificate");
        row("alone", "signed by nobody but itself", "fingerprint");
    }

    void explainsEachBadCertificate()
    {
        QFETCH(QString, certificate);
        QFETCH(QString, meaning);
        QFETCH(QString, remedy);
        const auto server = serve(certificate);
        const auto answer = asked(urlOf(*server), withAuthority());
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, FailureKind::Tls);
        QVERIFY2(answer.error().meaning.contains(meaning), qPrintable(answer.error().report()));
        QVERIFY2(answer.error().remedy.contains(remedy), qPrintable(answer.error().report()));
        QVERIFY2(answer.error().raw.contains("SHA-256"), answer.error().raw.constData());
        QCOMPARE(m_door->tlsTrouble().chain.first().digest(QCryptographicHash::Sha256).toHex(), pinOf(certificate));
    }

    void explainsAWeakKey()
    {
        QProcess server;
        server.setWorkingDirectory(m_made.folder());
        server.start(QStringLiteral("openssl"),
                     {QStringLiteral("s_server"), QStringLiteral("-accept"), QStringLiteral("127.0.0.1:0"),
                      QStringLiteral("-cert"), m_made.pem(QStringLiteral("weak")), QStringLiteral("-key"),
                      m_made.key(QStringLiteral("weak")), QStringLiteral("-cipher"),
                      QStringLiteral("DEFAULT@SECLEVEL=0"), QStringLiteral("-WWW")});
        const quint16 port = portOf(server);
        QVERIFY(port != 0);
        const auto answer = asked(QUrl(QStringLiteral("https://127.0.0.1:%1").arg(port)), withAuthority());
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, FailureKind::Tls);
        QVERIFY2(answer.error().meaning.contains(QLatin1String("too short")), qPrintable(answer.error().report()));
        server.kill();
        server.waitForFinished();
    }

    void pinsOneCertificate()
    {
        const auto server = serve(QStringLiteral("alone"));
        TlsSettings settings;
        settings.pinnedSha256 = pinOf(QStringLiteral("alone"));
        QVERIFY(asked(urlOf(*server), settings).has_value());
        settings.pinnedSha256 = pinOf(QStringLiteral("good"));
        QVERIFY(!asked(urlOf(*server), settings).has_value());
        // An authority that vouches for another one does not help.
        const auto other = serve(QStringLiteral("good"));
        settings = withAuthority();
        settings.pinnedSha256 = pinOf(QStringLiteral("alone"));
        const auto answer = asked(urlOf(*other), settings);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, FailureKind::Tls);
        QVERIFY2(answer.error().meaning.contains(QLatin1String("pinned")), qPrintable(answer.error().report()));
        QVERIFY(m_door->tlsTrouble().isNotThePinned);
    }

    void readsPinsAsPeopleCopyThem()
    {
        const QByteArray pin = pinOf(QStringLiteral("good"));
        const QString shown
            = client::fingerprintOf(QSslCertificate::fromPath(m_made.pem(QStringLiteral("good"))).first());
        QVERIFY(shown.contains(u':'));
        QCOMPARE(client::pinFrom(u' ' + shown + u'\n'), pin);
        QCOMPARE(client::pinFrom(QStringLiteral("AB:12")), QByteArray());
        QCOMPARE(client::pinFrom(QString(64, u'g')), QByteArray());
    }

    void takesAnythingWhenToldSo()
    {
        TlsSettings settings;
        settings.isInsecure = true;
        for (const char* name : {"alone", "expired", "elsewhere"}) {
            const auto server = serve(QLatin1String(name));
            QVERIFY2(asked(urlOf(*server), settings).has_value(), name);
        }
    }

    void tellsPlainFromSecure()
    {
        DispatchProcess plain;
        QVERIFY(plain.start());
        QUrl url = urlOf(plain);
        url.setScheme(QStringLiteral("https"));
        const auto secured = asked(url, {});
        QVERIFY(!secured);
        QVERIFY2(secured.error().remedy.contains(QLatin1String("http://")), qPrintable(secured.error().report()));
        const auto server = serve(QStringLiteral("good"));
        url = urlOf(*server);
        url.setScheme(QStringLiteral("http"));
        const auto bare = asked(url, {});
        QVERIFY(!bare);
        QVERIFY2(bare.error().remedy.contains(QLatin1String("https://")), qPrintable(bare.error().report()));
    }

    void showsOurCertificate()
    {
        QSslServer server;
        QSslConfiguration asks = QSslConfiguration::defaultConfiguration();
        asks.setLocalCertificate(QSslCertificate::fromPath(m_made.pem(QStringLiteral("good"))).first());
        QFile key(m_made.key(QStringLiteral("good")));
        QVERIFY(key.open(QIODevice::ReadOnly));
        asks.setPrivateKey(QSslKey(&key, QSsl::Rsa));
        asks.setCaCertificates(QSslCertificate::fromPath(m_made.pem(QStringLiteral("ca"))));
        asks.setPeerVerifyMode(QSslSocket::VerifyPeer);
        server.setSslConfiguration(asks);
        connect(&server, &QTcpServer::pendingConnectionAvailable, this, [&server] {
            QTcpSocket* socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                if (socket->readAll().endsWith("\r\n\r\n"))
                    socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
            });
        });
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QUrl url(QStringLiteral("https://127.0.0.1:%1").arg(server.serverPort()));
        const auto without = asked(url, withAuthority());
        QVERIFY(!without);
        QVERIFY2(without.error().remedy.contains(QLatin1String("client certificate")),
                 qPrintable(without.error().report()));
        TlsSettings settings = withAuthority();
        settings.certificateFile = m_made.pem(QStringLiteral("client"));
        settings.keyFile = m_made.key(QStringLiteral("client"));
        const auto answer = asked(url, settings);
        QVERIFY2(answer.has_value(), qPrintable(answer ? QString() : answer.error().report()));
    }

    void saysWhichFileIsUnusable()
    {
        const QString locked = m_made.folder() + QStringLiteral("/locked.key");
        QVERIFY(m_made.openssl({QStringLiteral("rsa"), QStringLiteral("-aes128"), QStringLiteral("-passout"),
                                QStringLiteral("pass:x"), QStringLiteral("-in"), m_made.key(QStringLiteral("client")),
                                QStringLiteral("-out"), locked}));
        TlsSettings settings;
        settings.caFile = QStringLiteral("/nowhere/ca.pem");
        QVERIFY(asked(QUrl(QStringLiteral("https://h")), settings).error().report().contains(settings.caFile));
        settings.caFile = m_made.key(QStringLiteral("ca"));
        QVERIFY(asked(QUrl(QStringLiteral("https://h")), settings).error().meaning.contains(QLatin1String("PEM")));
        settings = {};
        settings.certificateFile = m_made.pem(QStringLiteral("client"));
        settings.keyFile = locked;
        const auto answer = asked(QUrl(QStringLiteral("https://h")), settings);
        QCOMPARE(answer.error().kind, FailureKind::Tls);
        QVERIFY(answer.error().meaning.contains(QLatin1String("pass phrase")));
    }

private:
    /// Where openssl says it listens.
    static quint16 portOf(QProcess& server)
    {
        static const QRegularExpression said(QStringLiteral("ACCEPT 127\\.0\\.0\\.1:(\\d+)"));
        QString output;
        QRegularExpressionMatch match;
        (void)QTest::qWaitFor(
            [&] {
                output += QString::fromLatin1(server.readAllStandardOutput());
                return (match = said.match(output)).hasMatch();
            },
            20'000);
        return match.captured(1).toUShort();
    }
};

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
