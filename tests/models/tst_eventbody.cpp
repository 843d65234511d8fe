// SPDX-License-Identifier: Apache-2.0
#include "models/eventbody.h"

#include <QTest>

using namespace models;

namespace {

EventDraft small()
{
    EventDraft draft;
    draft.eventType = QStringLiteral("a.b");
    draft.eventId = QStringLiteral("1");
    return draft;
}

const QByteArray kStart = R"({"eventType":"a.b","cloudEventsVersion":"0.1","source":"dispatch","eventID":"1")";

QByteArray bytesOf(const EventDraft& draft)
{
    return wholeBody(eventBody(draft));
}

} // namespace

class TestEventBody : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void leavesOutWhatSaysNothing();
    void keepsTheOrderOfTheOriginal();
    void insertsJsonAsTyped();
    void writesTextAsAString();
    void escapesByteByByte();
    void neverSendsEmptyExtensions();
    void leavesAHoleForTheFile();
    void sendsNoDataOfAnEmptyFile();
    void knowsTheSizeOfBase64();
};

void TestEventBody::leavesOutWhatSaysNothing()
{
    QCOMPARE(bytesOf(small()), kStart + "}\n");
}

void TestEventBody::keepsTheOrderOfTheOriginal()
{
    EventDraft draft = small();
    draft.eventTypeVersion = QStringLiteral("2");
    draft.eventTime = QStringLiteral("2018-09-12T10:11:12.345Z");
    draft.schemaUrl = QStringLiteral("/s");
    draft.contentType = QStringLiteral("a/\"b");
    draft.extensions = {{QStringLiteral("z"), QStringLiteral("1.0")}, {QStringLiteral("ä\""), QStringLiteral("{ }")}};
    draft.json = QStringLiteral("null");
    QCOMPARE(bytesOf(draft),
             QByteArray(R"({"eventType":"a.b","eventTypeVersion":"2","cloudEventsVersion":"0.1","source":"dispatch",)"
                        R"("eventID":"1","eventTime":"2018-09-12T10:11:12.345Z","schemaURL":"/s",)"
                        R"("contentType":"a/\"b","extensions":{"z":1.0,"ä\"":{ }},"data":null})"
                        "\n"));
    QVERIFY(parseJson(bytesOf(draft)));
}

void TestEventBody::insertsJsonAsTyped()
{
    EventDraft draft = small();
    draft.json = QStringLiteral(" {\"b\" : 1.10,\n \"a\":1e400, \"ü\":\"\\u00fc\"} ");
    QCOMPARE(bytesOf(draft), kStart + ",\"contentType\":\"application/json\",\"data\":" + draft.json.toUtf8() + "}\n");
}

void TestEventBody::writesTextAsAString()
{
    EventDraft draft = small();
    draft.mode = DataMode::Text;
    draft.text = QStringLiteral("{\"a\"}\r\n\tüß😀<&>\\") + QChar(0) + QChar(0x1F) + QChar(0x7F) + QChar(0x2028);
    const QByteArray bytes = bytesOf(draft);
    QVERIFY2(bytes.contains(R"("data":"{\"a\"}\r\n\tüß😀<&>\\\u0000\u001f)"), bytes.constData());
    const auto json = parseJson(bytes);
    QVERIFY(json);
    QCOMPARE(textAt(*json, "data"), draft.text);
    QCOMPARE(textAt(*json, "contentType"), QStringLiteral("text/plain; charset=utf-8"));
}

void TestEventBody::escapesByteByByte()
{
    const QByteArray text = QByteArrayLiteral("a\0\"\\/ü😀\b\f\x1f\n");
    QByteArray whole;
    appendJsonEscaped(whole, text);
    QByteArray parts;
    for (const char& c : text)
        appendJsonEscaped(parts, QByteArrayView(&c, 1));
    QCOMPARE(parts, whole);
    QByteArray nothing = "x";
    appendJsonEscaped(nothing, {});
    QCOMPARE(nothing, QByteArray("x"));
}

void TestEventBody::neverSendsEmptyExtensions()
{
    EventDraft draft = small();
    draft.extensions = {{}, {QStringLiteral(" "), QString()}};
    QCOMPARE(bytesOf(draft), kStart + "}\n");
}

void TestEventBody::leavesAHoleForTheFile()
{
    EventDraft draft = small();
    draft.mode = DataMode::File;
    draft.file = FileReference{QStringLiteral("/tmp/x"), 3, 0, {}, QStringLiteral("text/plain; charset=utf-8"), true};
    const EventBody text = eventBody(draft);
    QCOMPARE(text.head, kStart + R"(,"contentType":"text/plain; charset=utf-8","data":")");
    QCOMPARE(text.tail, QByteArray("\"}\n"));
    QCOMPARE(text.path, QStringLiteral("/tmp/x"));
    QCOMPARE(text.filling, EventBody::Filling::TextFile);
    draft.forceBinary = true;
    QCOMPARE(eventBody(draft).filling, EventBody::Filling::Base64File);
    QVERIFY(parseJson(text.head + "QUJD" + text.tail));
}

void TestEventBody::sendsNoDataOfAnEmptyFile()
{
    EventDraft draft = small();
    draft.mode = DataMode::File;
    QCOMPARE(bytesOf(draft), kStart + "}\n");
    draft.file = FileReference{QStringLiteral("/tmp/x"), 0, 0, {}, QStringLiteral("text/plain; charset=utf-8"), true};
    QCOMPARE(eventBody(draft).filling, EventBody::Filling::None);
    QCOMPARE(bytesOf(draft), kStart + ",\"contentType\":\"text/plain; charset=utf-8\"}\n");
}

void TestEventBody::knowsTheSizeOfBase64()
{
    for (int size : {0, 1, 2, 3, 4, 512, 1000})
        QCOMPARE(base64Size(size), QByteArray(size, 'x').toBase64().size());
}

QTEST_GUILESS_MAIN(TestEventBody)
#include "tst_eventbody.moc"
