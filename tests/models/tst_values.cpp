// SPDX-License-Identifier: Apache-2.0
#include "models/difference.h"
#include "models/jsonhead.h"
#include "models/matching.h"
#include "models/references.h"
#include "models/run.h"
#include "tests/common/recordings.h"

#include <QTest>

using namespace models;

namespace {

std::optional<Kind> kindOfPath(const QString& path)
{
    for (const ResourceKind& kind : resourceKinds()) {
        const QString base = QString::fromLatin1(kind.path);
        if (path == base || path.startsWith(base + u'/'))
            return kind.kind;
    }
    return std::nullopt;
}

Driver driver(const QString& name, const QString& type, const QStringList& secrets = {})
{
    Driver value;
    value.name = name;
    value.type = type;
    value.secrets = secrets;
    return value;
}

Subscription subscription(const QString& name, const QString& eventType, const QString& function)
{
    Subscription value;
    value.name = name;
    value.eventType = eventType;
    value.function = function;
    return value;
}

} // namespace

class TestValues : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsEveryRecordedResource();
    void readsEveryRecordedRun();
    void producesEveryRecordedValidationMessage();
    void keepsUnknownMembers();
    void readsNullListsAndWrongTypesAsEmpty();
    void readsTimesInSecondsAndNanoseconds();
    void readsBothSpellingsOfTimes();
    void keepsUnknownStates();
    void refusesEntriesWithoutAName();
    void neverKeepsSecretValues();
    void explainsBrokenRulesToPeople();
    void findsWhatChanged();
    void takesModifiedTimeAndPairOrderForNoChange();
    void findsDependents();
    void findsEverythingThatDependsInTheOrderOfDeletion();
    void writesTheHeadOfJson();
    void findsWhatIsMissing();
    void matchesEventTypesExactly();
    void refusesTenMegabytesOfNesting();
    void survivesInvalidUtf8();
};

void TestValues::readsEveryRecordedResource()
{
    int seen = 0;
    for (const Recording& recording : recordings()) {
        const auto kind = kindOfPath(textAt(recording.request, "path"));
        const Json body = valueAt(recording.response, "body");
        const qint64 status = numberAt(recording.response, "status");
        if (!kind || status < 200 || status > 299 || recording.scenario.contains(QLatin1String("iam-")))
            continue;
        if (body.is_array()) {
            const auto list = resourcesFromJson(*kind, body);
            QVERIFY2(list, qPrintable(recording.scenario));
            QCOMPARE(list->size(), body.size());
        }
        for (const Json& item : body.is_array() ? body : Json::array({body})) {
            if (!item.is_object())
                continue;
            const auto value = resourceKind(*kind).parse(item);
            QVERIFY2(value, qPrintable(recording.scenario));
            QCOMPARE(nameOf(*value), textAt(item, "name"));
            QCOMPARE(models::statusOf(*value).word, textAt(item, "status"));
            QVERIFY2(models::statusOf(*value).state != State::Other, qPrintable(recording.scenario));
            const auto again = resourceKind(*kind).parse(toJson(*value));
            QVERIFY(again);
            QVERIFY2(toJson(*again) == toJson(*value), qPrintable(recording.scenario));
            ++seen;
        }
    }
    QVERIFY2(seen > 30, "the recordings are not where they should be");
}

void TestValues::readsEveryRecordedRun()
{
    int seen = 0;
    for (const Recording& recording : recordings()) {
        const Json body = valueAt(recording.response, "body");
        if (!textAt(recording.request, "path").startsWith(QLatin1String("/v1/runs")))
            continue;
        for (const Json& item : body.is_array() ? body : Json::array({body})) {
            if (textAt(item, "name").isEmpty())
                continue;
            const auto run = runFromJson(item);
            QVERIFY2(run, qPrintable(recording.scenario));
            QVERIFY(isUuid(toStd(run->name)));
            QVERIFY(run->durationNSecs() >= 0);
            if (run->executed.isSet())
                QVERIFY(run->executed.toDateTime().date().year() > 2017);
            ++seen;
        }
    }
    QVERIFY(seen > 0);
}

void TestValues::producesEveryRecordedValidationMessage()
{
    int seen = 0;
    for (const Recording& recording : recordings()) {
        if (numberAt(recording.response, "status") != 422 || recording.scenario.startsWith(QLatin1String("iam-")))
            continue;
        const QString path = textAt(recording.request, "path");
        const Json body = valueAt(recording.request, "body");
        const std::string message = toStd(textAt(valueAt(recording.response, "body"), "message"));
        const auto kind = kindOfPath(path);
        const bool emission = QDir::cleanPath(path) == QLatin1String("/v1/event");
        if (!body.is_object() || message.starts_with("id in") || message.find(" in header") != std::string::npos
            || (!kind && !emission))
            continue;
        std::optional<Violation> first;
        for (const Rule& rule : emission ? emissionRules() : resourceKind(*kind).rules()) {
            const Json value = valueAt(body, rule.member);
            std::optional<std::string_view> text;
            if (value.is_string())
                text = value.get_ref<const std::string&>();
            first = check(rule, text);
            if (first)
                break;
        }
        QVERIFY2(first, qPrintable(recording.scenario));
        QCOMPARE(QString::fromStdString(first->serverMessage), QString::fromStdString(message));
        QCOMPARE(qint64(first->code), numberAt(valueAt(recording.response, "body"), "code"));
        ++seen;
    }
    QVERIFY(seen > 15);
    const Rule path{"driverName", true, 0, &kPathPattern};
    QCOMPARE(check(path, "bad.name", "path")->serverMessage,
             std::string("driverName in path should match '^[\\w\\d\\-]+$'"));
}

void TestValues::keepsUnknownMembers()
{
    for (const ResourceKind& kind : resourceKinds()) {
        const Json json = {{"name", "a"}, {"colour", {{"r", 1}}}};
        const auto value = kind.parse(json);
        QVERIFY(value);
        QVERIFY(toJson(*value).at("colour") == json.at("colour"));
        QVERIFY(toJson(*value).at("kind") == Json(kind.yamlKind));
    }
}

void TestValues::readsNullListsAndWrongTypesAsEmpty()
{
    const auto value = driverFromJson({{"name", "a"},
                                       {"config", nullptr},
                                       {"tags", "no list"},
                                       {"secrets", {1, "s", nullptr}},
                                       {"reason", nullptr},
                                       {"expose", "yes"},
                                       {"created-time", "soon"}});
    QVERIFY(value);
    QVERIFY(value->config.isEmpty() && value->tags.isEmpty() && value->reason.isEmpty());
    QCOMPARE(value->secrets, QStringList(QStringLiteral("s")));
    QVERIFY(!value->expose && !value->created.isSet());
    QCOMPARE(resourcesFromJson(Kind::Driver, nullptr)->size(), 0U);
    QCOMPARE(resourcesFromJson(Kind::Driver, "x").error().kind, FailureKind::Malformed);
}

void TestValues::readsTimesInSecondsAndNanoseconds()
{
    QCOMPARE(timestampFromWire(1'537'000'000).nsecs, 1'537'000'000'000'000'000);
    QCOMPARE(timestampFromWire(1'537'000'000'123'456'789).nsecs, 1'537'000'000'123'456'789);
    for (const qint64 none : {qint64(0), qint64(-62135596800), qint64(-6795364578871345152)})
        QVERIFY(!timestampFromWire(none).isSet());
    QVERIFY(!Timestamp().toDateTime().isValid());
}

void TestValues::readsBothSpellingsOfTimes()
{
    QVERIFY(driverFromJson({{"name", "a"}, {"created-time", 1'537'000'000}})->created.isSet());
    QVERIFY(subscriptionFromJson({{"name", "a"}, {"createdTime", 1'537'000'000}})->created.isSet());
}

void TestValues::keepsUnknownStates()
{
    const auto value = functionFromJson({{"name", "a"}, {"status", "HIBERNATING"}});
    QCOMPARE(value->status.state, State::Other);
    QCOMPARE(value->status.word, QStringLiteral("HIBERNATING"));
    QVERIFY(!value->status.isMoving() && !value->status.isSettled());
}

void TestValues::refusesEntriesWithoutAName()
{
    for (const ResourceKind& kind : resourceKinds()) {
        for (const Json& json : {Json::object(), Json{{"name", ""}}, Json{{"name", 7}}, Json(nullptr), Json(3)}) {
            const auto value = kind.parse(json);
            QVERIFY(!value);
            QCOMPARE(value.error().kind, FailureKind::Malformed);
        }
    }
}

void TestValues::neverKeepsSecretValues()
{
    const Json json = {{"name", "a"}, {"secrets", {{"password", "hunter2"}, {"user", "me"}}}};
    const auto secret = secretFromJson(json);
    QCOMPARE(secret->keys.join(u','), QStringLiteral("password,user"));
    QVERIFY(!dumpJson(toJson(*secret)).contains("hunter2"));
    QCOMPARE(secretValuesFromJson(json)->values.at(QStringLiteral("password")), QStringLiteral("hunter2"));
}

void TestValues::explainsBrokenRulesToPeople()
{
    const Rule name = ruleFor(driverRules(), "name");
    QVERIFY(explainViolation(name, QString()));
    QVERIFY(explainViolation(name, QStringLiteral("Upper")));
    QVERIFY(!explainViolation(name, QStringLiteral("good-name-1")));
    QVERIFY(!explainViolation(ruleFor(driverRules(), "nothing"), QString()));
}

void TestValues::findsWhatChanged()
{
    const std::vector<Resource> before
        = {driver(QStringLiteral("a"), {}), driver(QStringLiteral("b"), {}), driver(QStringLiteral("c"), {})};
    const std::vector<Resource> after = {driver(QStringLiteral("b"), QStringLiteral("t")),
                                         driver(QStringLiteral("c"), {}), driver(QStringLiteral("d"), {})};
    const Difference change = difference(before, after);
    QCOMPARE(change.removed, QStringList(QStringLiteral("a")));
    QCOMPARE(nameOf(change.changed.at(0)), QStringLiteral("b"));
    QCOMPARE(nameOf(change.added.at(0)), QStringLiteral("d"));
    QVERIFY(difference(after, after).isEmpty());
}

void TestValues::takesModifiedTimeAndPairOrderForNoChange()
{
    Driver before = driver(QStringLiteral("a"), {});
    before.tags = {{{QStringLiteral("x"), QStringLiteral("1")}, {QStringLiteral("y"), QStringLiteral("2")}}};
    Driver after = before;
    after.modified = timestampFromWire(1'537'000'000);
    std::swap(after.tags.items[0], after.tags.items[1]);
    QVERIFY(difference({before}, {after}).isEmpty());
}

void TestValues::writesTheHeadOfJson()
{
    const Json value = {{"a", {1, 2.5, "three", nullptr, true, Json::array(), Json::object()}},
                        {"b", {{"c", "d\"e"}, {"f", std::string("gr\xC3\xBC\xC3\x9F", 6)}}}};
    for (const int indent : {-1, 2}) {
        const QByteArray all = dumpJson(value, indent);
        for (qsizetype most = 0; most < all.size(); ++most) {
            const JsonHead head = jsonHead(value, most, indent);
            QVERIFY(!head.isWhole);
            QVERIFY(all.startsWith(head.text));
            QVERIFY(head.text.size() <= most && head.text.size() + 1 >= most);
        }
        QCOMPARE(jsonHead(value, all.size(), indent).text, all);
        QVERIFY(jsonHead(value, all.size(), indent).isWhole);
    }
    QVERIFY(weightOf(std::string(5000, 'x')) >= 5000);
}

void TestValues::findsDependents()
{
    const std::array<std::vector<Resource>, kKindCount> world = {{
        {},
        {driver(QStringLiteral("z"), QStringLiteral("t"), {QStringLiteral("s")}),
         driver(QStringLiteral("a"), QStringLiteral("t"))},
        {},
        {subscription(QStringLiteral("sub"), QStringLiteral("e"), QStringLiteral("f"))},
        {},
    }};
    const Lookup lookup
        = [&world](Kind kind) -> const std::vector<Resource>& { return world[static_cast<std::size_t>(kind)]; };
    using References = std::vector<Reference>;
    const Dependents dependents(lookup);
    QCOMPARE(dependents.of(Kind::DriverType, QStringLiteral("t")),
             (References{{Kind::Driver, QStringLiteral("a")}, {Kind::Driver, QStringLiteral("z")}}));
    QCOMPARE(dependents.of(Kind::Secret, QStringLiteral("s")), (References{{Kind::Driver, QStringLiteral("z")}}));
    QCOMPARE(dependents.of(Kind::Function, QStringLiteral("f")),
             (References{{Kind::Subscription, QStringLiteral("sub")}}));
    QVERIFY(dependents.of(Kind::Function, QStringLiteral("t")).empty());
}

void TestValues::findsEverythingThatDependsInTheOrderOfDeletion()
{
    models::Function function;
    function.name = QStringLiteral("f");
    function.secrets = {QStringLiteral("s")};
    const std::array<std::vector<Resource>, kKindCount> world = {{
        {},
        {driver(QStringLiteral("d"), QStringLiteral("t"), {QStringLiteral("s"), QStringLiteral("z")})},
        {},
        {subscription(QStringLiteral("sub"), QStringLiteral("e"), QStringLiteral("f"))},
        {function},
    }};
    const Dependents dependents(
        [&world](Kind kind) -> const std::vector<Resource>& { return world[static_cast<std::size_t>(kind)]; });
    using References = std::vector<Reference>;
    QCOMPARE(dependents.allOf(Kind::Secret, {QStringLiteral("s"), QStringLiteral("z")}),
             (References{{Kind::Driver, QStringLiteral("d")},
                         {Kind::Subscription, QStringLiteral("sub")},
                         {Kind::Function, QStringLiteral("f")}}));
    QVERIFY(dependents.allOf(Kind::Driver, {QStringLiteral("d")}).empty());
    QVERIFY(dependents.allOf(Kind::DriverType, {}).empty());
}

void TestValues::findsWhatIsMissing()
{
    const std::vector<Resource> none;
    const Lookup lookup = [&none](Kind) -> const std::vector<Resource>& { return none; };
    const auto missing = missingFrom(
        driver(QStringLiteral("a"), QStringLiteral("t"), {QStringLiteral("s"), QStringLiteral("s")}), lookup);
    QCOMPARE(missing.size(), 2U);
    QCOMPARE(missing[0], (Reference{Kind::DriverType, QStringLiteral("t")}));
    QCOMPARE(missing[1], (Reference{Kind::Secret, QStringLiteral("s")}));
}

void TestValues::matchesEventTypesExactly()
{
    const std::vector<Resource> world
        = {subscription(QStringLiteral("one"), QStringLiteral("vm.created"), QStringLiteral("f")),
           subscription(QStringLiteral("two"), QStringLiteral("vm.created"), QStringLiteral("g")),
           subscription(QStringLiteral("any"), QStringLiteral("vm.*"), QStringLiteral("g")),
           driver(QStringLiteral("d"), QStringLiteral("vm.created"))};
    QCOMPARE(matching(world, QStringLiteral("vm.created")).size(), 2U);
    QVERIFY(matching(world, QStringLiteral("VM.created")).empty());
    QVERIFY(matching(world, QStringLiteral("vm")).empty());
    QVERIFY(matching(world, QString()).empty());
}

void TestValues::refusesTenMegabytesOfNesting()
{
    for (const char open : {'[', '{'}) {
        const auto parsed = parseJson(QByteArray(10'000'000, open));
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().kind, FailureKind::Malformed);
        QVERIFY(parsed.error().raw.size() <= 4096);
    }
    QVERIFY(parseJson("[\"" + QByteArray(100'000, '[') + "\"]"));
}

void TestValues::survivesInvalidUtf8()
{
    QVERIFY(!parseJson("{\"a\":\"\xff\xfe\"}"));
    QVERIFY(!parseJson("{\"a\":"));
    QVERIFY(!parseJson(QByteArray("[1]\0[2]", 7)));
    QVERIFY(!parseJson(""));
    QVERIFY(dumpJson(Json(std::string("\xff"))).contains("\xef\xbf\xbd"));
}

QTEST_GUILESS_MAIN(TestValues)
#include "tst_values.moc"
