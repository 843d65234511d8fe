// SPDX-License-Identifier: Apache-2.0
#include "client/jwt.h"
#include "client/keypair.h"
#include "localprocess.h"

#include <QDateTime>
#include <QFile>
#include <QMessageAuthenticationCode>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <map>
#include <set>

using models::Json;

namespace {

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray base64Url(const QByteArray& bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray unsignedToken(const QByteArray& header, const QByteArray& claims)
{
    return base64Url(header) + '.' + base64Url(claims);
}

} // namespace

class TestDispatchLocal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysReadyAndEndsOnSigterm();
    void endsWithTheProcessItServes();
    void saysWhyItCannotStart_data();
    void saysWhyItCannotStart();
    void keepsWhatItAcknowledgedWhenKilled();
    void judgesTokens_data();
    void judgesTokens();
    void keepsOrganizationsApart();

private:
    QStringList spoil(const QString& kind, const QString& directory);

    std::unique_ptr<LocalProcess> m_other;
    QTcpServer m_squatter;
};

void TestDispatchLocal::saysReadyAndEndsOnSigterm()
{
    const QTemporaryDir directory;
    LocalProcess local(directory.path());
    QVERIFY(local.isReady());
    QCOMPARE(local.firstLine().value("pid", qint64{0}), local.pid());
    QCOMPARE(local.ask(rawRequest("GET", "/healthz")).status, 200);
    RawConnection idle(local.port());
    local.signal(SIGTERM);
    QVERIFY(local.hasEnded());
    QCOMPARE(local.exitCode(), 0);
}

void TestDispatchLocal::endsWithTheProcessItServes()
{
    const QTemporaryDir directory;
    QProcess parent;
    parent.start(QStringLiteral("sleep"), {QStringLiteral("300")});
    QVERIFY(parent.waitForStarted());
    LocalProcess local(directory.path(), {QStringLiteral("--parent-pid"), QString::number(parent.processId())});
    QVERIFY(local.isReady());
    parent.kill();
    QVERIFY(parent.waitForFinished());
    QVERIFY(local.hasEnded());
    QCOMPARE(local.exitCode(), 0);
}

void TestDispatchLocal::saysWhyItCannotStart_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<QByteArray>("remedy");
    QTest::newRow("port") << QStringLiteral("port") << QByteArray("Address already in use") << QByteArray("--port");
    QTest::newRow("address") << QStringLiteral("address") << QByteArray("no IP address") << QByteArray("--host");
    QTest::newRow("second instance") << QStringLiteral("second") << QByteArray("in use by another dispatch-local")
                                     << QByteArray("--data-dir");
    QTest::newRow("folder below a file") << QStringLiteral("below") << QByteArray("cannot be written: Not a directory")
                                         << QByteArray("--data-dir");
    QTest::newRow("newer database") << QStringLiteral("newer") << QByteArray("newer version")
                                    << QByteArray("Update dispatch-local");
    QTest::newRow("damaged database") << QStringLiteral("damaged") << QByteArray("is damaged") << QByteArray("backup");
    QTest::newRow("damaged page") << QStringLiteral("page") << QByteArray("is damaged") << QByteArray("backup");
    QTest::newRow("unknown option") << QStringLiteral("option") << QByteArray("--colour") << QByteArray("--help");
    QTest::newRow("missing key") << QStringLiteral("key") << QByteArray("cannot be read")
                                 << QByteArray("--service-account");
    QTest::newRow("key that is none") << QStringLiteral("nokey") << QByteArray("no public key")
                                      << QByteArray("public key in PEM");
    QTest::newRow("key with a pass phrase")
        << QStringLiteral("locked") << QByteArray("no public key") << QByteArray("public key in PEM");
}

/// Makes the start fail and answers the arguments for it.
QStringList TestDispatchLocal::spoil(const QString& kind, const QString& directory)
{
    const QString database = directory + QLatin1String("/dispatch.db");
    if (kind == QLatin1String("port")) {
        m_squatter.listen(QHostAddress::LocalHost);
        return {QStringLiteral("--port=") + QString::number(m_squatter.serverPort())};
    }
    if (kind == QLatin1String("address"))
        return {QStringLiteral("--host=not.an.address")};
    if (kind == QLatin1String("second"))
        m_other = std::make_unique<LocalProcess>(directory);
    if (kind == QLatin1String("damaged"))
        write(database, QByteArray(8192, 'x'));
    if (kind == QLatin1String("option"))
        return {QStringLiteral("--colour=red")};
    if (kind == QLatin1String("key"))
        return {QStringLiteral("--service-account=dispatch/a=") + directory + QLatin1String("/none.pem")};
    if (kind == QLatin1String("nokey")) {
        write(directory + QLatin1String("/text.pem"), "no key at all\n");
        return {QStringLiteral("--service-account=dispatch/a=") + directory + QLatin1String("/text.pem")};
    }
    if (kind == QLatin1String("locked"))
        return {QStringLiteral("--service-account=dispatch/a=" DISPATCH_SOURCE_DIR
                               "/tests/fuzz/seeds/key/encryptedpublic.pem")};
    if (kind == QLatin1String("newer") || kind == QLatin1String("page")) {
        LocalProcess first(directory);
        first.signal(SIGTERM);
        first.hasEnded();
        QFile file(database);
        if (!file.open(QIODevice::ReadWrite))
            return {};
        // SQLite keeps PRAGMA user_version, big-endian, at byte 60 of the file.
        file.seek(kind == QLatin1String("newer") ? 60 : 4096);
        file.write(kind == QLatin1String("newer") ? QByteArray("\0\0\0\x63", 4) : QByteArray(4096, 'x'));
    }
    return {};
}

void TestDispatchLocal::saysWhyItCannotStart()
{
    QFETCH(const QString, kind);
    QFETCH(const QByteArray, reason);
    QFETCH(const QByteArray, remedy);
    const QTemporaryDir directory;
    const QStringList arguments = spoil(kind, directory.path());
    QString data = directory.path();
    if (kind == QLatin1String("below")) {
        data = directory.filePath(QStringLiteral("file"));
        write(data, "a regular file");
        data += QLatin1String("/below");
    }
    LocalProcess local(data, arguments);
    m_squatter.close();
    QVERIFY(local.hasEnded());
    QCOMPARE(local.exitCode(), 1);
    const Json& line = local.firstLine();
    QVERIFY(line.is_object());
    QCOMPARE(line.value("event", ""), std::string("failed"));
    QVERIFY2(QByteArray::fromStdString(line.value("reason", "")).contains(reason), line.dump().c_str());
    QVERIFY2(QByteArray::fromStdString(line.value("remedy", "")).contains(remedy), line.dump().c_str());
    m_other.reset();
}

void TestDispatchLocal::keepsWhatItAcknowledgedWhenKilled()
{
    const QTemporaryDir directory;
    constexpr int kRequests = 600;
    constexpr int kEnough = 200;
    int acknowledged = 0;
    {
        LocalProcess local(directory.path());
        QVERIFY(local.isReady());
        const QByteArray source
            = pythonSource("import time\ndef handle(context, payload):\n    time.sleep(0.01)\n    return payload\n");
        const QByteArray function = R"({"name":"slow","image":"python3","source":")" + source + R"("})";
        QCOMPARE(local.ask(rawRequest("POST", "/v1/function", function)).status, 201);
        QTRY_COMPARE_WITH_TIMEOUT(local.get("/v1/function/slow").value("status", ""), std::string("READY"), 30000);
        const QByteArray subscription = R"({"name":"sub","eventType":"load.test","function":"slow"})";
        QCOMPARE(local.ask(rawRequest("POST", "/v1/event/subscriptions", subscription)).status, 201);
        QByteArray bytes;
        for (int i = 0; i < kRequests; ++i) {
            const QByteArray id = "id-" + QByteArray::number(i);
            const QByteArray event = R"({"eventType":"load.test","cloudEventsVersion":"0.1","source":"s","eventID":")"
                + id + R"(","data":)" + QByteArray::number(i) + "}";
            bytes += i % 5 == 4
                ? rawRequest("POST", "/v1/secret", R"({"name":")" + id + R"(","secrets":{"k":")" + id + R"("}})")
                : rawRequest("POST", "/v1/event", event);
        }
        RawConnection connection(local.port());
        connection.send(bytes);
        while (auto answer = connection.read()) {
            QCOMPARE(answer->status / 100, 2);
            if (++acknowledged == kEnough)
                local.kill();
        }
    }
    QVERIFY(acknowledged >= kEnough);
    LocalProcess local(directory.path());
    QVERIFY(local.isReady());
    std::set<std::string> wanted;
    for (int i = 0; i < acknowledged; ++i) {
        const std::string id = "id-" + std::to_string(i);
        if (i % 5 != 4) {
            wanted.insert(id);
            continue;
        }
        const Json secret = local.get("/v1/secret/" + QByteArray::fromStdString(id));
        QVERIFY2(secret.is_object() && secret.contains("secrets"), id.c_str());
        QCOMPARE(secret["secrets"].value("k", ""), id);
    }
    std::map<std::string, int> runs;
    const auto allDone = [&] {
        runs.clear();
        for (const Json& run : local.get("/v1/runs?functionName=slow")) {
            if (run.value("status", "") == "READY" && run["output"] == run["input"])
                ++runs[run["event"].value("eventID", "")];
        }
        return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& id) { return runs.contains(id); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(allDone(), 60000);
    for (const auto& [id, count] : runs)
        QVERIFY2(count == 1, id.c_str());
    QCOMPARE(local.get("/v1/event/subscriptions/sub").value("status", ""), std::string("READY"));
}

void TestDispatchLocal::judgesTokens_data()
{
    QTest::addColumn<QByteArray>("authorization");
    QTest::addColumn<QByteArray>("message"); ///< empty = accepted
    QTest::addColumn<QByteArray>("publicPem");
    const auto own = client::makeKeyPair();
    const auto foreign = client::makeKeyPair();
    QVERIFY(own && foreign);
    const auto signer = client::JwtSigner::fromPem(own->privatePem);
    const auto stranger = client::JwtSigner::fromPem(foreign->privatePem);
    QVERIFY(signer && stranger);
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const QString issuer = QStringLiteral("dispatch/svc");
    const auto row = [&](const char* name, const QByteArray& token, const QByteArray& message) {
        QTest::newRow(name) << QByteArray("Bearer " + token)
                            << (message.isEmpty() ? message : "unable to validate bearer token: " + message)
                            << own->publicPem;
    };
    const auto by = [](const client::JwtSigner& who, const QString& account, qint64 when) {
        const auto token = who.sign(account, when);
        return token ? token->text : QByteArray();
    };
    row("good", by(*signer, issuer, now), "");
    row("expired", by(*signer, issuer, now - 7200), "error validating token: Token is expired");
    row("from the future", by(*signer, issuer, now + 600), "error validating token: Token used before issued");
    row("wrong key", by(*stranger, issuer, now), "error validating token: crypto/rsa: verification error");
    row("unknown account", by(*signer, QStringLiteral("other/svc1"), now),
        "store error when getting service account other/svc1: error getting: no such entity");
    const QByteArray claims = R"({"iss":"dispatch/svc"})";
    row("no algorithm", unsignedToken(R"({"alg":"none","typ":"JWT"})", claims) + '.',
        "error validating token: unexpected signing method: none");
    // The classic forgery: the public key, which everybody has, as the secret of an HMAC.
    const QByteArray content = unsignedToken(R"({"alg":"HS256","typ":"JWT"})", claims);
    const QByteArray mac = QMessageAuthenticationCode::hash(content, own->publicPem, QCryptographicHash::Sha256);
    row("public key as HMAC secret", content + '.' + base64Url(mac),
        "error validating token: unexpected signing method: HS256");
    const QByteArray header = R"({"alg":"RS256","typ":"JWT"})";
    row("issuer without organization", unsignedToken(header, R"({"iss":"svc"})") + ".AAAA",
        "invalid issuer claim: missing org info");
    row("no issuer", unsignedToken(header, "{}") + ".AAAA", "missing issuer claim in unvalidated token");
    row("issuer of another type", unsignedToken(header, R"({"iss":5})") + ".AAAA",
        "missing issuer claim in unvalidated token");
    row("garbage", "abc", "missing issuer claim in unvalidated token");
}

void TestDispatchLocal::judgesTokens()
{
    QFETCH(const QByteArray, authorization);
    QFETCH(const QByteArray, message);
    QFETCH(const QByteArray, publicPem);
    const QTemporaryDir directory;
    const QString key = directory.filePath(QStringLiteral("svc.pem"));
    write(key, publicPem);
    const LocalProcess local(directory.path(), {QStringLiteral("--service-account=dispatch/svc=") + key});
    QVERIFY(local.isReady());
    const QByteArray organization = "X-Dispatch-Org: dispatch\r\n";
    const RawAnswer cookie = local.ask(rawRequest("GET", "/v1/secret", {}, "Cookie: any\r\n" + organization));
    QCOMPARE(cookie.status, 401);
    const RawAnswer answer
        = local.ask(rawRequest("GET", "/v1/secret", {}, "Authorization: " + authorization + "\r\n" + organization));
    if (message.isEmpty()) {
        QCOMPARE(answer.status, 200);
        return;
    }
    QCOMPARE(answer.status, 401);
    const Json body = Json::parse(answer.body.toStdString(), nullptr, false);
    QCOMPARE(QByteArray::fromStdString(body.value("message", "")), message);
    QCOMPARE(body.value("code", 0), 401);
}

/// Contract §2.3: the header counts, else the account's own organization; no policy lets an account into another one.
void TestDispatchLocal::keepsOrganizationsApart()
{
    const QTemporaryDir directory;
    QStringList arguments;
    std::map<QString, QByteArray> tokens;
    for (const auto& account : {QStringLiteral("red/one"), QStringLiteral("blue/two")}) {
        const auto keys = client::makeKeyPair();
        QVERIFY(keys);
        const QString pem = directory.filePath(QString(account).replace(u'/', u'-'));
        write(pem, keys->publicPem);
        arguments << QStringLiteral("--service-account=") + account + u'=' + pem;
        const auto token
            = client::JwtSigner::fromPem(keys->privatePem)->sign(account, QDateTime::currentSecsSinceEpoch());
        QVERIFY(token);
        tokens[account.section(u'/', 0, 0)] = "Authorization: Bearer " + token->text + "\r\n";
    }
    const LocalProcess local(directory.path(), arguments);
    QVERIFY(local.isReady());
    const auto ask = [&](const char* who, const QByteArray& organization, const QByteArray& method,
                         const QByteArray& path, const QByteArray& body = {}) {
        const QByteArray header = organization.isEmpty() ? QByteArray() : "X-Dispatch-Org: " + organization + "\r\n";
        return local.ask(rawRequest(method, path, body, tokens[QLatin1String(who)] + header));
    };
    const QByteArray secret = R"({"name":"key","secrets":{"k":"of red"}})";
    QCOMPARE(ask("red", "red", "POST", "/v1/secret", secret).status, 201);

    const QByteArray event = R"({"eventType":"a.b","cloudEventsVersion":"0.1","source":"s","eventID":"1"})";
    const std::vector<std::array<QByteArray, 3>> attempts
        = {{"GET", "/v1/secret", ""},         {"GET", "/v1/secret/key", ""}, {"POST", "/v1/secret", secret},
           {"PUT", "/v1/secret/key", secret}, {"GET", "/v1/runs", ""},       {"POST", "/v1/event", event},
           {"DELETE", "/v1/secret/key", ""}};
    for (const auto& [method, path, body] : attempts) {
        const RawAnswer answer = ask("blue", "red", method, path, body);
        QVERIFY2(answer.status == 403,
                 QByteArray(method + ' ' + path + ' ' + QByteArray::number(answer.status)).constData());
        const Json said = Json::parse(answer.body.toStdString(), nullptr, false);
        QCOMPARE(said.value("code", 0), 403);
        QCOMPARE(said.value("message", ""), std::string("Forbidden, please make sure you have required privileges"));
    }
    // A name of another organization is none of its own.
    QCOMPARE(ask("blue", "blue", "GET", "/v1/secret/key").status, 404);
    QCOMPARE(ask("blue", "blue", "GET", "/v1/secret").body.trimmed(), QByteArray("[]"));
    QCOMPARE(ask("blue", "blue", "DELETE", "/v1/secret/key").status, 404);
    // Without the header it is the account's own organization.
    QVERIFY(ask("red", "", "GET", "/v1/secret/key").body.contains("of red"));
    QCOMPARE(ask("blue", "", "GET", "/v1/secret").body.trimmed(), QByteArray("[]"));
    QCOMPARE(ask("blue", "", "POST", "/v1/event", event).status, 200);
}

QTEST_GUILESS_MAIN(TestDispatchLocal)
#include "tst_dispatchlocal.moc"
