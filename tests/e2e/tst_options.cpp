// SPDX-License-Identifier: Apache-2.0
#include "../client/scriptserver.h"

#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

/// The command line of dispatch-console, on the real program.
class OptionsTest final : public QObject
{
    Q_OBJECT

private:
    struct Ended
    {
        int code = -1;
        QString output;
        QString error;
    };

    void start(QProcess& console, const QStringList& arguments, const QString& platform = QStringLiteral("offscreen"))
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), m_home.path());
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_home.path());
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_home.filePath(QStringLiteral("config")));
        environment.insert(QStringLiteral("XDG_DATA_HOME"), m_home.filePath(QStringLiteral("data")));
        environment.remove(QStringLiteral("DISPLAY"));
        environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), platform);
        console.setProcessEnvironment(environment);
        console.setWorkingDirectory(m_home.path());
        console.start(QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-console"), arguments);
    }

    Ended run(const QStringList& arguments, const QString& platform = QStringLiteral("offscreen"))
    {
        QProcess console;
        start(console, arguments, platform);
        if (!console.waitForFinished(180'000) || console.exitStatus() != QProcess::NormalExit)
            return {};
        return {console.exitCode(), QString::fromUtf8(console.readAllStandardOutput()),
                QString::fromUtf8(console.readAllStandardError())};
    }

    /// Whether any file below the folder has these bytes in it.
    static bool holds(const QString& folder, const QByteArray& bytes)
    {
        QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes))
                return true;
        }
        return false;
    }

    QTemporaryDir m_home;

private Q_SLOTS:
    void saysItsVersion()
    {
        // Also where there is no display.
        const Ended ended = run({QStringLiteral("--version")}, QStringLiteral("xcb"));
        QCOMPARE(ended.code, 0);
        QCOMPARE(ended.output, QStringLiteral("dispatch-console " DISPATCH_VERSION "\n"));
        QVERIFY(ended.error.isEmpty());
    }

    void explainsEveryOption()
    {
        for (const char* help : {"--help", "-h"}) {
            const Ended ended = run({QLatin1String(help)}, QStringLiteral("xcb"));
            QCOMPARE(ended.code, 0);
            QVERIFY(ended.error.isEmpty());
            for (const char* option : {"--local", "--server <URL>", "--org <NAME>", "--token <T>", "--data-dir <DIR>",
                                       "--tour [DIR]", "--version", "--help"})
                QVERIFY2(ended.output.contains(QLatin1String(option)), option);
        }
    }

    void refusesWhatItDoesNotKnow_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* name, const QStringList& arguments, const char* named) {
            QTest::newRow(name) << arguments << QString::fromLatin1(named);
        };
        row("option", {QStringLiteral("--nonsense")}, "nonsense");
        row("argument", {QStringLiteral("nonsense")}, "nonsense");
        row("no value", {QStringLiteral("--server")}, "server");
        row("no address", {QStringLiteral("--server"), QStringLiteral("ftp://x")}, "--server");
        row("beside the tour", {QStringLiteral("--tour=x"), QStringLiteral("--nonsense")}, "nonsense");
    }

    void refusesWhatItDoesNotKnow()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, named);
        const Ended ended = run(arguments);
        QCOMPARE(ended.code, 2);
        QVERIFY(ended.output.isEmpty());
        QCOMPARE(ended.error.count(QLatin1Char('\n')), 1);
        QVERIFY2(ended.error.contains(named), qPrintable(ended.error));
    }

    void asksTheServerAsToldTo_data()
    {
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<QByteArray>("organization");
        QTest::addColumn<QByteArray>("bearer");
        QTest::newRow("as it comes") << QStringList() << QByteArray("dispatch") << QByteArray();
        QTest::newRow("told") << QStringList{QStringLiteral("--org"), QStringLiteral("acme"), QStringLiteral("--token"),
                                             QStringLiteral("abc.def.ghi")}
                              << QByteArray("acme") << QByteArray("Bearer abc.def.ghi");
    }

    void asksTheServerAsToldTo()
    {
        QFETCH(QStringList, more);
        QFETCH(QByteArray, organization);
        QFETCH(QByteArray, bearer);
        ScriptServer server;
        server.on("/v1/", ScriptServer::answer(200, "[]"));
        const QString data = m_home.filePath(QStringLiteral("data of %1").arg(QLatin1String(QTest::currentDataTag())));
        QProcess console;
        start(console,
              QStringList{QStringLiteral("--data-dir"), data, QStringLiteral("--server"), server.url().toString()}
                  + more);
        QTRY_VERIFY_WITH_TIMEOUT(server.count("/v1/event/drivers") > 0, 30'000);
        for (const ScriptServer::Seen& request : server.seen) {
            QCOMPARE(request.headers.value("x-dispatch-org"), organization);
            QCOMPARE(request.headers.value("authorization"), bearer);
            QCOMPARE(request.headers.value("cookie").isEmpty(), !bearer.isEmpty());
        }
        QVERIFY(QFile::exists(data + QStringLiteral("/version")));
        QVERIFY(!QFile::exists(data + QStringLiteral("/local")));
        console.terminate();
        QVERIFY(console.waitForFinished());
        // The next start must find no credential on the disk.
        if (!bearer.isEmpty())
            QVERIFY(!holds(m_home.path(), "abc.def.ghi"));
    }

    void startsALocalDispatchInItsDataFolder()
    {
        const QString data = m_home.filePath(QStringLiteral("data of local"));
        QProcess console;
        start(console, {QStringLiteral("--local"), QStringLiteral("--data-dir=") + data});
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(data + QStringLiteral("/local/dispatch.db")), 30'000);
        QVERIFY(!QFile::exists(m_home.filePath(QStringLiteral("data/dispatch-console"))));
        console.terminate();
        QVERIFY(console.waitForFinished());
    }

    void takesTheFolderOfTheTourInEitherSpelling()
    {
        // A folder that cannot be made ends the tour at once, and proves that it was taken as one.
        for (const QStringList& arguments :
             {QStringList{QStringLiteral("--tour"), QStringLiteral("/dev/null/pictures")},
              QStringList{QStringLiteral("--tour=/dev/null/pictures")}}) {
            const Ended ended = run(arguments);
            QCOMPARE(ended.code, 1);
            QVERIFY2(ended.error.contains(QStringLiteral("/dev/null/pictures")), qPrintable(ended.error));
        }
    }

    void playsTheTourWithoutPictures()
    {
        const Ended ended = run({QStringLiteral("--tour")});
        QVERIFY2(ended.code == 0, qPrintable(ended.error));
        QVERIFY2(ended.output.contains(QRegularExpression(QStringLiteral("\\b(\\d+)/\\1\\b"))),
                 qPrintable(ended.output));
        QVERIFY(QDir(m_home.path()).entryList({QStringLiteral("*.png")}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(OptionsTest)
#include "tst_options.moc"
