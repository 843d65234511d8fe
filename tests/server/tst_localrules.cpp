// SPDX-License-Identifier: Apache-2.0
#include "localprocess.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using models::Json;

/// What the program does around and between its end points.
class TestLocalRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsItsFilesToItself();
    void hasImagesAlsoAfterAFailedFirstStart();
    void hasImagesForAnOrganizationThatComesLater();
    void changesADriverWhoseTypeIsGone();
    void judgesTheBodyOfARun_data();
    void judgesTheBodyOfARun();
    void refusesANumberThatGoCannotHold();
    void judgesTheBodyBeforeTheParameters();
    void listsRunsUpToABound();
};

void TestLocalRules::keepsItsFilesToItself()
{
    const QTemporaryDir parent;
    const QString directory = parent.filePath(QStringLiteral("data"));
    const LocalProcess local(directory, {QStringLiteral("--auth=none")}, [] { ::umask(022); });
    QVERIFY(local.isReady());
    QCOMPARE(local.ask(rawRequest("POST", "/v1/secret", R"({"name":"s","secrets":{"a":"b"}})")).status, 201);
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther
        | QFile::ExeOther;
    QVERIFY(!(QFileInfo(directory).permissions() & others));
    const QFileInfoList files = QDir(directory).entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot);
    QVERIFY(files.size() >= 3);
    for (const QFileInfo& file : files)
        QVERIFY2(!(file.permissions() & others), qPrintable(file.fileName()));
}

void TestLocalRules::hasImagesAlsoAfterAFailedFirstStart()
{
    const QTemporaryDir directory;
    {
        LocalProcess failed(directory.path(), {QStringLiteral("--service-account=dispatch/x=/nowhere/key.pem")});
        QVERIFY(failed.hasEnded());
        QVERIFY(!failed.isReady());
    }
    const LocalProcess local(directory.path());
    QCOMPARE(local.get("/v1/image").size(), std::size_t{2});
}

void TestLocalRules::hasImagesForAnOrganizationThatComesLater()
{
    const QTemporaryDir directory;
    const QString key = directory.filePath(QStringLiteral("key.pem"));
    QCOMPARE(QProcess::execute(QStringLiteral("openssl"),
                               {QStringLiteral("genrsa"), QStringLiteral("-out"), key, QStringLiteral("2048")}),
             0);
    const QString publicKey = directory.filePath(QStringLiteral("public.pem"));
    QCOMPARE(QProcess::execute(QStringLiteral("openssl"),
                               {QStringLiteral("rsa"), QStringLiteral("-in"), key, QStringLiteral("-pubout"),
                                QStringLiteral("-out"), publicKey}),
             0);
    const QString data = directory.filePath(QStringLiteral("data"));
    QVERIFY(LocalProcess(data).isReady());
    {
        LocalProcess local(data, {QStringLiteral("--service-account=acme/ci=") + publicKey});
        QVERIFY(local.isReady());
        local.signal(SIGTERM);
        QVERIFY(local.hasEnded());
    }
    const LocalProcess local(data);
    const RawAnswer answer
        = local.ask(rawRequest("GET", "/v1/image", {}, "Cookie: cookie\r\nX-Dispatch-Org: acme\r\n"));
    QCOMPARE(Json::parse(answer.body.toStdString(), nullptr, false).size(), std::size_t{2});
}

void TestLocalRules::changesADriverWhoseTypeIsGone()
{
    const QTemporaryDir directory;
    const LocalProcess local(directory.path());
    QCOMPARE(local
                 .ask(rawRequest("POST", "/v1/event/drivertypes",
                                 R"({"name":"t","image":"dispatchframework/dispatch-events-ticker"})"))
                 .status,
             201);
    QCOMPARE(local
                 .ask(rawRequest("POST", "/v1/event/drivers",
                                 R"({"name":"d","type":"t","config":[{"key":"seconds","value":"60"}]})"))
                 .status,
             201);
    QCOMPARE(local.ask(rawRequest("DELETE", "/v1/event/drivertypes/t")).status, 200);
    const RawAnswer changed = local.ask(rawRequest(
        "PUT", "/v1/event/drivers/d", R"({"name":"d","type":"t","config":[{"key":"seconds","value":"30"}]})"));
    QCOMPARE(changed.status, 200);
    QTRY_COMPARE(local.get("/v1/event/drivers/d").value("status", ""), std::string("READY"));
    QCOMPARE(local.get("/v1/event/drivers/d")["config"][0].value("value", ""), std::string("30"));
    QCOMPARE(local.ask(rawRequest("PUT", "/v1/event/drivers/d", R"({"name":"d","type":"other"})")).status, 400);
}

void TestLocalRules::judgesTheBodyOfARun_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("unknown status") << QByteArray(R"({"status":"FOO"})") << 422
                                    << QByteArray("status in body should be one of");
    QTest::newRow("good") << QByteArray(R"({"input":1})") << 404 << QByteArray("function f not found");
}

void TestLocalRules::judgesTheBodyOfARun()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, says);
    const QTemporaryDir directory;
    const LocalProcess local(directory.path());
    const RawAnswer answer = local.ask(rawRequest("POST", "/v1/runs?functionName=f", body));
    QVERIFY2(answer.body.contains(says), answer.body.constData());
    QCOMPARE(answer.status, status);
}

void TestLocalRules::refusesANumberThatGoCannotHold()
{
    const QTemporaryDir directory;
    const LocalProcess local(directory.path());
    const RawAnswer answer = local.ask(
        rawRequest("POST", "/v1/event/drivertypes", R"({"name":"t","image":"i","created-time":18446744073709551615})"));
    QCOMPARE(answer.status, 400);
    QVERIFY2(answer.body.contains("cannot unmarshal number 18446744073709551615"), answer.body.constData());
}

void TestLocalRules::judgesTheBodyBeforeTheParameters()
{
    const QTemporaryDir directory;
    const LocalProcess local(directory.path());
    for (const auto& [method, path] : {std::pair<QByteArray, QByteArray>("PUT", "/v1/secret/a.b"),
                                       std::pair<QByteArray, QByteArray>("POST", "/v1/runs?functionName=a.b"),
                                       std::pair<QByteArray, QByteArray>("POST", "/v1/runs")}) {
        const RawAnswer answer = local.ask(rawRequest(method, path, "{"));
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.body.contains("parsing"), answer.body.constData());
    }
    for (const auto& [method, path] : {std::pair<QByteArray, QByteArray>("PUT", "/v1/secret/a.b"),
                                       std::pair<QByteArray, QByteArray>("POST", "/v1/runs?functionName=a.b")}) {
        const RawAnswer answer = local.ask(rawRequest(method, path, R"({"name":"a"})"));
        QCOMPARE(answer.status, 422);
        QVERIFY2(answer.body.contains("605"), answer.body.constData());
    }
}

void TestLocalRules::listsRunsUpToABound()
{
    constexpr int kRuns = 80;
    const QTemporaryDir directory;
    const LocalProcess local(directory.path());
    const QByteArray function = R"({"name":"f","image":"python3","source":")"
        + pythonSource("def handle(context, payload):\n    pass\n") + R"("})";
    QCOMPARE(local.ask(rawRequest("POST", "/v1/function", function)).status, 201);
    QTRY_COMPARE_WITH_TIMEOUT(local.get("/v1/function/f").value("status", ""), std::string("READY"), 30000);
    const QByteArray run = rawRequest("POST", "/v1/runs?functionName=f",
                                      R"({"blocking":true,"input":")" + QByteArray(1 << 20, 'x') + R"("})");
    for (int i = 0; i < kRuns; ++i)
        QCOMPARE(local.ask(run).status, 200);
    for (const char* path : {"/v1/runs", "/v1/runs?functionName=f"}) {
        const RawAnswer answer = local.ask(rawRequest("GET", path));
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body.size() > (60 << 20) && answer.body.size() < (66 << 20));
    }
    QFile status(QStringLiteral("/proc/%1/status").arg(local.pid()));
    QVERIFY(status.open(QIODevice::ReadOnly));
    const QByteArray text = status.readAll();
    const QByteArray peak = text.mid(text.indexOf("VmHWM:") + 6).simplified();
    qInfo("%s", peak.left(20).constData());
    QVERIFY2(peak.split(' ').value(0).toInt() < 250'000, peak.left(20).constData());
}

QTEST_GUILESS_MAIN(TestLocalRules)
#include "tst_localrules.moc"
