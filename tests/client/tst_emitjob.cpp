// SPDX-License-Identifier: Apache-2.0
#include "client/emitjob.h"
#include "client/whendone.h"
#include "localworld.h"
#include "scriptserver.h"

#include <QFile>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

using client::EmitJob;
using client::EmitPlan;
using client::EmitProgress;
using client::Journal;
using client::Latencies;
using client::LedgerLine;
using client::LedgerState;
using client::Session;

class TestEmitJob final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<LocalWorld> world;
    std::unique_ptr<ScriptServer> script;
    std::unique_ptr<Journal> journal;
    std::unique_ptr<Session> scripted;
    std::unique_ptr<EmitJob> job;
    std::unique_ptr<QSignalSpy> ended;

    Session& session() { return world ? *world->session : *scripted; }

    void useScript()
    {
        script = std::make_unique<ScriptServer>();
        script->on("/v1/event/subscriptions", ScriptServer::answer(200, "[]"));
        client::Connection connection;
        connection.base = script->url();
        scripted = std::make_unique<Session>(connection, client::Watch::Tempo{200, 400, 1'000});
        scripted->watch().start();
    }

    /// A real server with a real function behind the event type.
    void useLocal()
    {
        world = std::make_unique<LocalWorld>();
        QVERIFY(world->start());
        QVERIFY(world->subscribe("echo", "job.event", "def handle(context, payload):\n    return payload\n"));
    }

    static EmitPlan plan(qint64 count)
    {
        EmitPlan made;
        made.draft.eventType = QStringLiteral("job.event");
        made.draft.json = QStringLiteral("{\"n\": {{seq}}}");
        made.count = count;
        return made;
    }

    void begin(const EmitPlan& made)
    {
        job = std::make_unique<EmitJob>(session(), *journal, made);
        ended = std::make_unique<QSignalSpy>(job.get(), &EmitJob::ended);
        job->start();
    }

    std::vector<LedgerLine> ledger()
    {
        return told(journal->ledger(job->journalId(), 1, 1'000'000)).value_or(std::vector<LedgerLine>());
    }

    int count(LedgerState state)
    {
        const auto lines = ledger();
        return static_cast<int>(
            std::count_if(lines.begin(), lines.end(), [state](const LedgerLine& line) { return line.state == state; }));
    }

    QString lines(const QByteArray& content)
    {
        QFile file(folder->filePath(QStringLiteral("events.jsonl")));
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
        return file.fileName();
    }

private Q_SLOTS:
    void init()
    {
        folder = std::make_unique<QTemporaryDir>();
        journal = std::make_unique<Journal>(folder->path());
    }

    void cleanup()
    {
        job.reset();
        scripted.reset();
        world.reset();
        journal.reset();
        script.reset();
        folder.reset();
    }

    void sendsEachOnceAndFollowsTheRuns()
    {
        useLocal();
        begin(plan(50));
        QTRY_COMPARE_WITH_TIMEOUT(ended->size(), 1, 30'000);
        const EmitProgress progress = job->progress();
        QCOMPARE(progress.state, EmitProgress::State::Done);
        QCOMPARE(progress.accepted, 50);
        QCOMPARE(progress.answers.count(), 50);
        QVERIFY(progress.answers.percentile(50) > 0);
        QCOMPARE(count(LedgerState::Accepted), 50);
        QTRY_COMPARE_WITH_TIMEOUT(job->progress().runsSucceeded, 50, 60'000);
        QCOMPARE(job->progress().toRun.count(), 50);
        QTRY_VERIFY_WITH_TIMEOUT(
            [this] {
                const auto all = ledger();
                return std::all_of(all.begin(), all.end(), [](const LedgerLine& line) {
                    return line.runState == QLatin1String("READY") && line.runEndedAt >= line.sentAt;
                });
            }(),
            10'000);
        const auto runs = told(session().api().runs());
        QVERIFY(runs);
        QSet<QByteArray> inputs;
        for (const models::Run& run : *runs)
            inputs << models::dumpJson(*run.input);
        QCOMPARE(runs->size(), 50U);
        QCOMPARE(inputs.size(), 50);
        QCOMPARE(told(journal->jobs(1)).value().front().state, QStringLiteral("done"));
    }

    void neverHasMoreInFlightThanPlanned()
    {
        useScript();
        int open = 0;
        int most = 0;
        script->on("/v1/event", [&](QTcpSocket* socket, const ScriptServer::Seen& seen) {
            if (seen.method != "POST") { // the watch has a look
                socket->write(ScriptServer::message(200, "[]"));
                return;
            }
            most = std::max(most, ++open);
            QTimer::singleShot(20, socket, [socket, &open] {
                --open;
                socket->write(ScriptServer::message(200, "{}"));
            });
        });
        EmitPlan made = plan(40);
        made.inFlight = 3;
        begin(made);
        QTRY_COMPARE_WITH_TIMEOUT(ended->size(), 1, 20'000);
        QCOMPARE(most, 3);
    }

    void keepsThePace_data()
    {
        QTest::addColumn<EmitPlan::Pace>("pace");
        QTest::newRow("interval") << EmitPlan::Pace::Interval;
        QTest::newRow("rate") << EmitPlan::Pace::Rate;
    }

    void keepsThePace()
    {
        QFETCH(EmitPlan::Pace, pace);
        useScript();
        script->on("/v1/event", ScriptServer::answer(200, "{}"));
        EmitPlan made = plan(11);
        made.pace = pace;
        made.intervalMSecs = 50;
        made.perSecond = 20;
        begin(made);
        QTRY_COMPARE_WITH_TIMEOUT(ended->size(), 1, 20'000);
        QList<qint64> times;
        for (const auto& seen : std::as_const(script->seen)) {
            if (seen.method == "POST")
                times << seen.atMSecs;
        }
        QCOMPARE(times.size(), 11);
        QVERIFY2(times.last() - times.first() >= 450, qPrintable(QString::number(times.last() - times.first())));
    }

    void pausesResumesAndStops()
    {
        useScript();
        script->on("/v1/event", ScriptServer::answer(200, "{}"));
        EmitPlan made = plan(1'000);
        made.pace = EmitPlan::Pace::Rate;
        made.perSecond = 200;
        begin(made);
        QTRY_VERIFY(job->progress().accepted > 5);
        job->pause();
        QTRY_COMPARE(job->progress().inFlight, 0);
        const qint64 sent = job->progress().accepted;
        QTest::qWait(150); // a pause is nothing happening
        QCOMPARE(job->progress().accepted, sent);
        QCOMPARE(job->progress().state, EmitProgress::State::Paused);
        job->resume();
        QTRY_VERIFY(job->progress().accepted > sent + 5);
        job->stop();
        QTRY_COMPARE(ended->size(), 1);
        QCOMPARE(job->progress().state, EmitProgress::State::Stopped);
        QVERIFY(job->progress().accepted < 1'000);
        QCOMPARE(count(LedgerState::Accepted), job->progress().accepted);
    }

    void reportsAtMostTenTimesASecond()
    {
        useScript();
        script->on("/v1/event", ScriptServer::answer(200, "{}"));
        job = std::make_unique<EmitJob>(session(), *journal, plan(2'000));
        ended = std::make_unique<QSignalSpy>(job.get(), &EmitJob::ended);
        QSignalSpy progress(job.get(), &EmitJob::progressChanged);
        QElapsedTimer timer;
        timer.start();
        job->start();
        QTRY_COMPARE_WITH_TIMEOUT(ended->size(), 1, 60'000);
        QVERIFY(!progress.isEmpty());
        QVERIFY(progress.size() <= timer.elapsed() / 100 + 1);
    }

    void readsLines()
    {
        useScript();
        script->on("/v1/event", ScriptServer::answer(200, "{}"));
        EmitPlan made = plan(1);
        made.linesPath = lines("{\"eventType\":\"other.type\",\"eventID\":\"given\",\"data\":{\"a\":1}}\n"
                               "\n"
                               "{\"value\": 12345678901234567890123}\r\n"
                               "{broken\n"
                               "\"text {{seq}}\"");
        begin(made);
        QTRY_COMPARE_WITH_TIMEOUT(ended->size(), 1, 20'000);
        QCOMPARE(job->progress().accepted, 3);
        QCOMPARE(job->progress().refused, 1);
        const auto all = ledger();
        QCOMPARE(all.size(), 4U);
        QCOMPARE(all[0].eventId, QStringLiteral("given"));
        QCOMPARE(all[2].state, LedgerState::Refused);
        QVERIFY(!all[2].note.isEmpty());
        QByteArray sent;
        for (const auto& seen : std::as_const(script->seen))
            sent += seen.body;
        QVERIFY(sent.contains("\"eventType\":\"other.type\""));
        QVERIFY(sent.contains("12345678901234567890123"));
        QVERIFY(sent.contains("\"text 4\""));
    }

    void stopsWhenTheFileCannotBeRead()
    {
        useScript();
        EmitPlan made = plan(1);
        made.linesPath = folder->filePath(QStringLiteral("nowhere"));
        begin(made);
        QTRY_COMPARE_WITH_TIMEOUT(ended->size(), 1, 20'000);
        QCOMPARE(job->progress().state, EmitProgress::State::Stopped);
        QCOMPARE(job->progress().failure->kind, models::FailureKind::NotFound);
    }

    void writesDownARefusal()
    {
        useScript();
        script->on("/v1/event",
                   ScriptServer::answer(422, "{\"code\":605,\"message\":\"eventType in body should match\"}"));
        begin(plan(3));
        QTRY_COMPARE_WITH_TIMEOUT(ended->size(), 1, 20'000);
        const auto all = ledger();
        QCOMPARE(all.size(), 3U);
        QCOMPARE(all[0].state, LedgerState::Refused);
        QCOMPARE(all[0].httpStatus, 422);
        QVERIFY(all[0].note.contains(QStringLiteral("should match")));
        QCOMPARE(script->count("/v1/event"), 3 + script->count("/v1/event/"));
    }

    void pausesWhenSignedOutAndLosesNothing()
    {
        useScript();
        script->on("/v1/event", ScriptServer::answer(401, "{}"));
        begin(plan(5));
        QTRY_COMPARE(job->progress().state, EmitProgress::State::Paused);
        QTRY_COMPARE(job->progress().inFlight, 0);
        QCOMPARE(job->progress().failure->httpStatus, 401);
        script->on("/v1/event", ScriptServer::answer(200, "{}"));
        job->resume();
        QTRY_COMPARE_WITH_TIMEOUT(ended->size(), 1, 20'000);
        QCOMPARE(job->progress().accepted, 5);
    }

    void marksWhatNobodyCanKnow()
    {
        useScript(); // nothing is subscribed there
        script->on("/v1/runs", ScriptServer::answer(200, "[]"));
        script->on("/v1/event", [this](QTcpSocket* socket, const ScriptServer::Seen& seen) {
            if (seen.body.contains("{\"n\": 2}"))
                socket->abort();
            else
                socket->write(ScriptServer::message(200, "{}"));
        });
        begin(plan(5));
        QTRY_COMPARE_WITH_TIMEOUT(ended->size(), 1, 20'000);
        QCOMPARE(job->progress().accepted, 4);
        QCOMPARE(job->progress().unknown, 1);
        const auto all = ledger();
        QCOMPARE(all[1].state, LedgerState::Unknown);
        QVERIFY(!all[1].note.isEmpty());
        int sent = 0;
        for (const auto& seen : std::as_const(script->seen))
            sent += seen.body.contains("{\"n\": 2}") ? 1 : 0;
        QCOMPARE(sent, 1);
    }

    void losesAndDoublesNothingWhenTheServerIsKilled()
    {
        constexpr int kEvents = 600;
        useLocal();
        EmitPlan made = plan(kEvents);
        made.pace = EmitPlan::Pace::Rate;
        made.perSecond = 300;
        begin(made);
        for (const int share : {4, 2}) {
            QTRY_VERIFY_WITH_TIMEOUT(job->progress().accepted > kEvents / share, 60'000);
            QVERIFY(ended->isEmpty());
            world->process.kill();
            QTRY_COMPARE_WITH_TIMEOUT(job->progress().state, EmitProgress::State::Away, 20'000);
            QVERIFY(world->process.start());
        }
        QTRY_COMPARE_WITH_TIMEOUT(ended->size(), 1, 120'000);
        QCOMPARE(job->progress().accepted, kEvents);
        const auto all = ledger();
        QCOMPARE(all.size(), static_cast<std::size_t>(kEvents));
        QSet<QString> ids;
        for (const LedgerLine& line : all) {
            QCOMPARE(line.state, LedgerState::Accepted);
            ids << line.eventId;
        }
        QCOMPARE(ids.size(), kEvents);
        const auto runs = told(session().api().runs());
        QVERIFY(runs);
        QHash<QString, int> perEvent;
        for (const models::Run& run : *runs)
            ++perEvent[run.event ? run.event->eventId : QString()];
        QCOMPARE(runs->size(), static_cast<std::size_t>(kEvents));
        for (const QString& id : std::as_const(ids))
            QCOMPARE(perEvent.value(id), 1);
    }

    void endsWithItsSession()
    {
        useScript();
        script->on("/v1/event", ScriptServer::silence());
        begin(plan(5));
        QTRY_COMPARE(job->progress().inFlight, 5);
        job.reset();
        QCOMPARE(told(journal->jobs(1)).value().front().state, QStringLiteral("stopped"));
    }

    void latenciesAreWithinAFewPerCent()
    {
        Latencies latencies;
        QCOMPARE(latencies.percentile(50), 0.0);
        for (int i = 1; i <= 10'000; ++i)
            latencies.add(i / 10.0);
        for (const auto& [percent, expected] : {std::pair(50.0, 500.0), {95.0, 950.0}, {99.0, 990.0}, {100.0, 1000.0}})
            QVERIFY(qAbs(latencies.percentile(percent) - expected) < expected * 0.05);
        latencies.add(-5);
        latencies.add(1e12);
        QCOMPARE(latencies.count(), 10'002);
    }
};

QTEST_GUILESS_MAIN(TestEmitJob)
#include "tst_emitjob.moc"
