// SPDX-License-Identifier: Apache-2.0
#include "client/dispatchclient.h"
#include "client/failures.h"
#include "scriptserver.h"
#include "tests/common/recordings.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using client::Answer;
using client::Connection;
using client::DispatchClient;
using client::NetworkDoor;
using client::Reply;
using client::Request;
using models::Failure;
using models::FailureKind;
using models::Kind;

namespace {

const char* const kDriver = "{'name':'nightly','type':'cron','status':'CREATING','reason':null,'config':null}";

} // namespace

class TestRequests final : public QObject
{
    Q_OBJECT

    std::unique_ptr<ScriptServer> server;
    std::unique_ptr<NetworkDoor> door;
    std::unique_ptr<DispatchClient> api;

    Connection connection() const
    {
        Connection made;
        made.base = server->url();
        return made;
    }

    template <typename T> static models::Result<T> ended(Answer<T> answer)
    {
        const bool finished = QTest::qWaitFor([&answer] { return answer.isFinished(); }, 20'000);
        if (!finished || answer.resultCount() == 0) {
            Failure none;
            none.cameBack = QStringLiteral("the future never said anything");
            return models::failed(none);
        }
        return answer.result();
    }

    Answer<Reply> get(const QString& path = QStringLiteral("/x"), int timeoutMSecs = 30'000)
    {
        return door->send({"GET", path, {}, QStringLiteral("look"), timeoutMSecs});
    }

private Q_SLOTS:
    void init()
    {
        server = std::make_unique<ScriptServer>();
        door = std::make_unique<NetworkDoor>(connection());
        api = std::make_unique<DispatchClient>(*door);
    }

    void cleanup()
    {
        api.reset();
        door.reset();
        server.reset();
    }

    void sendsTheHeadersOfTheContract()
    {
        server->on("/x", ScriptServer::answer(200, "{}"));
        QSignalSpy answered(door.get(), &NetworkDoor::answered);
        const auto reply = ended(get());
        QVERIFY(reply);
        QCOMPARE(reply->status, 200);
        QCOMPARE(reply->body, QByteArray("{}"));
        QCOMPARE(answered.size(), 1);
        const auto& headers = server->seen.first().headers;
        QCOMPARE(headers.value("x-dispatch-org"), QByteArray("dispatch"));
        QCOMPARE(headers.value("accept"), QByteArray("application/json"));
        QCOMPARE(headers.value("cookie"), QByteArray("cookie"));
        QVERIFY(!headers.contains("authorization"));
        QVERIFY(!headers.contains("content-type"));

        QVERIFY(ended(door->send({"POST", QStringLiteral("/x"), "{}", QString()})));
        QCOMPARE(server->seen.last().headers.value("content-type"), QByteArray("application/json"));
        QCOMPARE(server->seen.last().body, QByteArray("{}"));
    }

    void sendsATokenInsteadOfACookie()
    {
        server->on("/x", ScriptServer::answer(200, "{}", "application/json", "Set-Cookie: a=b\r\n"));
        Connection other = connection();
        other.signIn = client::TokenSignIn{QStringLiteral(" abc \n")};
        door = std::make_unique<NetworkDoor>(other);
        QVERIFY(ended(get()));
        QVERIFY(ended(get()));
        QCOMPARE(server->seen.last().headers.value("authorization"), QByteArray("Bearer abc"));
        QVERIFY(!server->seen.last().headers.contains("cookie"));
        QCOMPARE(door->tokenSecondsLeft(), -1);
    }

    void refusesACredentialWithALineBreak()
    {
        Connection other = connection();
        other.signIn = client::TokenSignIn{QStringLiteral("abc\r\nX-Dispatch-Org: other")};
        door = std::make_unique<NetworkDoor>(other);
        const auto reply = ended(get());
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, FailureKind::Unauthorized);
        QVERIFY(!reply.error().report().contains(QStringLiteral("abc")));
        QCOMPARE(server->seen.size(), 0);
    }

    void endsInCancel()
    {
        server->on("/x", ScriptServer::silence());
        auto answer = get();
        QTRY_COMPARE(server->seen.size(), 1);
        auto* const socket = server->findChild<QTcpSocket*>();
        QSignalSpy gone(socket, &QTcpSocket::disconnected);
        answer.cancel();
        QTRY_VERIFY(answer.isFinished());
        QTRY_COMPARE(gone.size(), 1);
    }

    void endsInTimeOut()
    {
        server->on("/x", ScriptServer::silence());
        const auto reply = ended(get(QStringLiteral("/x"), 150));
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, FailureKind::TimedOut);
        QCOMPARE(reply.error().tried, QStringLiteral("look"));
        QVERIFY(!reply.error().remedy.isEmpty());
    }

    void countsOnlyIdleTime()
    {
        server->on("/x", [this](QTcpSocket* socket, const ScriptServer::Seen&) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n");
            auto* const drip = new QTimer(socket);
            connect(drip, &QTimer::timeout, socket, [socket, left = 8]() mutable {
                if (left-- > 0)
                    socket->write("1");
            });
            drip->start(120);
        });
        const auto reply = ended(get(QStringLiteral("/x"), 600));
        QVERIFY(reply);
        QCOMPARE(reply->body, QByteArray("11111111"));
    }

    void endsInDestruction()
    {
        server->on("/", ScriptServer::silence());
        auto raw = get();
        auto typed = api->get(Kind::Driver, QStringLiteral("a"));
        auto made = api->create(Kind::Driver, {{"name", "a"}});
        auto images = api->imageNames();
        server->on("/v1/version", ScriptServer::answer(404, "{}"));
        auto version = api->serverVersion();
        QTRY_COMPARE(server->count("/healthz"), 1);
        QTRY_COMPARE(server->seen.size(), 6);
        api.reset();
        QVERIFY(typed.isFinished() && made.isFinished() && images.isFinished() && version.isFinished());
        for (const Failure& failure :
             {typed.result().error(), made.result().error(), images.result().error(), version.result().error()})
            QCOMPARE(failure.kind, FailureKind::Cancelled);
        door.reset();
        QVERIFY(raw.isFinished());
        QCOMPARE(raw.result().error().kind, FailureKind::Cancelled);
    }

    void livesThroughBeingDeletedByItsCallback_data()
    {
        QTest::addColumn<bool>("refused");
        QTest::newRow("answer") << false;
        QTest::newRow("refused") << true;
    }

    void livesThroughBeingDeletedByItsCallback()
    {
        QFETCH(bool, refused);
        server->on("/", ScriptServer::answer(200, json(kDriver)));
        if (refused)
            server->close();
        bool called = false;
        api->get(Kind::Driver, QStringLiteral("nightly")).then(this, [this, &called](models::Result<models::Resource>) {
            api.reset();
            door.reset();
            called = true;
        });
        QTRY_VERIFY(called);
        QTest::qWait(50);
    }

    void cancelOfATypedCallAborts()
    {
        server->on("/", ScriptServer::silence());
        auto answer = api->list(Kind::Driver);
        QTRY_COMPARE(server->seen.size(), 1);
        QSignalSpy gone(server->findChild<QTcpSocket*>(), &QTcpSocket::disconnected);
        answer.cancel();
        QTRY_VERIFY(answer.isFinished());
        QTRY_COMPARE(gone.size(), 1);
    }

    void namesEachRefusal_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        QTest::addColumn<FailureKind>("kind");
        const auto row = [](int status, const QByteArray& body, int code, FailureKind kind) {
            QTest::addRow("%d-%d", status, code) << status << body << code << kind;
        };
        row(400, json("{'code':400,'message':'bad request when processing'}"), 400, FailureKind::Invalid);
        row(401, json("{'code':401,'message':'unauthenticated for invalid credentials'}"), 401,
            FailureKind::Unauthorized);
        row(403, {}, 0, FailureKind::Forbidden);
        row(404, json("{'code':404,'message':'event driver a not found'}"), 404, FailureKind::NotFound);
        row(405, json("{'code':405,'message':'method PATCH is not allowed, but [GET] are'}"), 405,
            FailureKind::NotOnServer);
        row(409, json("{'code':409,'message':'event driver a already exists'}"), 409, FailureKind::Conflict);
        row(415, json("{'code':415,'message':'unsupported media type'}"), 415, FailureKind::Invalid);
        row(422, json("{'code':602,'message':'name in body is required'}"), 602, FailureKind::Invalid);
        row(422, json("{'code':605,'message':'eventType in body should match'}"), 605, FailureKind::Invalid);
        row(500, json("{'code':500,'message':'internal error when processing'}"), 500, FailureKind::ServerError);
        row(501, json("{'code':501,'message':'Endpoint is not implemented'}"), 501, FailureKind::NotOnServer);
        row(502, "<html><body>Bad Gateway</body></html>", 0, FailureKind::ServerError);
        row(431, "too much", 0, FailureKind::Invalid);
    }

    void namesEachRefusal()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, code);
        QFETCH(FailureKind, kind);
        server->on("/x", ScriptServer::answer(status, body));
        const auto reply = ended(get());
        QVERIFY(!reply);
        const Failure& failure = reply.error();
        QCOMPARE(failure.kind, kind);
        QCOMPARE(failure.httpStatus, status);
        QCOMPARE(failure.code, code);
        QCOMPARE(failure.tried, QStringLiteral("look"));
        QVERIFY(failure.cameBack.contains(QString::number(status)));
        QVERIFY(!failure.meaning.isEmpty() && !failure.remedy.isEmpty());
        if (code != 0)
            QVERIFY(failure.cameBack.contains(models::textAt(*models::parseJson(body), "message")));
    }

    void saysThatAWebPageIsNoDispatch_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("200") << 200 << QByteArray("text/html; charset=utf-8");
        QTest::newRow("200 with a false type") << 200 << QByteArray("application/json");
        QTest::newRow("404") << 404 << QByteArray("text/html");
    }

    void saysThatAWebPageIsNoDispatch()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, type);
        server->on("/v1/event/drivers", ScriptServer::answer(status, "<!DOCTYPE html><html>Sign in</html>", type));
        const auto list = ended(api->list(Kind::Driver));
        QVERIFY(!list);
        QCOMPARE(list.error().kind, FailureKind::Malformed);
        QVERIFY(list.error().meaning.contains(QStringLiteral("captive portal")));
    }

    void saysThatAnAnswerWasCutOff()
    {
        server->on("/v1/event/drivers", ScriptServer::answer(200, json("[{'name':'nightly','typ")));
        const auto cut = ended(api->list(Kind::Driver));
        QVERIFY(!cut);
        QCOMPARE(cut.error().kind, FailureKind::Malformed);
        QVERIFY(cut.error().meaning.contains(QStringLiteral("cut off")));

        server->on("/v1/event/drivers", ScriptServer::bytes("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n[{", true));
        const auto half = ended(api->list(Kind::Driver));
        QVERIFY(!half);
        QCOMPARE(half.error().kind, FailureKind::Unreachable);
    }

    void survivesOddAnswers_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("object for a list") << json("{'name':'a'}");
        QTest::newRow("text for a list") << json("'hello'");
        QTest::newRow("number in the list") << QByteArray("[1]");
        QTest::newRow("nameless") << json("[{'type':'cron'}]");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("not UTF-8") << QByteArray("[{\"name\":\"\xff\xfe\"}");
        QTest::newRow("10 MB of nesting") << QByteArray(10 * 1024 * 1024, '[');
    }

    void survivesOddAnswers()
    {
        QFETCH(QByteArray, body);
        server->on("/v1/event/drivers", ScriptServer::answer(200, body));
        const auto list = ended(api->list(Kind::Driver));
        QVERIFY(!list);
        QCOMPARE(list.error().kind, FailureKind::Malformed);
        QVERIFY(!list.error().summary().isEmpty());
    }

    void keepsStatesItDoesNotKnow()
    {
        server->on("/v1/event/drivers", ScriptServer::answer(200, json("[{'name':'a','status':'DREAMING','x':1}]")));
        const auto list = ended(api->list(Kind::Driver));
        QVERIFY(list);
        QCOMPARE(models::statusOf(list->front()).word, QStringLiteral("DREAMING"));
        server->on("/v1/event/drivers", ScriptServer::answer(200, "null\n"));
        QVERIFY(ended(api->list(Kind::Driver))->empty());
    }

    void saysThatNothingListens()
    {
        server->close();
        const auto reply = ended(get());
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, FailureKind::Unreachable);
        QCOMPARE(reply.error().httpStatus, 0);
    }

    void saysThatItIsNotHttp()
    {
        server->on("/x", ScriptServer::bytes("SSH-2.0-OpenSSH_9.2\r\n", true));
        const auto reply = ended(get());
        QVERIFY(!reply);
        QVERIFY(!reply.error().meaning.isEmpty());
    }

    void repeatsAGetOnAStaleConnection()
    {
        int calls = 0;
        server->on("/x", [&calls](QTcpSocket* socket, const ScriptServer::Seen&) {
            if (++calls == 2)
                socket->disconnectFromHost();
            else
                socket->write(ScriptServer::message(200, "{}"));
        });
        QVERIFY(ended(get()));
        QVERIFY(ended(get()));
        QCOMPARE(calls, 3);
        server->on("/y", ScriptServer::hangUp());
        QCOMPARE(ended(get(QStringLiteral("/y"))).error().kind, FailureKind::Unreachable);
        QVERIFY(server->count("/y") <= 3);
    }

    void neverRepeatsAChange()
    {
        server->on("/ok", ScriptServer::answer(200, "{}"));
        server->on("/x", ScriptServer::hangUp());
        QVERIFY(ended(get(QStringLiteral("/ok"))));
        const auto reply = ended(door->send({"POST", QStringLiteral("/x"), "{}", QStringLiteral("send")}));
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, FailureKind::Unreachable);
        QCOMPARE(server->count("/x"), 1);
        const auto fresh = ended(door->send({"POST", QStringLiteral("/x"), "{}", QStringLiteral("send")}));
        QVERIFY(!fresh);
        QCOMPARE(server->count("/x"), 2);
    }

    void refusesAnEndlessAnswer()
    {
        door->setLargestAnswer(100'000);
        server->on("/x", ScriptServer::answer(200, QByteArray(200'000, 'x')));
        const auto announced = ended(get());
        QVERIFY(!announced);
        QCOMPARE(announced.error().kind, FailureKind::Malformed);

        server->on("/x", ScriptServer::bytes("HTTP/1.1 200 OK\r\n\r\n" + QByteArray(4'000'000, 'x'), false));
        const auto unannounced = ended(get());
        QVERIFY(!unannounced);
        QCOMPARE(unannounced.error().kind, FailureKind::Malformed);
    }

    void doesNotCarryCredentialsElsewhere()
    {
        ScriptServer other;
        other.on("/", ScriptServer::answer(200, "[]"));
        server->on("/x", ScriptServer::answer(302, "", "text/html", "Location: " + other.url().toEncoded() + "/y\r\n"));
        const auto reply = ended(get());
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, FailureKind::Malformed);
        QVERIFY(reply.error().cameBack.contains(other.url().toString()));
        QVERIFY(!ended(door->send({"POST", QStringLiteral("/x"), "{}", QString()})));
        QCOMPARE(other.seen.size(), 0);
    }

    void keepsSecretValuesOutOfFailures()
    {
        const QByteArray broken = json("[{'name':'s','secrets':{'password':'OpenSesame'}}");
        server->on("/v1/secret", ScriptServer::answer(200, broken));
        for (const auto& failure :
             {ended(api->list(Kind::Secret)).error(), ended(api->secretValues(QStringLiteral("s"))).error()}) {
            QVERIFY(!failure.report().contains(QStringLiteral("OpenSesame")));
            QVERIFY(!failure.raw.contains("OpenSesame"));
        }
        server->on("/v1/secret", ScriptServer::answer(500, "password OpenSesame", "text/plain"));
        const Failure failure = ended(api->list(Kind::Secret)).error();
        QVERIFY(!failure.report().contains(QStringLiteral("OpenSesame")) && !failure.raw.contains("OpenSesame"));
    }

    void makesTheCallsOfTheContract()
    {
        server->on("/v1/event/drivers", ScriptServer::answer(201, json(kDriver)));
        const auto made = ended(api->create(Kind::Driver, {{"name", "nightly"}, {"type", "cron"}}));
        QVERIFY(made);
        QCOMPARE(models::nameOf(*made), QStringLiteral("nightly"));
        QCOMPARE(server->seen.last().method + ' ' + server->seen.last().path, QByteArray("POST /v1/event/drivers"));
        QVERIFY(ended(api->update(Kind::Driver, {{"name", "nightly"}, {"type", "cron"}})));
        QCOMPARE(server->seen.last().method + ' ' + server->seen.last().path,
                 QByteArray("PUT /v1/event/drivers/nightly"));
        server->on("/v1/secret/s", ScriptServer::bytes("HTTP/1.1 204 No Content\r\n\r\n", false));
        QVERIFY(ended(api->remove(Kind::Secret, QStringLiteral("s"))));
        QCOMPARE(server->seen.last().method + ' ' + server->seen.last().path, QByteArray("DELETE /v1/secret/s"));
        server->on("/v1/secret/t", ScriptServer::answer(200, json("{'name':'t','secrets':{'a':'b'}}")));
        QCOMPARE(ended(api->secretValues(QStringLiteral("t")))->values.at(QStringLiteral("a")), QStringLiteral("b"));
    }

    void emitsAndRuns()
    {
        server->on("/v1/event", [](QTcpSocket* socket, const ScriptServer::Seen& request) {
            socket->write(ScriptServer::message(200, request.body));
        });
        models::CloudEvent event = models::newCloudEvent(QStringLiteral("a.b"));
        event.data = models::Json{{"text", std::string(200'000, 'x')}};
        const auto echo = ended(api->emitEvent(event));
        QVERIFY(echo);
        QCOMPARE(*echo, event);

        const QByteArray run
            = json("{'name':'e2c6a24f-a45d-4cac-b878-a834cfdf0742','functionName':'f','status':'INITIALIZED'}");
        server->on("/v1/runs", ScriptServer::answer(202, run));
        QVERIFY(ended(api->startRun(QStringLiteral("f"), {{"a", 1}})));
        QCOMPARE(server->seen.last().path, QByteArray("/v1/runs?functionName=f"));
        QCOMPARE(models::parseJson(server->seen.last().body)->dump(),
                 json("{'blocking':false,'input':{'a':1}}").toStdString());
        server->on("/v1/runs", ScriptServer::answer(200, '[' + run + ']'));
        QCOMPARE(ended(api->runs(QStringLiteral("f"), 17))->size(), std::size_t{1});
        QCOMPARE(server->seen.last().path, QByteArray("/v1/runs?functionName=f&since=17"));
    }

    void explainsEveryRecordedRefusal()
    {
        int refusals = 0;
        for (const Recording& recording : recordings()) {
            const models::Json& response = recording.response;
            const models::Json body = models::valueAt(response, "body");
            client::Outcome outcome;
            outcome.httpStatus = static_cast<int>(models::numberAt(response, "status"));
            if (outcome.httpStatus == 0)
                continue;
            outcome.body
                = body.is_string() ? QByteArray::fromStdString(body.get<std::string>()) : models::dumpJson(body);
            const auto failure = client::failureOf(outcome);
            QCOMPARE(failure.has_value(), outcome.httpStatus >= 300);
            if (!failure)
                continue;
            ++refusals;
            QVERIFY2(!failure->meaning.isEmpty() && !failure->remedy.isEmpty(), qPrintable(recording.scenario));
            QVERIFY2(failure->cameBack.contains(models::textAt(body, "message")), qPrintable(recording.scenario));
            QVERIFY2((failure->kind == FailureKind::Invalid)
                         == (outcome.httpStatus < 500 && outcome.httpStatus != 401 && outcome.httpStatus != 403
                             && outcome.httpStatus != 404 && outcome.httpStatus != 405 && outcome.httpStatus != 409
                             && outcome.httpStatus >= 400),
                     qPrintable(recording.scenario));
        }
        QVERIFY(refusals > 20);
    }

    void namesThePermissionThatIsMissing_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("meaning");
        QTest::addColumn<QString>("remedy");
        const auto row = [](const char* method, const char* path, const char* meaning, const char* remedy) {
            QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(method), QLatin1String(path))))
                << QByteArray(method) << QString::fromLatin1(path) << QString::fromUtf8(meaning)
                << QString::fromUtf8(remedy);
        };
        row("GET", "/v1/secret", "lets you “get” on “secret”", "action “get” on the resource “secret”");
        row("POST", "/v1/event/drivers", "lets you “create” on “event”", "action “create” on the resource “event”");
        row("PUT", "/v1/function/f", "lets you “update” on “function”", "“update” on the resource “function”");
        row("DELETE", "/v1/event/drivers/d", "“delete” on “event”", "“delete” on the resource “event”");
        // Of the recording iam-auth-query-string-denied-403.
        row("GET", "/v1/runs?functionName=x", "“get” on “runs”", "action “get” on the resource “*”");
        row("GET", "/home", "not allowed", "administrator");
    }

    void namesThePermissionThatIsMissing()
    {
        QFETCH(QByteArray, method);
        QFETCH(QString, path);
        QFETCH(QString, meaning);
        QFETCH(QString, remedy);
        server->on("/", ScriptServer::answer(403, json("{'code': 403,'message': 'Forbidden, please make sure'}")));
        client::Request request;
        request.method = method;
        request.path = path;
        const auto answer = ended(door->send(request));
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, FailureKind::Forbidden);
        QVERIFY2(answer.error().meaning.contains(meaning), qPrintable(answer.error().meaning));
        QVERIFY2(answer.error().remedy.contains(remedy), qPrintable(answer.error().remedy));
    }

    void saysWhatHasNoTrust()
    {
        client::Outcome outcome;
        outcome.error = QNetworkReply::SslHandshakeFailedError;
        outcome.errorText = QStringLiteral("self-signed certificate");
        QCOMPARE(client::failureOf(outcome)->kind, FailureKind::Tls);
        QVERIFY(client::failureOf(outcome)->cameBack.contains(QStringLiteral("self-signed")));
    }

    void asksForVersionAndImages()
    {
        server->on("/v1/version", ScriptServer::answer(404, json("{'code':404,'message':'resource does not exist'}")));
        server->on("/healthz", ScriptServer::answer(200, json("{'version':{'version':'v1.2','commit':'0123456789'}}")));
        QCOMPARE(*ended(api->serverVersion()), QStringLiteral("Dispatch v1.2 (01234567)"));
        QCOMPARE(*ended(api->imageNames()), QStringList());
        server->on("/v1/image",
                   ScriptServer::answer(200, json("[{'name':'b','status':'READY'},{'name':'a','status':'ERROR'}]")));
        QCOMPARE(*ended(api->imageNames()), QStringList{QStringLiteral("b")});
    }
};

QTEST_GUILESS_MAIN(TestRequests)
#include "tst_requests.moc"
