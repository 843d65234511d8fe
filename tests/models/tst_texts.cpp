// SPDX-License-Identifier: Apache-2.0
#include "models/drivercatalogue.h"
#include "models/madeupname.h"
#include "models/rules.h"
#include "models/yaml/exportwriter.h"

#include <QFile>
#include <QSet>
#include <QTest>

#include <yaml-cpp/yaml.h>

using namespace models;

namespace {

QString readBack(const YAML::Node& node)
{
    return fromStd(node.as<std::string>());
}

} // namespace

class TestTexts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesYamlInCanonicalOrder();
    void quotesWhatOthersReadAsSomethingElse_data();
    void quotesWhatOthersReadAsSomethingElse();
    void writesLongTextsAsBlocks();
    void leavesSecretValuesOut();
    void writesSchemas();
    void readsTheCatalogue();
    void offersSixDriverTypes();
    void steersCredentialsIntoSecrets();
    void findsEntriesByNameAndImage();
    void refusesDamagedCatalogues();
    void cutsImageNames();
    void makesUpNamesThatFitEveryRule();
    void avoidsTakenNames();
};

void TestTexts::writesYamlInCanonicalOrder()
{
    Driver driver;
    driver.name = QStringLiteral("nightly");
    driver.type = QStringLiteral("cron");
    driver.config = {{{QStringLiteral("cron"), QStringLiteral("0 0 3 * * *")}, {QStringLiteral("debug"), {}}}};
    driver.secrets = {QStringLiteral("s")};
    driver.url = QStringLiteral("http://0.0.0.0:1");
    driver.status = models::statusOf(State::Ready);
    QCOMPARE(toYaml(driver),
             QStringLiteral("kind: Driver\nname: nightly\ntype: cron\nconfig:\n  - key: cron\n"
                            "    value: \"0 0 3 * * *\"\n  - key: debug\nsecrets:\n  - s\n"));
}

void TestTexts::quotesWhatOthersReadAsSomethingElse_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text : {"2",
                             "true",
                             "Yes",
                             "off",
                             "null",
                             "~",
                             "0x10",
                             "1.10",
                             "1_000",
                             "2018-09-12",
                             "a: b",
                             "- a",
                             "#x",
                             "@file",
                             "a---b",
                             "-----BEGIN KEY-----\nabc\n-----END KEY-----\n",
                             " lead",
                             "trail ",
                             "*",
                             "&a",
                             "!t",
                             "a\tb",
                             "12:30:45",
                             "'",
                             "\"",
                             "\\x",
                             "a\nb",
                             "a\n\n",
                             "\n",
                             "  in\ndent\n",
                             "tab\tin\nblock\n",
                             "caf\xc3\xa9",
                             "\xe2\x80\xa8",
                             "{a}",
                             "[a]",
                             "end:",
                             "a #b",
                             "y",
                             "N",
                             "cr\r\nlf\r\n",
                             "plain",
                             "image/name:0.1"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestTexts::quotesWhatOthersReadAsSomethingElse()
{
    QFETCH(QString, text);
    DriverType type;
    type.name = QStringLiteral("t");
    type.image = text;
    type.config = {{{text, text}}};
    const QString yaml = toYaml(type);
    QVERIFY2(!yaml.contains(QLatin1String("---")), qPrintable(yaml));
    const YAML::Node node = YAML::Load(toStd(yaml));
    QCOMPARE(readBack(node["image"]), text);
    QCOMPARE(readBack(node["config"][0]["key"]), text);
    QCOMPARE(readBack(node["config"][0]["value"]), text);
}

void TestTexts::writesLongTextsAsBlocks()
{
    DriverType type;
    type.name = QStringLiteral("t");
    type.config = {{{QStringLiteral("script"), QStringLiteral("one\n  two\nthree\n")}}};
    const QString yaml = toYaml(type);
    QVERIFY2(yaml.contains(QLatin1String("value: |\n")), qPrintable(yaml));
    QCOMPARE(readBack(YAML::Load(toStd(yaml))["config"][0]["value"]), type.config.items[0].value);
}

void TestTexts::leavesSecretValuesOut()
{
    const auto secret = secretFromJson({{"name", "s"}, {"secrets", {{"password", "hunter2"}}}});
    QCOMPARE(toYaml(*secret), QStringLiteral("kind: Secret\nname: s\n"));
}

void TestTexts::writesSchemas()
{
    Function function;
    function.name = QStringLiteral("f");
    function.timeoutMSecs = 3000;
    function.schema = {{"in", {{"type", "object"}, {"max", 3}, {"strict", true}}}, {"out", Json::object()}};
    const YAML::Node node = YAML::Load(toStd(toYaml(function)));
    QCOMPARE(node["schema"]["in"]["max"].as<int>(), 3);
    QCOMPARE(node["schema"]["in"]["strict"].as<bool>(), true);
    QVERIFY(node["schema"]["out"].IsMap());
    QCOMPARE(node["timeout"].as<int>(), 3000);
}

namespace {

std::vector<CatalogueEntry> catalogue()
{
    QFile file(QStringLiteral(DISPATCH_SOURCE_DIR "/resources/catalogue/drivers.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return readDriverCatalogue(file.readAll()).value_or(std::vector<CatalogueEntry>());
}

} // namespace

void TestTexts::readsTheCatalogue()
{
    for (const CatalogueEntry& entry : catalogue()) {
        QVERIFY2(!explainViolation(ruleFor(driverTypeRules(), "name"), entry.name), qPrintable(entry.name));
        QVERIFY(!entry.displayName.isEmpty() && !entry.summary.isEmpty() && !entry.eventTypes.isEmpty());
        QVERIFY(entry.image.section(u'/', -1).contains(u':'));
        for (const CatalogueParameter& parameter : entry.parameters)
            QVERIFY2(!parameter.help.isEmpty(), qPrintable(parameter.key));
        for (const QString& eventType : entry.eventTypes)
            QVERIFY2(!explainViolation(ruleFor(emissionRules(), "eventType"), eventType), qPrintable(eventType));
    }
}

void TestTexts::offersSixDriverTypes()
{
    QStringList names;
    for (const CatalogueEntry& entry : catalogue())
        names << entry.name;
    QCOMPARE(names.join(u' '), QStringLiteral("vcenter azure-eventgrid aws cron cloudevents ticker"));
}

void TestTexts::steersCredentialsIntoSecrets()
{
    const auto entries = catalogue();
    QSet<QString> sensitive;
    for (const CatalogueEntry& entry : entries) {
        for (const CatalogueParameter& parameter : entry.parameters) {
            if (parameter.sensitive)
                sensitive << parameter.key;
        }
    }
    for (const char* key : {"vcenterurl", "password", "aws_access_key_id", "aws_secret_access_key"})
        QVERIFY2(sensitive.contains(QString::fromLatin1(key)), key);
}

void TestTexts::findsEntriesByNameAndImage()
{
    const auto entries = catalogue();
    QCOMPARE(findEntry(entries, QStringLiteral("cron"), {})->name, QStringLiteral("cron"));
    QCOMPARE(findEntry(entries, QStringLiteral("mine"), QStringLiteral("reg:5000/x/ticker:9"))->name,
             QStringLiteral("ticker"));
    QVERIFY(!findEntry(entries, QStringLiteral("mine"), QStringLiteral("other")));
    QVERIFY(!findEntry(entries, QStringLiteral("mine"), {}));
}

void TestTexts::refusesDamagedCatalogues()
{
    for (const char* json : {"", "{}", "[{}]", R"([{"name":"a","image":"b","parameters":[{"key":"k","type":"odd"}]}])",
                             R"([{"name":"a","image":"b","parameters":[{"type":"text"}]}])",
                             R"([{"name":"a","image":"b","requiredGroups":[{"name":"g","anyOf":[["nope"]]}]}])"}) {
        const auto entries = readDriverCatalogue(json);
        QVERIFY2(!entries, json);
        QVERIFY(!entries.error().meaning.isEmpty());
    }
}

void TestTexts::cutsImageNames()
{
    QCOMPARE(imageBaseName(QStringLiteral("dispatchframework/dispatch-events-cron:0.0.1")),
             QStringLiteral("dispatch-events-cron"));
    QCOMPARE(imageBaseName(QStringLiteral("localhost:5000/ticker")), QStringLiteral("ticker"));
    QCOMPARE(imageBaseName(QStringLiteral("ticker:1@sha256:abc")), QStringLiteral("ticker"));
    QCOMPARE(imageBaseName({}), QString());
}

void TestTexts::makesUpNamesThatFitEveryRule()
{
    QSet<QString> seen;
    for (int i = 0; i < 2000; ++i) {
        const QString name = madeUpName();
        seen << name;
        const QStringList parts = name.split(u'-');
        QCOMPARE(parts.size(), 3);
        QVERIFY(parts[2].toInt() >= 100'000 && parts[2].toInt() <= 999'999);
        for (const auto rules : {driverTypeRules(), driverRules(), secretRules(), subscriptionRules(), functionRules()})
            QVERIFY2(!explainViolation(ruleFor(rules, "name"), name), qPrintable(name));
    }
    QVERIFY(seen.size() > 1990);
}

void TestTexts::avoidsTakenNames()
{
    int asked = 0;
    const QString name = madeUpName([&asked](const QString&) { return ++asked < 5; });
    QCOMPARE(asked, 5);
    QVERIFY(!name.isEmpty());
}

QTEST_GUILESS_MAIN(TestTexts)
#include "tst_texts.moc"
