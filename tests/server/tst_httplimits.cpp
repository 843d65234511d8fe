// SPDX-License-Identifier: Apache-2.0
#include "rawconnection.h"
#include "server/http/httpserver.h"

#include <QElapsedTimer>
#include <QTest>

#include <mutex>

using namespace std::chrono_literals;

namespace {

constexpr server::HttpLimits kLimits{200ms, 300ms};
constexpr int kHugeAnswer = 64 * 1024 * 1024; ///< more than the sockets between take

} // namespace

/// How long the server waits for a peer, and that it does not count its own time.
class TestHttpLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void leavesPeersThatStall_data();
    void leavesPeersThatStall();
    void leavesPeersThatDoNotTakeTheirAnswer();
    void keepsPeersThatGoOn();
    void keepsPeersThatWaitForUs();

private:
    bool isHeld();
    void letLimitsPass();

    std::mutex m_mutex;
    server::Respond m_held; ///< of a request for /held
    std::unique_ptr<server::HttpServer> m_server;
};

void TestHttpLimits::init()
{
    const auto handle = [this](const server::Request& request, const server::Respond& respond) {
        if (request.path != "/held")
            return respond(
                {200, request.path == "/huge" ? std::string(kHugeAnswer, 'x') : request.body, "text/plain", {}});
        const std::lock_guard lock(m_mutex);
        m_held = respond;
    };
    m_server = std::make_unique<server::HttpServer>(handle, kLimits);
    QVERIFY(m_server->listen("127.0.0.1", 0));
}

void TestHttpLimits::cleanup()
{
    m_held = {};
    m_server.reset();
}

bool TestHttpLimits::isHeld()
{
    const std::lock_guard lock(m_mutex);
    return static_cast<bool>(m_held);
}

/// The server itself says when: it closes connections that came later.
void TestHttpLimits::letLimitsPass()
{
    for (int i = 0; i < 2; ++i)
        QVERIFY(RawConnection(m_server->port()).closesWithoutMore());
}

void TestHttpLimits::leavesPeersThatStall_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("answered");
    const QByteArray whole = rawRequest("POST", "/", R"({"a":"b"})");
    QTest::newRow("before the first byte") << QByteArray() << false;
    QTest::newRow("in the headers") << whole.left(30) << false;
    QTest::newRow("in the body") << whole.chopped(3) << false;
    QTest::newRow("after a request") << whole << true;
    QTest::newRow("in the second request") << whole + whole.left(30) << true;
}

void TestHttpLimits::leavesPeersThatStall()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const bool, answered);
    RawConnection connection(m_server->port());
    connection.send(bytes);
    if (answered)
        QCOMPARE(connection.read().value_or(RawAnswer{}).status, 200);
    QVERIFY(connection.closesWithoutMore());
}

void TestHttpLimits::leavesPeersThatDoNotTakeTheirAnswer()
{
    RawConnection lazy(m_server->port());
    lazy.send(rawRequest("GET", "/huge"));
    letLimitsPass();
    // What comes now was under way, and that is less than all.
    QVERIFY(!lazy.read());
}

void TestHttpLimits::keepsPeersThatGoOn()
{
    RawConnection connection(m_server->port());
    QElapsedTimer timer;
    for (timer.start(); timer.elapsed() < 4 * kLimits.idle.count();) {
        connection.send(rawRequest("POST", "/", "again"));
        QCOMPARE(connection.read().value_or(RawAnswer{}).body, QByteArray("again"));
    }
}

void TestHttpLimits::keepsPeersThatWaitForUs()
{
    RawConnection waiting(m_server->port());
    waiting.send(rawRequest("POST", "/held", "x"));
    QTRY_VERIFY(isHeld());
    letLimitsPass();
    m_held({200, "at last", "text/plain", {}});
    QCOMPARE(waiting.read().value_or(RawAnswer{}).body, QByteArray("at last"));
}

QTEST_GUILESS_MAIN(TestHttpLimits)
#include "tst_httplimits.moc"
