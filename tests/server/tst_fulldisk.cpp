// SPDX-License-Identifier: Apache-2.0
#include "localprocess.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

using models::Json;

namespace {

constexpr rlim_t kRoom = 1024 * 1024; ///< for each file of the server
constexpr int kSecretSize = 50'000;
constexpr int kTooMany = 200;

void limitFileSize()
{
    const rlimit limit = {kRoom, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    // Without the signal a write that is refused is an error value, as on a full disk.
    std::signal(SIGXFSZ, SIG_IGN);
}

bool makeRoom(const LocalProcess& local)
{
    const rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    return ::prlimit(static_cast<pid_t>(local.pid()), RLIMIT_FSIZE, &limit, nullptr) == 0;
}

bool takeRoom(const LocalProcess& local)
{
    const rlimit limit = {0, RLIM_INFINITY};
    return ::prlimit(static_cast<pid_t>(local.pid()), RLIMIT_FSIZE, &limit, nullptr) == 0;
}

QByteArray name(int i)
{
    return "secret-" + QByteArray::number(i);
}

QByteArray creation(int i)
{
    return rawRequest("POST", "/v1/secret",
                      R"({"name":")" + name(i) + R"(","secrets":{"k":")" + QByteArray(kSecretSize, 'a') + R"("}})");
}

QByteArray emission(int size)
{
    return rawRequest("POST", "/v1/event",
                      R"({"eventType":"a.b","cloudEventsVersion":"0.1","source":"s","eventID":"e","data":")"
                          + QByteArray(size, 'a') + R"("})");
}

} // namespace

/// What the server says and keeps when nothing more can be written.
class TestFullDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void refusesWhatItCannotKeep();
    void refusesAFunctionWithoutRoomForItsSource();
    void goesOnReading();
    void saysThatADriverCannotSend();
    void goesOnWritingWhenThereIsRoomAgain();
    void keepsWhatItAcknowledged();

private:
    void fill();

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<LocalProcess> m_local;
    int m_acknowledged = 0;
    RawAnswer m_refusal;
};

void TestFullDisk::init()
{
    m_local.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    m_local = std::make_unique<LocalProcess>(m_directory->path(), QStringList{QStringLiteral("--auth=none")},
                                             limitFileSize);
    QVERIFY(m_local->isReady());
    fill();
}

/// Creates secrets until one is refused.
void TestFullDisk::fill()
{
    for (m_acknowledged = 0; m_acknowledged < kTooMany; ++m_acknowledged) {
        m_refusal = m_local->ask(creation(m_acknowledged));
        if (m_refusal.status != 201)
            break;
    }
    QVERIFY(m_acknowledged > 0);
    QVERIFY(m_acknowledged < kTooMany);
}

void TestFullDisk::refusesWhatItCannotKeep()
{
    QCOMPARE(m_refusal.status, 500);
    const Json body = Json::parse(m_refusal.body.toStdString(), nullptr, false);
    QCOMPARE(body.value("code", 0), 500);
    QCOMPARE(body.value("message", ""), "internal error when processing secret " + name(m_acknowledged).toStdString());
    QCOMPARE(m_local->ask(rawRequest("GET", "/v1/secret/" + name(m_acknowledged))).status, 404);
    // An event needs a little less than a secret of its size, and that little may just be left.
    const RawAnswer event = m_local->ask(emission(2 * kSecretSize));
    QCOMPARE(event.status, 500);
    QVERIFY2(event.body.contains("internal error when emitting an event"), event.body.constData());
}

void TestFullDisk::refusesAFunctionWithoutRoomForItsSource()
{
    const QByteArray source(2 * kSecretSize, 'A');
    const RawAnswer answer = m_local->ask(
        rawRequest("POST", "/v1/function", R"({"name":"large","image":"python3","source":")" + source + R"("})"));
    QCOMPARE(answer.status, 500);
    QCOMPARE(m_local->ask(rawRequest("GET", "/v1/function/large")).status, 404);
}

void TestFullDisk::goesOnReading()
{
    QCOMPARE(m_local->ask(rawRequest("GET", "/healthz")).status, 200);
    QCOMPARE(m_local->get("/v1/secret").size(), static_cast<std::size_t>(m_acknowledged));
    const Json runs = m_local->get("/v1/runs");
    QVERIFY(runs.is_array());
}

void TestFullDisk::saysThatADriverCannotSend()
{
    QVERIFY(makeRoom(*m_local));
    QCOMPARE(m_local->ask(rawRequest("POST", "/v1/event/drivertypes", R"({"name":"t","image":"a/ticker"})")).status,
             201);
    const QByteArray driver
        = R"({"name":"d","type":"t","config":[{"key":"seconds","value":"1"},{"key":"source","value":")"
        + QByteArray(2 * kSecretSize, 's') + R"("}]})";
    QCOMPARE(m_local->ask(rawRequest("POST", "/v1/event/drivers", driver)).status, 201);
    const auto status = [this] { return m_local->get("/v1/event/drivers/d").value("status", ""); };
    QTRY_COMPARE(status(), std::string("READY"));
    QVERIFY(takeRoom(*m_local));
    QTRY_COMPARE_WITH_TIMEOUT(status(), std::string("ERROR"), 20000);
    QVERIFY(makeRoom(*m_local));
    QTRY_COMPARE_WITH_TIMEOUT(status(), std::string("READY"), 70000);
}

void TestFullDisk::goesOnWritingWhenThereIsRoomAgain()
{
    QVERIFY(makeRoom(*m_local));
    QCOMPARE(m_local->ask(creation(m_acknowledged)).status, 201);
    QCOMPARE(m_local->ask(emission(kSecretSize)).status, 200);
}

void TestFullDisk::keepsWhatItAcknowledged()
{
    m_local->kill();
    LocalProcess again(m_directory->path());
    QVERIFY(again.isReady());
    QCOMPARE(again.get("/v1/secret").size(), static_cast<std::size_t>(m_acknowledged));
    for (int i = 0; i < m_acknowledged; ++i) {
        const Json secret = again.get("/v1/secret/" + name(i));
        QCOMPARE(secret.value("name", ""), name(i).toStdString());
        QCOMPARE(secret["secrets"].value("k", "").size(), static_cast<std::size_t>(kSecretSize));
    }
}

QTEST_GUILESS_MAIN(TestFullDisk)
#include "tst_fulldisk.moc"
