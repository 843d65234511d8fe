// SPDX-License-Identifier: Apache-2.0
#include "fakebackends.h"
#include "rawconnection.h"
#include "server/localdispatch.h"

#include <QTemporaryDir>
#include <QTest>

using models::Json;

namespace {

QByteArray eventWithId(const QByteArray& id, const QByteArray& data = "null")
{
    return R"({"eventType":"a.b","cloudEventsVersion":"0.1","source":"test","eventID":")" + id + R"(","data":)" + data
        + "}";
}

Json parsed(const std::optional<RawAnswer>& answer)
{
    return answer ? Json::parse(answer->body.toStdString(), nullptr, false) : Json();
}

} // namespace

/// What a hostile, broken or merely unusual peer can send.
class TestHttp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_server.reset(); }
    void refusesOversizedHeaders();
    void refusesWhatIsNotHttp();
    void refusesDeepNesting_data();
    void refusesDeepNesting();
    void servesOthersWhileOneConnectionStalls();
    void answersPipelinedRequestsInOrder();
    void invitesTheBodyThatWasAnnounced();
    void readsChunkedBodies();
    void closesWhenAskedTo();
    void answersHeadWithoutBody();
    void survivesPeersThatLeaveInTheMiddle();
    void readsUnusualButValidRequests_data();
    void readsUnusualButValidRequests();

private:
    quint16 port() const { return m_server->port(); }

    QTemporaryDir m_directory;
    FakeWorld m_world;
    std::unique_ptr<server::LocalDispatch> m_server;
};

void TestHttp::init()
{
    server::Options options;
    options.port = 0;
    options.dataDirectory = m_directory.path().toStdString();
    options.auth = server::AuthMode::None;
    auto started = server::LocalDispatch::start(options, fakeBackends(m_world));
    QVERIFY2(started, started ? "" : started.error().reason.c_str());
    m_server = std::move(*started);
}

void TestHttp::refusesOversizedHeaders()
{
    // Many times: the answer must not be lost to the reset that closing with unread bytes causes.
    for (int i = 0; i < 20; ++i) {
        RawConnection connection(port());
        connection.send(rawRequest("GET", "/v1/secret", {}, "Cookie: " + QByteArray(1'500'000, 'c') + "\r\n"));
        const auto answer = connection.read();
        QVERIFY2(answer, "closed without an answer");
        QCOMPARE(answer->status, 431);
        QVERIFY(answer->headers["content-type"].startsWith("text/plain"));
        QCOMPARE(answer->headers["connection"], QByteArray("close"));
        QVERIFY(connection.closesWithoutMore());
    }
}

void TestHttp::refusesWhatIsNotHttp()
{
    RawConnection connection(port());
    connection.send("\x16\x03\x01 this is TLS\r\n\r\n");
    const auto answer = connection.read();
    QVERIFY(answer);
    QCOMPARE(answer->status, 400);
    QVERIFY(connection.closesWithoutMore());
}

void TestHttp::refusesDeepNesting_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    const QByteArray arrays = QByteArray(100'000, '[') + QByteArray(100'000, ']');
    QByteArray objects;
    for (int i = 0; i < 50'000; ++i)
        objects += R"({"a":)";
    objects += "1" + QByteArray(50'000, '}');
    QTest::newRow("arrays in an event's data") << QByteArray("/v1/event") << eventWithId("x", arrays);
    QTest::newRow("objects in an event's data") << QByteArray("/v1/event") << eventWithId("x", objects);
    QTest::newRow("a secret of arrays") << QByteArray("/v1/secret") << arrays;
    QTest::newRow("arrays that never end") << QByteArray("/v1/event/drivertypes") << QByteArray(1'000'000, '[');
}

void TestHttp::refusesDeepNesting()
{
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, body);
    RawConnection connection(port());
    connection.send(rawRequest("POST", path, body));
    QCOMPARE(connection.read().value_or(RawAnswer{}).status, 400);
    connection.send(rawRequest("GET", "/v1/secret"));
    QCOMPARE(connection.read().value_or(RawAnswer{}).status, 200);
}

void TestHttp::servesOthersWhileOneConnectionStalls()
{
    RawConnection silent(port());
    RawConnection inTheHeader(port());
    inTheHeader.send("POST /v1/event HTTP/1.1\r\nHost: lo");
    RawConnection inTheBody(port());
    const QByteArray request = rawRequest("POST", "/v1/event", eventWithId("late"));
    inTheBody.send(request.chopped(5));
    for (int i = 0; i < 10; ++i) {
        RawConnection other(port());
        other.send(rawRequest("GET", "/healthz"));
        QCOMPARE(other.read().value_or(RawAnswer{}).status, 200);
    }
    inTheBody.send(request.right(5));
    QCOMPARE(inTheBody.read().value_or(RawAnswer{}).status, 200);
}

void TestHttp::answersPipelinedRequestsInOrder()
{
    // Emits wait for the disk while reads do not, so a server without order would mix them.
    constexpr int kRequests = 200;
    QByteArray bytes;
    for (int i = 0; i < kRequests; ++i) {
        const QByteArray id = "id-" + QByteArray::number(i);
        bytes += i % 2 == 0 ? rawRequest("POST", "/v1/event", eventWithId(id)) : rawRequest("GET", "/v1/secret/" + id);
    }
    RawConnection connection(port());
    connection.send(bytes);
    for (int i = 0; i < kRequests; ++i) {
        const std::string id = "id-" + std::to_string(i);
        const Json answer = parsed(connection.read());
        QVERIFY(answer.is_object());
        if (i % 2 == 0)
            QCOMPARE(answer.value("eventID", ""), id);
        else
            QCOMPARE(answer.value("message", ""), "secret " + id + " not found");
    }
}

void TestHttp::invitesTheBodyThatWasAnnounced()
{
    const QByteArray body = eventWithId("expected");
    QByteArray head = rawRequest("POST", "/v1/event", body).chopped(body.size());
    head.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
    RawConnection connection(port());
    connection.send(head);
    QCOMPARE(connection.read().value_or(RawAnswer{}).status, 100);
    connection.send(body);
    QCOMPARE(connection.read().value_or(RawAnswer{}).status, 200);
}

void TestHttp::readsChunkedBodies()
{
    const QByteArray body = eventWithId("chunked");
    RawConnection connection(port());
    connection.send("POST /v1/event HTTP/1.1\r\nHost: localhost\r\nCookie: c\r\nX-Dispatch-Org: dispatch\r\n"
                    "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n"
                    + body.left(5) + "\r\n" + QByteArray::number(body.size() - 5, 16) + "\r\n" + body.mid(5)
                    + "\r\n0\r\n\r\n");
    QCOMPARE(parsed(connection.read()).value("eventID", ""), std::string("chunked"));
}

void TestHttp::closesWhenAskedTo()
{
    RawConnection modern(port());
    modern.send(rawRequest("GET", "/healthz", {}, "Connection: close\r\n"));
    QCOMPARE(modern.read().value_or(RawAnswer{}).status, 200);
    QVERIFY(modern.closesWithoutMore());
    RawConnection old(port());
    old.send("GET /healthz HTTP/1.0\r\n\r\n");
    QCOMPARE(old.read().value_or(RawAnswer{}).status, 200);
    QVERIFY(old.closesWithoutMore());
}

void TestHttp::answersHeadWithoutBody()
{
    RawConnection connection(port());
    connection.send(rawRequest("HEAD", "/v1/secret") + rawRequest("GET", "/v1/secret"));
    const auto head = connection.read(RawConnection::Body::Absent);
    QCOMPARE(head.value_or(RawAnswer{}).status, 405);
    QCOMPARE(head->headers["allow"], QByteArray("GET,POST"));
    QCOMPARE(connection.read().value_or(RawAnswer{}).status, 200);
}

void TestHttp::survivesPeersThatLeaveInTheMiddle()
{
    for (int i = 0; i < 50; ++i) {
        const QByteArray request = rawRequest("POST", "/v1/event", eventWithId("gone"));
        RawConnection connection(port());
        connection.send(request.left(request.size() * i / 50));
    }
    for (int i = 0; i < 50; ++i) {
        RawConnection connection(port());
        connection.send(rawRequest("POST", "/v1/event", eventWithId("not waited for")));
    }
    RawConnection last(port());
    last.send(rawRequest("GET", "/healthz"));
    QCOMPARE(last.read().value_or(RawAnswer{}).status, 200);
}

void TestHttp::readsUnusualButValidRequests_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const QByteArray upper = R"({"EVENTTYPE":"a.b","cloudeventsversion":"0.1","SOURCE":"s","EventId":"x"})";
    const QByteArray who = "Cookie: unset\r\nX-Dispatch-Org: dispatch\r\n";
    QTest::newRow("doubled slashes") << rawRequest("GET", "//v1//secret//") << 200;
    QTest::newRow("keys in another case") << rawRequest("POST", "/v1/event/", upper) << 200;
    QTest::newRow("null for a body") << rawRequest("POST", "/v1/secret", "null") << 422;
    QTest::newRow("cookie unset") << rawRequest("GET", "/v1/secret", {}, who) << 200;
    QTest::newRow("empty organization") << rawRequest("GET", "/v1/secret", {}, "Cookie: c\r\nX-Dispatch-Org:\r\n")
                                        << 422;
    QTest::newRow("path in another case") << rawRequest("GET", "/v1/Secret") << 404;
    QTest::newRow("escaped name") << rawRequest("GET", "/v1/secret/no%73uch") << 404;
    QTest::newRow("escaped blank in a name") << rawRequest("GET", "/v1/secret/no%20such") << 422;
    QTest::newRow("broken escape") << rawRequest("GET", "/v1/secret/no%zz") << 422;
    QTest::newRow("invalid UTF-8 in a text")
        << rawRequest("POST", "/v1/event", eventWithId("x", "\"\xFF\xC0\"")) << 200;
    QTest::newRow("huge number") << rawRequest("POST", "/v1/event", eventWithId("x", "1e400")) << 400;
    QTest::newRow("method in small letters") << rawRequest("get", "/v1/secret") << 405;
}

void TestHttp::readsUnusualButValidRequests()
{
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);
    RawConnection connection(port());
    connection.send(request);
    const auto answer = connection.read();
    QVERIFY(answer);
    QVERIFY2(answer->status == status, answer->body.constData());
    QVERIFY(!parsed(answer).is_discarded());
}

QTEST_GUILESS_MAIN(TestHttp)
#include "tst_http.moc"
