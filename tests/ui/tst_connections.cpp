// SPDX-License-Identifier: Apache-2.0
#include "client/keypair.h"
#include "client/profileconnection.h"
#include "connectionworld.h"
#include "ownsettings.h"
#include "scriptserver.h"
#include "tests/common/filesearch.h"
#include "uiworld.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QToolButton>

using client::Profile;
using client::SignInMethod;

namespace {

constexpr const char* kSecret = "hunter2-planted";

} // namespace

/// A window with its connections, on servers over loopback.
class ConnectionsTest final : public QObject
{
    Q_OBJECT

    struct World : ConnectionWorld
    {
        bool isRead() const
        {
            return QTest::qWaitFor([this] { return own.store.isLoaded(); }, 30'000);
        }

        Profile put(const QString& name, const QUrl& base, SignInMethod method = SignInMethod::None)
        {
            Profile profile;
            profile.id = Profile::makeId();
            profile.name = name;
            profile.base = base;
            profile.signIn = method;
            if (method == SignInMethod::ServiceAccount)
                profile.account = QStringLiteral("ci");
            auto saved
                = own.keeper.save(profile, std::nullopt,
                                  method == SignInMethod::None ? std::nullopt : std::optional<QByteArray>(kSecret));
            const bool kept = QTest::qWaitFor([&] { return saved.isFinished() && own.store.find(profile.id); }, 30'000);
            if (!kept)
                qFatal("the profile was not kept");
            return profile;
        }

        QDialog* open()
        {
            part<QAction>(window, "action.connect")->trigger();
            return window.findChildren<QDialog*>(QStringLiteral("dialog.connect")).last();
        }

        QDialog* manager()
        {
            part<QAction>(window, "action.connections")->trigger();
            return part<QDialog>(window, "dialog.connections");
        }

        QStringList entries()
        {
            QStringList names;
            const auto actions = window.connectionMenu().actions();
            for (const QAction* action : actions) {
                if (action->objectName().startsWith(QStringLiteral("action.profile.")))
                    names << action->text();
            }
            return names;
        }

        void choose(const Profile& profile)
        {
            part<QAction>(window, qPrintable(QStringLiteral("action.profile.") + profile.id))->trigger();
        }

        /// Once it is read.
        Profile first()
        {
            if (!QTest::qWaitFor([this] { return !own.store.listing().profiles.empty(); }, 30'000))
                qFatal("there is no profile");
            return own.store.listing().profiles.front();
        }

        QString where() { return part<QToolButton>(window, "connection")->text(); }
    };

    OwnSettings m_settings;
    client::KeyPair m_keys;
    QTemporaryDir m_folder;

    static void type(QDialog* dialog, const char* field, const QString& text)
    {
        part<QLineEdit>(*dialog, field)->setText(text);
    }

    static void press(QDialog* dialog, const char* button)
    {
        auto* found = part<QPushButton>(*dialog, button);
        QVERIFY2(found->isEnabled(), button);
        found->click();
    }

    static QString said(QDialog* dialog)
    {
        QStringList texts;
        for (const ui::MessageBar* bar : dialog->findChildren<ui::MessageBar*>()) {
            if (bar->isVisible())
                texts << bar->text();
        }
        return texts.join(QLatin1Char('\n'));
    }

    QString lockedKey() const
    {
        const QString plain = m_folder.filePath(QStringLiteral("plain.pem"));
        const QString locked = m_folder.filePath(QStringLiteral("locked.pem"));
        QFile file(plain);
        if (file.open(QIODevice::WriteOnly))
            file.write(m_keys.privatePem);
        file.close();
        QProcess::execute(QStringLiteral("openssl"),
                          {QStringLiteral("pkcs8"), QStringLiteral("-topk8"), QStringLiteral("-in"), plain,
                           QStringLiteral("-out"), locked, QStringLiteral("-passout"), QStringLiteral("pass:open")});
        return locked;
    }

    static void serve(ScriptServer& server) { server.on("/v1/", ScriptServer::answer(200, "[]")); }

private Q_SLOTS:
    void initTestCase()
    {
        const auto pair = client::makeKeyPair();
        QVERIFY(pair);
        m_keys = *pair;
    }

    void keepsWhatHasAnswered()
    {
        FakeDispatch server;
        World world;
        QDialog* dialog = world.open();
        QVERIFY(!part<QPushButton>(*dialog, "connect.ok")->isEnabled());
        type(dialog, "connect.address", server.connection().base.toString());
        type(dialog, "connect.name", QStringLiteral("R&D lab"));
        UiWorld::picture(*dialog, QStringLiteral("connect-new"));
        press(dialog, "connect.ok");
        QTRY_COMPARE(world.where(), QStringLiteral("R&D lab"));
        QTRY_COMPARE(world.entries(), QStringList{QStringLiteral("R&&D lab")});
        QVERIFY(world.window.windowTitle().contains(QStringLiteral("R&D lab")));
        QCOMPARE(world.own.keychain.state(), client::Keychain::State::Unasked);
    }

    void letsTheKeyboardWalkThroughInOrder()
    {
        World world;
        QDialog* dialog = world.open();
        part<QComboBox>(*dialog, "connect.method")->setCurrentIndex(3);
        QStringList walked;
        QWidget* at = part<QLineEdit>(*dialog, "connect.address");
        do {
            if (!at->objectName().isEmpty() && at->isVisible() && at->focusPolicy() & Qt::TabFocus)
                walked << at->objectName();
            at = at->nextInFocusChain();
        } while (at->objectName() != QLatin1String("connect.address"));
        const QStringList wanted{QStringLiteral("connect.address"),      QStringLiteral("connect.name"),
                                 QStringLiteral("connect.organization"), QStringLiteral("connect.method"),
                                 QStringLiteral("connect.account"),      QStringLiteral("connect.chooseKey")};
        QCOMPARE(walked.first(wanted.size()), wanted);
    }

    void keepsNothingThatDoesNotAnswer()
    {
        ScriptServer server;
        server.on("/v1/", ScriptServer::answer(401, json("{'code':401,'message':'no'}")));
        World world;
        QDialog* dialog = world.open();
        type(dialog, "connect.address", server.url().toString());
        press(dialog, "connect.ok");
        QTRY_VERIFY(!said(dialog).isEmpty());
        QVERIFY(dialog->isVisible());
        QCOMPARE(part<QLineEdit>(*dialog, "connect.address")->text(), server.url().toString());
        QVERIFY(part<QPushButton>(*dialog, "connect.ok")->isEnabled());
        QVERIFY(world.own.store.listing().profiles.empty());
        // But who wants to may keep it unasked.
        press(dialog, "connect.save");
        QTRY_COMPARE(world.entries().size(), 1);
        QCOMPARE(server.count("/v1/event/drivers"), 1);
    }

    void givesUpWhenItIsClosedMeanwhile()
    {
        ScriptServer server;
        server.on("/v1/", ScriptServer::silence());
        World world;
        QPointer<QDialog> dialog = world.open();
        type(dialog, "connect.address", server.url().toString());
        press(dialog, "connect.ok");
        QTRY_COMPARE(server.count("/v1/event/drivers"), 1);
        dialog->reject();
        QTRY_VERIFY(!dialog);
        QVERIFY(world.own.store.listing().profiles.empty());
    }

    void explainsWhatIsMissing_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("organization");
        QTest::addColumn<int>("method");
        QTest::addColumn<QString>("hint");
        const auto row = [](const char* address, const char* organization, int method, const char* hint) {
            QTest::newRow(hint) << QString::fromLatin1(address) << QString::fromLatin1(organization) << method
                                << QString::fromLatin1(hint);
        };
        row("ftp://h", "dispatch", 0, "address");
        row("h:1", "", 0, "organization");
        row("h:1", "dispatch", 1, "cookie is missing");
        row("h:1", "dispatch", 2, "token is missing");
        row("h:1", "dispatch", 3, "service account has a name");
    }

    void explainsWhatIsMissing()
    {
        QFETCH(QString, address);
        QFETCH(QString, organization);
        QFETCH(int, method);
        QFETCH(QString, hint);
        World world;
        QDialog* dialog = world.open();
        type(dialog, "connect.address", address);
        type(dialog, "connect.organization", organization);
        part<QComboBox>(*dialog, "connect.method")->setCurrentIndex(method);
        QVERIFY(part<QLabel>(*dialog, "connect.hint")->text().contains(hint));
        QVERIFY(!part<QPushButton>(*dialog, "connect.ok")->isEnabled());
        QVERIFY(!part<QPushButton>(*dialog, "connect.save")->isEnabled());
    }

    void signsInAgainWithTheKeptToken()
    {
        ScriptServer server;
        serve(server);
        World world;
        QDialog* dialog = world.open();
        type(dialog, "connect.address", server.url().toString());
        type(dialog, "connect.name", QStringLiteral("lab"));
        part<QComboBox>(*dialog, "connect.method")->setCurrentIndex(2);
        type(dialog, "connect.secret", QString::fromLatin1(kSecret));
        const QString where = part<QLabel>(*dialog, "connect.where")->text();
        QVERIFY2(where.contains(QStringLiteral("until the console ends")), qPrintable(where));
        UiWorld::picture(*dialog, QStringLiteral("connect-token"));
        press(dialog, "connect.ok");
        QTRY_COMPARE(world.where(), QStringLiteral("lab"));
        QTRY_COMPARE(world.own.store.listing().profiles.size(), 1U);
        server.seen.clear();
        world.choose(world.own.store.listing().profiles.front());
        QTRY_VERIFY(!server.seen.isEmpty());
        QCOMPARE(server.seen.last().headers.value("authorization"), QByteArray("Bearer ") + kSecret);
        QCOMPARE(filesWith(world.own.folder.path(), kSecret), QStringList());
        QCOMPARE(filesWith(world.data.path(), kSecret), QStringList());
        QVERIFY(!world.window.windowTitle().contains(QLatin1String(kSecret)));
    }

    void asksForThePassPhraseEachTime()
    {
        ScriptServer server;
        serve(server);
        World world;
        QDialog* dialog = world.open();
        type(dialog, "connect.address", server.url().toString());
        type(dialog, "connect.name", QStringLiteral("lab"));
        part<QComboBox>(*dialog, "connect.method")->setCurrentIndex(3);
        type(dialog, "connect.account", QStringLiteral("acme/ci"));
        QVERIFY(part<QLabel>(*dialog, "connect.hint")->text().contains(QStringLiteral("private key")));
        press(dialog, "connect.chooseKey");
        auto* files = part<QFileDialog>(*dialog, "dialog.chooseKey");
        Q_EMIT files->fileSelected(lockedKey());
        files->close();
        QVERIFY(part<QLineEdit>(*dialog, "connect.passPhrase")->isVisible());
        UiWorld::picture(*dialog, QStringLiteral("connect-account"));
        press(dialog, "connect.ok");
        QTRY_VERIFY(part<QLabel>(*dialog, "connect.hint")->text().contains(QStringLiteral("pass phrase")));
        type(dialog, "connect.passPhrase", QStringLiteral("wrong"));
        press(dialog, "connect.ok");
        QTRY_VERIFY(said(dialog).contains(QStringLiteral("pass phrase")));
        type(dialog, "connect.passPhrase", QStringLiteral("open"));
        press(dialog, "connect.ok");
        QTRY_COMPARE(world.where(), QStringLiteral("lab"));
        QVERIFY(server.seen.last().headers.value("authorization").startsWith("Bearer ey"));

        world.choose(world.first());
        QTRY_VERIFY(world.window.findChildren<QDialog*>(QStringLiteral("dialog.connect")).size() == 1);
        QDialog* again = part<QDialog>(world.window, "dialog.connect");
        QTRY_VERIFY(part<QLineEdit>(*again, "connect.passPhrase")->isVisible());
        QVERIFY(part<QLineEdit>(*again, "connect.passPhrase")->text().isEmpty());
        server.seen.clear();
        type(again, "connect.passPhrase", QStringLiteral("open"));
        press(again, "connect.ok");
        QTRY_VERIFY(!server.seen.isEmpty());
        QVERIFY(server.seen.first().headers.value("authorization").startsWith("Bearer ey"));
        QCOMPARE(filesWith(world.own.folder.path(), "PRIVATE KEY"), QStringList());
    }

    void asksForASecretThatIsGone()
    {
        ScriptServer server;
        serve(server);
        World world;
        const Profile profile = world.put(QStringLiteral("lab"), server.url(), SignInMethod::Token);
        auto gone = world.own.keychain.remove(client::secretKeyOf(profile));
        QTRY_VERIFY(gone.isFinished());
        world.choose(profile);
        QTRY_VERIFY(world.window.findChild<QDialog*>(QStringLiteral("dialog.connect")));
        QDialog* dialog = part<QDialog>(world.window, "dialog.connect");
        QTRY_VERIFY(said(dialog).contains(QStringLiteral("secret")));
        type(dialog, "connect.secret", QStringLiteral("new"));
        press(dialog, "connect.ok");
        QTRY_COMPARE(world.where(), QStringLiteral("lab"));
    }

    void deletesWithItsSecretsAfterAQuestion()
    {
        ScriptServer server;
        World world;
        const Profile profile = world.put(QStringLiteral("lab"), server.url(), SignInMethod::Token);
        QDialog* manager = world.manager();
        UiWorld::picture(*manager, QStringLiteral("connections"));
        press(manager, "connections.delete");
        auto* question = part<QDialog>(world.window, "dialog.removeProfile");
        QVERIFY(!part<QPushButton>(*question, "removeProfile.delete")->isDefault());
        question->reject();
        QVERIFY(world.own.store.find(profile.id));
        QTRY_VERIFY(!world.window.findChild<QDialog*>(QStringLiteral("dialog.removeProfile")));
        press(manager, "connections.delete");
        part<QPushButton>(*part<QDialog>(world.window, "dialog.removeProfile"), "removeProfile.delete")->click();
        QTRY_VERIFY(!world.own.store.find(profile.id));
        QTRY_VERIFY(world.entries().isEmpty());
        auto secret = world.own.keychain.read(client::secretKeyOf(profile));
        QTRY_VERIFY(secret.isFinished());
        QVERIFY(!secret.result());
    }

    void forgetsTheSecretOfAnotherWayToSignIn()
    {
        ScriptServer server;
        World world;
        const Profile profile = world.put(QStringLiteral("lab"), server.url(), SignInMethod::Token);
        QDialog* manager = world.manager();
        press(manager, "connections.edit");
        QDialog* dialog = part<QDialog>(world.window, "dialog.connect");
        part<QComboBox>(*dialog, "connect.method")->setCurrentIndex(0);
        press(dialog, "connect.save");
        QTRY_COMPARE(world.own.store.find(profile.id)->signIn, SignInMethod::None);
        auto secret = world.own.keychain.read(client::secretKeyOf(profile));
        QTRY_VERIFY(secret.isFinished());
        QVERIFY(!secret.result());
    }

    void duplicatesWithoutTheSecret()
    {
        ScriptServer server;
        World world;
        world.put(QStringLiteral("lab"), server.url(), SignInMethod::Token);
        QDialog* manager = world.manager();
        press(manager, "connections.duplicate");
        QDialog* dialog = part<QDialog>(world.window, "dialog.connect");
        QCOMPARE(part<QLineEdit>(*dialog, "connect.name")->text(), QStringLiteral("lab (copy)"));
        QVERIFY(!part<QPushButton>(*dialog, "connect.save")->isEnabled());
        type(dialog, "connect.secret", QStringLiteral("other"));
        type(dialog, "connect.name", QStringLiteral("LAB"));
        QVERIFY(part<QLabel>(*dialog, "connect.hint")->text().contains(QStringLiteral("Another")));
        type(dialog, "connect.name", QStringLiteral("second"));
        press(dialog, "connect.save");
        QTRY_COMPARE(world.entries(), (QStringList{QStringLiteral("lab"), QStringLiteral("second")}));
    }

    void exportsWithoutSecrets()
    {
        ScriptServer server;
        World world;
        world.put(QStringLiteral("lab"), server.url(), SignInMethod::Token);
        QDialog* manager = world.manager();
        press(manager, "connections.export");
        auto* files = part<QFileDialog>(*manager, "dialog.exportProfiles");
        const QString path = m_folder.filePath(QStringLiteral("export.json"));
        Q_EMIT files->fileSelected(path);
        QTRY_VERIFY(QFile::exists(path));
        QTRY_VERIFY(said(manager).contains(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(bytes.contains("lab") && !bytes.contains(kSecret));
    }

    void tellsWhenAnotherConsoleWasFaster()
    {
        ScriptServer server;
        World world;
        const Profile profile = world.put(QStringLiteral("lab"), server.url());
        QDialog* manager = world.manager();
        press(manager, "connections.edit");
        QDialog* dialog = part<QDialog>(world.window, "dialog.connect");
        client::ProfileStore other(world.own.folder.path());
        Profile changed = profile;
        changed.organization = QStringLiteral("acme");
        auto saved = other.save(changed, profile);
        QTRY_VERIFY(saved.isFinished());
        type(dialog, "connect.name", QStringLiteral("mine"));
        press(dialog, "connect.save");
        QTRY_VERIFY(said(dialog).contains(QStringLiteral("Another console")));
        QCOMPARE(part<QLineEdit>(*dialog, "connect.name")->text(), QStringLiteral("mine"));
        QTRY_VERIFY(*world.own.store.find(profile.id) == changed);
    }

    void saysThatTheFileIsDamaged()
    {
        World world;
        QVERIFY(world.isRead());
        QFile file(world.own.store.path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{");
        file.close();
        QTRY_VERIFY(!visibleMessages(world.window).isEmpty());
        QVERIFY(visibleMessages(world.window).join(QString()).contains(QStringLiteral("cannot be read")));
    }

    /// Ten of them are dead; none but the chosen one is asked.
    void fiftyProfilesCostNothing()
    {
        ScriptServer server;
        serve(server);
        World world;
        QList<QFuture<models::Result<bool>>> saves;
        for (int i = 0; i < 50; ++i) {
            Profile profile;
            profile.id = Profile::makeId();
            profile.name = QStringLiteral("server %1").arg(i);
            profile.base = i < 10 ? QUrl(QStringLiteral("http://127.0.0.1:1")) : server.url();
            saves << world.own.keeper.save(profile, std::nullopt, std::nullopt);
        }
        for (const auto& save : saves) {
            QTRY_VERIFY(save.isFinished());
            QVERIFY(save.result());
        }
        QTRY_COMPARE(world.entries().size(), 50);
        QVERIFY(server.seen.isEmpty());
        QDialog* manager = world.manager();
        QCOMPARE(part<QListWidget>(*manager, "connections.list")->count(), 50);
        manager->close();
        world.choose(world.own.store.listing().profiles.front());
        QTRY_COMPARE(world.where(), QStringLiteral("server 0"));
        world.choose(world.own.store.listing().profiles.back());
        QTRY_COMPARE(world.where(), QStringLiteral("server 49"));
        QTRY_VERIFY(!server.seen.isEmpty());
    }
};

QTEST_MAIN(ConnectionsTest)
#include "tst_connections.moc"
