// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"
#include "client/browserlogin.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QSslKey>
#include <QSslServer>
#include <QTcpSocket>
#include <QTest>
#include <QUrlQuery>

using client::BrowserLogin;
using models::FailureKind;

/// The way of a browser, without one: what the login server and the identity manager do is in the addresses.
class TestBrowserLogin final : public QObject
{
    Q_OBJECT

    /// Where the server sends the browser in the end, without the cookie.
    static QUrl catcherIn(const QUrl& start)
    {
        const QUrl redirect(QUrlQuery(start).queryItemValue(QStringLiteral("rd"), QUrl::FullyDecoded));
        return QUrl(QUrlQuery(redirect).queryItemValue(QStringLiteral("redirect"), QUrl::FullyDecoded));
    }

    static QByteArray asked(const QUrl& catcher, const QByteArray& target, const QByteArray& method = "GET")
    {
        QTcpSocket browser;
        browser.connectToHost(catcher.host(), static_cast<quint16>(catcher.port()));
        if (!browser.waitForConnected(5'000))
            return {};
        browser.write(method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        (void)QTest::qWaitFor([&] { return browser.state() == QAbstractSocket::UnconnectedState; }, 5'000);
        return browser.readAll();
    }

    static std::unique_ptr<QSslServer> loginServer(const Certificates& made)
    {
        auto server = std::make_unique<QSslServer>();
        QSslConfiguration secured = QSslConfiguration::defaultConfiguration();
        secured.setLocalCertificate(QSslCertificate::fromPath(made.pem(QStringLiteral("good"))).first());
        QFile key(made.key(QStringLiteral("good")));
        if (!key.open(QIODevice::ReadOnly))
            return nullptr;
        secured.setPrivateKey(QSslKey(&key, QSsl::Rsa));
        secured.setPeerVerifyMode(QSslSocket::VerifyNone);
        server->setSslConfiguration(secured);
        QObject::connect(server.get(), &QTcpServer::pendingConnectionAvailable, server.get(), [at = server.get()] {
            QTcpSocket* socket = at->nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] { answerLogin(socket); });
        });
        return server->listen(QHostAddress::LocalHost) ? std::move(server) : nullptr;
    }

    /// What oauth2-proxy and the identity manager do (contract §2.4).
    static void answerLogin(QTcpSocket* socket)
    {
        const QByteArray head = socket->readAll();
        const QUrl target = QUrl::fromEncoded(head.split(' ').value(1));
        const QUrlQuery query(target);
        const auto redirect = [socket](const QByteArray& to, const QByteArray& more = {}) {
            socket->write("HTTP/1.1 302 Found\r\nLocation: " + to + "\r\n" + more + "Content-Length: 0\r\n\r\n");
        };
        if (target.path() == QLatin1String("/v1/iam/oauth2/start")) {
            redirect(query.queryItemValue(QStringLiteral("rd"), QUrl::FullyDecoded).toLatin1(),
                     "Set-Cookie: _oauth2_proxy=who|42==; Path=/; HttpOnly\r\n");
        } else if (target.path() == QLatin1String("/v1/iam/redirect") && head.contains("_oauth2_proxy=who|42==")) {
            redirect(query.queryItemValue(QStringLiteral("redirect"), QUrl::FullyDecoded).toLatin1()
                     + "?cookie=_oauth2_proxy%3Dwho%7C42%3D%3D");
        } else {
            socket->write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
        }
    }

private Q_SLOTS:
    void signsInAtALoginServer()
    {
        Certificates made;
        QVERIFY(made.begin() && made.issue({.name = QStringLiteral("good")}));
        const auto server = loginServer(made);
        QVERIFY(server);
        BrowserLogin login(QUrl(QStringLiteral("https://127.0.0.1:%1").arg(server->serverPort())));
        QSignalSpy signedIn(&login, &BrowserLogin::signedIn);
        const auto url = login.start();
        QVERIFY(url.has_value());
        // A browser follows, keeps cookies, and has been told to trust the certificate.
        QNetworkAccessManager browser;
        browser.setProxy(QNetworkProxy::NoProxy);
        QByteArray page;
        QUrl next = *url;
        for (int hop = 0; hop < 4 && page.isEmpty(); ++hop) {
            QNetworkRequest request(next);
            request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
            const std::unique_ptr<QNetworkReply> reply(browser.get(request));
            connect(reply.get(), &QNetworkReply::sslErrors, reply.get(), [&reply] { reply->ignoreSslErrors(); });
            QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20'000);
            page = reply->readAll();
            next = next.resolved(QUrl::fromEncoded(reply->rawHeader("Location")));
        }
        QTRY_COMPARE_WITH_TIMEOUT(signedIn.size(), 1, 20'000);
        QCOMPARE(signedIn[0][0].toByteArray(), QByteArray("_oauth2_proxy=who|42=="));
        QVERIFY2(page.contains("Signed in"), page.constData());
    }

    void sendsTheBrowserWhereTheContractSays()
    {
        for (const auto& [base, host] : {std::pair("http://dispatch.example:8443", "https://dispatch.example:8443"),
                                         std::pair("https://dispatch.example", "https://dispatch.example"),
                                         std::pair("https://dispatch.example:443", "https://dispatch.example")}) {
            BrowserLogin login((QUrl(QLatin1String(base))));
            const auto url = login.start();
            QVERIFY(url.has_value());
            const QByteArray text = url->toEncoded();
            QVERIFY2(text.startsWith(QByteArray(host)
                                     + "/v1/iam/oauth2/start?rd=%2Fv1%2Fiam%2Fredirect%3Fredirect%3D"
                                       "http%253A%252F%252F127.0.0.1%253A"),
                     text.constData());
            const QUrl catcher = catcherIn(*url);
            QCOMPARE(catcher.host(), QStringLiteral("127.0.0.1"));
            QVERIFY(catcher.path().size() > 60);
        }
    }

    void takesTheCookieOnce()
    {
        BrowserLogin login(QUrl(QStringLiteral("https://h")));
        QSignalSpy signedIn(&login, &BrowserLogin::signedIn);
        const QUrl catcher = catcherIn(*login.start());
        const QByteArray answer = asked(catcher, catcher.path().toLatin1() + "?cookie=_oauth2_proxy%3Dabc%7C123%3D%3D");
        QVERIFY2(answer.startsWith("HTTP/1.1 200") && answer.contains("no-store"), answer.constData());
        QTRY_COMPARE(signedIn.size(), 1);
        QCOMPARE(signedIn[0][0].toByteArray(), QByteArray("_oauth2_proxy=abc|123=="));
        QVERIFY(asked(catcher, catcher.path().toLatin1() + "?cookie=a%3Db").isEmpty());
        QCOMPARE(signedIn.size(), 1);
    }

    void hearsNobodyElse()
    {
        BrowserLogin login(QUrl(QStringLiteral("https://h")));
        QSignalSpy signedIn(&login, &BrowserLogin::signedIn);
        QSignalSpy failed(&login, &BrowserLogin::failed);
        const QUrl catcher = catcherIn(*login.start());
        QVERIFY(asked(catcher, "/catcher?cookie=a%3Db").startsWith("HTTP/1.1 404"));
        QVERIFY(asked(catcher, "/favicon.ico").startsWith("HTTP/1.1 404"));
        QVERIFY(asked(catcher, catcher.path().toLatin1() + "?cookie=a%3Db", "POST").startsWith("HTTP/1.1 404"));
        QVERIFY(signedIn.isEmpty() && failed.isEmpty());
        QVERIFY(asked(catcher, catcher.path().toLatin1() + "?cookie=a%3Db").startsWith("HTTP/1.1 200"));
        QTRY_COMPARE(signedIn.size(), 1);
    }

    void refusesWhatIsNoCookie_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("empty") << QByteArray("?cookie=");
        QTest::newRow("no name") << QByteArray("?cookie=%3Db");
        QTest::newRow("another header") << QByteArray("?cookie=a%3Db%0D%0AX-Evil%3A1");
    }

    void refusesWhatIsNoCookie()
    {
        QFETCH(QByteArray, query);
        BrowserLogin login(QUrl(QStringLiteral("https://h")));
        QSignalSpy failed(&login, &BrowserLogin::failed);
        const QUrl catcher = catcherIn(*login.start());
        QVERIFY(asked(catcher, catcher.path().toLatin1() + query).startsWith("HTTP/1.1 400"));
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].value<models::Failure>().kind, FailureKind::Unauthorized);
    }

    void endsWhenNobodyComesOrItIsCancelled()
    {
        BrowserLogin impatient(QUrl(QStringLiteral("https://h")), 50);
        QSignalSpy late(&impatient, &BrowserLogin::failed);
        QVERIFY(impatient.start().has_value());
        QTRY_COMPARE(late.size(), 1);
        QCOMPARE(late[0][0].value<models::Failure>().kind, FailureKind::TimedOut);
        BrowserLogin login(QUrl(QStringLiteral("https://h")));
        QSignalSpy cancelled(&login, &BrowserLogin::failed);
        const QUrl catcher = catcherIn(*login.start());
        login.cancel();
        login.cancel();
        QCOMPARE(cancelled.size(), 1);
        QCOMPARE(cancelled[0][0].value<models::Failure>().kind, FailureKind::Cancelled);
        QVERIFY(asked(catcher, catcher.path().toLatin1()).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestBrowserLogin)
#include "tst_browserlogin.moc"
