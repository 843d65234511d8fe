// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/podlog.h"
#include "client/whendone.h"
#include "tests/client/kubectlworld.h"
#include "tests/common/loopwait.h"
#include "tests/e2e/neverblocks.h"

#include <QSignalSpy>

using client::LogBuffer;
using client::LogLine;
using client::PodLog;
using client::PodLogTarget;
using models::FailureKind;
using State = PodLog::State;

/// Logs that are followed, break off, are taken up again, and never fill the memory.
class TestPodLog final : public QObject
{
    Q_OBJECT

    static PodLogTarget target(bool isPrevious = false)
    {
        return {QStringLiteral("lab"), QStringLiteral("ns"),   QStringLiteral("pod"),
                QStringLiteral("u1"),  QStringLiteral("main"), isPrevious};
    }

    static QStringList texts(const PodLog& log)
    {
        QStringList all;
        for (const LogLine& line : log.buffer().lines())
            all << QString::fromUtf8(line.text());
        return all;
    }

    /// Prints the first words once, and others when it is asked again.
    static QString firstThen(const QString& first, const QString& then)
    {
        return QStringLiteral("if [ -f $here/asked ]; then\n%2\nfi\ntouch $here/asked\n%1\n").arg(first, then);
    }

private Q_SLOTS:
    void keepsTheEndOfALog()
    {
        LogBuffer buffer;
        for (int i = 0; i < 200'000; ++i)
            buffer.append({QByteArray::number(i), 0, false});
        QCOMPARE(buffer.lines().size(), LogBuffer::kMostLines);
        QCOMPARE(buffer.end(), 200'000);
        QCOMPARE(buffer.dropped(), 150'000);
        QCOMPARE(buffer.at(buffer.first()).bytes, QByteArray("150000"));
        for (int i = 0; i < 100; ++i)
            buffer.append({QByteArray(1024 * 1024, 'x'), 0, false});
        QVERIFY(buffer.bytes() <= LogBuffer::kMostBytes);
        QVERIFY(buffer.lines().size() < 9);
        buffer.append({QByteArray(20 * 1024 * 1024, 'y'), 0, false});
        QCOMPARE(buffer.lines().size(), 1U); // the newest is there, whatever it takes
        buffer.clear();
        QVERIFY(buffer.first() == buffer.end() && buffer.dropped() == 0 && buffer.bytes() == 0);
    }

    void findsTheTimeInFront()
    {
        const auto split = [](const char* bytes) {
            const LogLine line = client::logLine(bytes);
            return QStringLiteral("%1|%2").arg(QString::fromUtf8(line.stamp()), QString::fromUtf8(line.text()));
        };
        QCOMPARE(split("2026-03-02T09:14:18.002222222Z time=\"x\" level"),
                 QStringLiteral("2026-03-02T09:14:18.002222222Z|time=\"x\" level"));
        QCOMPARE(split("2026-03-02T09:14:18Z "), QStringLiteral("2026-03-02T09:14:18Z|"));
        QCOMPARE(split("2026-03-02T09:14:18+01:00 a b"), QStringLiteral("2026-03-02T09:14:18+01:00|a b"));
        QCOMPARE(split("no time at all"), QStringLiteral("|no time at all"));
        QCOMPARE(split("2026-03-02"), QStringLiteral("|2026-03-02"));
        QCOMPARE(split(""), QStringLiteral("|"));
    }

    void followsALog()
    {
        KubectlWorld world;
        world.when("logs",
                   QStringLiteral("echo $$ > $here/self\necho 2026-03-02T09:14:18.1Z one\n"
                                  "echo 2026-03-02T09:14:18.2Z two\nwhile [ ! -f $here/go ]; do sleep 0.02; done\n"
                                  "echo 2026-03-02T09:14:19Z three\nsleep 100\n"));
        pid_t self = 0;
        {
            PodLog log(world.commands());
            log.open(target());
            QCOMPARE(log.state(), State::Opening);
            QTRY_COMPARE(texts(log), (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
            QCOMPARE(log.state(), State::Following);
            world.write(QStringLiteral("go"), {});
            QTRY_COMPARE(texts(log).size(), 3);
            const QString call = world.calls("logs").constFirst();
            for (const char* word : {"--context=lab", "logs pod", "-n ns", "-c main", " -f", "--timestamps", "--tail="})
                QVERIFY2(call.contains(QLatin1String(word)), qPrintable(call));
            self = world.process("self");
            QVERIFY(runs(self));
        }
        QTRY_VERIFY(!runs(self));
    }

    void takesUpWhereItBrokeOff()
    {
        KubectlWorld world;
        world.when(
            "logs",
            firstThen(QStringLiteral("echo 2026-03-02T09:14:17.9Z zero\necho 2026-03-02T09:14:18.1Z one\n"
                                     "echo 2026-03-02T09:14:18.12Z two\necho 2026-03-02T09:14:18.12Z two\nexit 0"),
                      // The cluster gives whole seconds again; one more line has the very same time.
                      QStringLiteral("echo 2026-03-02T09:14:18.1Z one\necho 2026-03-02T09:14:18.12Z two\n"
                                     "echo 2026-03-02T09:14:18.12Z two\necho 2026-03-02T09:14:18.12Z again\n"
                                     "echo 2026-03-02T09:14:18.3Z three\necho 2026-03-02T09:14:18.1Z odd\n"
                                     "sleep 100")));
        world.when("get pod", KubectlWorld::pod("u1", 6));
        PodLog log(world.commands());
        log.setFirstWait(10);
        log.open(target());
        QTRY_COMPARE(log.buffer().lines().size(), 8U);
        const QStringList all = texts(log);
        QCOMPARE(all.mid(0, 4).join(u' '), QStringLiteral("zero one two two"));
        QVERIFY(log.buffer().at(log.buffer().first() + 4).isNote);
        QVERIFY2(all[4].contains(QLatin1String("exit code 3")), qPrintable(all[4]));
        QCOMPARE(all.mid(5).join(u' '), QStringLiteral("again three odd"));
        const QString call = world.calls("logs").constLast();
        QVERIFY2(call.contains(QLatin1String("--since-time=2026-03-02T09:14:18.12Z")), qPrintable(call));
        QVERIFY(!call.contains(QLatin1String("--tail")));
    }

    void endsWithItsPod_data()
    {
        QTest::addColumn<QString>("pod");
        QTest::addColumn<QString>("note");
        QTest::newRow("gone") << KubectlWorld::isGone() << QStringLiteral("gone");
        QTest::newRow("another one") << KubectlWorld::pod("u2") << QStringLiteral("another one");
        QTest::newRow("over") << QStringLiteral("echo '{\"metadata\":{\"name\":\"pod\",\"uid\":\"u1\"},\"status\":"
                                                "{\"phase\":\"Failed\"}}'; exit 0\n")
                              << QStringLiteral("ended");
    }

    void endsWithItsPod()
    {
        QFETCH(QString, pod);
        QFETCH(QString, note);
        KubectlWorld world;
        world.when("logs", QStringLiteral("echo one; exit 0\n"));
        world.when("get pod", pod);
        PodLog log(world.commands());
        log.setFirstWait(10);
        log.open(target());
        QTRY_COMPARE(log.state(), State::Ended);
        QCOMPARE(texts(log).constFirst(), QStringLiteral("one"));
        QVERIFY2(texts(log).constLast().contains(note), qPrintable(texts(log).constLast()));
        QVERIFY(log.buffer().at(log.buffer().end() - 1).isNote);
        QTest::qWait(100);
        QCOMPARE(world.calls("logs").size(), 1);
    }

    /// What it had already is no sign of life.
    void waitsLongerWhereNothingNewComes()
    {
        KubectlWorld world;
        world.when("logs", QStringLiteral("date +%s%3N >> $here/times\necho 2026-03-02T09:14:18.1Z one\nexit 0\n"));
        world.when("get pod", KubectlWorld::pod("u1"));
        PodLog log(world.commands());
        log.setFirstWait(50);
        log.open(target());
        const auto times = [&world] { return world.read(QStringLiteral("times")).split('\n'); };
        QTRY_VERIFY(times().size() > 5);
        QCOMPARE(texts(log), QStringList{QStringLiteral("one")});
        // The fourth wait is eight times as long as the first, give or take a fifth.
        QVERIFY(times().at(4).toLongLong() - times().at(3).toLongLong() >= 250);
    }

    void waitsForTheClusterToComeBack()
    {
        KubectlWorld world;
        world.when("logs", firstThen(QStringLiteral("echo one; exit 0"), QStringLiteral("echo two; sleep 100")));
        world.when("get pod", KubectlWorld::prints("kubectl-refused.json", 1));
        PodLog log(world.commands());
        log.setFirstWait(10);
        log.open(target());
        QTRY_VERIFY(log.state() == State::Waiting && log.failure());
        QCOMPARE(log.failure()->kind, FailureKind::Unreachable);
        world.when("get pod", KubectlWorld::pod("u1"));
        QTRY_COMPARE(log.state(), State::Following);
        QCOMPARE(texts(log).constLast(), QStringLiteral("two"));
        QVERIFY(!log.failure());
    }

    void waitsForAContainerToStart()
    {
        KubectlWorld world;
        world.when("logs", KubectlWorld::prints("kubectl-logs-waiting.txt", 1));
        world.when("get pod", KubectlWorld::pod("u1"));
        PodLog log(world.commands());
        log.setFirstWait(10);
        log.open(target());
        QTRY_VERIFY(world.calls("logs").size() >= 2);
        QTRY_COMPARE(log.state(), State::Waiting);
        QVERIFY(log.failure()->meaning.contains(QLatin1String("has not started")));
        world.when("logs",
                   KubectlWorld::prints("kubectl-logs-timestamps.txt")
                       .replace(QLatin1String("exit 0"), QLatin1String("sleep 100")));
        QTRY_COMPARE(log.state(), State::Following);
        QVERIFY(texts(log).constFirst().contains(QLatin1String("no tracer")));
    }

    void saysThatThereIsNoPreviousLog()
    {
        KubectlWorld world;
        world.when("logs", KubectlWorld::prints("kubectl-logs-previous-none.txt", 1));
        PodLog log(world.commands());
        log.setFirstWait(10);
        log.open(target(true));
        QTRY_COMPARE(log.state(), State::Failed);
        QVERIFY(log.failure()->meaning.contains(QLatin1String("no container before")));
        QVERIFY(world.calls("logs").constFirst().contains(QLatin1String("--previous")));
        QVERIFY(!world.calls("logs").constFirst().contains(QLatin1String(" -f")));
        // One that is there ends, and is not taken up again.
        world.when("logs", QStringLiteral("echo 2026-03-02T09:14:18Z last words; exit 0\n"));
        log.open(target(true));
        QTRY_COMPARE(log.state(), State::Ended);
        QCOMPARE(texts(log), QStringList{QStringLiteral("last words")});
    }

    void failsWhereNothingWillCome_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<int>("kind");
        QTest::newRow("not found") << KubectlWorld::prints("kubectl-logs-notfound.txt", 1)
                                   << static_cast<int>(FailureKind::NotFound);
        QTest::newRow("forbidden") << KubectlWorld::prints("kubectl-get-pods-forbidden.json", 1)
                                   << static_cast<int>(FailureKind::Forbidden);
        QTest::newRow("killed") << QStringLiteral("kill -KILL $$\n") << static_cast<int>(FailureKind::Process);
        QTest::newRow("odd") << QStringLiteral("echo odd >&2; exit 3\n") << static_cast<int>(FailureKind::Process);
    }

    void failsWhereNothingWillCome()
    {
        QFETCH(QString, script);
        QFETCH(int, kind);
        KubectlWorld world;
        // It may have printed an empty list; that is no log.
        world.when(
            "logs",
            QString(script).replace(QLatin1String("forbidden.json\n"), QLatin1String("forbidden.json >/dev/null\n")));
        PodLog log(world.commands());
        log.open(target());
        QTRY_COMPARE(log.state(), State::Failed);
        QCOMPARE(static_cast<int>(log.failure()->kind), kind);
        QVERIFY(!log.failure()->remedy.isEmpty());
    }

    void opensAnotherOneInstead()
    {
        KubectlWorld world;
        world.when("logs", QStringLiteral("echo $$ > $here/self; echo one; sleep 100\n"));
        PodLog log(world.commands());
        log.open(target());
        QTRY_COMPARE(texts(log).size(), 1);
        const pid_t first = world.process("self");
        QSignalSpy cleared(&log, &PodLog::cleared);
        world.when("logs", QStringLiteral("echo $$ > $here/self; echo two; sleep 100\n"));
        log.open(target());
        QCOMPARE(cleared.size(), 1);
        QTRY_COMPARE(texts(log), QStringList{QStringLiteral("two")});
        QTRY_VERIFY(!runs(first));
        log.stop();
        QCOMPARE(log.state(), State::Idle);
        QTRY_VERIFY(!runs(world.process("self")));
    }

    void savesWhatItKeeps()
    {
        KubectlWorld world;
        world.when(
            "logs",
            QStringLiteral("echo 2026-03-02T09:14:18Z one; echo '2026-03-02T09:14:19Z two \u00e9'; sleep 100\n"));
        PodLog log(world.commands());
        log.open(target());
        QTRY_COMPARE(texts(log).size(), 2);
        qint64 count = 0;
        client::whenDone(log.save(world.path(QStringLiteral("saved")), true), this,
                         [&count](const models::Result<qint64>& written) { count = written.value_or(-1); });
        QTRY_COMPARE(count, 2);
        QCOMPARE(world.read(QStringLiteral("saved")),
                 QByteArray("2026-03-02T09:14:18Z one\n2026-03-02T09:14:19Z two \xc3\xa9\n"));
        QCOMPARE(QFile::permissions(world.path(QStringLiteral("saved")))
                     & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
        models::Failure failure;
        client::whenDone(log.save(world.path(QStringLiteral("no/such/folder")), false), this,
                         [&failure](const models::Result<qint64>& written) { failure = written.error(); });
        QTRY_COMPARE(failure.kind, FailureKind::Storage);
        QVERIFY(!failure.remedy.isEmpty());
    }

    /// 1 GB as fast as it comes.
    void surviveAFlood()
    {
        neverBlocks([this](UiWatchdog& watchdog) {
            KubectlWorld world;
            world.when("logs",
                       QStringLiteral("yes '2026-03-02T09:14:18.123456789Z level=info msg=\"a line of a log that "
                                      "never ends, and has about so many letters\"' | head -c 1000000000\n"
                                      "echo; echo end; sleep 100\n"));
            PodLog log(world.commands());
            qsizetype most = 0;
            connect(&log, &PodLog::grew, &log, [&] { most = std::max(most, log.buffer().bytes()); });
            watchdog.forget();
            log.open(target());
            const auto isThrough
                = [&log] { return log.buffer().end() > 0 && log.buffer().at(log.buffer().end() - 1).bytes == "end"; };
            QVERIFY(loopUntil(isThrough, 240'000));
            watchdog.ended(QStringLiteral("flood"));
            QVERIFY(most <= LogBuffer::kMostBytes);
            QVERIFY(log.buffer().dropped() > 1'000'000);
        });
    }
};

QTEST_GUILESS_MAIN(TestPodLog)
#include "tst_podlog.moc"
