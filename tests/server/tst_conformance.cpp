// SPDX-License-Identifier: Apache-2.0
#include "fakebackends.h"
#include "rawconnection.h"
#include "server/localdispatch.h"
#include "tests/common/recordings.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <set>

using models::Json;

namespace {

/// Where this server answers otherwise than the recording, on purpose.
struct Difference
{
    const char* scenario;
    const char* reason;
    int status; ///< 0 = not replayed
    const char* body; ///< null = only the status is compared
};

constexpr const char* kNotServed
    = R"({"code":501,"message":"Endpoint is not implemented in this version of Dispatch"})";

constexpr Difference kDifferences[] = {
    {"healthz-200", "tells its own version", 200, nullptr},
    {"version-404", "the version is served, so that `dispatch version` works (§12.7)", 200, nullptr},
    {"secrets-create-empty-body-dropped", "the original panics (§1.3)", 422,
     R"({"code":602,"message":"secret in body is required"})"},
    {"secrets-list-other-org-leak-200", "organizations are kept apart (§9.9)", 200, "[]"},
    {"secrets-get-other-org-200", "organizations are kept apart (§9.9)", 404,
     R"({"code":404,"message":"secret open-sesame not found"})"},
    {"secrets-update-name-mismatch-201", "must not overwrite another secret (§9.3)", 500,
     R"({"code":500,"message":"internal error when processing secret empty-secret"})"},
    {"drivers-get-exposed-after-update-200", "a PUT without expose keeps it (§9.4)", 200,
     R"({"config":null,"created-time":"time","expose":true,"kind":"Driver","modified-time":"time","name":"hook",
         "reason":[],"secrets":null,"status":"READY","tags":null,"type":"cloudevent"})"},
    {"api-create-200", "there is no API gateway here", 501, kNotServed},
    {"api-get-200", "there is no API gateway here", 501, kNotServed},
    {"api-create-409", "there is no API gateway here", 501, kNotServed},
    {"api-get-404", "there is no API gateway here", 501, kNotServed},
    {"nodocker-drivers-delete-200", "drivers are built in: no daemon can be away", 0, nullptr},
    {"nodocker-drivers-get-after-delete-200", "drivers are built in: no daemon can be away", 0, nullptr},
    {"nodocker-drivers-create-again-409", "drivers are built in: no daemon can be away", 0, nullptr},
    {"subscriptions-update-while-updating-400", "a subscription is READY again before another PUT can come", 0,
     nullptr},
};

const Difference* differenceOf(const QString& scenario)
{
    const auto it = std::find_if(std::begin(kDifferences), std::end(kDifferences), [&](const Difference& difference) {
        return scenario == QLatin1String(difference.scenario);
    });
    return it == std::end(kDifferences) ? nullptr : it;
}

/// A request whose own recording is not in the folder, made so that the following ones find what they need.
struct Step
{
    const char* before;
    const char* method;
    const char* path;
    const char* body;
    int status;
};

constexpr Step kSteps[] = {
    {"drivers-create-bad-image-201", "POST", "/v1/event/drivertypes",
     R"({"name":"nopetype","image":"example/nope:latest"})", 201},
    {"drivers-get-error-missing-secret-200", "PUT", "/v1/event/drivertypes/ticker",
     R"({"name":"ticker","image":"dispatchframework/ticker:0.0.3"})", 200},
    {"drivers-get-error-missing-secret-200", "POST", "/v1/event/drivers",
     R"({"name":"nosecret","type":"ticker","secrets":["missing-secret"]})", 201},
    {"drivers-get-exposed-after-update-200", "PUT", "/v1/event/drivers/hook", R"({"name":"hook","type":"cloudevent"})",
     200},
    {"drivers-get-exposed-after-update-200", "PUT", "/v1/event/drivers/my-ticker",
     R"({"name":"my-ticker","type":"ticker","config":[{"key":"seconds","value":"9"}]})", 200},
    {"subscriptions-get-ready-200", "POST", "/v1/event/subscriptions",
     R"({"name":"tick-sub","eventType":"ticker.tick","function":"echo","tags":[{"key":"role","value":"test"}]})", 201},
    {"runs-get-creating-200", "POST", "/v1/runs?functionName=echo", R"({"input":{"sleep":2}})", 202},
    {"runs-list-200", "POST", "/v1/runs?functionName=tiny", R"({"blocking":true,"input":"x"})", 200},
    {"runs-list-200", "POST", "/v1/runs?functionName=tiny", R"({"blocking":true,"input":{"fail":1}})", 200},
    {"subscriptions-get-after-delete-404", "DELETE", "/v1/event/subscriptions/dangling", "", 200},
    {"drivers-delete-404", "GET", "/v1/event/drivers/my-ticker", "", 404},
    {"drivertypes-delete-404", "DELETE", "/v1/event/drivertypes/cloudevent", "", 200},
};

QByteArray expanded(std::string text)
{
    // "@repeat:x:1048576" stands for that many letters.
    const std::string mark = "@repeat:";
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
        std::size_t end = at + mark.size() + 2;
        while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])))
            ++end;
        const auto count = std::stoul(text.substr(at + mark.size() + 2, end - at - mark.size() - 2));
        text.replace(at, end - at, std::string(count, text[at + mark.size()]));
    }
    return QByteArray::fromStdString(text);
}

QByteArray textOf(const Json& body)
{
    if (body.is_null())
        return {};
    return body.is_string() ? QByteArray::fromStdString(body.get<std::string>()) : expanded(body.dump());
}

/// What cannot be the same twice is replaced, and what comes in any order is sorted.
void normalize(Json& value)
{
    static const std::set<std::string> kIds = {"id", "faasId", "functionId", "functionImageURL"};
    static const std::set<std::string> kTimes
        = {"created-time", "modified-time", "createdTime", "modifiedTime", "executedTime", "finishedTime"};
    if (value.is_object()) {
        // Built-in drivers listen nowhere, so they have no address.
        if (value.value("kind", "") == "Driver")
            value.erase("url");
        if (value.contains("functionName") && value.contains("executedTime"))
            value["name"] = "id";
        for (auto& [key, member] : value.items()) {
            if (kIds.contains(key))
                member = "id";
            else if (kTimes.contains(key) && member.is_number() && member > 0)
                member = "time";
            else if (key == "stacktrace")
                member = "stacktrace";
            else
                normalize(member);
            if ((key == "tags" || key == "config") && member.is_array())
                std::sort(member.begin(), member.end());
        }
    }
    if (value.is_array()) {
        for (Json& member : value)
            normalize(member);
    }
}

QByteArray comparable(const QByteArray& body)
{
    Json value = Json::parse(body.toStdString(), nullptr, false);
    if (value.is_discarded())
        return body;
    normalize(value);
    if (value.is_array())
        std::sort(value.begin(), value.end());
    return QByteArray::fromStdString(value.dump(1));
}

} // namespace

class TestConformance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_server.reset(); }
    void answersAsTheOriginal_data();
    void answersAsTheOriginal();
    void explainsOnlyRecordingsThatExist();

private:
    struct Outcome
    {
        int wantedStatus = 0;
        int status = 0;
        QByteArray wantedBody;
        QByteArray body;
        bool comparesBody = true;
        bool same() const { return status == wantedStatus && (!comparesBody || body == wantedBody); }
    };

    std::optional<RawAnswer> ask(const QByteArray& request);
    std::optional<RawAnswer> askUntil(int status, const QByteArray& request);
    void prepare(const QString& scenario);
    QByteArray runOfEvent(const QByteArray& eventId);
    QByteArray translated(QByteArray text) const;
    Outcome wantedOf(const Recording& recording) const;
    Outcome replay(const Recording& recording);

    std::vector<Recording> m_recordings;
    std::vector<Outcome> m_outcomes; ///< of the first ones: each builds on the ones before
    QHash<QByteArray, QByteArray> m_ids; ///< recorded to ours
    QTemporaryDir m_directory;
    FakeWorld m_world;
    std::unique_ptr<server::LocalDispatch> m_server;
    std::unique_ptr<RawConnection> m_connection;
};

void TestConformance::initTestCase()
{
    for (const Recording& recording : recordings()) {
        if (recording.server == QLatin1String("dispatch solo"))
            m_recordings.push_back(recording);
    }
    QVERIFY(m_recordings.size() > 100);
    m_world.holdsPreparations = true;
    server::Options options;
    options.port = 0;
    options.dataDirectory = m_directory.path().toStdString();
    options.auth = server::AuthMode::None;
    auto started = server::LocalDispatch::start(options, fakeBackends(m_world));
    QVERIFY2(started, started ? "" : started.error().reason.c_str());
    m_server = std::move(*started);
}

std::optional<RawAnswer> TestConformance::ask(const QByteArray& request)
{
    if (!m_connection || !m_connection->isOpen())
        m_connection = std::make_unique<RawConnection>(m_server->port());
    m_connection->send(request);
    auto answer = m_connection->read();
    if (!answer || answer->headers.value("connection") == "close")
        m_connection.reset();
    return answer;
}

std::optional<RawAnswer> TestConformance::askUntil(int status, const QByteArray& request)
{
    std::optional<RawAnswer> answer;
    (void)QTest::qWaitFor(
        [&] {
            answer = ask(request);
            return answer && answer->status == status;
        },
        2000);
    return answer;
}

QByteArray TestConformance::runOfEvent(const QByteArray& eventId)
{
    QByteArray id;
    (void)QTest::qWaitFor(
        [&] {
            const auto answer = ask(rawRequest("GET", "/v1/runs"));
            const Json runs = answer ? Json::parse(answer->body.toStdString(), nullptr, false) : Json();
            for (const Json& run : runs) {
                if (run.contains("event") && run["event"]["eventID"] == eventId.toStdString())
                    id = QByteArray::fromStdString(run["name"]);
            }
            return !id.isEmpty();
        },
        5000);
    return id;
}

void TestConformance::prepare(const QString& scenario)
{
    if (scenario == QLatin1String("functions-get-ready-200"))
        m_world.releasePreparations();
    if (scenario == QLatin1String("ingest-200"))
        m_ids["d0cc3697-0aa9-432d-b4b2-5797b14c1794"] = QByteArray::fromStdString(m_world.driverId("my-ticker"));
    if (scenario == QLatin1String("runs-get-event-run-200"))
        m_ids["56e00a72-edae-4272-b8be-8d4dde607b91"] = runOfEvent("fc5b14ea-c79f-4901-bd4a-b46afe35211d");
    if (scenario == QLatin1String("runs-get-nodata-event-run-200"))
        m_ids["2f5e09ef-c21e-4c62-952a-8dfdd7c96026"] = runOfEvent("id-5");
    if (scenario == QLatin1String("runs-list-200")) {
        const QByteArray body = R"({"name":"tiny","image":"python3","source":"c291cmNl"})";
        QCOMPARE(ask(rawRequest("POST", "/v1/function", body)).value_or(RawAnswer{}).status, 201);
    }
    for (const Step& step : kSteps) {
        if (scenario != QLatin1String(step.before))
            continue;
        const auto answer = askUntil(step.status, rawRequest(step.method, step.path, step.body));
        QVERIFY2(answer && answer->status == step.status, step.path);
        if (scenario == QLatin1String("runs-get-creating-200"))
            m_ids["8b136675-e959-41e1-b311-969d5fc3592f"]
                = QByteArray::fromStdString(Json::parse(answer->body.toStdString())["name"]);
    }
}

QByteArray TestConformance::translated(QByteArray text) const
{
    for (auto it = m_ids.begin(); it != m_ids.end(); ++it)
        text.replace(it.key(), it.value());
    return text;
}

TestConformance::Outcome TestConformance::wantedOf(const Recording& recording) const
{
    Outcome outcome;
    if (const Difference* difference = differenceOf(recording.scenario)) {
        outcome.wantedStatus = difference->status;
        outcome.comparesBody = difference->body;
        outcome.wantedBody = difference->body ? comparable(difference->body) : QByteArray();
        return outcome;
    }
    outcome.wantedStatus = recording.response["status"];
    outcome.wantedBody = comparable(translated(textOf(recording.response["body"])));
    return outcome;
}

TestConformance::Outcome TestConformance::replay(const Recording& recording)
{
    const Difference* difference = differenceOf(recording.scenario);
    if (difference && difference->status == 0)
        return {};
    prepare(recording.scenario);
    QByteArray headers;
    for (const auto& [name, value] : recording.request["headers"].items())
        headers += QByteArray::fromStdString(name) + ": " + expanded(value) + "\r\n";
    const QByteArray body = textOf(recording.request["body"]);
    headers += body.isEmpty() ? QByteArray() : "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    const QByteArray method = QByteArray::fromStdString(recording.request["method"]);
    const QByteArray path = translated(QByteArray::fromStdString(recording.request["path"]));
    const QByteArray request = method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body;
    Outcome outcome = wantedOf(recording);
    // Some states come a moment after the answer that announces them, so reading is repeated as clients do.
    (void)QTest::qWaitFor(
        [&] {
            const auto answer = ask(request);
            outcome.status = answer ? answer->status : -1;
            outcome.body = answer ? comparable(answer->body) : QByteArray();
            return outcome.same() || method != "GET";
        },
        2000);
    return outcome;
}

void TestConformance::answersAsTheOriginal_data()
{
    QTest::addColumn<int>("number");
    for (std::size_t i = 0; i < m_recordings.size(); ++i)
        QTest::newRow(qPrintable(m_recordings[i].scenario)) << int(i);
}

void TestConformance::answersAsTheOriginal()
{
    QFETCH(const int, number);
    while (m_outcomes.size() <= std::size_t(number))
        m_outcomes.push_back(replay(m_recordings[m_outcomes.size()]));
    const Outcome& outcome = m_outcomes[std::size_t(number)];
    if (outcome.wantedStatus == 0)
        QSKIP(differenceOf(m_recordings[std::size_t(number)].scenario)->reason);
    QCOMPARE(outcome.status, outcome.wantedStatus);
    if (outcome.comparesBody)
        QCOMPARE(outcome.body, outcome.wantedBody);
}

void TestConformance::explainsOnlyRecordingsThatExist()
{
    for (const Difference& difference : kDifferences) {
        const auto has
            = [&](const Recording& recording) { return recording.scenario == QLatin1String(difference.scenario); };
        QVERIFY2(std::any_of(m_recordings.begin(), m_recordings.end(), has), difference.scenario);
    }
}

QTEST_GUILESS_MAIN(TestConformance)
#include "tst_conformance.moc"
