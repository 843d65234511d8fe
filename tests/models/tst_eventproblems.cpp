// SPDX-License-Identifier: Apache-2.0
#include "models/eventproblems.h"
#include "models/rules.h"
#include "models/timestamp.h"

#include <QTest>

using namespace models;

namespace {

EventDraft good()
{
    EventDraft draft;
    draft.eventType = QStringLiteral("a.b");
    draft.eventId = QStringLiteral("1");
    draft.eventTime = QStringLiteral("2018-09-12T10:11:12.000Z");
    return draft;
}

/// "field severity" of each, in order.
QStringList shortly(const std::vector<EventProblem>& problems)
{
    static const QStringList kFields
        = {QStringLiteral("eventType"),   QStringLiteral("source"),    QStringLiteral("eventID"),
           QStringLiteral("eventTime"),   QStringLiteral("version"),   QStringLiteral("schemaURL"),
           QStringLiteral("contentType"), QStringLiteral("extension"), QStringLiteral("data")};
    QStringList all;
    for (const EventProblem& one : problems) {
        QString text = kFields[static_cast<int>(one.field)];
        if (one.row >= 0)
            text += QString::number(one.row);
        all << text + (one.severity == Severity::Problem ? u'!' : u'?');
    }
    return all;
}

QString problemsOf(const EventDraft& draft, EventBus bus = EventBus::Local)
{
    return shortly(eventProblems(draft, bus)).join(u' ');
}

} // namespace

class TestEventProblems : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsNothingWrongWithAGoodEvent();
    void checksAttributes_data();
    void checksAttributes();
    void checksTimes_data();
    void checksTimes();
    void checksAddresses_data();
    void checksAddresses();
    void checksExtensionsRowByRow();
    void checksData();
    void hintsAtContentTypesThatMislead();
    void hintsAtWhatABrokerLoses();
    void explainsEverything();
};

void TestEventProblems::findsNothingWrongWithAGoodEvent()
{
    EventDraft draft = good();
    draft.json = QStringLiteral("{\"a\":[1]}");
    draft.extensions = {{QStringLiteral("x"), QStringLiteral("\"y\"")}};
    QCOMPARE(problemsOf(draft), QString());
    QVERIFY(canBeSent(eventProblems(draft)));
    QVERIFY(canBeSent({}));
}

void TestEventProblems::checksAttributes_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("problems");
    QTest::newRow("good") << "A-b_c.9"
                          << "any thing"
                          << "any thing"
                          << "";
    QTest::newRow("no type") << ""
                             << "s"
                             << "1"
                             << "eventType!";
    QTest::newRow("type with a blank") << "a b"
                                       << "s"
                                       << "1"
                                       << "eventType!";
    QTest::newRow("wildcard") << "a.*"
                              << "s"
                              << "1"
                              << "eventType!";
    QTest::newRow("longest type") << QString(128, u'a') << "s"
                                  << "1"
                                  << "";
    QTest::newRow("type too long") << QString(129, u'a') << "s"
                                   << "1"
                                   << "eventType!";
    QTest::newRow("no source") << "a"
                               << ""
                               << "1"
                               << "source!";
    QTest::newRow("no id") << "a"
                           << "s"
                           << ""
                           << "eventID!";
    QTest::newRow("all wrong") << "*"
                               << ""
                               << ""
                               << "eventType! source! eventID!";
}

void TestEventProblems::checksAttributes()
{
    QFETCH(QString, type);
    QFETCH(QString, source);
    QFETCH(QString, id);
    EventDraft draft = good();
    draft.eventType = type;
    draft.source = source;
    draft.eventId = id;
    QTEST(problemsOf(draft), "problems");
}

void TestEventProblems::checksTimes_data()
{
    QTest::addColumn<QString>("time");
    QTest::addColumn<bool>("good");
    for (const char* time :
         {"2018-09-12T10:11:12Z", "2018-09-12T10:11:12.3Z", "2018-09-12T10:11:12.123456789+02:00",
          "2016-02-29T00:00:00-11:30", "0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z"})
        QTest::newRow(time) << QString::fromLatin1(time) << true;
    for (const char* time :
         {"yesterday", "2018-09-12", "2018-09-12 10:11:12Z", "2018-09-12T10:11:12", "2018-09-12T10:11Z",
          "2018-02-29T10:11:12Z", "2018-13-01T10:11:12Z", "2018-09-12T24:00:00Z", "2018-09-12T10:60:00Z",
          "2018-09-12T10:11:60Z", "2018-09-12T10:11:12.Z", "2018-09-12T10:11:12.5", "2018-09-12T10:11:12+0200",
          "2018-09-12T10:11:12+24:00", "2018-09-12t10:11:12z", " 2018-09-12T10:11:12Z", "2018-9-12T10:11:12Z", "Z"})
        QTest::newRow(time) << QString::fromLatin1(time) << false;
}

void TestEventProblems::checksTimes()
{
    QFETCH(QString, time);
    QFETCH(bool, good);
    EventDraft draft = ::good();
    draft.eventTime = time;
    QCOMPARE(isRfc3339(toStd(time)), good);
    QCOMPARE(problemsOf(draft), good ? QString() : QStringLiteral("eventTime!"));
}

void TestEventProblems::checksAddresses_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("good");
    for (const char* url : {"http://example.com/schema.json", "/schema", "/", "urn:x", "a+b-c.9:"})
        QTest::newRow(url) << QString::fromLatin1(url) << true;
    for (const char* url : {"not a uri", "schema.json", ":x", "9a:x", "a_b:x", "/with blank", "http://a b", "?x", "#y"})
        QTest::newRow(url) << QString::fromLatin1(url) << false;
}

void TestEventProblems::checksAddresses()
{
    QFETCH(QString, url);
    QFETCH(bool, good);
    EventDraft draft = ::good();
    draft.schemaUrl = url;
    QCOMPARE(isUri(toStd(url)), good);
    QCOMPARE(problemsOf(draft), good ? QString() : QStringLiteral("schemaURL!"));
}

void TestEventProblems::checksExtensionsRowByRow()
{
    EventDraft draft = good();
    const auto row = [](const char* name, const char* value) {
        return ExtensionRow{QString::fromLatin1(name), QString::fromLatin1(value)};
    };
    draft.extensions = {row("a", "1"),
                        row("", ""),
                        row("", "1"),
                        row("a", "2"),
                        row("b", "raw"),
                        row("c", "  "),
                        row("d", "{\"x\":1,\"x\":2}")};
    QCOMPARE(problemsOf(draft), QStringLiteral("extension2! extension3! extension4! extension5! extension6?"));
    QCOMPARE(static_cast<int>(eventProblems(draft)[4].offset), 7);
}

void TestEventProblems::checksData()
{
    EventDraft draft = good();
    draft.json = QStringLiteral("{\"a\":1,\"a\":\"\\ud800\",}");
    QCOMPARE(problemsOf(draft), QStringLiteral("data? data!"));
    QVERIFY(!canBeSent(eventProblems(draft)));
    draft.json = QStringLiteral("\"\\ud800\"");
    QCOMPARE(problemsOf(draft), QStringLiteral("data?"));
    QVERIFY(canBeSent(eventProblems(draft)));
    draft.json = QStringLiteral("plain");
    QCOMPARE(problemsOf(draft), QStringLiteral("data!"));
    draft.mode = DataMode::Text;
    QCOMPARE(problemsOf(draft), QString());
    draft.text = QStringLiteral("a") + QChar(0xD800);
    QCOMPARE(problemsOf(draft), QStringLiteral("data?"));
    draft.mode = DataMode::File;
    QCOMPARE(problemsOf(draft), QStringLiteral("data!"));
    draft.file = FileReference{QStringLiteral("/x"), 0, 0, {}, {}, false};
    QCOMPARE(problemsOf(draft), QStringLiteral("data!"));
    draft.file = FileReference{QStringLiteral("/x"), 0, 0, {}, QStringLiteral("image/png"), false};
    QCOMPARE(problemsOf(draft), QString());
}

void TestEventProblems::hintsAtContentTypesThatMislead()
{
    EventDraft draft = good();
    draft.contentType = QStringLiteral("text/plain");
    QCOMPARE(problemsOf(draft), QString());
    draft.json = QStringLiteral("{}");
    QCOMPARE(problemsOf(draft), QStringLiteral("contentType?"));
    draft.contentType = QStringLiteral("application/cloudevents+json");
    QCOMPARE(problemsOf(draft), QString());
    draft.mode = DataMode::Text;
    draft.text = QStringLiteral("{}");
    QCOMPARE(problemsOf(draft), QStringLiteral("contentType?"));
}

void TestEventProblems::hintsAtWhatABrokerLoses()
{
    EventDraft draft = good();
    draft.extensions = {{QStringLiteral("a"), QStringLiteral("1")}};
    draft.eventTime = QStringLiteral("2018-09-12T10:11:12.345Z");
    draft.json = u'"' + QString(1'000'001, u'x') + u'"';
    QCOMPARE(problemsOf(draft), QString());
    QCOMPARE(problemsOf(draft, EventBus::Solo), QString());
    QCOMPARE(problemsOf(draft, EventBus::Kubernetes), QStringLiteral("extension? eventTime? data?"));
    draft = good();
    draft.extensions = {{}};
    QCOMPARE(problemsOf(draft, EventBus::Kubernetes), QString());
}

void TestEventProblems::explainsEverything()
{
    EventDraft draft;
    draft.source.clear();
    draft.eventTime = draft.schemaUrl = QStringLiteral("x y");
    draft.extensions = {{QString(), QStringLiteral("1")}, {QStringLiteral("a"), QStringLiteral("x")}};
    draft.json = QStringLiteral("[");
    const auto problems = eventProblems(draft, EventBus::Kubernetes);
    QVERIFY(problems.size() >= 7);
    for (const EventProblem& one : problems)
        QVERIFY(one.explanation.endsWith(u'.') && !one.explanation.contains(u"%1"));
}

QTEST_GUILESS_MAIN(TestEventProblems)
#include "tst_eventproblems.moc"
