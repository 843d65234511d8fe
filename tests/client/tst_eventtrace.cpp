// SPDX-License-Identifier: Apache-2.0
#include "client/eventtrace.h"
#include "localworld.h"
#include "scriptserver.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using client::Delivery;
using client::EventTrace;
using client::Journal;
using client::Session;
using models::Json;

namespace {

constexpr const char* kEcho = "def handle(context, payload):\n    return payload\n";

Json run(const char* name, const char* function, const char* eventId, const char* status)
{
    return {{"name", name},
            {"functionName", function},
            {"status", status},
            {"executedTime", 1'795'420'612'554'021'812},
            {"event", {{"eventType", "a.b"}, {"eventID", eventId}}}};
}

Json subscription(const char* name, const char* function)
{
    return {{"name", name}, {"eventType", "a.b"}, {"function", function}, {"status", "READY"}};
}

} // namespace

class TestEventTrace final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<Journal> journal;
    std::unique_ptr<ScriptServer> script;
    std::unique_ptr<Session> session;
    std::unique_ptr<EventTrace> trace;
    std::unique_ptr<QSignalSpy> finished;

    void useScript(const std::vector<Json>& subscriptions, const std::vector<Json>& runs)
    {
        script = std::make_unique<ScriptServer>();
        script->on("/v1/", ScriptServer::answer(200, "[]"));
        script->on("/v1/event/subscriptions", ScriptServer::answer(200, models::dumpJson(Json(subscriptions))));
        tell(runs);
        client::Connection connection;
        connection.base = script->url();
        session = std::make_unique<Session>(connection, client::Watch::Tempo{50, 100, 500});
        session->watch().start();
        QTRY_VERIFY(session->watch().listState(models::Kind::Subscription).loaded);
    }

    void tell(const std::vector<Json>& runs)
    {
        script->on("/v1/runs", ScriptServer::answer(200, models::dumpJson(Json(runs))));
    }

    void begin(Session& used, const char* type = "a.b", const char* id = "mine")
    {
        trace = std::make_unique<EventTrace>(used, *journal, QString::fromLatin1(type), QString::fromLatin1(id));
        finished = std::make_unique<QSignalSpy>(trace.get(), &EventTrace::finished);
    }

    Delivery::State state(std::size_t index) const { return trace->deliveries().at(index).state; }

private Q_SLOTS:
    void init()
    {
        folder = std::make_unique<QTemporaryDir>();
        journal = std::make_unique<Journal>(folder->path());
    }

    void cleanup()
    {
        trace.reset();
        session.reset();
        script.reset();
        journal.reset();
        folder.reset();
    }

    void followsARealEventToItsEnd()
    {
        LocalWorld world;
        QVERIFY(world.start());
        QVERIFY(world.subscribe("echo", "a.b", kEcho));
        QVERIFY(world.subscribe("broken", "a.b", "def handle(context, payload):\n    raise ValueError('boom')\n"));
        models::CloudEvent event = models::newCloudEvent(QStringLiteral("a.b"));
        event.data = Json{{"n", 1}};
        client::SentEvent sent;
        sent.eventId = event.eventId;
        const auto id = told(journal->addSent(sent));
        QVERIFY(id);
        begin(*world.session, "a.b", event.eventId.toLatin1().constData());
        QVERIFY(told(world.session->api().emitEvent(event)));
        trace->accepted(*id);
        QTRY_COMPARE_WITH_TIMEOUT(finished->size(), 1, 30'000);
        QCOMPARE(trace->outcome(), EventTrace::Outcome::AllEnded);
        QCOMPARE(trace->deliveries().size(), 2U);
        for (const Delivery& delivery : trace->deliveries()) {
            const bool echo = delivery.function == QLatin1String("echo");
            QCOMPARE(delivery.subscription, delivery.function + QStringLiteral("-sub"));
            QCOMPARE(delivery.state, echo ? Delivery::State::Succeeded : Delivery::State::Failed);
            if (echo)
                QVERIFY(*delivery.run->output == *event.data);
        }
        QVERIFY(!world.session->runWatch().isActive());
        const auto kept = told(journal->sent(*id));
        QVERIFY(kept);
        const auto runs = models::parseJson(kept->runs);
        QVERIFY(runs);
        QCOMPARE(runs->size(), 2U);
        QVERIFY(kept->runs.contains("boom"));
        trace.reset();
    }

    void goesThroughTheStates()
    {
        useScript({subscription("one", "f"), subscription("two", "f"), subscription("other", "g")},
                  {run("r0", "f", "another", "READY")});
        begin(*session);
        trace->accepted(1);
        QCOMPARE(trace->deliveries().size(), 3U);
        QCOMPARE(state(0), Delivery::State::Queued);
        tell({run("r1", "f", "mine", "CREATING"), run("r2", "g", "mine", "INITIALIZED")});
        QTRY_VERIFY(std::count_if(trace->deliveries().begin(), trace->deliveries().end(),
                                  [](const Delivery& delivery) { return delivery.state == Delivery::State::Running; })
                    == 2);
        // Two subscriptions of one function get a run each.
        tell({run("r1", "f", "mine", "READY"), run("r2", "g", "mine", "ERROR"), run("r3", "f", "mine", "READY")});
        QTRY_COMPARE(finished->size(), 1);
        QCOMPARE(trace->outcome(), EventTrace::Outcome::AllEnded);
        QCOMPARE(trace->deliveries().size(), 3U);
        for (const Delivery& delivery : trace->deliveries())
            QCOMPARE(delivery.state,
                     delivery.function == QLatin1String("g") ? Delivery::State::Failed : Delivery::State::Succeeded);
    }

    void seesARunThatIsThereBeforeTheAnswer()
    {
        useScript({subscription("one", "f")}, {run("r1", "f", "mine", "READY")});
        QSignalSpy runs(&session->runWatch(), &client::RunWatch::runsChanged);
        begin(*session);
        QTRY_VERIFY(!runs.isEmpty());
        QCOMPARE(finished->size(), 0);
        trace->accepted(1);
        QCOMPARE(finished->size(), 1);
        QCOMPARE(state(0), Delivery::State::Succeeded);
    }

    void saysThatNothingMatched()
    {
        useScript({subscription("one", "f")}, {});
        begin(*session, "a.B");
        trace->accepted(1);
        QCOMPARE(finished->size(), 1);
        QCOMPARE(trace->outcome(), EventTrace::Outcome::NothingMatched);
    }

    void showsARunThatNothingKnownAskedFor()
    {
        useScript({subscription("one", "f")}, {run("r1", "f", "mine", "READY"), run("r2", "x", "mine", "READY")});
        begin(*session);
        trace->accepted(1);
        QTRY_COMPARE(finished->size(), 1);
        QCOMPARE(trace->deliveries().size(), 2U);
        QCOMPARE(trace->deliveries().at(1).subscription, QString());
        QCOMPARE(trace->deliveries().at(1).function, QStringLiteral("x"));
    }

    void endsAtTheDeadline()
    {
        useScript({subscription("one", "f")}, {});
        begin(*session);
        trace->accepted(1, 300);
        QTRY_COMPARE(finished->size(), 1);
        QCOMPARE(trace->outcome(), EventTrace::Outcome::DeadlinePassed);
        QCOMPARE(state(0), Delivery::State::NoRun);
    }

    void saysThatTheServerHasNoRuns()
    {
        useScript({subscription("one", "f")}, {});
        script->on("/v1/runs", ScriptServer::answer(404, "{}"));
        begin(*session);
        trace->accepted(1);
        QTRY_COMPARE(finished->size(), 1);
        QCOMPARE(trace->outcome(), EventTrace::Outcome::NoRunList);
        QVERIFY(trace->failure());
    }

    void outlivesAServerThatGoesAway()
    {
        useScript({subscription("one", "f")}, {});
        begin(*session);
        trace->accepted(1);
        script->on("/v1/runs", ScriptServer::hangUp());
        QTRY_VERIFY(trace->failure());
        QCOMPARE(trace->outcome(), EventTrace::Outcome::Following);
        tell({run("r1", "f", "mine", "READY")});
        QTRY_COMPARE(finished->size(), 1);
        QCOMPARE(trace->outcome(), EventTrace::Outcome::AllEnded);
        QVERIFY(!trace->failure());
    }
};

QTEST_GUILESS_MAIN(TestEventTrace)
#include "tst_eventtrace.moc"
