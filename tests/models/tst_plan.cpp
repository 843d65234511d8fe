// SPDX-License-Identifier: Apache-2.0
#include "models/yaml/exportwriter.h"
#include "models/yaml/importreader.h"
#include "models/yaml/plan.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace models;

namespace {

ImportItem item(RecordKind kind, const Json& body)
{
    ImportItem made;
    made.kind = kind;
    made.name = textAt(body, "name");
    made.body = body;
    return made;
}

void put(PlanWorld& world, RecordKind kind, const Json& entity)
{
    world.kinds[static_cast<std::size_t>(kind)].byName[textAt(entity, "name")] = requestForm(kind, entity);
}

const PlanItem& find(const Plan& plan, const char* name)
{
    return *std::find_if(plan.begin(), plan.end(),
                         [name](const PlanItem& planned) { return planned.item.name == QLatin1String(name); });
}

/// What makes a parser stumble.
std::string hostileText(QRandomGenerator& random)
{
    static const std::vector<std::string> kPieces = {"a",
                                                     "Z9",
                                                     "---",
                                                     "-----BEGIN KEY-----\n",
                                                     ": ",
                                                     " #",
                                                     "\n",
                                                     "  ",
                                                     "\t",
                                                     "\"",
                                                     "'",
                                                     "\\",
                                                     "{{x}}",
                                                     "%",
                                                     "@",
                                                     "&a",
                                                     "*a",
                                                     "yes",
                                                     "08",
                                                     "0x1F",
                                                     "\xC3\xA9",
                                                     "\x01",
                                                     "\xE2\x80\xA8",
                                                     "[",
                                                     "~",
                                                     "null",
                                                     "1.10",
                                                     "|",
                                                     ">",
                                                     "\r",
                                                     "`",
                                                     "!",
                                                     "\xF0\x9F\x98\x80"};
    std::string text;
    for (int i = random.bounded(6); i >= 0; --i)
        text += kPieces[static_cast<std::size_t>(random.bounded(static_cast<int>(kPieces.size())))];
    return text;
}

std::string plainName(QRandomGenerator& random)
{
    return std::string("n").append(std::to_string(random.bounded(1'000'000)));
}

Json randomBody(RecordKind kind, QRandomGenerator& random)
{
    Json body = {{"name", plainName(random)}};
    for (const RecordMember& member : recordKind(kind).members) {
        const std::string name = member.name;
        if (name == "name" || (!member.required && random.bounded(4) == 0))
            continue;
        switch (member.type) {
        case MemberType::Text:
            body[name] = member.refersTo || name == "eventType" ? plainName(random)
                                                                : std::string("x").append(hostileText(random));
            break;
        case MemberType::Flag:
            body[name] = random.bounded(2) == 1;
            break;
        case MemberType::Integer:
            body[name] = random.bounded(100'000);
            break;
        case MemberType::Pairs:
            body[name] = Json::array();
            for (int i = random.bounded(4); i > 0; --i)
                body[name].push_back(
                    {{"key", std::string("k").append(hostileText(random))}, {"value", hostileText(random)}});
            break;
        case MemberType::Values:
            body[name] = Json::object();
            for (int i = random.bounded(4); i > 0; --i)
                body[name][std::string("k").append(hostileText(random))] = hostileText(random);
            break;
        case MemberType::Names:
            body[name] = Json::array({plainName(random), plainName(random)});
            break;
        case MemberType::Tree:
            body[name] = {{"in", {{"type", hostileText(random)}, {"n", random.bounded(100)}, {"b", true}}}};
            break;
        case MemberType::SourcePath:
            break;
        }
    }
    return body;
}

} // namespace

class TestPlan final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ordersByWhatIsNeeded();
    void comparesByMeaning();
    void hidesAndComparesSecretValues();
    void keepsTheAddressOfADriver();
    void asksForTheSourceOfAFunction();
    void blocksWhatTheServerLacksAndWhatNeedsIt();
    void warnsOfWhatIsNowhere();
    void warnsOfSharedEventsAndLongNames();
    void deletesUsersFirst();
    void saysWhenOnlyTagsOfASecretDiffer();
    void endsWhenTold();
    void readsBackEverythingItWrites();
    void writesForTheOriginalCommandLine();
    void plansTenThousandSoon();
};

void TestPlan::ordersByWhatIsNeeded()
{
    const Plan plan
        = planImport({item(RecordKind::Subscription, {{"name", "s"}, {"eventType", "a"}, {"function", "f"}}),
                      item(RecordKind::Driver, {{"name", "d"}, {"type", "t"}, {"secrets", {"k"}}}),
                      item(RecordKind::DriverType, {{"name", "t"}, {"image", "i"}}),
                      item(RecordKind::Secret, {{"name", "k"}, {"secrets", {{"a", "b"}}}})},
                     {});
    QStringList names;
    for (const PlanItem& planned : plan)
        names << planned.item.name;
    QCOMPARE(names.join(u' '), QStringLiteral("k t d s"));
    QCOMPARE(find(plan, "d").needs, (std::vector<std::size_t>{1, 0}));
    QVERIFY(std::all_of(plan.begin(), plan.end(),
                        [](const PlanItem& planned) { return planned.action == PlanAction::Create; }));
}

void TestPlan::comparesByMeaning()
{
    PlanWorld world;
    put(world, RecordKind::Driver,
        {{"name", "d"},
         {"kind", "Driver"},
         {"type", "t"},
         {"status", "READY"},
         {"created-time", 5},
         {"tags", nullptr},
         {"config", {{{"key", "b"}, {"value", "2"}}, {{"key", "a"}, {"value", "1"}}}}});
    const Json same = {{"name", "d"},
                       {"type", "t"},
                       {"tags", Json::array()},
                       {"config", {{{"key", "a"}, {"value", "1"}}, {{"key", "b"}, {"value", "2"}}}}};
    QCOMPARE(planImport({item(RecordKind::Driver, same)}, world)[0].action, PlanAction::Same);
    Json other = same;
    other["config"][0]["value"] = "9";
    const PlanItem changed = planImport({item(RecordKind::Driver, other)}, world)[0];
    QCOMPARE(changed.action, PlanAction::Change);
    QCOMPARE(changed.differences,
             (std::vector<MemberDifference>{{QStringLiteral("config.a"), QStringLiteral("1"), QStringLiteral("9")}}));
}

void TestPlan::hidesAndComparesSecretValues()
{
    PlanWorld world;
    put(world, RecordKind::Secret, {{"name", "s"}, {"secrets", {{"a", "old-value"}, {"b", "same"}}}});
    const Plan plan = planImport(
        {item(RecordKind::Secret, {{"name", "s"}, {"secrets", {{"a", "new-value"}, {"b", "same"}}}})}, world);
    QCOMPARE(plan[0].action, PlanAction::Change);
    QCOMPARE(plan[0].differences.size(), std::size_t(1));
    QCOMPARE(plan[0].differences[0].member, QStringLiteral("secrets.a"));
    QCOMPARE(plan[0].differences[0].before, plan[0].differences[0].after);
    QVERIFY(plan[0].before.dump().find("old-value") == std::string::npos);
    const Plan kept = planImport({item(RecordKind::Secret, {{"name", "s"}})}, world);
    QCOMPARE(kept[0].action, PlanAction::Same);
}

void TestPlan::keepsTheAddressOfADriver()
{
    PlanWorld world;
    put(world, RecordKind::Driver, {{"name", "d"}, {"type", "t"}, {"expose", true}});
    const Plan plan = planImport({item(RecordKind::Driver, {{"name", "d"}, {"type", "t"}})}, world);
    QCOMPARE(plan[0].action, PlanAction::Same);
    QVERIFY(plan[0].item.body["expose"] == Json(true));
}

void TestPlan::asksForTheSourceOfAFunction()
{
    PlanWorld world;
    put(world, RecordKind::Function, {{"name", "f"}, {"image", "python3"}});
    put(world, RecordKind::Image, {{"name", "python3"}});
    ImportItem same = item(RecordKind::Function, {{"name", "f"}, {"image", "python3"}});
    QCOMPARE(planImport({same}, world)[0].action, PlanAction::Same);
    QVERIFY(!planImport({same}, world)[0].canRepeat);
    same.sourcePath = QStringLiteral("/f.py");
    QVERIFY(planImport({same}, world)[0].canRepeat);
    const ImportItem fresh = item(RecordKind::Function, {{"name", "g"}, {"image", "python3"}});
    const PlanItem blocked = planImport({fresh}, world)[0];
    QCOMPARE(blocked.action, PlanAction::Blocked);
    QVERIFY(blocked.reason.contains(QLatin1String("sourcePath")));
}

void TestPlan::blocksWhatTheServerLacksAndWhatNeedsIt()
{
    PlanWorld world;
    Failure missing;
    missing.kind = FailureKind::NotOnServer;
    missing.meaning = QStringLiteral("not in this version");
    world.kinds[static_cast<std::size_t>(RecordKind::Policy)].unavailable = missing;
    const Plan plan = planImport(
        {item(RecordKind::Policy, {{"name", "p"}}), item(RecordKind::Function, {{"name", "f"}, {"image", "i"}}),
         item(RecordKind::Subscription, {{"name", "s"}, {"eventType", "a"}, {"function", "f"}})},
        world);
    QCOMPARE(find(plan, "p").action, PlanAction::Blocked);
    QVERIFY(find(plan, "p").reason.contains(QLatin1String("not in this version")));
    QCOMPARE(find(plan, "s").action, PlanAction::Blocked);
    QVERIFY(find(plan, "s").reason.contains(QLatin1String("function f")));
}

void TestPlan::warnsOfWhatIsNowhere()
{
    PlanWorld world;
    put(world, RecordKind::Secret, {{"name", "there"}});
    const Plan plan = planImport(
        {item(RecordKind::Driver, {{"name", "d"}, {"type", "gone"}, {"secrets", {"there", "lost"}}})}, world);
    QCOMPARE(plan[0].warnings.size(), 2);
    QVERIFY(plan[0].warnings[0].contains(QLatin1String("gone"))
            && plan[0].warnings[0].contains(QLatin1String("refuse")));
    QVERIFY(plan[0].warnings[1].contains(QLatin1String("lost")));
}

void TestPlan::warnsOfSharedEventsAndLongNames()
{
    PlanWorld world;
    world.sharesEvents = true;
    put(world, RecordKind::Subscription, {{"name", "old"}, {"eventType", "a"}, {"function", "f"}});
    put(world, RecordKind::Function, {{"name", "f"}, {"image", "i"}});
    const auto subscription = [](const char* name, const char* type) {
        return item(RecordKind::Subscription, {{"name", name}, {"eventType", type}, {"function", "f"}});
    };
    const Plan plan
        = planImport({subscription("new", "a"), subscription("alone", "b"), subscription("next", "b")}, world);
    QVERIFY(find(plan, "new").warnings.join(u' ').contains(QLatin1String("old")));
    QVERIFY(find(plan, "alone").warnings.isEmpty());
    QVERIFY(find(plan, "next").warnings.join(u' ').contains(QLatin1String("alone")));

    world.onKubernetes = true;
    world.organization = QStringLiteral("dispatch");
    put(world, RecordKind::DriverType, {{"name", "t"}, {"image", "i"}});
    const Plan named = planImport({item(RecordKind::Driver, {{"name", std::string(50, 'a')}, {"type", "t"}}),
                                   item(RecordKind::Driver, {{"name", "short"}, {"type", "t"}})},
                                  world);
    QVERIFY(named[0].warnings.join(u' ').contains(QLatin1String("63")));
    QVERIFY(named[1].warnings.isEmpty());
}

void TestPlan::deletesUsersFirst()
{
    PlanWorld world;
    world.deletesOthers = true;
    put(world, RecordKind::DriverType, {{"name", "t"}, {"image", "i"}});
    put(world, RecordKind::DriverType, {{"name", "kept"}, {"image", "i"}});
    put(world, RecordKind::Driver, {{"name", "d"}, {"type", "t"}});
    put(world, RecordKind::Secret, {{"name", "other kind"}});
    const Plan plan = planImport({item(RecordKind::DriverType, {{"name", "kept"}, {"image", "i"}}),
                                  item(RecordKind::Driver, {{"name", "new"}, {"type", "kept"}})},
                                 world);
    QStringList gone;
    for (const PlanItem& planned : plan) {
        if (planned.action == PlanAction::Delete)
            gone << planned.item.name;
    }
    QCOMPARE(gone.join(u' '), QStringLiteral("d t"));
    QVERIFY(find(plan, "t").warnings.isEmpty());

    put(world, RecordKind::Subscription, {{"name", "s"}, {"eventType", "a"}, {"function", "f"}, {"secrets", {"k"}}});
    put(world, RecordKind::Secret, {{"name", "k"}});
    const Plan other = planImport({item(RecordKind::Secret, {{"name", "new"}})}, world);
    QVERIFY(find(other, "k").warnings.join(u' ').contains(QLatin1String("subscription s")));
}

void TestPlan::saysWhenOnlyTagsOfASecretDiffer()
{
    PlanWorld world;
    put(world, RecordKind::Secret, {{"name", "s"}, {"secrets", {{"a", "b"}}}});
    const Plan plan = planImport(
        {item(RecordKind::Secret, {{"name", "s"}, {"secrets", {{"a", "b"}}}, {"tags", {{{"key", "k"}}}}})}, world);
    QCOMPARE(plan[0].action, PlanAction::Same);
    QVERIFY(plan[0].warnings.join(u' ').contains(QLatin1String("tags")));
}

void TestPlan::endsWhenTold()
{
    std::vector<ImportItem> items;
    for (int i = 0; i < 1'000; ++i)
        items.push_back(item(RecordKind::Organization, {{"name", std::string("o").append(std::to_string(i))}}));
    std::size_t told = 0;
    QVERIFY(planImport(items, {}, [&told](std::size_t done) {
                told = done;
                return done < 200;
            }).empty());
    QVERIFY(told >= 200 && told < 1'000);
}

void TestPlan::readsBackEverythingItWrites()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const ExportOptions options{random.bounded(2) == 1, true};
    PlanWorld world;
    std::vector<std::pair<RecordKind, Json>> bodies;
    for (int i = 0; i < 600; ++i) {
        const auto kind = static_cast<RecordKind>(random.bounded(kRecordKindCount));
        const Json body = randomBody(kind, random);
        if (world.kinds[static_cast<std::size_t>(kind)].byName.contains(textAt(body, "name")))
            continue;
        put(world, kind, body);
        bodies.emplace_back(kind, requestForm(kind, body));
    }
    const std::size_t count = bodies.size();
    const QByteArray text = exportDocuments(std::move(bodies), options).toUtf8();
    const QString where = QStringLiteral("seed %1").arg(seed);
    const ImportReading reading = readImport(QStringLiteral("export"), text);
    QVERIFY2(reading.complaints.empty(),
             qPrintable(where + (reading.complaints.empty() ? QString() : reading.complaints[0].text())));
    QCOMPARE(reading.items.size(), count);
    for (const PlanItem& planned : planImport(reading.items, world)) {
        const QString what = where + u' ' + planned.item.name
            + (planned.differences.empty() ? QString()
                                           : u' ' + planned.differences[0].member + planned.differences[0].before + u'|'
                       + planned.differences[0].after);
        QVERIFY2(planned.action == PlanAction::Same, qPrintable(what));
    }
}

void TestPlan::writesForTheOriginalCommandLine()
{
    const Json key = {{"name", "s"}, {"secrets", {{"pem", "-----BEGIN KEY-----\nabc\n-----END KEY-----\n"}}}};
    const QString safe = exportDocument(RecordKind::Secret, key, {true, true});
    QVERIFY(!safe.contains(QLatin1String("---")));
    const QString readable = exportDocument(RecordKind::Secret, key, {false, true});
    QVERIFY(readable.contains(QLatin1String("pem: |\n")));
    QVERIFY(!exportDocument(RecordKind::Secret, key).contains(QLatin1String("pem")));
    for (const QString& text : {safe, readable}) {
        const ImportReading reading = readImport(QStringLiteral("x"), text.toUtf8());
        QVERIFY(reading.items.at(0).body["secrets"] == key["secrets"]);
    }
}

void TestPlan::plansTenThousandSoon()
{
    PlanWorld world;
    std::vector<ImportItem> items;
    for (int i = 0; i < 10'000; ++i) {
        const Json body = {{"name", std::string("s").append(std::to_string(i))},
                           {"eventType", "a.b"},
                           {"function", "f"},
                           {"tags", {{{"key", "n"}, {"value", std::to_string(i % 7)}}}}};
        put(world, RecordKind::Subscription, body);
        items.push_back(item(RecordKind::Subscription, body));
    }
    QElapsedTimer clock;
    clock.start();
    const Plan plan = planImport(std::move(items), world);
    qInfo() << "10,000 items planned in" << clock.elapsed() << "ms";
    QCOMPARE(plan.size(), std::size_t(10'000));
    QVERIFY(clock.elapsed() < 5'000);
}

QTEST_APPLESS_MAIN(TestPlan)
#include "tst_plan.moc"
