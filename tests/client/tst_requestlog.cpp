// SPDX-License-Identifier: Apache-2.0
#include "client/redaction.h"
#include "client/requestlog.h"
#include "localworld.h"
#include "models/secretkeys.h"
#include "scriptserver.h"

#include <algorithm>
#include <ctime>
#include <limits>

using client::Exchange;
using client::RecordedBody;
using client::RequestLog;
using models::Json;

/// What is kept of requests, and that no secret is.
class TestRequestLog final : public QObject
{
    Q_OBJECT

    static QByteArray shown(const QByteArray& text, const QByteArray& credential = {})
    {
        Exchange exchange;
        exchange.path = QStringLiteral("/v1/event/drivers");
        exchange.received = text;
        exchange.receivedBytes = exchange.received.size();
        exchange.credential = credential;
        const RecordedBody body = client::redacted(exchange).bodies.received;
        return body.state == RecordedBody::State::Kept ? body.text : QByteArray("not kept");
    }

private Q_SLOTS:
    void masksWhatLooksSecret_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const char* text) { QTest::newRow(name) << json(text); };
        row("a secret", "{'name':'s','secrets':{'a':'HUNTER2','b':{'c':'HUNTER2'},'n':'HUNTER2'}}");
        row("a list of secrets", "[{'secrets':{'a':'HUNTER2'}},{'secrets':{'b':'HUNTER2'}}]");
        row("a pair", "{'config':[{'key':'password','value':'HUNTER2'},{'key':'host','value':'h'}]}");
        row("a pair with its value first", "{'config':[{'value':'HUNTER2','key':'apiKey'}]}");
        row("a member", "{'access_token':'HUNTER2','deep':{'dbPassword':'HUNTER2'}}");
        row("a number", "{'secrets':{'pin':4711}}");
        row("a batch", "[{'method':'POST','body':{'name':'s','secrets':{'a':'HUNTER2'}}}]");
        row("an address", "{'url':'https://user:HUNTER2@host/'}");
        row("a private key", "{'text':'-----BEGIN RSA PRIVATE KEY-----HUNTER2'}");
        row("the credential, echoed", "{'message':'no such token HUNTER2-credential'}");
    }

    void masksWhatLooksSecret()
    {
        QFETCH(QByteArray, text);
        const QByteArray kept = shown(text, "HUNTER2-credential");
        QVERIFY2(kept.contains(models::secretMask().toUtf8()), kept.constData());
        QVERIFY2(!kept.contains("HUNTER2") && !kept.contains("4711"), kept.constData());
    }

    void masksWhatCommandsPrint_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("secrets");
        QTest::newRow("a key behind another") << QStringLiteral("GUEST_START: token: hunter22") << QStringList();
        QTest::newRow("in quotes") << QStringLiteral("{\"password\": \"hunter22 and, more\"}") << QStringList();
        QTest::newRow("a scheme") << QStringLiteral("Authorization: Bearer hunter22") << QStringList();
        QTest::newRow("an argument") << QStringLiteral("--set db.password=hunter22,db.user=me") << QStringList();
        QTest::newRow("a known one with signs")
            << QStringLiteral("--set db.password=my&hunter22 is it") << QStringList{QStringLiteral("my&hunter22 is")};
        QTest::newRow("one within another")
            << QStringLiteral("said hunter22-and-hunter22")
            << QStringList{QStringLiteral("hunter22"), QStringLiteral("hunter22-and-hunter22")};
    }

    void masksWhatCommandsPrint()
    {
        QFETCH(QString, line);
        QFETCH(QStringList, secrets);
        const QString shown = client::redactedLine(line, secrets);
        QVERIFY2(!shown.contains(QLatin1String("hunter22")) && !shown.contains(QLatin1String("-and-")),
                 qPrintable(shown));
        QCOMPARE(shown.count(models::secretMask()), 1);
        QVERIFY(line.startsWith(shown.section(models::secretMask(), 0, 0)));
        QVERIFY(line.endsWith(shown.section(models::secretMask(), 1)));
    }

    void masksASecretBehindASecret()
    {
        const QString twice = client::redactedLine(QStringLiteral("password: token: hunter22"));
        QVERIFY2(!twice.contains(QLatin1String("hunter22")), qPrintable(twice));
        const QString asAKey
            = client::redactedLine(QStringLiteral("--set db.password=hunter22"), {QStringLiteral("password")});
        QVERIFY2(!asAKey.contains(QLatin1String("hunter22")), qPrintable(asAKey));
    }

    /// The same number of looks at each place: thirty times the line takes thirty times as long, and not a thousand.
    void looksThroughLongLinesOnce()
    {
        for (const char* const part : {"ab:", "a=\"", "a=b ", "token=b ", "k: \"a: b c: d\" "}) {
            const auto cost = [part](int bytes) {
                const QString line
                    = QString::fromLatin1(QByteArray(part).repeated(bytes / static_cast<int>(qstrlen(part))));
                std::clock_t least = std::numeric_limits<std::clock_t>::max();
                for (int i = 0; i < 5; ++i) {
                    const std::clock_t start = std::clock();
                    const QString shown = client::redactedLine(line);
                    QTest::qVerify(!shown.isEmpty(), "shown", "", __FILE__, __LINE__);
                    least = std::min(least, std::clock() - start);
                }
                return static_cast<double>(least);
            };
            const double ratio = cost(60'000) / std::max(1.0, cost(2'000));
            QVERIFY2(ratio < 150, qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(part)).arg(ratio)));
        }
    }

    void leavesTheRestAsItIs()
    {
        const QByteArray text = json("{'name':'d','secrets':['a','b'],'config':[{'key':'seconds','value':'2'}],"
                                     "'publicKey':'abc','secretName':'s','n':[1,true,null]}");
        QVERIFY(*models::parseJson(shown(text)) == *models::parseJson(text));
    }

    void keepsNoBodyThatItCannotRead()
    {
        Exchange exchange;
        exchange.path = QStringLiteral("/v1/secret/lab");
        exchange.received = "HUNTER2, cut off {";
        exchange.receivedBytes = exchange.received.size();
        QCOMPARE(client::redacted(exchange).bodies.received.state, RecordedBody::State::Hidden);
        exchange.path = QStringLiteral("/v1/runs");
        exchange.received = QByteArray(client::kMostKeptBody + 1, 'x');
        exchange.receivedBytes = exchange.received.size();
        QCOMPARE(client::redacted(exchange).bodies.received.state, RecordedBody::State::TooLong);
        exchange.sentBytes = 5; // of a file that went by
        QCOMPARE(client::redacted(exchange).bodies.sent.state, RecordedBody::State::NotKept);
        QCOMPARE(client::redactedPath(QStringLiteral("/v1/x?token=HUNTER2&since=5")),
                 QStringLiteral("/v1/x?token=%1&since=5").arg(models::secretMask()));
    }

    void logsWhatARealSessionSays()
    {
        LocalWorld world;
        QVERIFY(world.start());
        RequestLog& log = world.session->door().log();
        QVERIFY(told(world.session->api().createRecord(models::RecordKind::Secret,
                                                       {{"name", "lab"}, {"secrets", {{"password", "HUNTER2"}}}}))
                    .has_value());
        const auto find = [&log](const QByteArray& method, const QString& path) {
            const auto& records = log.records();
            const auto found = std::find_if(records.rbegin(), records.rend(), [&](const client::RequestRecord& record) {
                return record.method == method && record.path == path;
            });
            return found == records.rend() ? nullptr : &*found;
        };
        QTRY_VERIFY(find("POST", QStringLiteral("/v1/secret")));
        const client::RequestRecord* created = find("POST", QStringLiteral("/v1/secret"));
        QCOMPARE(created->status, 201);
        QVERIFY(created->sentBytes > 0 && created->receivedBytes > 0 && created->startedAt > 0);
        QCOMPARE(created->credentialName, QByteArray("Cookie"));
        const client::RecordedBodies bodies = log.bodiesOf(created->number);
        QVERIFY(bodies.sent.text.contains("password") && !bodies.sent.text.contains("HUNTER2"));
        QVERIFY(bodies.received.text.contains("password") && !bodies.received.text.contains("HUNTER2"));
        QTRY_VERIFY(find("GET", QStringLiteral("/v1/secret")));
        world.process.kill();
        QTRY_VERIFY(log.records().back().status == 0 && !log.records().back().problem.isEmpty());
    }

    void staysBounded()
    {
        RequestLog log;
        const QByteArray big = "\"" + QByteArray(60 * 1024, 'x') + '"';
        std::size_t most = 0;
        int rows = 0;
        connect(&log, &RequestLog::aboutToAdd, this, [&rows](int count) { rows += count; });
        connect(&log, &RequestLog::aboutToDrop, this, [&rows](int count) { rows -= count; });
        connect(&log, &RequestLog::added, this, [&] { most = std::max(most, log.records().size()); });
        for (int i = 0; i < 12'000; ++i) {
            Exchange exchange;
            exchange.path = QString::number(i);
            if (i > 11'900) {
                exchange.sent = big;
                exchange.sentBytes = big.size();
            }
            log.take(std::move(exchange));
            if (i > 11'900)
                QTRY_VERIFY(!log.records().empty() && log.records().back().path == QString::number(i));
            else if (i % 100 == 0)
                QCoreApplication::processEvents();
        }
        QTRY_VERIFY(!log.records().empty() && log.records().back().path == QLatin1String("11999"));
        QVERIFY(most <= RequestLog::kMostRecords);
        QCOMPARE(std::size_t(rows), log.records().size());
        qint64 bytes = 0;
        for (const client::RequestRecord& record : log.records())
            bytes += log.bodiesOf(record.number).sent.text.size();
        QVERIFY(bytes > 0 && bytes <= RequestLog::kMostBodyBytes);
        log.clear();
        QVERIFY(log.records().empty());
        QCOMPARE(rows, 0);
    }
};

QTEST_GUILESS_MAIN(TestRequestLog)
#include "tst_requestlog.moc"
