// SPDX-License-Identifier: Apache-2.0
#include "models/eventdraft.h"

#include <QTest>

using namespace models;

namespace {

EventDraft fullDraft()
{
    EventDraft draft;
    draft.eventType = QStringLiteral("vm.powered.on");
    draft.source = QStringLiteral("lab");
    draft.eventId = QStringLiteral("{{uuid}}");
    draft.eventTime = QStringLiteral("2018-09-12T10:11:12.345Z");
    draft.eventTypeVersion = QStringLiteral("1.0");
    draft.schemaUrl = QStringLiteral("/schema");
    draft.contentType = QStringLiteral("application/x-own");
    draft.extensions = {{QStringLiteral("a"), QStringLiteral("{broken")}, {QStringLiteral("a"), {}}};
    draft.mode = DataMode::File;
    draft.json = QStringLiteral("{\"n\": 1.10");
    draft.text = QChar(QChar::ByteOrderMark) + QStringLiteral("grüße\n");
    draft.file = FileReference{QStringLiteral("/tmp/ä b.png"), 12, 34, "abcd", QStringLiteral("image/png"), true};
    draft.forceBinary = true;
    return draft;
}

} // namespace

class TestEventDraft : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsEveryMemberAsTyped();
    void readsAnythingWithoutComplaint();
    void startsWithTheDefaultsOfTheCommandLine();
    void choosesTheContentTypeByKindOfData_data();
    void choosesTheContentTypeByKindOfData();
    void sendsFilesAsTextUnlessForced();
    void makesADraftOfAnEvent();
    void keepsTheStringOfAnEventWhoseTypeIsJson();
};

void TestEventDraft::keepsEveryMemberAsTyped()
{
    QCOMPARE(eventDraftFromJson(toJson(fullDraft())), fullDraft());
    QCOMPARE(eventDraftFromJson(toJson(EventDraft{})), EventDraft{});
    EventDraft withoutSource;
    withoutSource.source.clear();
    QCOMPARE(eventDraftFromJson(toJson(withoutSource)), withoutSource);
}

void TestEventDraft::readsAnythingWithoutComplaint()
{
    EventDraft nothing;
    nothing.source.clear();
    for (const char* text : {"null", "[]", "3", R"({"mode":7,"extensions":{"a":1},"file":[],"source":null,"json":{}})"})
        QCOMPARE(eventDraftFromJson(*parseJson(text)), nothing);
    const EventDraft rows = eventDraftFromJson(*parseJson(R"({"extensions":[1,{"name":"a","value":2}]})"));
    QCOMPARE(rows.extensions, (std::vector<ExtensionRow>{{QStringLiteral("a"), {}}}));
}

void TestEventDraft::startsWithTheDefaultsOfTheCommandLine()
{
    QCOMPARE(EventDraft{}.source, QStringLiteral("dispatch"));
    QVERIFY(!hasData(EventDraft{}));
    QCOMPARE(effectiveContentType(EventDraft{}), QString());
}

void TestEventDraft::choosesTheContentTypeByKindOfData_data()
{
    QTest::addColumn<DataMode>("mode");
    QTest::addColumn<QString>("data");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("contentType");
    QTest::newRow("json") << DataMode::JsonText << "{}"
                          << ""
                          << "application/json";
    QTest::newRow("blank json") << DataMode::JsonText << " \n"
                                << ""
                                << "";
    QTest::newRow("text") << DataMode::Text << "{}"
                          << ""
                          << "text/plain; charset=utf-8";
    QTest::newRow("blank text is text") << DataMode::Text << " "
                                        << ""
                                        << "text/plain; charset=utf-8";
    QTest::newRow("no text") << DataMode::Text << ""
                             << ""
                             << "";
    QTest::newRow("file") << DataMode::File << "x"
                          << ""
                          << "image/png";
    QTest::newRow("empty file") << DataMode::File << ""
                                << ""
                                << "image/png";
    QTest::newRow("typed") << DataMode::File << "x"
                           << "a/b"
                           << "a/b";
    QTest::newRow("typed without data") << DataMode::JsonText << ""
                                        << "a/b"
                                        << "a/b";
}

void TestEventDraft::choosesTheContentTypeByKindOfData()
{
    QFETCH(DataMode, mode);
    QFETCH(QString, data);
    QFETCH(QString, typed);
    EventDraft draft;
    draft.mode = mode;
    draft.contentType = typed;
    if (mode == DataMode::JsonText)
        draft.json = data;
    else if (mode == DataMode::Text)
        draft.text = data;
    else
        draft.file = FileReference{QStringLiteral("/x"), data.size(), 0, {}, QStringLiteral("image/png"), false};
    QTEST(effectiveContentType(draft), "contentType");
}

void TestEventDraft::sendsFilesAsTextUnlessForced()
{
    EventDraft draft;
    QVERIFY(!sendsFileAsText(draft));
    draft.file = FileReference{QStringLiteral("/x"), 1, 0, {}, QStringLiteral("text/plain; charset=utf-8"), true};
    QVERIFY(sendsFileAsText(draft));
    draft.forceBinary = true;
    QVERIFY(!sendsFileAsText(draft));
    draft.forceBinary = false;
    draft.file->isText = false;
    QVERIFY(!sendsFileAsText(draft));
}

void TestEventDraft::makesADraftOfAnEvent()
{
    const CloudEvent event = cloudEventFromJson(*parseJson(
        R"({"eventType":"a.b","cloudEventsVersion":"0.1","source":"s","eventID":"1","eventTime":"2018-09-12T10:11:12Z",
            "schemaURL":"/s","contentType":"text/plain; charset=utf-8","extensions":{"x":{"y":[1]},"z":"t"},
            "data":"line\nline"})"));
    const EventDraft draft = eventDraftFromEvent(event);
    QCOMPARE(draft.eventType, QStringLiteral("a.b"));
    QCOMPARE(draft.source, QStringLiteral("s"));
    QVERIFY2(draft.eventId.isEmpty() && draft.eventTime.isEmpty(), "a resend is an event of its own");
    QCOMPARE(draft.schemaUrl, QStringLiteral("/s"));
    QCOMPARE(draft.mode, DataMode::Text);
    QCOMPARE(draft.text, QStringLiteral("line\nline"));
    QCOMPARE(draft.contentType, QString());
    QCOMPARE(effectiveContentType(draft), event.contentType);
    QCOMPARE(draft.extensions,
             (std::vector<ExtensionRow>{{QStringLiteral("x"), QStringLiteral("{\"y\":[1]}")},
                                        {QStringLiteral("z"), QStringLiteral("\"t\"")}}));
}

void TestEventDraft::keepsTheStringOfAnEventWhoseTypeIsJson()
{
    CloudEvent event = newCloudEvent(QStringLiteral("t"));
    event.contentType = QStringLiteral("application/json");
    event.data = "text";
    const EventDraft draft = eventDraftFromEvent(event);
    QCOMPARE(draft.mode, DataMode::JsonText);
    QCOMPARE(draft.json, QStringLiteral("\"text\""));
    QCOMPARE(draft.contentType, QString());
    event.contentType = QStringLiteral("image/png");
    QCOMPARE(eventDraftFromEvent(event).mode, DataMode::Text);
    QCOMPARE(effectiveContentType(eventDraftFromEvent(event)), QStringLiteral("image/png"));
}

QTEST_GUILESS_MAIN(TestEventDraft)
#include "tst_eventdraft.moc"
