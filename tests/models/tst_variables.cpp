// SPDX-License-Identifier: Apache-2.0
#include "models/editdistance.h"
#include "models/rules.h"
#include "models/variables.h"
#include "tests/common/slowness.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace models;

namespace {

VariableValues values(qint64 seq = 7)
{
    VariableValues all;
    all.seq = seq;
    all.now = QDateTime(QDate(2018, 9, 12), QTime(12, 11, 12, 345), Qt::OffsetFromUTC, 7200);
    all.seed = {1, 2, 3};
    all.environment = [](const QString& name) -> std::optional<QString> {
        if (name == QLatin1String("HOME"))
            return QStringLiteral("C:\\\"new\"\n");
        return name == QLatin1String("EMPTY") ? std::optional(QString()) : std::nullopt;
    };
    return all;
}

QString expanded(const QString& text, TextKind kind = TextKind::Plain)
{
    const Expansion expansion = expandVariables(text, values(), kind);
    return expansion.problems.empty() ? expansion.text : QStringLiteral("PROBLEM");
}

} // namespace

class TestVariables : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void expands_data();
    void expands();
    void drawsNewUuidsEachTime();
    void drawsNumbersWithinBounds();
    void saysTheSameForTheSameValues();
    void complains_data();
    void complains();
    void escapesValuesInsideJsonStringsOnly();
    void leadsBackToWhatWasTyped();
    void resolvesEveryField();
    void completesIdAndTime();
    void saysWhichFieldHasTheProblem();
    void readsTheRealEnvironment();
    void takesLongTextsInOneGo();
    void measuresDistances();
};

void TestVariables::expands_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* typed, const char* text) {
        QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(text);
    };
    row("", "");
    row("plain } }} text {", "plain } }} text {");
    row("{{seq}}", "7");
    row("a{{ seq }}b{{\tseq}}", "a7b7");
    row("{{now}}", "2018-09-12T10:11:12.345Z");
    row("{{random 5 5}}", "5");
    row("{{random -3   -3}}", "-3");
    row("[{{env EMPTY}}]", "[]");
    row("{{{{seq}}", "{{seq}}");
    row("{{{{{{seq}}", "{{7");
    row("{\"a\":{\"n\":{{seq}}}}", "{\"a\":{\"n\":7}}");
}

void TestVariables::expands()
{
    QFETCH(QString, typed);
    QTEST(expanded(typed), "text");
}

void TestVariables::drawsNewUuidsEachTime()
{
    QString text = expanded(QStringLiteral("{{uuid}} ").repeated(500));
    text.chop(1);
    const QStringList uuids = text.split(QLatin1Char(' '));
    static const QRegularExpression kVersion4(
        QStringLiteral("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
    for (const QString& uuid : uuids)
        QVERIFY2(kVersion4.match(uuid).hasMatch(), qPrintable(uuid));
    QCOMPARE(QSet<QString>(uuids.begin(), uuids.end()).size(), 500);
}

void TestVariables::drawsNumbersWithinBounds()
{
    const QString text = expanded(QStringLiteral("{{random 1 6}} ").repeated(600));
    QSet<int> seen;
    for (const QString& number : text.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        seen << number.toInt();
    QCOMPARE(seen, (QSet<int>{1, 2, 3, 4, 5, 6}));
}

void TestVariables::saysTheSameForTheSameValues()
{
    const QString text = QStringLiteral("{{uuid}} {{random 0 1000000}}");
    QCOMPARE(expandVariables(text, values()).text, expandVariables(text, values()).text);
    VariableValues others = values();
    others.seed[7] = 1;
    QVERIFY(expandVariables(text, values()).text != expandVariables(text, others).text);
}

void TestVariables::complains_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("length");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("suggestion");
    QTest::newRow("a slip") << "ab{{uuidd}}" << 2 << 9 << "uuidd"
                            << "{{uuid}}";
    QTest::newRow("other case") << "{{ NOW }}" << 0 << 9 << "NOW"
                                << "{{now}}";
    QTest::newRow("swapped") << "{{rnadom 1 2}}" << 0 << 14 << "rnadom"
                             << "{{random A B}}";
    QTest::newRow("far from all") << "{{customer}}" << 0 << 12 << "customer"
                                  << "";
    QTest::newRow("nothing inside") << "{{ }}" << 0 << 5 << ""
                                    << "";
    QTest::newRow("too few") << "{{random 1}}" << 0 << 12 << "random"
                             << "{{random A B}}";
    QTest::newRow("too many") << "{{seq 1}}" << 0 << 9 << "seq"
                              << "{{seq}}";
    QTest::newRow("no numbers") << "{{random a b}}" << 0 << 14 << "random"
                                << "{{random A B}}";
    QTest::newRow("wrong order") << "{{random 6 1}}" << 0 << 14 << "random"
                                 << "{{random A B}}";
    QTest::newRow("unset") << "{{env NOPE}}" << 0 << 12 << "env"
                           << "{{env NAME}}";
    QTest::newRow("not closed") << "x {{seq" << 2 << 2 << ""
                                << "";
    QTest::newRow("closed on the next line") << "{{seq\n}}" << 0 << 2 << ""
                                             << "";
    QTest::newRow("three braces") << "{{{seq}}}" << 0 << 8 << "{seq"
                                  << "{{seq}}";
}

void TestVariables::complains()
{
    QFETCH(QString, typed);
    const Expansion expansion = expandVariables(typed, values());
    QCOMPARE(expansion.problems.size(), std::size_t(1));
    QCOMPARE(expansion.text, typed);
    const VariableProblem& problem = expansion.problems.front();
    QTEST(static_cast<int>(problem.position), "position");
    QTEST(static_cast<int>(problem.length), "length");
    QTEST(problem.name, "name");
    QTEST(problem.suggestion, "suggestion");
    QVERIFY(!problem.explanation.isEmpty() && !problem.explanation.contains(QLatin1String("%1")));
}

void TestVariables::escapesValuesInsideJsonStringsOnly()
{
    QCOMPARE(expanded(QStringLiteral("{\"p\\\"\":\"{{env HOME}}\",\"n\":{{seq}}}"), TextKind::JsonText),
             QStringLiteral("{\"p\\\"\":\"C:\\\\\\\"new\\\"\\n\",\"n\":7}"));
    QCOMPARE(expanded(QStringLiteral("[{{env HOME}}]"), TextKind::JsonText), QStringLiteral("[C:\\\"new\"\n]"));
    QCOMPARE(expanded(QStringLiteral("\"{{env HOME}}\"")), QStringLiteral("\"C:\\\"new\"\n\""));
}

void TestVariables::leadsBackToWhatWasTyped()
{
    const QString typed = QStringLiteral("a {{now}} b {{{{ c {{env EMPTY}}d");
    const Expansion expansion = expandVariables(typed, values());
    const auto place = [&expansion](const char* part, qsizetype plus = 0) {
        return expansion.places.typedPosition(expansion.text.indexOf(QLatin1String(part)) + plus);
    };
    QCOMPARE(place("a "), 0);
    QCOMPARE(place("2018"), 2);
    QCOMPARE(place("345Z"), 2);
    QCOMPARE(place(" b"), 9);
    QCOMPARE(place("{{"), 12);
    QCOMPARE(place(" c"), 16);
    QCOMPARE(place("d"), typed.indexOf(QLatin1Char('d')));
    QCOMPARE(expansion.places.typedPosition(expansion.text.size()), typed.size());
    QCOMPARE(Places().typedPosition(5), 5);
}

void TestVariables::resolvesEveryField()
{
    EventDraft draft;
    const QString typed = QStringLiteral("x{{seq}}");
    const QString sent = QStringLiteral("x7");
    for (const auto field : {&EventDraft::eventType, &EventDraft::source, &EventDraft::eventId, &EventDraft::eventTime,
                             &EventDraft::eventTypeVersion, &EventDraft::schemaUrl, &EventDraft::contentType,
                             &EventDraft::json, &EventDraft::text})
        draft.*field = typed;
    draft.extensions = {{typed, typed}};
    const EventDraft resolved = resolve(draft, values()).draft;
    for (const auto field :
         {&EventDraft::eventType, &EventDraft::source, &EventDraft::eventId, &EventDraft::eventTime,
          &EventDraft::eventTypeVersion, &EventDraft::schemaUrl, &EventDraft::contentType, &EventDraft::json})
        QCOMPARE(resolved.*field, sent);
    QCOMPARE(resolved.text, typed);
    QCOMPARE(resolved.extensions, (std::vector<ExtensionRow>{{sent, sent}}));
    draft.mode = DataMode::Text;
    QCOMPARE(resolve(draft, values()).draft.text, sent);
}

void TestVariables::completesIdAndTime()
{
    const ResolvedDraft resolved = resolve({}, values());
    QVERIFY(isUuid(toStd(resolved.draft.eventId)));
    QCOMPARE(resolved.draft.eventTime, QStringLiteral("2018-09-12T10:11:12.345Z"));
    QVERIFY(resolved.problems.empty());
    QVERIFY(resolve({}, freshVariableValues()).draft.eventId != resolve({}, freshVariableValues()).draft.eventId);
}

void TestVariables::saysWhichFieldHasTheProblem()
{
    EventDraft draft;
    draft.extensions = {{QStringLiteral("a"), QStringLiteral("1")}, {QStringLiteral("b"), QStringLiteral("{{sec}}")}};
    draft.json = QStringLiteral("{{seq}} {{nope}}");
    const ResolvedDraft resolved = resolve(draft, values());
    QCOMPARE(resolved.problems.size(), std::size_t(2));
    QCOMPARE(resolved.problems[0].field, DraftField::Extensions);
    QCOMPARE(resolved.problems[0].row, 1);
    QCOMPARE(resolved.problems[0].problem.suggestion, QStringLiteral("{{seq}}"));
    QCOMPARE(resolved.problems[1].field, DraftField::Data);
    QCOMPARE(resolved.problems[1].problem.position, 8);
    QCOMPARE(resolved.dataPlaces.typedPosition(2), 8);
}

void TestVariables::readsTheRealEnvironment()
{
    qputenv("DISPATCH_TEST_VARIABLE", "über");
    const VariableValues real = freshVariableValues(3);
    QCOMPARE(expandVariables(QStringLiteral("{{env DISPATCH_TEST_VARIABLE}} {{seq}}"), real).text,
             QStringLiteral("über 3"));
    qunsetenv("DISPATCH_TEST_VARIABLE");
    QCOMPARE(expandVariables(QStringLiteral("{{env DISPATCH_TEST_VARIABLE}}"), real).problems.size(), std::size_t(1));
}

void TestVariables::takesLongTextsInOneGo()
{
    const auto msecs = [](const QString& text) {
        QElapsedTimer timer;
        timer.start();
        expandVariables(text, values(), TextKind::JsonText);
        return timer.elapsed();
    };
    const QString open = QStringLiteral("{{ ");
    QVERIFY(msecs(open.repeated(20'000)) < 5'000 * kSlowness);
    QVERIFY(msecs(QStringLiteral("{{seq}}\"\\").repeated(50'000)) < 5'000 * kSlowness);
}

void TestVariables::measuresDistances()
{
    QCOMPARE(editDistance(u"", u"", 3), 0);
    QCOMPARE(editDistance(u"vm.created", u"VM.Created", 3), 0);
    QCOMPARE(editDistance(u"abcd", u"abdc", 3), 1);
    QCOMPARE(editDistance(u"kitten", u"sitting", 5), 3);
    QCOMPARE(editDistance(u"kitten", u"sitting", 2), 3);
    QCOMPARE(editDistance(u"", u"abc", 2), 3);
    QCOMPARE(nearestWord(QStringLiteral("srouce"), {QStringLiteral("schemaURL"), QStringLiteral("source")}),
             QStringLiteral("source"));
    QCOMPARE(nearestWord(QStringLiteral("zzz"), {QStringLiteral("source")}), QString());
}

QTEST_GUILESS_MAIN(TestVariables)
#include "tst_variables.moc"
