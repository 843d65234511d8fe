// SPDX-License-Identifier: Apache-2.0
#include "client/localserver.h"
#include "client/session.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <errno.h>
#include <signal.h>

using client::Connection;
using client::LocalServer;
using models::Failure;
using models::FailureKind;

namespace {

constexpr const char* kReadyLine = "echo '{\"event\":\"ready\",\"url\":\"http://127.0.0.1:4711\",\"pid\":1}'";

bool isAlive(qint64 pid)
{
    if (::kill(static_cast<pid_t>(pid), 0) != 0)
        return false;
    // A killed process stays as a zombie until its new parent looks.
    QFile stat(QStringLiteral("/proc/%1/stat").arg(pid));
    return stat.open(QIODevice::ReadOnly) && !stat.readAll().contains(") Z ");
}

} // namespace

class TestLocalServer final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<LocalServer> server;
    std::unique_ptr<QSignalSpy> ready;
    std::unique_ptr<QSignalSpy> failed;
    std::unique_ptr<QSignalSpy> crashed;
    std::unique_ptr<QSignalSpy> stopped;

    QString dataPath() const { return folder->filePath(QStringLiteral("data with spaces")); }

    /// A child that does what the lines of a shell script say.
    QString child(const char* lines)
    {
        QFile script(folder->filePath(QStringLiteral("child.sh")));
        if (script.open(QIODevice::WriteOnly))
            script.write(QByteArray("#!/bin/sh\n") + lines + '\n');
        script.close();
        script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return script.fileName();
    }

    void make(const QString& program)
    {
        server = std::make_unique<LocalServer>(dataPath(), program);
        server->setDeadlines(10'000, 5'000);
        ready = std::make_unique<QSignalSpy>(server.get(), &LocalServer::ready);
        failed = std::make_unique<QSignalSpy>(server.get(), &LocalServer::failed);
        crashed = std::make_unique<QSignalSpy>(server.get(), &LocalServer::crashed);
        stopped = std::make_unique<QSignalSpy>(server.get(), &LocalServer::stopped);
    }

    void makeRunning(const char* lines)
    {
        make(child(lines));
        server->start();
        QTRY_COMPARE_WITH_TIMEOUT(ready->size(), 1, 20'000);
    }

    Failure failure() const { return failed->at(0).at(0).value<Failure>(); }

    static QString realProgram() { return QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-local"); }

private Q_SLOTS:
    void initTestCase()
    {
        qRegisterMetaType<Connection>();
        qRegisterMetaType<Failure>();
    }

    void init() { folder = std::make_unique<QTemporaryDir>(); }

    void cleanup()
    {
        server.reset();
        folder.reset();
    }

    void startsTheChildWithAKeyOfItsOwn()
    {
        makeRunning(("printf '%s\\n' \"$@\" > \"$(dirname \"$0\")/arguments\"\n"
                     "for a in \"$@\"; do case $a in *=*) cp \"${a#*=}\" \"$(dirname \"$0\")/public\"; "
                     "stat -c %a \"${a#*=}\" > \"$(dirname \"$0\")/mode\";; esac; done\n"
                     + std::string(kReadyLine) + "\nexec sleep 60")
                        .c_str());
        QVERIFY(server->isRunning());
        QVERIFY(isAlive(server->processId()));
        const auto connection = ready->at(0).at(0).value<Connection>();
        QCOMPARE(connection.base, QUrl(QStringLiteral("http://127.0.0.1:4711")));
        QVERIFY(connection.isLocal);
        const auto signIn = std::get<client::ServiceAccountSignIn>(connection.signIn);
        QCOMPARE(signIn.account, QStringLiteral("dispatch/console"));
        QVERIFY(signIn.privateKeyPem.contains("PRIVATE KEY"));

        const auto content = [this](const char* name) {
            QFile file(folder->filePath(QString::fromLatin1(name)));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const QByteArray arguments = content("arguments");
        QVERIFY(arguments.contains("--port\n0\n"));
        QVERIFY(arguments.contains("--auth\njwt\n"));
        QVERIFY(arguments.contains("--data-dir\n" + dataPath().toUtf8() + '\n'));
        QVERIFY(arguments.contains("--parent-pid\n" + QByteArray::number(QCoreApplication::applicationPid())));
        QVERIFY(content("public").contains("PUBLIC KEY"));
        QCOMPARE(content("mode"), QByteArray("600\n"));
        QCOMPARE(QDir(dataPath()).entryList(QDir::Files), QStringList());
    }

    void stopsWhenAsked()
    {
        makeRunning((std::string(kReadyLine) + "\nexec sleep 60").c_str());
        const qint64 pid = server->processId();
        server->stop();
        QTRY_COMPARE(stopped->size(), 1);
        QVERIFY(!isAlive(pid));
        QVERIFY(!server->isRunning());
        QCOMPARE(crashed->size(), 0);
        server->stop();
        QTRY_COMPARE(stopped->size(), 2);
    }

    void insistsWhenTheChildDoesNotListen()
    {
        makeRunning((std::string("trap '' TERM\n") + kReadyLine + "\nwhile :; do sleep 0.1; done").c_str());
        server->setDeadlines(10'000, 200);
        const qint64 pid = server->processId();
        server->stop();
        QTRY_COMPARE(stopped->size(), 1);
        QVERIFY(!isAlive(pid));
    }

    void startsAgainAfterAStopUnderWay()
    {
        makeRunning((std::string(kReadyLine) + "\nexec sleep 60").c_str());
        server->stop();
        server->start();
        QTRY_COMPARE_WITH_TIMEOUT(ready->size(), 2, 20'000);
        QVERIFY(server->isRunning());
    }

    void startingTwiceSaysTwiceThatOneChildIsReady()
    {
        make(child((std::string(kReadyLine) + "\nexec sleep 60").c_str()));
        server->start();
        server->start();
        QTRY_COMPARE_WITH_TIMEOUT(ready->size(), 1, 20'000);
        const qint64 pid = server->processId();
        server->start();
        QTRY_COMPARE(ready->size(), 2);
        QCOMPARE(server->processId(), pid);
        QCOMPARE(ready->at(1).at(0).value<Connection>().base, ready->at(0).at(0).value<Connection>().base);
    }

    void saysThatItCrashedAndStartsAgain()
    {
        makeRunning((std::string("echo 'something broke' >&2\n") + kReadyLine + "\nexec sleep 60").c_str());
        QTRY_VERIFY(server->logTail().contains(QStringLiteral("something broke")));
        ::kill(static_cast<pid_t>(server->processId()), SIGKILL);
        QTRY_COMPARE(crashed->size(), 1);
        const auto reason = crashed->at(0).at(0).value<Failure>();
        QCOMPARE(reason.kind, FailureKind::Process);
        QVERIFY(reason.cameBack.contains(QStringLiteral("something broke")));
        QVERIFY(!server->isRunning());
        server->start();
        QTRY_COMPARE_WITH_TIMEOUT(ready->size(), 2, 20'000);
    }

    void passesOnWhatTheChildSays()
    {
        make(child("echo '{\"event\":\"failed\",\"reason\":\"port taken\",\"remedy\":\"Choose another.\"}'; exit 1"));
        server->start();
        QTRY_COMPARE_WITH_TIMEOUT(failed->size(), 1, 20'000);
        QCOMPARE(failure().cameBack, QStringLiteral("port taken"));
        QCOMPARE(failure().remedy, QStringLiteral("Choose another."));
        QTest::qWait(50);
        QCOMPARE(failed->size(), 1);
    }

    void startsAgainAfterAFailure()
    {
        make(child("echo '{\"event\":\"failed\",\"reason\":\"full\"}'; exec sleep 60"));
        server->start();
        QTRY_COMPARE_WITH_TIMEOUT(failed->size(), 1, 20'000);
        server->start();
        QTRY_COMPARE_WITH_TIMEOUT(failed->size(), 2, 20'000);
    }

    void saysWhenTheChildEndsEarly()
    {
        make(child("echo 'no such library' >&2; exit 3"));
        server->start();
        QTRY_COMPARE_WITH_TIMEOUT(failed->size(), 1, 20'000);
        QVERIFY(failure().cameBack.contains(QStringLiteral("code 3")));
        QVERIFY(failure().cameBack.contains(QStringLiteral("no such library")));
    }

    void givesUpOnASilentChild()
    {
        make(child("echo $$ > \"$(dirname \"$0\")/pid\"; echo nonsense; exec sleep 60"));
        server->setDeadlines(400, 200);
        server->start();
        QTRY_COMPARE_WITH_TIMEOUT(failed->size(), 1, 20'000);
        QVERIFY(failure().cameBack.contains(QStringLiteral("0.4 s")));
        QFile pid(folder->filePath(QStringLiteral("pid")));
        QVERIFY(pid.open(QIODevice::ReadOnly));
        const qint64 child = pid.readAll().trimmed().toLongLong();
        QTRY_VERIFY(!isAlive(child));
    }

    void refusesAnAddressElsewhere()
    {
        make(child("echo '{\"event\":\"ready\",\"url\":\"http://192.0.2.1:80\"}'; exec sleep 60"));
        server->start();
        QTRY_COMPARE_WITH_TIMEOUT(failed->size(), 1, 20'000);
        QCOMPARE(ready->size(), 0);
    }

    void saysThatThereIsNoProgram()
    {
        make(folder->filePath(QStringLiteral("nothing")));
        server->start();
        QTRY_COMPARE_WITH_TIMEOUT(failed->size(), 1, 20'000);
        QVERIFY(failure().cameBack.contains(QStringLiteral("nothing")));
        QVERIFY(!failure().remedy.isEmpty());
    }

    void saysThatTheDataFolderIsNotWritable()
    {
        QFile file(folder->filePath(QStringLiteral("data with spaces")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        make(child(kReadyLine));
        server->start();
        QTRY_COMPARE_WITH_TIMEOUT(failed->size(), 1, 20'000);
        QCOMPARE(failure().kind, FailureKind::Storage);
    }

    void keepsABoundedLog()
    {
        makeRunning((std::string("i=0; while [ $i -lt 4000 ]; do echo \"line $i is as long as this is\" >&2; "
                                 "i=$((i+1)); done\n")
                     + kReadyLine + "\nexec sleep 60")
                        .c_str());
        QTRY_VERIFY(server->logTail().endsWith(QStringLiteral("line 3999 is as long as this is")));
        QVERIFY(server->logTail().size() <= 64 * 1024);
        QVERIFY(server->logTail().startsWith(QStringLiteral("line ")));
    }

    void leavesNoChildBehind()
    {
        makeRunning((std::string(kReadyLine) + "\nexec sleep 60").c_str());
        const qint64 pid = server->processId();
        server.reset();
        QVERIFY(!isAlive(pid));
    }

    void theRealOneServesAndKeepsItsData()
    {
        make(realProgram());
        server->start();
        QTRY_VERIFY_WITH_TIMEOUT(ready->size() + failed->size() > 0, 20'000);
        QVERIFY2(failed->isEmpty(), qPrintable(failed->isEmpty() ? QString() : failure().report()));
        const models::Json type = {{"name", "ticker"}, {"image", "dispatchframework/ticker:0.0.2"}};
        {
            client::Session session(ready->at(0).at(0).value<Connection>());
            auto made = session.api().create(models::Kind::DriverType, type);
            QTRY_VERIFY(made.isFinished());
            QVERIFY2(made.result(), qPrintable(made.result() ? QString() : made.result().error().report()));
            QVERIFY(session.door().tokenSecondsLeft() > 3'000);
            auto again = session.api().create(models::Kind::DriverType, type);
            QTRY_VERIFY(again.isFinished());
            QCOMPARE(again.result().error().kind, FailureKind::Conflict);
        }
        ::kill(static_cast<pid_t>(server->processId()), SIGKILL);
        QTRY_COMPARE(crashed->size(), 1);
        server->start();
        QTRY_COMPARE_WITH_TIMEOUT(ready->size(), 2, 20'000);
        client::Session session(ready->at(1).at(0).value<Connection>());
        auto found = session.api().get(models::Kind::DriverType, QStringLiteral("ticker"));
        QTRY_VERIFY(found.isFinished());
        QVERIFY(found.result());

        Connection stranger = ready->at(1).at(0).value<Connection>();
        stranger.signIn = client::CookieSignIn{};
        client::Session other(stranger);
        auto refused = other.api().list(models::Kind::DriverType);
        QTRY_VERIFY(refused.isFinished());
        QCOMPARE(refused.result().error().kind, FailureKind::Unauthorized);
    }

    void theRealOneEndsWithAParentThatWasKilled()
    {
        QProcess parent;
        parent.start(QCoreApplication::applicationDirPath() + QStringLiteral("/localparent"),
                     {dataPath(), realProgram()});
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += parent.readAllStandardOutput()).endsWith('\n'), 20'000);
        const qint64 pid = said.trimmed().toLongLong();
        QVERIFY2(pid > 0, said.constData());
        QVERIFY(isAlive(pid));
        ::kill(static_cast<pid_t>(parent.processId()), SIGKILL);
        QTRY_VERIFY_WITH_TIMEOUT(!isAlive(pid), 10'000);
        parent.waitForFinished();
    }
};

QTEST_GUILESS_MAIN(TestLocalServer)
#include "tst_localserver.moc"
