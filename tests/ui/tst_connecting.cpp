// SPDX-License-Identifier: Apache-2.0
#include "client/credentials.h"
#include "connectionworld.h"
#include "ownsettings.h"
#include "scriptserver.h"
#include "ui/connections/connectiontestdialog.h"
#include "ui/requests/requestdock.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QTableView>
#include <QTcpSocket>
#include <QTreeWidget>
#include <QUrlQuery>

using client::Profile;
using client::SignInMethod;

/// What a browser does in the end of a sign-in: it calls the catcher.
class Browser final : public QObject
{
    Q_OBJECT
public:
    QByteArray cookie; ///< percent-encoded; empty = it never comes back
    QList<QUrl> opened;
    QByteArray page; ///< what it shows in the end

public Q_SLOTS:
    void open(const QUrl& url)
    {
        opened << url;
        if (cookie.isEmpty())
            return;
        const QUrl redirect(QUrlQuery(url).queryItemValue(QStringLiteral("rd"), QUrl::FullyDecoded));
        const QUrl catcher(QUrlQuery(redirect).queryItemValue(QStringLiteral("redirect"), QUrl::FullyDecoded));
        auto* socket = new QTcpSocket(this);
        connect(socket, &QTcpSocket::connected, socket, [this, socket, catcher] {
            socket->write("GET " + catcher.path().toLatin1() + "?cookie=" + cookie + " HTTP/1.1\r\nHost: x\r\n\r\n");
        });
        connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { page += socket->readAll(); });
        socket->connectToHost(catcher.host(), static_cast<quint16>(catcher.port()));
    }
};

/// Ways in: signing in again, with the browser, and with what the command line knows; and what was said meanwhile.
class TestConnecting final : public QObject
{
    Q_OBJECT

    /// Lists for who knows the token.
    void serveWith(const QByteArray& token)
    {
        m_server->on("/", [token](QTcpSocket* socket, const ScriptServer::Seen& request) {
            const bool known = request.headers.value("authorization") == "Bearer " + token
                || request.headers.value("cookie") == token;
            socket->write(known ? ScriptServer::message(200, "[]")
                                : ScriptServer::message(401, json("{'code':401,'message':'who are you'}")));
        });
    }

    /// By openssl, which knows nothing of ours.
    bool isSignedBy(const QByteArray& publicPem, const QByteArray& text, const QByteArray& signature) const
    {
        const auto write = [this](const char* name, const QByteArray& bytes) {
            QFile file(m_at->data.filePath(QLatin1String(name)));
            if (file.open(QIODevice::WriteOnly))
                file.write(bytes);
            return file.fileName();
        };
        return QProcess::execute(QStringLiteral("openssl"),
                                 {QStringLiteral("dgst"), QStringLiteral("-sha256"), QStringLiteral("-verify"),
                                  write("public.pem", publicPem), QStringLiteral("-signature"),
                                  write("signature", signature), write("text", text)})
            == 0;
    }

    OwnSettings m_settings;
    std::unique_ptr<ScriptServer> m_server;
    std::unique_ptr<ConnectionWorld> m_at;

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<ScriptServer>();
        m_at = std::make_unique<ConnectionWorld>();
        QTRY_VERIFY(m_at->own.store.isLoaded());
    }

    void cleanup()
    {
        m_at.reset();
        m_server.reset();
    }

    void signsInAgainAndLosesNothing()
    {
        serveWith("first");
        part<QAction>(m_at->window, "action.connect")->trigger();
        auto* dialog = part<QDialog>(m_at->window, "dialog.connect");
        part<QLineEdit>(*dialog, "connect.address")->setText(m_server->url().toString());
        part<QComboBox>(*dialog, "connect.method")->setCurrentIndex(2);
        part<QLineEdit>(*dialog, "connect.secret")->setText(QStringLiteral("first"));
        part<QPushButton>(*dialog, "connect.ok")->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_at->workspace(), 30'000);
        ui::Workspace* const workspace = m_at->workspace();
        QTRY_COMPARE(workspace->session().watch().state().phase, client::WatchState::Phase::Live);
        part<QAction>(m_at->window, "action.new.Subscription")->trigger();
        auto* form = part<QDialog>(m_at->window, "dialog.Subscription");
        QTest::keyClicks(part<QLineEdit>(*form, "field.name"), QStringLiteral("half-typed"));

        serveWith("second");
        workspace->session().watch().lookNow();
        QTRY_COMPARE(workspace->session().watch().state().phase, client::WatchState::Phase::Paused);
        auto* bar = m_at->window.findChild<ui::MessageBar*>(QStringLiteral("watch.message"));
        QTRY_VERIFY(bar->showsFailure());
        Q_EMIT bar->remedyRequested();
        QTRY_VERIFY(m_at->window.findChild<QDialog*>(QStringLiteral("dialog.connect")));
        dialog = part<QDialog>(m_at->window, "dialog.connect");
        QVERIFY(dialog->findChild<ui::MessageBar*>(QStringLiteral("connect.message"))->showsFailure());
        part<QLineEdit>(*dialog, "connect.secret")->setText(QStringLiteral("second"));
        part<QPushButton>(*dialog, "connect.ok")->click();
        QTRY_COMPARE_WITH_TIMEOUT(workspace->session().watch().state().phase, client::WatchState::Phase::Live, 30'000);
        QCOMPARE(m_at->workspace(), workspace);
        QVERIFY(form->isVisible());
        QCOMPARE(part<QLineEdit>(*form, "field.name")->text(), QStringLiteral("half-typed"));
        QTRY_VERIFY(!bar->showsFailure());
        QTRY_COMPARE(m_at->own.store.listing().profiles.size(), std::size_t(1));
    }

    void getsTheCookieWithTheBrowser()
    {
        Browser browser;
        browser.cookie = "_oauth2_proxy%3Dabc";
        QDesktopServices::setUrlHandler(QStringLiteral("https"), &browser, "open");
        serveWith("_oauth2_proxy=abc");
        part<QAction>(m_at->window, "action.connect")->trigger();
        auto* dialog = part<QDialog>(m_at->window, "dialog.connect");
        part<QLineEdit>(*dialog, "connect.address")->setText(m_server->url().toString());
        auto* get = part<QPushButton>(*dialog, "connect.browser");
        QVERIFY(!get->isVisible());
        part<QComboBox>(*dialog, "connect.method")->setCurrentIndex(1);
        QVERIFY(get->isVisible());
        get->click();
        auto* secret = part<QLineEdit>(*dialog, "connect.secret");
        QTRY_COMPARE(secret->text(), QStringLiteral("_oauth2_proxy=abc"));
        QTRY_VERIFY2(browser.page.contains("Signed in"), browser.page.constData());
        QCOMPARE(secret->echoMode(), QLineEdit::Password);
        QCOMPARE(browser.opened.size(), 1);
        part<QPushButton>(*dialog, "connect.ok")->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_at->workspace(), 30'000);
        QTRY_COMPARE(m_at->own.store.listing().profiles.size(), std::size_t(1));
        QCOMPARE(m_at->secretOf(m_at->own.store.listing().profiles.front(), "/cookie"),
                 QByteArray("_oauth2_proxy=abc"));
        QDesktopServices::unsetUrlHandler(QStringLiteral("https"));
    }

    void givesUpTheBrowserAndKeepsTheForm()
    {
        Browser browser;
        QDesktopServices::setUrlHandler(QStringLiteral("https"), &browser, "open");
        part<QAction>(m_at->window, "action.connect")->trigger();
        auto* dialog = part<QDialog>(m_at->window, "dialog.connect");
        part<QLineEdit>(*dialog, "connect.address")->setText(m_server->url().toString());
        part<QComboBox>(*dialog, "connect.method")->setCurrentIndex(1);
        part<QPushButton>(*dialog, "connect.browser")->click();
        QCOMPARE(browser.opened.size(), 1);
        QVERIFY(!part<QLineEdit>(*dialog, "connect.address")->isEnabled());
        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(dialog->isVisible());
        QVERIFY(part<QLineEdit>(*dialog, "connect.address")->isEnabled());
        QVERIFY(dialog->findChild<ui::MessageBar*>(QStringLiteral("connect.message"))->showsFailure());
        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(!dialog->isVisible());
        QDesktopServices::unsetUrlHandler(QStringLiteral("https"));
    }

    void takesOverWhatTheCommandLineKnows()
    {
        QFile file(m_at->data.filePath(QStringLiteral("config.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray text = json("{'current':'prod','contexts':{'prod':{'host':'d.example','organization':'acme',"
                                     "'cookie':'x=y'},'solo':{'host':'127.0.0.1','port':8080,'scheme':'http',"
                                     "'organization':'dispatch','cookie':'cookie'}}}");
        file.write(text);
        file.close();
        qputenv("DISPATCH_CONFIG", file.fileName().toLocal8Bit());
        part<QAction>(m_at->window, "action.connections")->trigger();
        auto* manager = part<QDialog>(m_at->window, "dialog.connections");
        part<QPushButton>(*manager, "connections.cliimport")->click();
        auto* dialog = part<QDialog>(*manager, "dialog.cliimport");
        auto* list = part<QListWidget>(*dialog, "cliimport.list");
        QCOMPARE(list->count(), 2);
        QVERIFY(list->item(0)->text().contains(QLatin1String("prod"))
                && list->item(0)->text().contains(QLatin1String("current")));
        dialog->grab().save(qEnvironmentVariable("DISPATCH_PICTURES") + QStringLiteral("/cliimport.png"));
        part<QPushButton>(*dialog, "cliimport.ok")->click();
        QTRY_COMPARE(m_at->own.store.listing().profiles.size(), std::size_t(2));
        QTRY_VERIFY(!manager->findChild<QDialog*>(QStringLiteral("dialog.cliimport")));
        const Profile& prod = m_at->own.store.listing().profiles.front();
        QCOMPARE(prod.name, QStringLiteral("prod"));
        QCOMPARE(m_at->secretOf(prod, "/cookie"), QByteArray("x=y"));
        // Once more: names stay apart, and the file is as it was.
        part<QPushButton>(*manager, "connections.cliimport")->click();
        dialog = part<QDialog>(*manager, "dialog.cliimport");
        part<QPushButton>(*dialog, "cliimport.ok")->click();
        QTRY_COMPARE(m_at->own.store.listing().profiles.size(), std::size_t(4));
        QCOMPARE(m_at->own.store.listing().profiles[2].name, QStringLiteral("prod (2)"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), text);
        qunsetenv("DISPATCH_CONFIG");
    }

    void makesAServiceAccountThatSignsIn()
    {
        QByteArrayList made;
        const auto take = [&made](QTcpSocket* socket, const ScriptServer::Seen& request) {
            if (request.method == "POST")
                made << request.body;
            const auto body = models::parseJson(request.body);
            socket->write(request.method == "GET"
                              ? ScriptServer::message(404, json("{'code':404,'message':'service account not found'}"))
                              : ScriptServer::message(201, body ? models::dumpJson(*body) : "{}"));
        };
        m_server->on("/", ScriptServer::answer(200, "[]"));
        m_server->on("/v1/iam/serviceaccount", take);
        m_server->on("/v1/iam/policy", take);
        client::Connection connection;
        connection.base = m_server->url();
        connection.organization = QStringLiteral("acme");
        connection.name = QStringLiteral("lab");
        m_at->window.useConnection(connection);
        QTRY_VERIFY_WITH_TIMEOUT(m_at->workspace(), 30'000);
        part<QAction>(m_at->window, "action.serviceaccount")->trigger();
        auto* dialog = part<QDialog>(m_at->window, "dialog.serviceaccount");
        auto* ok = part<QPushButton>(*dialog, "serviceaccount.ok");
        auto* name = part<QLineEdit>(*dialog, "serviceaccount.name");
        QVERIFY(!ok->isEnabled());
        name->setText(QStringLiteral("no good"));
        QVERIFY(!ok->isEnabled());
        name->setText(QStringLiteral("ci"));
        dialog->grab().save(qEnvironmentVariable("DISPATCH_PICTURES") + QStringLiteral("/serviceaccount.png"));
        ok->click();
        QTRY_COMPARE_WITH_TIMEOUT(m_at->own.store.listing().profiles.size(), std::size_t(1), 60'000);
        QCOMPARE(made.size(), 2);
        const auto account = models::parseJson(made[0]);
        QVERIFY((*account)["name"] == "ci");
        const QByteArray publicPem
            = QByteArray::fromBase64(QByteArray::fromStdString((*account)["publicKey"].get<std::string>()));
        QVERIFY(publicPem.startsWith("-----BEGIN PUBLIC KEY-----"));
        const auto policy = models::parseJson(made[1]);
        QVERIFY((*policy)["rules"][0]["subjects"][0] == "ci" && (*policy)["rules"][0]["actions"][0] == "*");
        const Profile profile = m_at->own.store.listing().profiles.front();
        QCOMPARE(profile.account, QStringLiteral("acme/ci"));
        QCOMPARE(profile.name, QStringLiteral("lab (ci)"));
        const QByteArray key = m_at->secretOf(profile, "/key");
        QVERIFY(key.contains("PRIVATE KEY"));
        QVERIFY(!made.join().contains("PRIVATE"));
        // It signs in with what the server got: openssl is the judge.
        client::Connection own;
        own.base = m_server->url();
        own.organization = profile.organization;
        own.signIn = client::ServiceAccountSignIn{profile.account, key};
        client::Credentials credentials(own);
        const auto header = credentials.header(QDateTime::currentSecsSinceEpoch());
        QVERIFY(header.has_value());
        const QList<QByteArray> parts = header->value.mid(7).split('.');
        QVERIFY(isSignedBy(publicPem, parts[0] + '.' + parts[1],
                           QByteArray::fromBase64(parts[2], QByteArray::Base64UrlEncoding)));
    }

    void saysThatAServerHasNoServiceAccounts()
    {
        m_server->on("/", ScriptServer::answer(200, "[]"));
        m_server->on("/v1/iam",
                     ScriptServer::answer(501, json("{'code':501,'message':'Endpoint is not implemented'}")));
        client::Connection connection;
        connection.base = m_server->url();
        m_at->window.useConnection(connection);
        QTRY_VERIFY_WITH_TIMEOUT(m_at->workspace(), 30'000);
        part<QAction>(m_at->window, "action.serviceaccount")->trigger();
        auto* dialog = part<QDialog>(m_at->window, "dialog.serviceaccount");
        part<QLineEdit>(*dialog, "serviceaccount.name")->setText(QStringLiteral("ci"));
        part<QPushButton>(*dialog, "serviceaccount.ok")->click();
        auto* bar = dialog->findChild<ui::MessageBar*>(QStringLiteral("serviceaccount.message"));
        QTRY_VERIFY_WITH_TIMEOUT(bar->showsFailure(), 60'000);
        QVERIFY2(bar->text().contains(QLatin1String("does not have that function")), qPrintable(bar->text()));
        QVERIFY(part<QLineEdit>(*dialog, "serviceaccount.name")->isEnabled());
        QVERIFY(m_at->own.store.listing().profiles.empty());
    }

    void testsAConnectionStepByStep()
    {
        serveWith("first");
        part<QAction>(m_at->window, "action.connect")->trigger();
        auto* dialog = part<QDialog>(m_at->window, "dialog.connect");
        part<QLineEdit>(*dialog, "connect.address")->setText(m_server->url().toString());
        part<QComboBox>(*dialog, "connect.method")->setCurrentIndex(2);
        part<QLineEdit>(*dialog, "connect.secret")->setText(QStringLiteral("wrong-HUNTER2"));
        part<QPushButton>(*dialog, "connect.test")->click();
        QTRY_VERIFY(dialog->findChild<ui::ConnectionTestDialog*>());
        auto* test = dialog->findChild<ui::ConnectionTestDialog*>();
        QTRY_VERIFY_WITH_TIMEOUT(test->test().isOver(), 30'000);
        QVERIFY(part<QLabel>(*test, "connectiontest.remedy")->isVisible());
        QCOMPARE(part<QTreeWidget>(*test, "connectiontest.steps")->topLevelItem(4)->text(1), QStringLiteral("failed"));
        test->grab().save(qEnvironmentVariable("DISPATCH_PICTURES") + QStringLiteral("/connectiontest.png"));
        part<QPushButton>(*test, "connectiontest.copy")->click();
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY2(copied.contains(QLatin1String("Sign-in: failed")), qPrintable(copied));
        QVERIFY(!copied.contains(QLatin1String("HUNTER2")));
        part<QPushButton>(*test, "connectiontest.close")->click();
        QVERIFY(dialog->isVisible());
        QVERIFY(part<QPushButton>(*dialog, "connect.ok")->isEnabled());
        QVERIFY(m_at->own.store.listing().profiles.empty());
    }

    void testsTheConnectionOfTheWindow()
    {
        serveWith("good");
        auto* action = part<QAction>(m_at->window, "action.testconnection");
        Q_EMIT m_at->window.connectionMenu().aboutToShow();
        QVERIFY(!action->isEnabled());
        client::Connection connection;
        connection.base = m_server->url();
        connection.signIn = client::TokenSignIn{QStringLiteral("good")};
        m_at->window.useConnection(connection);
        QTRY_VERIFY_WITH_TIMEOUT(m_at->workspace(), 30'000);
        // It goes bad later: the same steps tell where.
        serveWith("other");
        Q_EMIT m_at->window.connectionMenu().aboutToShow();
        QVERIFY(action->isEnabled());
        action->trigger();
        auto* dialog = m_at->window.findChild<ui::ConnectionTestDialog*>();
        QVERIFY(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->test().isOver(), 30'000);
        QCOMPARE(dialog->test().steps()[4].verdict, client::ConnectionStep::Verdict::Bad);
    }

    void countsATokenDown()
    {
        const auto part64 = [](const QByteArray& text) {
            return text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        };
        const qint64 expires = QDateTime::currentSecsSinceEpoch() + 90 * 60;
        const QByteArray token
            = part64("{}") + '.' + part64("{\"exp\":" + QByteArray::number(expires) + '}') + ".signature";
        serveWith(token);
        client::Connection connection;
        connection.base = m_server->url();
        connection.signIn = client::TokenSignIn{QString::fromLatin1(token)};
        QVERIFY(m_at->enter(connection));
        auto* status = part<QLabel>(m_at->window, "status");
        QTRY_VERIFY2(status->text().contains(QLatin1String("token 89 min")), qPrintable(status->text()));
    }

    void showsWhatIsSaidWithoutSecrets()
    {
        m_server->on("/", ScriptServer::answer(200, "[]"));
        m_server->on("/v1/secret", ScriptServer::answer(200, json("[{'name':'s','secrets':{'a':'HUNTER2'}}]")));
        client::Connection connection;
        connection.base = m_server->url();
        connection.signIn = client::CookieSignIn{QStringLiteral("HUNTER2=cookie")};
        m_at->window.useConnection(connection);
        QTRY_VERIFY_WITH_TIMEOUT(m_at->workspace(), 30'000);
        auto* dock = m_at->window.findChild<ui::RequestDock*>();
        QVERIFY(!dock->isVisible());
        QCOMPARE(part<QAction>(m_at->window, "action.requests")->shortcut(), QKeySequence(Qt::Key_F12));
        part<QAction>(m_at->window, "action.requests")->trigger();
        QVERIFY(dock->isVisible());
        auto* table = part<QTableView>(*dock, "requests.table");
        part<QLineEdit>(*dock, "requests.filter")->setText(QStringLiteral("/v1/secret"));
        QTRY_VERIFY(table->model()->rowCount() > 0);
        table->selectRow(0);
        const QString received = part<QPlainTextEdit>(*dock, "requests.received")->toPlainText();
        QVERIFY2(received.contains(QLatin1String("\"a\"")), qPrintable(received));
        QVERIFY(!received.contains(QLatin1String("HUNTER2")));
        part<QPushButton>(*dock, "requests.curl")->click();
        const QString curl = QGuiApplication::clipboard()->text();
        QVERIFY2(curl.startsWith(QLatin1String("curl -X GET ")) && curl.contains(QLatin1String("$DISPATCH_COOKIE")),
                 qPrintable(curl));
        QVERIFY(!curl.contains(QLatin1String("HUNTER2")));
        m_at->window.grab().save(qEnvironmentVariable("DISPATCH_PICTURES") + QStringLiteral("/requests.png"));
        part<QPushButton>(*dock, "requests.clear")->click();
        QVERIFY(!part<QPushButton>(*dock, "requests.curl")->isEnabled());
        // Another session, another log.
        part<QLineEdit>(*dock, "requests.filter")->clear();
        connection.name = QStringLiteral("other");
        connection.mark = client::Mark::Blue;
        m_at->window.useConnection(connection);
        QTRY_VERIFY(table->model()->rowCount() > 0);
    }
};

QTEST_MAIN(TestConnecting)
#include "tst_connecting.moc"
