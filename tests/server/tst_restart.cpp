// SPDX-License-Identifier: Apache-2.0
#include "localprocess.h"
#include "processes.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using models::Json;

namespace {

constexpr int kPatience = 60000;
const QByteArray kSlow = "import time\ndef handle(context, payload):\n    time.sleep(0.05)\n    return payload\n";
const QByteArray kEndless = "import time\ndef handle(context, payload):\n    time.sleep(600)\n";
const QByteArray kQuick = "def handle(context, payload):\n    return payload\n";

QByteArray function(const QByteArray& name, const QByteArray& code, const QByteArray& image = "python3")
{
    return R"({"name":")" + name + R"(","image":")" + image + R"(","source":")" + pythonSource(code) + R"("})";
}

/// Makes a function that hears events of its own name, and waits until it can run.
bool serve(const LocalProcess& local, const QByteArray& name, const QByteArray& code)
{
    const QByteArray subscription
        = R"({"name":"on-)" + name + R"(","eventType":")" + name + R"(","function":")" + name + R"("})";
    return local.ask(rawRequest("POST", "/v1/function", function(name, code))).status == 201
        && local.ask(rawRequest("POST", "/v1/event/subscriptions", subscription)).status == 201
        && QTest::qWaitFor([&] { return local.get("/v1/function/" + name).value("status", "") == "READY"; }, kPatience);
}

/// How many events were acknowledged.
int emitTo(const LocalProcess& local, const QByteArray& name, int count)
{
    RawConnection connection(local.port());
    const QByteArray event
        = R"({"eventType":")" + name + R"(","cloudEventsVersion":"0.1","source":"s","eventID":"e","data":1})";
    connection.send(rawRequest("POST", "/v1/event", event).repeated(count));
    int good = 0;
    for (int i = 0; i < count; ++i)
        good += connection.read().value_or(RawAnswer{}).status == 200 ? 1 : 0;
    return good;
}

int runsIn(const LocalProcess& local, const QByteArray& name, const std::string& status)
{
    const Json runs = local.get("/v1/runs?functionName=" + name);
    return static_cast<int>(
        std::count_if(runs.begin(), runs.end(), [&](const Json& run) { return run.value("status", "") == status; }));
}

std::string statusOf(const LocalProcess& local, const QByteArray& path)
{
    return local.get(path).value("status", "");
}

} // namespace

/// What becomes of functions, drivers and runs when the server ends at once, starts badly, or gets new code.
class TestRestart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void runsWhatItAcknowledged();
    void keepsEntitiesItAcknowledged();
    void leavesNoProcessWhenKilled();
    void recoversFromABadStart();
    void finishesRunsOfReplacedCode();
    void runsNoOldCodeAfterAFailedUpdate();
    void slowFunctionHoldsNobodyUp();

private:
    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestRestart::runsWhatItAcknowledged()
{
    constexpr int kEvents = 60;
    {
        LocalProcess local(m_directory->path());
        QVERIFY(serve(local, "slow", kSlow));
        QCOMPARE(emitTo(local, "slow", kEvents), kEvents);
        local.kill();
    }
    const LocalProcess local(m_directory->path());
    // A run is asked for before the function can be prepared again.
    QCOMPARE(emitTo(local, "slow", 1), 1);
    QTRY_COMPARE_WITH_TIMEOUT(runsIn(local, "slow", "READY"), kEvents + 1, kPatience);
}

void TestRestart::keepsEntitiesItAcknowledged()
{
    const std::pair<QByteArray, QByteArray> created[] = {
        {"/v1/event/drivertypes", R"({"name":"clock","image":"dispatchframework/ticker:latest"})"},
        {"/v1/event/drivers", R"({"name":"clock","type":"clock"})"},
        {"/v1/function", function("clock", kQuick)},
        {"/v1/event/subscriptions", R"({"name":"clock","eventType":"ticker.tick","function":"clock"})"},
    };
    for (const auto& [path, body] : created) {
        LocalProcess local(m_directory->path());
        QCOMPARE(local.ask(rawRequest("POST", path, body)).status, 201);
        local.kill();
    }
    const LocalProcess local(m_directory->path());
    QCOMPARE(local.ask(rawRequest("GET", "/v1/event/drivertypes/clock")).status, 200);
    for (std::size_t i = 1; i < std::size(created); ++i)
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(local, created[i].first + "/clock"), std::string("READY"), kPatience);
}

void TestRestart::leavesNoProcessWhenKilled()
{
    const std::string mark = m_directory->path().toStdString() + "/functions";
    LocalProcess local(m_directory->path());
    QVERIFY(serve(local, "endless", kEndless));
    QCOMPARE(emitTo(local, "endless", 2), 2);
    // Asked once each time: between its fork and its exec a child has the words of its parent and is counted too.
    QVERIFY(QTest::qWaitFor([&mark] { return processesNaming(mark) == 2; }, kPatience));
    local.kill();
    QVERIFY(QTest::qWaitFor([&mark] { return processesNaming(mark) == 0; }, kPatience));
}

void TestRestart::recoversFromABadStart()
{
    const QString functions = m_directory->filePath(QStringLiteral("functions"));
    {
        LocalProcess local(m_directory->path());
        QVERIFY(serve(local, "quick", kQuick));
        QCOMPARE(local.ask(rawRequest("POST", "/v1/event/drivertypes", R"({"name":"t","image":"a/ticker"})")).status,
                 201);
        QCOMPARE(
            local.ask(rawRequest("POST", "/v1/event/drivers", R"({"name":"d","type":"t","secrets":["late"]})")).status,
            201);
        QTRY_COMPARE(statusOf(local, "/v1/event/drivers/d"), std::string("ERROR"));
        QCOMPARE(local.ask(rawRequest("POST", "/v1/secret", R"({"name":"late","secrets":{"a":"b"}})")).status, 201);
        local.kill();
    }
    QVERIFY(QDir(functions).removeRecursively());
    QFile obstacle(functions);
    QVERIFY(obstacle.open(QIODevice::WriteOnly));
    {
        LocalProcess local(m_directory->path());
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(local, "/v1/function/quick"), std::string("ERROR"), kPatience);
        QTRY_COMPARE(statusOf(local, "/v1/event/drivers/d"), std::string("READY"));
        local.kill();
    }
    QVERIFY(obstacle.remove());
    const LocalProcess local(m_directory->path());
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(local, "/v1/function/quick"), std::string("READY"), kPatience);
    QCOMPARE(emitTo(local, "quick", 1), 1);
    QTRY_COMPARE(runsIn(local, "quick", "READY"), 1);
}

void TestRestart::finishesRunsOfReplacedCode()
{
    constexpr int kEvents = 40;
    const LocalProcess local(m_directory->path());
    QVERIFY(serve(local, "slow", kSlow));
    QCOMPARE(emitTo(local, "slow", kEvents), kEvents);
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(local.ask(rawRequest("PUT", "/v1/function/slow", function("slow", kSlow + "# new\n"))).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(local, "/v1/function/slow"), std::string("READY"), kPatience);
    }
    QTRY_COMPARE_WITH_TIMEOUT(runsIn(local, "slow", "READY"), kEvents, kPatience);
}

void TestRestart::runsNoOldCodeAfterAFailedUpdate()
{
    const LocalProcess local(m_directory->path());
    QVERIFY(serve(local, "quick", kQuick));
    QCOMPARE(local.ask(rawRequest("PUT", "/v1/function/quick", function("quick", kQuick, "nope"))).status, 200);
    QTRY_COMPARE(statusOf(local, "/v1/function/quick"), std::string("ERROR"));
    QCOMPARE(emitTo(local, "quick", 1), 1);
    QVERIFY(serve(local, "other", kQuick));
    QCOMPARE(emitTo(local, "other", 1), 1);
    QTRY_COMPARE(runsIn(local, "other", "READY"), 1);
    QCOMPARE(local.get("/v1/runs?functionName=quick").size(), std::size_t(0));
}

void TestRestart::slowFunctionHoldsNobodyUp()
{
    constexpr int kEvents = 100;
    const LocalProcess local(m_directory->path());
    QVERIFY(serve(local, "endless", kEndless));
    QVERIFY(serve(local, "quick", kQuick));
    QCOMPARE(emitTo(local, "endless", kEvents), kEvents);
    QCOMPARE(emitTo(local, "quick", 20), 20);
    QTRY_COMPARE_WITH_TIMEOUT(runsIn(local, "quick", "READY"), 20, kPatience);
    QCOMPARE(runsIn(local, "endless", "READY"), 0);
}

QTEST_GUILESS_MAIN(TestRestart)
#include "tst_restart.moc"
