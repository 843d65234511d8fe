// SPDX-License-Identifier: Apache-2.0
#include "client/keychain.h"
#include "client/systemkeychain.h"
#include "tests/common/told.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QPromise>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using client::Keychain;
using State = client::Keychain::State;

namespace {

constexpr const char* kSecret = "hunter2-planted";

/// Loses what it is given.
class Forgetful final : public client::SecretBackend
{
public:
    QString name() const override { return QStringLiteral("Sieve"); }
    QFuture<models::Result<bool>> write(const QString&, const QByteArray&) override { return ready<bool>(true); }
    QFuture<models::Result<QByteArray>> read(const QString&) override { return ready<QByteArray>(QByteArray("other")); }
    QFuture<models::Result<bool>> remove(const QString&) override { return ready<bool>(true); }

private:
    template <typename T> static QFuture<models::Result<T>> ready(T value)
    {
        return QtFuture::makeReadyFuture<models::Result<T>>(std::move(value));
    }
};

} // namespace

/// Runs on a bus of its own, with a gnome-keyring that the test starts, locks, stops and ends.
class TestKeychain final : public QObject
{
    Q_OBJECT

    QTemporaryDir world;
    QProcess bus;
    QProcess keyring;
    QByteArray address;

    void startBus()
    {
        // No service folders: nothing may start by itself.
        QFile config(world.filePath(QStringLiteral("bus.conf")));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write("<busconfig><type>session</type><listen>unix:tmpdir=" + world.path().toUtf8()
                     + "</listen><policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
                       "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>");
        config.close();
        bus.start(QStringLiteral("dbus-daemon"),
                  {QStringLiteral("--nofork"), QStringLiteral("--print-address"),
                   QStringLiteral("--config-file=") + config.fileName()});
        QVERIFY(bus.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(bus.canReadLine(), 30'000);
        address = bus.readLine().trimmed();
    }

    bool owned() const
    {
        return send({QStringLiteral("--dest=org.freedesktop.DBus"), QStringLiteral("/"),
                     QStringLiteral("org.freedesktop.DBus.GetNameOwner"),
                     QStringLiteral("string:org.freedesktop.secrets")});
    }

    static bool send(QStringList arguments)
    {
        QProcess process;
        arguments.prepend(QStringLiteral("--print-reply"));
        arguments.prepend(QStringLiteral("--session"));
        process.start(QStringLiteral("dbus-send"), arguments);
        return process.waitForFinished(30'000) && process.exitCode() == 0;
    }

    void startKeyring(bool unlocked)
    {
        QStringList arguments{QStringLiteral("--foreground"), QStringLiteral("--components=secrets")};
        if (unlocked)
            arguments << QStringLiteral("--unlock");
        keyring.start(QStringLiteral("gnome-keyring-daemon"), arguments);
        QVERIFY(keyring.waitForStarted());
        if (unlocked)
            keyring.write("password");
        keyring.closeWriteChannel();
        QTRY_VERIFY_WITH_TIMEOUT(owned(), 30'000);
    }

    void endKeyring()
    {
        if (keyring.state() == QProcess::NotRunning)
            return;
        ::kill(static_cast<pid_t>(keyring.processId()), SIGCONT);
        keyring.terminate();
        if (!keyring.waitForFinished(10'000)) {
            keyring.kill();
            keyring.waitForFinished(10'000);
        }
    }

    static void lock()
    {
        QVERIFY(send({QStringLiteral("--dest=org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
                      QStringLiteral("org.freedesktop.Secret.Service.Lock"),
                      QStringLiteral("array:objpath:/org/freedesktop/secrets/collection/login")}));
    }

    static std::unique_ptr<Keychain> keychain() { return std::make_unique<Keychain>(client::systemKeychain()); }

    /// Of everything that was written below the home of this test.
    QStringList filesWith(const QByteArray& text) const
    {
        QStringList found;
        QDirIterator files(world.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
                found << file.fileName();
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char* tool : {"dbus-daemon", "dbus-send", "gnome-keyring-daemon"}) {
            if (QStandardPaths::findExecutable(QLatin1String(tool)).isEmpty())
                QSKIP("needs dbus, dbus-bin and gnome-keyring");
        }
        for (const char* variable : {"HOME", "XDG_RUNTIME_DIR"})
            qputenv(variable, world.path().toUtf8());
        for (const char* variable : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_CURRENT_DESKTOP",
                                     "GNOME_KEYRING_CONTROL", "DISPLAY", "WAYLAND_DISPLAY"})
            qunsetenv(variable);
        startBus();
    }

    void init() { qputenv("DBUS_SESSION_BUS_ADDRESS", address); }

    void cleanup() { endKeyring(); }

    void cleanupTestCase()
    {
        bus.terminate();
        bus.waitForFinished(10'000);
    }

    void keepsSecretsInTheSecretService()
    {
        startKeyring(true);
        {
            const auto first = keychain();
            QCOMPARE(first->state(), State::Unasked);
            QCOMPARE(first->backendName(), QStringLiteral("Secret Service"));
            QSignalSpy changes(first.get(), &Keychain::stateChanged);
            QVERIFY(told(first->write(QStringLiteral("a/token"), kSecret)));
            QCOMPARE(first->state(), State::Kept);
            QVERIFY(!first->problem());
            QCOMPARE(changes.size(), 2);
        }
        const auto second = keychain();
        const auto read = told(second->read(QStringLiteral("a/token")));
        QVERIFY(read);
        QCOMPARE(*read, QByteArray(kSecret));
        const QByteArray key = QByteArray("\0\xff pem\n", 7).repeated(500);
        QVERIFY(told(second->write(QStringLiteral("a/key"), key)));
        QCOMPARE(*told(second->read(QStringLiteral("a/key"))), key);
        QVERIFY(told(second->remove(QStringLiteral("a/token"))));
        const auto gone = told(second->read(QStringLiteral("a/token")));
        QVERIFY(!gone);
        QCOMPARE(gone.error().kind, models::FailureKind::NotFound);
        QVERIFY2(told(second->remove(QStringLiteral("a/token"))), "what is gone is removed well");
        QCOMPARE(filesWith(kSecret), QStringList());
        QCOMPARE(filesWith(QByteArray(kSecret).toBase64()), QStringList());
    }

    void keepsForTheSessionWithoutADBus()
    {
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        const auto memory = keychain();
        QVERIFY(told(memory->write(QStringLiteral("a/token"), kSecret)));
        QCOMPARE(memory->state(), State::SessionOnly);
        QVERIFY(memory->backendName().isEmpty());
        QVERIFY(memory->problem()->cameBack.contains(QStringLiteral("D-Bus")));
        QCOMPARE(*told(memory->read(QStringLiteral("a/token"))), QByteArray(kSecret));
        QVERIFY(told(memory->remove(QStringLiteral("a/token"))));
        QVERIFY(!told(memory->read(QStringLiteral("a/token"))));
        QCOMPARE(filesWith(kSecret), QStringList());
    }

    void keepsForTheSessionWhenNothingProvidesSecrets()
    {
        const auto memory = keychain();
        QVERIFY(told(memory->write(QStringLiteral("a/token"), kSecret)));
        QCOMPARE(memory->state(), State::SessionOnly);
        QVERIFY(!memory->problem()->remedy.isEmpty());
        QCOMPARE(*told(memory->read(QStringLiteral("a/token"))), QByteArray(kSecret));
        QCOMPARE(filesWith(kSecret), QStringList());

        // What was decided stays decided until somebody asks.
        startKeyring(true);
        QVERIFY(told(memory->write(QStringLiteral("b/token"), kSecret)));
        QCOMPARE(memory->state(), State::SessionOnly);
        memory->ask();
        QTRY_COMPARE(memory->state(), State::Kept);
        QVERIFY(!told(memory->read(QStringLiteral("b/token"))));
    }

    void saysThatItIsLocked()
    {
        startKeyring(true);
        const auto kept = keychain();
        QVERIFY(told(kept->write(QStringLiteral("l/token"), kSecret)));
        lock();
        kept->setDeadline(5'000);
        const auto read = told(kept->read(QStringLiteral("l/token")));
        QVERIFY(!read);
        QVERIFY2(read.error().kind != models::FailureKind::NotFound, "it is locked, not empty");
        QVERIFY(!told(kept->remove(QStringLiteral("l/token"))));
        QVERIFY(!told(kept->write(QStringLiteral("l/token"), "new")));
        QCOMPARE(kept->state(), State::Kept);

        const auto late = keychain();
        late->setDeadline(5'000);
        late->ask();
        QTRY_COMPARE_WITH_TIMEOUT(late->state(), State::SessionOnly, 30'000);
        QVERIFY(!late->problem()->summary().isEmpty());
    }

    void doesNotTrustAKeychainThatLosesSecrets()
    {
        Keychain sieve{std::make_unique<Forgetful>()};
        QVERIFY(told(sieve.write(QStringLiteral("a/token"), kSecret)));
        QCOMPARE(sieve.state(), State::SessionOnly);
        QCOMPARE(*told(sieve.read(QStringLiteral("a/token"))), QByteArray(kSecret));
    }

    void doesNotWaitForOneThatNeverAnswers()
    {
        startKeyring(true);
        ::kill(static_cast<pid_t>(keyring.processId()), SIGSTOP);
        const auto hung = keychain();
        hung->setDeadline(300);
        QVERIFY(told(hung->write(QStringLiteral("h/token"), kSecret)));
        QCOMPARE(hung->state(), State::SessionOnly);
        QCOMPARE(hung->problem()->kind, models::FailureKind::TimedOut);
        QCOMPARE(*told(hung->read(QStringLiteral("h/token"))), QByteArray(kSecret));

        // It may also end while it is asked.
        auto asking = keychain();
        auto pending = asking->read(QStringLiteral("h/token"));
        asking.reset();
        QTRY_VERIFY(pending.isFinished());

        ::kill(static_cast<pid_t>(keyring.processId()), SIGCONT);
        hung->setDeadline(30'000);
        hung->ask();
        QTRY_COMPARE_WITH_TIMEOUT(hung->state(), State::Kept, 60'000);
        QVERIFY(!told(hung->read(QStringLiteral("h/token"))));
        QCOMPARE(filesWith(kSecret), QStringList());
    }
};

/// Each function has a process of its own: libsecret goes on with the session it had with a keyring that was ended.
int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    TestKeychain test;
    if (argc > 1)
        return QTest::qExec(&test, argc, argv);
    int failed = 0;
    for (int i = TestKeychain::staticMetaObject.methodOffset(); i < TestKeychain::staticMetaObject.methodCount(); ++i) {
        const QString name = QString::fromLatin1(TestKeychain::staticMetaObject.method(i).name());
        if (name.startsWith(QStringLiteral("init")) || name.startsWith(QStringLiteral("cleanup")))
            continue;
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedChannels);
        process.start(QCoreApplication::applicationFilePath(), {name});
        if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit
            || process.exitCode() != 0)
            ++failed;
    }
    return failed;
}

#include "tst_keychain.moc"
