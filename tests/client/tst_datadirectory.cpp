// SPDX-License-Identifier: Apache-2.0
#include "client/datadirectory.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using client::DataDirectory;
using models::Failure;
using models::FailureKind;

class TestDataDirectory final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder;

    QString path() const { return folder->filePath(QStringLiteral("deep/data")); }

    void write(const char* name, const QByteArray& content) const
    {
        QDir().mkpath(path());
        QFile file(QDir(path()).filePath(QString::fromLatin1(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    static Failure failureOf(const QString& path)
    {
        const auto opened = DataDirectory::open(path);
        return opened ? Failure() : opened.error();
    }

    static bool isExplained(const Failure& failure)
    {
        return !failure.tried.isEmpty() && !failure.cameBack.isEmpty() && !failure.meaning.isEmpty()
            && !failure.remedy.isEmpty();
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init() { folder = std::make_unique<QTemporaryDir>(); }

    void createsAPrivateFolder()
    {
        const auto opened = DataDirectory::open(path());
        QVERIFY(opened);
        QCOMPARE((*opened)->path(), path());
        QCOMPARE((*opened)->localServerPath(), path() + QStringLiteral("/local"));
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
            | QFile::WriteOther | QFile::ExeOther;
        QCOMPARE(QFileInfo(path()).permissions() & others, QFile::Permissions());
        QVERIFY(DataDirectory::defaultPath().endsWith(QStringLiteral("/dispatch-console")));
    }

    void opensAgainWhatItMade()
    {
        QVERIFY(DataDirectory::open(path()));
        QVERIFY(DataDirectory::open(path()));
        const QStringList files = QDir(path()).entryList(QDir::Files);
        QCOMPARE(files, QStringList{QStringLiteral("version")});
    }

    void refusesASecondConsoleAndRaisesTheFirst()
    {
        const auto first = DataDirectory::open(path());
        QVERIFY(first);
        QSignalSpy raised(first->get(), &DataDirectory::raiseRequested);
        const Failure failure = failureOf(path());
        QCOMPARE(failure.kind, FailureKind::Conflict);
        QVERIFY(isExplained(failure));
        QVERIFY(failure.cameBack.contains(QString::number(QCoreApplication::applicationPid())));
        QVERIFY(DataDirectory::raiseOther(path() + QStringLiteral("/../data")));
        QTRY_COMPARE(raised.size(), 1);
    }

    void raisesNobodyWhenNobodyIsThere()
    {
        QVERIFY(!DataDirectory::raiseOther(path()));
        QVERIFY(DataDirectory::open(path()));
        QVERIFY(!DataDirectory::raiseOther(path()));
    }

    void takesOverFromAConsoleThatCrashed()
    {
        QProcess gone;
        gone.start(QStringLiteral("true"), QStringList());
        QVERIFY(gone.waitForStarted());
        const qint64 pid = gone.processId();
        gone.waitForFinished();
        write("lock", QByteArray::number(pid) + "\ndispatch-console\n" + QSysInfo::machineHostName().toUtf8() + '\n');
        QVERIFY(DataDirectory::open(path()));
    }

    void refusesAFile()
    {
        QFile file(folder->filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (const QString& wrong : {file.fileName(), file.fileName() + QStringLiteral("/below")}) {
            const Failure failure = failureOf(wrong);
            QCOMPARE(failure.kind, FailureKind::Storage);
            QVERIFY(isExplained(failure));
        }
    }

    void refusesAFolderThatCannotBeWritten()
    {
        const Failure failure = failureOf(QStringLiteral("/proc/dispatch-console"));
        QCOMPARE(failure.kind, FailureKind::Storage);
        QVERIFY(isExplained(failure));
    }

    void refusesAFolderOfOthersAndLeavesItAlone()
    {
        const auto open = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther;
        write("letter.txt", "of somebody");
        QVERIFY(QFile::setPermissions(path(), open));
        const QFile::Permissions before = QFileInfo(path()).permissions();
        const Failure failure = failureOf(path());
        QCOMPARE(failure.kind, FailureKind::Storage);
        QVERIFY(isExplained(failure));
        QVERIFY(failure.remedy.contains(path() + QStringLiteral("/dispatch-console")));
        QCOMPARE(QFileInfo(path()).permissions(), before);
        QCOMPARE(QDir(path()).entryList(QDir::Files), QStringList{QStringLiteral("letter.txt")});
        QVERIFY(DataDirectory::open(path() + QStringLiteral("/dispatch-console")));
    }

    void takesAnEmptyFolder()
    {
        QVERIFY(QDir().mkpath(path()));
        QVERIFY(DataDirectory::open(path()));
    }

    void refusesANewerFolderAndLeavesItAlone()
    {
        write("version", "99\n");
        const Failure failure = failureOf(path());
        QCOMPARE(failure.kind, FailureKind::Storage);
        QVERIFY(isExplained(failure));
        QVERIFY(failure.meaning.contains(QStringLiteral("newer")));
        QFile file(path() + QStringLiteral("/version"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("99\n"));
    }

    void refusesAnUnreadableVersion()
    {
        for (const char* text : {"", "one", "-1"}) {
            write("version", text);
            QVERIFY(isExplained(failureOf(path())));
        }
    }
};

QTEST_GUILESS_MAIN(TestDataDirectory)
#include "tst_datadirectory.moc"
