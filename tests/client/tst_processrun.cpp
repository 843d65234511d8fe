// SPDX-License-Identifier: Apache-2.0
#include "client/processrun.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

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

    static Ended ended(ProcessRun& run, int patience = 30'000)
    {
        Ended result = models::failed(models::Failure());
        bool isOver = false;
        connect(&run, &ProcessRun::finished, &run, [&](const Ended& told) {
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
