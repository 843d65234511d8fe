// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/keptrun.h"
#include "client/processrun.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

using client::KeptRun;
using client::ProcessOrder;
using client::ProcessResult;
using client::ProcessRun;
using models::FailureKind;

/// Real processes, good and bad ones.
class TestProcessRun final : public QObject
{
    Q_OBJECT

    using Ended = models::Result<ProcessResult>;

    static ProcessOrder shell(const QString& script)
    {
        ProcessOrder order;
        order.program = QStringLiteral("/bin/sh");
        order.arguments = {QStringLiteral("-c"), script};
        order.tried = QStringLiteral("try");
        return order;
    }

    template <typename Run> static Ended ended(Run& run, int patience = 30'000)
    {
        Ended result = models::failed(models::Failure());
        bool isOver = false;
        connect(&run, &Run::finished, &run, [&](const Ended& told) {
            result = told;
            isOver = true;
        });
        run.start();
        if (!QTest::qWaitFor([&isOver] { return isOver; }, patience))
            qWarning("it did not end");
        return result;
    }

    static bool isRunning(pid_t process)
    {
        QFile state(QStringLiteral("/proc/%1/stat").arg(process));
        return state.open(QIODevice::ReadOnly) && !state.readAll().contains(") Z");
    }

    /// A shell that this process started and that runs; 0 = none.
    static pid_t ownShell()
    {
        for (const QString& name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            QFile file(QStringLiteral("/proc/%1/stat").arg(name));
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const QByteArray stat = file.readAll();
            const QByteArrayList fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
            if (stat.contains("(sh)") && fields.value(0) != "Z" && fields.value(1).toInt() == ::getpid())
                return name.toInt();
        }
        return 0;
    }

    /// Written by a script with `echo $$ > file` or `$!`.
    pid_t written(const QString& name) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toInt() : 0;
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void tellsLinesOfBothStreams()
    {
        ProcessRun run(shell(QStringLiteral("echo one; printf 'two\\r\\nthree'; echo four >&2; exit 3")));
        QByteArrayList output;
        QByteArrayList errors;
        connect(&run, &ProcessRun::lines, this, [&](ProcessRun::Stream stream, const QByteArrayList& lines) {
            (stream == ProcessRun::Stream::Output ? output : errors) << lines;
        });
        const Ended result = ended(run);
        QVERIFY(result.has_value());
        QCOMPARE(result->exitCode, 3);
        QCOMPARE(output, (QByteArrayList{"one", "two", "three"}));
        QCOMPARE(errors, QByteArrayList{"four"});
        QCOMPARE(result->errors, QByteArray("four\n"));
        QVERIFY(!result->isCutOff);
    }

    void passesTheEnvironmentOnAndNoInput()
    {
        ProcessOrder order = shell(QStringLiteral("echo $MINIKUBE_HOME; cat; echo end"));
        order.environment.insert(QStringLiteral("MINIKUBE_HOME"), QStringLiteral("/here"));
        ProcessRun run(order);
        const Ended result = ended(run);
        QVERIFY(result.has_value());
        QCOMPARE(result->output, QByteArray("/here\nend\n"));
    }

    void staysBoundedInAFlood()
    {
        ProcessRun run(shell(QStringLiteral("head -c 20000000 /dev/zero | tr '\\0' 'x' | fold -w 200")));
        qint64 seen = 0;
        qsizetype most = 0;
        connect(&run, &ProcessRun::lines, this, [&](ProcessRun::Stream, const QByteArrayList& lines) {
            for (const QByteArray& line : lines)
                seen += line.size();
            most = std::max(most, lines.size());
        });
        const Ended result = ended(run, 120'000);
        QVERIFY(result.has_value());
        QCOMPARE(seen, 20'000'000);
        QVERIFY(most <= 64 * 1024);
        QCOMPARE(result->output.size(), ProcessResult::kMostKept);
        QVERIFY(result->isCutOff);
    }

    void cutsALineWithoutEnd()
    {
        ProcessRun run(shell(QStringLiteral("head -c 5000000 /dev/zero | tr '\\0' 'x'")));
        qint64 seen = 0;
        int pieces = 0;
        connect(&run, &ProcessRun::lines, this, [&](ProcessRun::Stream, const QByteArrayList& lines) {
            for (const QByteArray& line : lines) {
                seen += line.size();
                ++pieces;
                QVERIFY(line.size() <= ProcessRun::kLongestLine + 64 * 1024);
            }
        });
        QVERIFY(ended(run).has_value());
        QCOMPARE(seen, 5'000'000);
        QVERIFY(pieces >= 4);
    }

    void endsWhatTakesTooLong()
    {
        ProcessOrder order = shell(QStringLiteral("echo begun; sleep 100"));
        order.deadlineMSecs = 300;
        ProcessRun run(order);
        const Ended result = ended(run);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, FailureKind::TimedOut);
    }

    void endsWhatFallsSilent()
    {
        ProcessOrder order = shell(QStringLiteral("for i in 1 2 3 4; do echo $i; sleep 0.1; done; sleep 100"));
        order.silenceMSecs = 600;
        ProcessRun run(order);
        const Ended result = ended(run);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, FailureKind::TimedOut);
    }

    void killsWhatIgnoresTermAndAllItStarted()
    {
        ProcessRun run(
            shell(QStringLiteral("trap '' TERM; (trap '' TERM; while :; do sleep 1; done) & "
                                 "echo $! > %1; echo $$ > %2; while :; do sleep 1; done")
                      .arg(m_folder.filePath(QStringLiteral("child")), m_folder.filePath(QStringLiteral("self")))));
        run.setGrace(200);
        Ended result = models::failed(models::Failure());
        QSignalSpy over(&run, &ProcessRun::finished);
        connect(&run, &ProcessRun::finished, &run, [&result](const Ended& told) { result = told; });
        run.start();
        QTRY_VERIFY(written(QStringLiteral("self")) > 0);
        const pid_t self = written(QStringLiteral("self"));
        const pid_t child = written(QStringLiteral("child"));
        QVERIFY(isRunning(self) && isRunning(child));
        run.cancel();
        run.cancel();
        QTRY_COMPARE(over.size(), 1);
        QCOMPARE(result.error().kind, FailureKind::Cancelled);
        QTRY_VERIFY(!isRunning(self) && !isRunning(child));
    }

    void takesTheGroupAlongWhenItGoes()
    {
        pid_t child = 0;
        {
            ProcessRun run(shell(
                QStringLiteral("sleep 100 & echo $! > %1; wait").arg(m_folder.filePath(QStringLiteral("orphan")))));
            run.start();
            QTRY_VERIFY(written(QStringLiteral("orphan")) > 0);
            child = written(QStringLiteral("orphan"));
            QVERIFY(isRunning(child));
        }
        QTRY_VERIFY(!isRunning(child));
    }

    /// What a crash of the console comes to: nobody is left to send a signal.
    void leavesNothingBehindWhenItsOwnerIsKilled()
    {
        QProcess parent;
        parent.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        parent.start(
            QStringLiteral(DISPATCH_BINARY_DIR "/../tests/commandparent"),
            {QStringLiteral("trap '' TERM; (trap '' TERM; while :; do sleep 1; done) & "
                            "echo $! > %1; echo $$ > %2; while :; do sleep 1; done")
                 .arg(m_folder.filePath(QStringLiteral("deepest")), m_folder.filePath(QStringLiteral("deep")))});
        QTRY_VERIFY(written(QStringLiteral("deep")) > 0);
        const pid_t command = written(QStringLiteral("deep"));
        const pid_t child = written(QStringLiteral("deepest"));
        QVERIFY(isRunning(command) && isRunning(child));
        parent.kill();
        QTRY_COMPARE(parent.state(), QProcess::NotRunning);
        QTRY_VERIFY_WITH_TIMEOUT(!isRunning(command) && !isRunning(child), 15'000);
    }

    void endsByTheSignalItAskedFor()
    {
        ProcessOrder order
            = shell(QStringLiteral("trap 'echo tidied; exit 0' INT; echo $$ > %1; while :; do sleep 0.1; done")
                        .arg(m_folder.filePath(QStringLiteral("tidy"))));
        order.endSignal = SIGINT;
        ProcessRun run(order);
        QByteArrayList heard;
        connect(&run, &ProcessRun::lines, this,
                [&heard](ProcessRun::Stream, const QByteArrayList& lines) { heard << lines; });
        QSignalSpy over(&run, &ProcessRun::finished);
        run.start();
        QTRY_VERIFY(written(QStringLiteral("tidy")) > 0);
        run.cancel();
        QTRY_COMPARE(over.size(), 1);
        QCOMPARE(heard, QByteArrayList{"tidied"});
    }

    void runsOnWhenItIsReleased()
    {
        pid_t self = 0;
        {
            ProcessRun run(
                shell(QStringLiteral("echo $$ > %1; exec sleep 100").arg(m_folder.filePath(QStringLiteral("free")))));
            run.start();
            QTRY_VERIFY(written(QStringLiteral("free")) > 0);
            self = written(QStringLiteral("free"));
            run.release();
        }
        QTest::qWait(500);
        QVERIFY(isRunning(self));
        ::kill(self, SIGKILL);
    }

    /// What a kept run has printed by the time it is heard is taken in turns of the loop.
    void takesABacklogInTurns()
    {
        KeptRun run(shell(QStringLiteral("seq 450000")), m_folder.filePath(QStringLiteral("backlog")), "{}");
        QByteArrayList heard;
        int inTurn = 0;
        int most = 0;
        connect(&run, &KeptRun::lines, this, [&](ProcessRun::Stream, const QByteArrayList& lines) {
            heard << lines;
            most = std::max(most, ++inTurn);
            QMetaObject::invokeMethod(
                &run, [&inTurn] { inTurn = 0; }, Qt::QueuedConnection);
        });
        const Ended result = ended(run);
        QVERIFY(result.has_value());
        QCOMPARE(heard.size(), 450'000);
        QCOMPARE(heard.last(), QByteArray("450000"));
        QVERIFY(heard.join('\n').size() > 3'000'000);
        QVERIFY2(most <= 4, qPrintable(QString::number(most)));
    }

    void givesUpWhatPrintsTooMuch()
    {
        const QString folder = m_folder.filePath(QStringLiteral("flood"));
        KeptRun run(shell(QStringLiteral("head -c 70000000 /dev/zero; exec sleep 100")), folder, "{}");
        const Ended result = ended(run);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, FailureKind::Process);
        QVERIFY2(result.error().meaning.contains(QLatin1String("64 MiB")), qPrintable(result.error().meaning));
        QVERIFY(!QFile::exists(folder));
    }

    /// Its files are its owner's alone; those that the command makes are as it would make them anywhere.
    void keepsARunToItself()
    {
        const QString folder = m_folder.filePath(QStringLiteral("own"));
        qint64 process = 0;
        {
            KeptRun run(shell(QStringLiteral("umask; exec sleep 100")), folder, "{}");
            QByteArrayList heard;
            connect(&run, &KeptRun::lines, this,
                    [&heard](ProcessRun::Stream, const QByteArrayList& lines) { heard << lines; });
            run.start();
            QTRY_COMPARE(heard.size(), 1);
            const mode_t mask = ::umask(0);
            ::umask(mask);
            QCOMPARE(heard.first().toUInt(nullptr, 8), mask);
            QCOMPARE(run.told(), 0);
            run.tell();
            run.tell();
            run.keep();
            QFile file(folder + QStringLiteral("/process"));
            QVERIFY(file.open(QIODevice::ReadOnly));
            process = file.readAll().split(' ').first().toLongLong();
        }
        const auto files = QDir(folder).entryInfoList(QDir::Files);
        QCOMPARE(files.size(), 5);
        constexpr QFile::Permissions kOfOthers
            = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        for (const QFileInfo& file : files)
            QVERIFY2(!(file.permissions() & kOfOthers), qPrintable(file.fileName()));
        KeptRun again(folder);
        QCOMPARE(again.told(), 2);
        QVERIFY(process > 1);
        ::kill(-static_cast<pid_t>(process), SIGINT);
        QVERIFY(ended(again).has_value());
    }

    /// Somebody stopped its shell: nobody waits for that, and what it knows is out of date from then on.
    void doesNotWaitForAGuardThatIsStopped()
    {
        QTRY_COMPARE(ownShell(), 0);
        const client::ProcessGuard guard;
        QTRY_VERIFY(ownShell() > 0);
        const pid_t shell = ownShell();
        ::kill(shell, SIGSTOP);
        for (int i = 0; i < 20'000; ++i)
            guard.leave(99'999'999);
        QTRY_VERIFY(!isRunning(shell));
    }

    void saysWhatCannotBeRun()
    {
        ProcessOrder order;
        order.program = QStringLiteral("no-such-program-here");
        ProcessRun missing(order);
        Ended result = ended(missing);
        QVERIFY(!result && result.error().kind == FailureKind::Process);
        QVERIFY(result.error().remedy.contains(QLatin1String("Install")));
        QFile file(m_folder.filePath(QStringLiteral("text")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        order.program = file.fileName();
        ProcessRun noProgram(order);
        result = ended(noProgram);
        QVERIFY(!result && result.error().remedy.contains(QLatin1String("may run it")));
        ProcessRun killed(shell(QStringLiteral("kill -KILL $$")));
        result = ended(killed);
        QVERIFY(!result && result.error().kind == FailureKind::Process);
    }
};

QTEST_GUILESS_MAIN(TestProcessRun)
#include "tst_processrun.moc"
