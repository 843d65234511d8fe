// SPDX-License-Identifier: Apache-2.0
#include "localprocess.h"

#include <QTemporaryDir>
#include <QTest>

using models::Json;

/// Several requests in one.
class TestBatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersEachAsIfItHadComeAlone();
    void refuses_data();
    void refuses();
    void keepsWhatItAcknowledgedWhenKilled();

private:
    static RawAnswer send(const LocalProcess& local, const Json& parts)
    {
        return local.ask(rawRequest("POST", "/v1/batch", QByteArray::fromStdString(parts.dump())));
    }
    static Json type(const std::string& name)
    {
        return {
            {"method", "POST"}, {"path", "/v1/event/drivertypes"}, {"body", {{"name", name}, {"image", "ticker:1"}}}};
    }
};

void TestBatch::answersEachAsIfItHadComeAlone()
{
    const QTemporaryDir directory;
    const LocalProcess local(directory.path());
    const RawAnswer answer = send(local,
                                  {type("one"),
                                   type("one"),
                                   type("not a name"),
                                   {{"method", "GET"}, {"path", "/v1/secret"}},
                                   {{"method", "GET"}, {"path", "/v1/event/drivertypes/missing"}},
                                   {{"method", "PATCH"}, {"path", "/v1/secret"}},
                                   {{"method", "DELETE"}, {"path", "/v1/event/drivertypes/one"}}});
    QCOMPARE(answer.status, 200);
    const Json parts = Json::parse(answer.body.toStdString(), nullptr, false);
    QCOMPARE(parts.size(), std::size_t{7});
    std::vector<int> statuses;
    for (const Json& part : parts)
        statuses.push_back(part.at("status").get<int>());
    QCOMPARE(statuses, (std::vector<int>{201, 409, 422, 200, 404, 405, 200}));
    QVERIFY(parts[0]["body"]["name"] == "one");
    QVERIFY(parts[3]["body"].is_array());
    // To the letter what the same request is told alone.
    const RawAnswer alone = local.ask(rawRequest("GET", "/v1/event/drivertypes/missing"));
    QCOMPARE(QByteArray::fromStdString(parts[4]["body"].dump()),
             QByteArray::fromStdString(Json::parse(alone.body.toStdString()).dump()));
}

void TestBatch::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("nothing") << QByteArray() << 400;
    QTest::newRow("no JSON") << QByteArray("[{") << 400;
    QTest::newRow("no list") << QByteArray("{}") << 400;
    QTest::newRow("empty") << QByteArray("[]") << 400;
    QTest::newRow("no path") << QByteArray(R"([{"method":"GET"}])") << 400;
    QTest::newRow("a number") << QByteArray("[1]") << 400;
    QTest::newRow("101 parts") << QByteArray('[' + QByteArray(R"({"method":"GET","path":"/healthz"},)").repeated(100)
                                             + R"({"method":"GET","path":"/healthz"}])")
                               << 400;
    QTest::newRow("deep") << QByteArray(100'000, '[') << 400;
}

void TestBatch::refuses()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    const QTemporaryDir directory;
    const LocalProcess local(directory.path());
    const RawAnswer answer = local.ask(rawRequest("POST", "/v1/batch", body));
    QCOMPARE(answer.status, status);
    QVERIFY(answer.body.contains("batch"));
    // A batch in a batch would be a bomb.
    const RawAnswer nested = send(local, {{{"method", "POST"}, {"path", "/v1/batch"}, {"body", Json::array()}}});
    QCOMPARE(Json::parse(nested.body.toStdString())[0]["status"].get<int>(), 400);
    QCOMPARE(local.ask(rawRequest("GET", "/v1/batch")).status, 405);
}

void TestBatch::keepsWhatItAcknowledgedWhenKilled()
{
    const QTemporaryDir directory;
    Json parts = Json::array();
    for (int i = 0; i < 50; ++i)
        parts.push_back(type(models::toStd(QStringLiteral("t%1").arg(i))));
    {
        LocalProcess local(directory.path());
        QCOMPARE(send(local, parts).status, 200);
        local.kill();
    }
    const LocalProcess again(directory.path());
    QCOMPARE(again.get("/v1/event/drivertypes").size(), std::size_t{50});
}

QTEST_GUILESS_MAIN(TestBatch)
#include "tst_batch.moc"
