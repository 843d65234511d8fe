// SPDX-License-Identifier: Apache-2.0
#include "models/eventtemplate.h"

#include <QRandomGenerator>
#include <QTest>

using namespace models;

namespace {

/// Texts that trip YAML: blanks and line ends at every place, words and signs with a meaning, rare characters.
QString randomText(QRandomGenerator& random)
{
    static const QStringList kParts
        = {QStringLiteral("a"),    QStringLiteral(" "),        QStringLiteral("\n"),   QStringLiteral("\n\n"),
           QStringLiteral("\t"),   QStringLiteral("\r\n"),     QStringLiteral(": "),   QStringLiteral("- "),
           QStringLiteral("#"),    QStringLiteral("'"),        QStringLiteral("\""),   QStringLiteral("\\n"),
           QStringLiteral("true"), QStringLiteral("null"),     QStringLiteral("0x1F"), QStringLiteral("---"),
           QStringLiteral("..."),  QStringLiteral("{{uuid}}"), QStringLiteral("ü😀"),   QString(QChar(0x85)),
           QString(QChar(0x2028)), QString(QChar(0xFEFF)),     QString(QChar(0)),      QString(QChar(0x1B)),
           QStringLiteral("%"),    QStringLiteral("|"),        QStringLiteral("> "),   QStringLiteral("&x *x !x"),
           QStringLiteral("[1, "), QStringLiteral("}"),        QStringLiteral("  x"),  QString(QChar(0xFFFF))};
    QString text;
    for (int i = random.bounded(7); i > 0; --i)
        text += kParts[random.bounded(static_cast<int>(kParts.size()))];
    return text;
}

EventTemplate randomTemplate(QRandomGenerator& random)
{
    EventTemplate made;
    made.name = u'n' + randomText(random);
    made.description = randomText(random);
    made.pinned = random.bounded(2) == 0;
    EventDraft& draft = made.draft;
    for (const auto field : {&EventDraft::eventType, &EventDraft::source, &EventDraft::eventId, &EventDraft::eventTime,
                             &EventDraft::eventTypeVersion, &EventDraft::schemaUrl, &EventDraft::contentType,
                             &EventDraft::json, &EventDraft::text})
        draft.*field = randomText(random);
    for (int i = random.bounded(3); i > 0; --i)
        draft.extensions.push_back({randomText(random), randomText(random)});
    draft.mode = static_cast<DataMode>(random.bounded(3));
    if (random.bounded(2) == 0)
        draft.file = FileReference{u'/' + randomText(random), random.bounded(9),     random.bounded(9), "ab12",
                                   randomText(random),        random.bounded(2) == 0};
    draft.forceBinary = random.bounded(2) == 0;
    return made;
}

QString complaintsOf(const QByteArray& yaml)
{
    const auto read = eventTemplateFromYaml(yaml);
    if (read)
        return QStringLiteral("good");
    QStringList all;
    for (const TemplateComplaint& one : read.error())
        all << QStringLiteral("%1:%2 %3").arg(one.line).arg(one.column).arg(one.message);
    return all.join(u'\n');
}

} // namespace

class TestEventTemplate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsBackWhateverItWrites();
    void writesWhatPeopleCanEdit();
    void readsWhatPeopleWrite();
    void complainsWithPlaces_data();
    void complainsWithPlaces();
    void saysEverythingThatIsWrong();
    void survivesHostileFiles();
};

void TestEventTemplate::readsBackWhateverItWrites()
{
    QRandomGenerator random(3);
    for (int round = 0; round < 4'000; ++round) {
        const EventTemplate made = randomTemplate(random);
        const QByteArray yaml = toYaml(made);
        const auto read = eventTemplateFromYaml(yaml);
        QVERIFY2(read, (yaml + "\n=> " + complaintsOf(yaml).toUtf8()).constData());
        QVERIFY2(*read == made, (yaml + "\n=>\n" + toYaml(*read)).constData());
    }
}

void TestEventTemplate::writesWhatPeopleCanEdit()
{
    EventTemplate made;
    made.name = QStringLiteral("VM powered on");
    made.pinned = true;
    made.draft.eventType = QStringLiteral("vm.powered.on");
    made.draft.extensions = {{QStringLiteral("trace"), QStringLiteral("\"abc\"")}};
    made.draft.json = QStringLiteral("{\n  \"id\": \"{{uuid}}\"\n}");
    QCOMPARE(
        toYaml(made),
        QByteArray("name: \"VM powered on\"\npinned: true\neventType: vm.powered.on\nsource: dispatch\nextensions:\n"
                   "  - name: trace\n    value: \"\\\"abc\\\"\"\nmode: json\njson: |-\n  {\n    \"id\": "
                   "\"{{uuid}}\"\n  }\n"));
}

void TestEventTemplate::readsWhatPeopleWrite()
{
    const auto text
        = eventTemplateFromYaml("# mine\nname: a\neventType: 'b.c'\neventID: 7\npinned: yes\ntext: >\n  one\n"
                                "  two\ndescription:\n");
    QVERIFY(text);
    QCOMPARE(text->draft.eventId, QStringLiteral("7"));
    QCOMPARE(text->draft.source, QStringLiteral("dispatch"));
    QCOMPARE(text->draft.mode, DataMode::Text);
    QCOMPARE(text->draft.text, QStringLiteral("one two\n"));
    QVERIFY(text->pinned && text->description.isEmpty());
    const auto file = eventTemplateFromYaml("name: a\r\nfile: /tmp/x.png\r\nbinary: true\r\n");
    QVERIFY(file);
    QCOMPARE(file->draft.mode, DataMode::File);
    QCOMPARE(file->draft.file->path, QStringLiteral("/tmp/x.png"));
    QVERIFY(file->draft.file->sha256.isEmpty() && file->draft.forceBinary);
    QCOMPARE(eventTemplateFromYaml("name: a\nmode: text\njson: '1'\ntext: b")->draft.mode, DataMode::Text);
}

void TestEventTemplate::complainsWithPlaces_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QString>("complaint");
    const auto row = [](const char* yaml, const char* complaint) {
        QTest::newRow(yaml) << QByteArray(yaml) << QString::fromUtf8(complaint);
    };
    row("", "1:1 Members with values");
    row("just text", "1:1 Members with values");
    row("- a", "1:1 Members with values");
    row("eventType: a\n", "1:1 A template needs a name");
    row("name: a\nsorce: b\n", "2:1 A template has no \"sorce\". Did you mean \"source\"?");
    row("name: a\neventid: b\n", "2:1 A template has no \"eventid\". Did you mean \"eventID\"?");
    row("name: a\nbanana: b\n", "2:1 A template has no \"banana\". It has: name, ");
    row("name: a\n[x]: b\n", "2:1 A template has no");
    row("name: a\nsource: b\nsource: c\n", "3:1 \"source\" is already above");
    row("name: a\nsource: [b]\n", "2:9 A text is expected");
    row("name: a\npinned: perhaps\n", "2:9 true or false");
    row("name: a\nmode: xml\n", "2:7 The mode is json, text or file");
    row("name: a\nextensions: {a: 1}\n", "2:13 A list of");
    row("name: a\nextensions:\n  - nam: b\n", "3:5 A template has no \"nam\". Did you mean \"name\"?");
    row("name: a\nextensions:\n  - b\n", "3:5 Members with values");
    row("name: a\nfile:\n  size: big\n  path: /x\n", "3:9 A whole number");
    row("name: a\nfile:\n  size: 1\n", "3:3 A file needs its path");
    row("name: a\njson: 1\ntext: b\n", "1:1 There is more than one kind of data");
    row("name: a\n  bad: b\n", "2:6 This is not YAML");
    row("name: {a\n", "2:1 This is not YAML");
    row("name: *nothing\n", "1:7 This is not YAML");
}

void TestEventTemplate::complainsWithPlaces()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QString, complaint);
    const QString found = complaintsOf(yaml);
    QVERIFY2(found.startsWith(complaint), qPrintable(found));
}

void TestEventTemplate::saysEverythingThatIsWrong()
{
    const auto read = eventTemplateFromYaml("nme: a\npinned: 3.5\nmode: x\n");
    QVERIFY(!read);
    QCOMPARE(read.error().size(), std::size_t(3));
}

void TestEventTemplate::survivesHostileFiles()
{
    QCOMPARE(complaintsOf(QByteArray(100'000, '[')).left(1), QStringLiteral("1"));
    QVERIFY(complaintsOf("name: &a [*a]") != QLatin1String("good"));
    QVERIFY(complaintsOf(QByteArray("\xFF\xFE\0x", 4)) != QLatin1String("good"));
    QVERIFY(complaintsOf(QByteArray("\0\0", 2)) != QLatin1String("good"));
    complaintsOf("name: a\ntext: \"\\ud800 \xFF\"");
    complaintsOf("%YAML 9.9\n---\nname: a");
}

QTEST_GUILESS_MAIN(TestEventTemplate)
#include "tst_eventtemplate.moc"
