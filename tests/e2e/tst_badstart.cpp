// SPDX-License-Identifier: Apache-2.0
#include "../ui/ownsettings.h"
#include "../ui/parts.h"
#include "app/console/datafolder.h"
#include "client/localserver.h"
#include "models/json.h"
#include "neverblocks.h"
#include "ui/mainwindow.h"
#include "ui/workspace.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTabWidget>
#include <QTcpServer>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <sys/resource.h>

namespace {

const QString kLocal = QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-local");
const QString kConsole = QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-console");

void write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

/// No file may grow beyond this: what a full disk does, for one process and without rights.
void limitFiles(rlim_t bytes)
{
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit = {};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

/// dispatch-local on a disk with so much room.
QString cramped(const QTemporaryDir& folder, int blocks)
{
    const QString script = folder.filePath(QStringLiteral("cramped.sh"));
    write(script,
          "#!/bin/sh\ntrap '' XFSZ\nulimit -f " + QByteArray::number(blocks) + "\nexec '" + kLocal.toUtf8()
              + "' \"$@\"\n");
    QFile::setPermissions(script, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return script;
}

/// A database as a later dispatch-local would leave it.
void writeNewerDatabase(const QString& folder)
{
    QVERIFY(QDir().mkpath(folder));
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("newer"));
        database.setDatabaseName(folder + QStringLiteral("/dispatch.db"));
        QVERIFY(database.open());
        QVERIFY(QSqlQuery(database).exec(QStringLiteral("PRAGMA user_version=4711")));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("newer"));
}

struct Ended
{
    int code = -1;
    QByteArray output;
    QByteArray error;
};

QProcessEnvironment quietEnvironment(const QString& runtimeFolder)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), runtimeFolder);
    return environment;
}

Ended run(const QString& program, const QStringList& arguments, bool full = false)
{
    QProcess process;
    const QTemporaryDir runtime;
    process.setProcessEnvironment(quietEnvironment(runtime.path()));
    if (full)
        process.setChildProcessModifier([] { limitFiles(8 * 1024); });
    process.start(program, arguments);
    if (!process.waitForFinished(20'000))
        return {};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

} // namespace

/// Starts that cannot succeed, with the real programs: each says once why and what to do, and ends or waits in order.
class BadStartTest final : public QObject
{
    Q_OBJECT

private:
    OwnSettings m_settings;
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }

    static void addFolders()
    {
        QTest::addColumn<QString>("folder"); ///< %1 is the test's own
        QTest::addColumn<bool>("full");
        QTest::addColumn<QString>("means");
        const auto row = [](const char* name, const char* folder, bool full, const char* means) {
            QTest::newRow(name) << QString::fromLatin1(folder) << full << QString::fromLatin1(means);
        };
        row("below a file", "%1/file/below", false, "cannot write to its data folder");
        row("a file", "%1/file", false, "cannot write to its data folder");
        row("read-only", "/proc/dispatch-console", false, "cannot write to its data folder");
        row("no room", "%1/cramped", true, "no space left");
        row("newer", "%1/newer", false, "written by a newer console");
        row("not ours", "%1/strange", false, "does not look like one of the console");
    }

    static client::Session& session(ui::MainWindow& window)
    {
        return part<ui::Workspace>(window, "workspace")->session();
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        write(path("file"), "x");
        QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("newer")));
        write(path("newer/version"), "99\n");
        QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("strange")));
        write(path("strange/version"), "no number\n");
    }

    void consoleRefusesItsFolder_data() { addFolders(); }

    void consoleRefusesItsFolder()
    {
        QFETCH(QString, folder);
        QFETCH(bool, full);
        QFETCH(QString, means);
        folder = folder.contains(QLatin1Char('%')) ? folder.arg(m_folder->path()) : folder;
        const Ended ended = run(kConsole, {QStringLiteral("--data-dir"), folder}, full);
        QCOMPARE(ended.code, 1);
        const QString said = QString::fromUtf8(ended.error);
        QCOMPARE(said.count(QStringLiteral("Tried:")), 1);
        QCOMPARE(said.count(QStringLiteral("What to do:")), 1);
        QVERIFY2(said.contains(means) && said.contains(folder) && said.contains(QStringLiteral("--data-dir")),
                 qPrintable(said));
        QFile version(path("newer/version"));
        QVERIFY(version.open(QIODevice::ReadOnly));
        QCOMPARE(version.readAll(), QByteArray("99\n"));
        QCOMPARE(QDir(path("newer")).entryList(QDir::Files), QStringList{QStringLiteral("version")});
    }

    void windowAsksForAnotherFolder_data() { addFolders(); }

    /// The same with somebody in front of the screen.
    void windowAsksForAnotherFolder()
    {
        QFETCH(QString, folder);
        QFETCH(bool, full);
        QFETCH(QString, means);
        folder = folder.contains(QLatin1Char('%')) ? folder.arg(m_folder->path()) : folder;
        QStringList said;
        QStringList offered;
        QTimer::singleShot(0, this, [&said, &offered] {
            for (QWidget* widget : QApplication::topLevelWidgets()) {
                auto* box = qobject_cast<QMessageBox*>(widget);
                if (!box || !box->isVisible())
                    continue;
                said << box->text();
                for (QAbstractButton* button : box->buttons())
                    offered << button->text();
                box->reject();
            }
        });
        if (full)
            limitFiles(8 * 1024);
        const OpenedFolder opened = openDataFolder(folder, false);
        limitFiles(RLIM_INFINITY);
        QVERIFY(!opened.folder);
        QCOMPARE(opened.exitCode, 1);
        QCOMPARE(said.size(), 1);
        QVERIFY2(said.constFirst().contains(means), qPrintable(said.constFirst()));
        QVERIFY(offered.contains(QStringLiteral("&Choose another folder…"))
                && offered.contains(QStringLiteral("&Quit")));
    }

    void aSecondConsoleBringsTheFirstToTheFront()
    {
        auto opened = client::DataDirectory::open(path("shared"));
        QVERIFY(opened);
        client::LocalServer local((*opened)->localServerPath(), kLocal);
        client::Journal journal((*opened)->path());
        ui::MainWindow window(local, journal);
        connect(opened->get(), &client::DataDirectory::raiseRequested, &window, &ui::MainWindow::raiseToFront);
        window.showMinimized();
        QProcess second;
        second.setProcessEnvironment(quietEnvironment(m_folder->path()));
        second.start(kConsole, {QStringLiteral("--data-dir"), path("shared")});
        QTRY_COMPARE_WITH_TIMEOUT(second.state(), QProcess::NotRunning, 20'000);
        QCOMPARE(second.exitCode(), 0);
        const QByteArray said = second.readAllStandardError();
        QVERIFY2(said.contains("brought to the front") && said.count('\n') == 1, said.constData());
        QTRY_VERIFY(!window.isMinimized());
        QVERIFY(visibleMessages(window).isEmpty());
    }

    void localRefusesToStart_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<bool>("full");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const char* folder, bool full, const char* reason) {
            QTest::newRow(name) << QString::fromLatin1(folder) << full << QString::fromLatin1(reason);
        };
        row("below a file", "%1/file/below", false, "cannot be written");
        row("read-only", "/proc/dispatch-local", false, "cannot be written");
        row("no room", "%1/cramped", true, "is full");
        row("newer", "%1/newer", false, "newer version");
        row("damaged", "%1/damaged", false, "damaged");
        row("port taken", "%1/fresh", false, "in use");
    }

    void localRefusesToStart()
    {
        QFETCH(QString, folder);
        QFETCH(bool, full);
        QFETCH(QString, reason);
        folder = folder.contains(QLatin1Char('%')) ? folder.arg(m_folder->path()) : folder;
        writeNewerDatabase(path("newer"));
        QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("damaged")));
        write(path("damaged/dispatch.db"), QByteArray(8192, 'x'));
        QTcpServer busy;
        QVERIFY(busy.listen(QHostAddress::LocalHost));
        const bool taken = qstrcmp(QTest::currentDataTag(), "port taken") == 0;
        const Ended ended = run(kLocal,
                                {QStringLiteral("--data-dir"), folder, QStringLiteral("--auth"), QStringLiteral("none"),
                                 QStringLiteral("--port"), QString::number(taken ? busy.serverPort() : 0)},
                                full);
        QCOMPARE(ended.code, 1);
        QCOMPARE(ended.output.count('\n'), 1);
        const auto said = models::parseJson(ended.output);
        QVERIFY2(said.has_value(), ended.output.constData());
        QCOMPARE(models::textAt(*said, "event"), QStringLiteral("failed"));
        QVERIFY2(models::textAt(*said, "reason").contains(reason), ended.output.constData());
        QVERIFY(!models::textAt(*said, "remedy").isEmpty());
    }

    void startPageSaysWhyAndTriesAgain_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("means");
        QTest::addColumn<QString>("remedy");
        const auto row = [](const char* what, const char* means, const char* remedy) {
            QTest::newRow(what) << QString::fromLatin1(what) << QString::fromLatin1(means)
                                << QString::fromLatin1(remedy);
        };
        row("below a file", "cannot be written", "choose another folder");
        row("no room", "is full", "Free some space");
        row("newer", "newer version", "Update");
        row("damaged", "damaged", "Move the file aside");
        row("in use", "in use by another", "end it");
    }

    void startPageSaysWhyAndTriesAgain()
    {
        QFETCH(QString, what);
        QFETCH(QString, means);
        QFETCH(QString, remedy);
        neverBlocks([&](UiWatchdog& watchdog) {
            init();
            const QString folder = what == QLatin1String("below a file") ? path("file/below") : path("local");
            QProcess owner;
            if (what == QLatin1String("newer"))
                writeNewerDatabase(folder);
            if (what == QLatin1String("damaged")) {
                QVERIFY(QDir().mkpath(folder));
                write(folder + QStringLiteral("/dispatch.db"), QByteArray(8192, 'x'));
            }
            if (what == QLatin1String("in use")) {
                owner.start(kLocal,
                            {QStringLiteral("--data-dir"), folder, QStringLiteral("--port"), QStringLiteral("0"),
                             QStringLiteral("--auth"), QStringLiteral("none")});
                QByteArray ready;
                QTRY_VERIFY_WITH_TIMEOUT((ready += owner.readAllStandardOutput()).contains("ready"), 20'000);
            }
            const QString program = what == QLatin1String("no room") ? cramped(*m_folder, 16) : kLocal;
            client::LocalServer local(folder, program);
            client::Journal journal(m_folder->path());
            ui::MainWindow window(local, journal);
            window.show();
            watchdog.forget();
            QTest::mouseClick(part<QAbstractButton>(window, "start.local"), Qt::LeftButton);
            QTRY_COMPARE_WITH_TIMEOUT(visibleMessages(window).size(), 1, 20'000);
            const QString said = visibleMessages(window).constFirst();
            QVERIFY2(said.contains(means) && said.contains(remedy), qPrintable(said));
            QVERIFY(part<QAbstractButton>(window, "start.local")->isEnabled());

            // What was wrong is put right, and the button in the message tries again.
            if (what == QLatin1String("below a file"))
                QVERIFY(QFile::remove(path("file")));
            if (what == QLatin1String("no room"))
                write(program, "#!/bin/sh\nexec '" + kLocal.toUtf8() + "' \"$@\"\n");
            if (what == QLatin1String("newer") || what == QLatin1String("damaged"))
                QVERIFY(QFile::remove(folder + QStringLiteral("/dispatch.db")));
            if (owner.state() == QProcess::Running) {
                owner.terminate();
                QTRY_COMPARE_WITH_TIMEOUT(owner.state(), QProcess::NotRunning, 10'000);
            }
            QTest::mouseClick(part<QPushButton>(*part<QWidget>(window, "start.message"), "message.remedy"),
                              Qt::LeftButton);
            QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QTabWidget*>(QStringLiteral("tabs")), 20'000);
            QVERIFY(visibleMessages(window).isEmpty());
            watchdog.ended(QStringLiteral("all"));
        });
    }

    void keepsWhatWasTypedWhenTheDiskGetsFull()
    {
        client::LocalServer local(path("local"), cramped(*m_folder, 512));
        client::Journal journal(m_folder->path());
        ui::MainWindow window(local, journal);
        window.show();
        window.startLocal();
        QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QTabWidget*>(QStringLiteral("tabs")), 20'000);
        part<QTabWidget>(window, "tabs")->setCurrentIndex(4);
        QTest::keyClicks(part<QLineEdit>(window, "event.type"), QStringLiteral("a.b"));
        auto* data = part<QPlainTextEdit>(window, "event.data");
        const QString large = QStringLiteral("{\"text\": \"%1\"}").arg(QString(100'000, QLatin1Char('x')));
        data->setPlainText(large);
        auto create = session(window).api().create(models::Kind::Subscription,
                                                   {{"name", "s"}, {"eventType", "a.b"}, {"function", "f"}});
        QTRY_VERIFY(create.isFinished());
        auto* send = part<QPushButton>(window, "event.send");
        for (int i = 0; i < 20 && visibleMessages(window).filter(QStringLiteral("Could not")).isEmpty(); ++i) {
            QTRY_VERIFY_WITH_TIMEOUT(send->isEnabled(), 20'000);
            QTest::mouseClick(send, Qt::LeftButton);
            QTRY_VERIFY_WITH_TIMEOUT(send->isEnabled(), 20'000);
        }
        QTRY_COMPARE(visibleMessages(window).size(), 1);
        const QString said = visibleMessages(window).constFirst();
        QVERIFY2(said.contains(QStringLiteral("Could not send event")), qPrintable(said));
        QCOMPARE(data->toPlainText(), large);
        QVERIFY(local.isRunning());
    }

    void consolesOwnDispatchesNeverMeetOnAPort()
    {
        QTcpServer usual;
        usual.listen(QHostAddress::LocalHost, 8080); // taken by us or by somebody else: either is the case to test
        client::LocalServer one(path("one"), kLocal);
        client::LocalServer two(path("two"), kLocal);
        QSignalSpy oneReady(&one, &client::LocalServer::ready);
        QSignalSpy twoReady(&two, &client::LocalServer::ready);
        one.start();
        two.start();
        QTRY_COMPARE_WITH_TIMEOUT(oneReady.size() + twoReady.size(), 2, 20'000);
        const QUrl first = oneReady.at(0).at(0).value<client::Connection>().base;
        const QUrl second = twoReady.at(0).at(0).value<client::Connection>().base;
        QVERIFY(first.port() != second.port() && first.port() != 8080 && second.port() != 8080);
    }
};

QTEST_MAIN(BadStartTest)
#include "tst_badstart.moc"
