// SPDX-License-Identifier: Apache-2.0
#include "models/yaml/importreader.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStringConverter>
#include <QTemporaryDir>
#include <QTest>

using namespace models;

namespace {

ImportReading read(const QByteArray& text, const ImportLimits& limits = {})
{
    return readImport(QStringLiteral("in.yaml"), text, QStringLiteral("/base"), limits);
}

} // namespace

class TestImportReader final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsEveryCanonicalDocument();
    void readsTheSeedVariants();
    void keepsAKeyWhole();
    void followsAnchorsAndMerges();
    void readsOtherEncodings_data();
    void readsOtherEncodings();
    void complainsWithPlaceAndRemedy_data();
    void complainsWithPlaceAndRemedy();
    void neverTellsTheValueOfASecret();
    void dropsWhatServersOwn();
    void putsTheFileOfAManifestIn();
    void takesOutDuplicatesAcrossFiles();
    void endsSoonOnHostileFiles_data();
    void endsSoonOnHostileFiles();
};

void TestImportReader::readsEveryCanonicalDocument()
{
    const ImportReading reading = read(R"(kind: BaseImage
name: python3-base
dockerUrl: dispatchframework/python3-base:0.0.13
language: python3
tags:
  - key: role
    value: test
---
kind: Image
name: python3
baseImageName: python3-base
systemDependencies:
  packages:
    - name: vim
      version: "8.0"
---
kind: Function
name: hello-py
sourcePath: python3/hello.py
image: python3
handler: hello.handle
schema:
  in: {type: object}
  out: {}
secrets: [open-sesame]
timeout: 3000
---
kind: Secret
name: open-sesame
secrets:
  password: OpenSesame
  port: 8080
---
kind: API
name: post-hello
enabled: true
function: hello-py
authentication: public
methods: [POST]
protocols: [https]
uris:
  - /hello
---
kind: DriverType
name: ticker
image: dispatchframework/ticker:0.0.2
expose: no
config:
  - key: seconds
    value: "60"
---
kind: Driver
name: ticker
type: ticker
config:
  - key: seconds
    value: 2
  - key: debug
secrets:
  - open-sesame
---
kind: Subscription
name: ticker-sub
eventType: ticker.tick
function: hello-py
secrets: []
---
kind: Organization
name: acme
---
kind: ServiceAccount
name: ci
publicKey: LS0tLS1CRUdJTg==
---
kind: Policy
name: ci-policy
global: false
rules:
  - subjects: [ci]
    resources: [function, runs]
    actions: ["*"]
)");
    QVERIFY2(reading.complaints.empty(),
             qPrintable(reading.complaints.empty() ? QString() : reading.complaints[0].text()));
    QCOMPARE(reading.items.size(), std::size_t(kRecordKindCount));
    const ImportItem& function = reading.items[2];
    QCOMPARE(function.kind, RecordKind::Function);
    QCOMPARE(function.sourcePath, QStringLiteral("/base/python3/hello.py"));
    QVERIFY(function.body["timeout"] == Json(3000));
    QVERIFY(function.body["schema"]["in"]["type"] == Json("object"));
    QCOMPARE(function.origin, (Origin{QStringLiteral("in.yaml"), 17, 1}));
    QVERIFY(reading.items[3].body["secrets"] == (Json{{"password", "OpenSesame"}, {"port", "8080"}}));
    QVERIFY(reading.items[5].body["expose"] == Json(false));
    QVERIFY(reading.items[6].body["config"] == (Json{{{"key", "seconds"}, {"value", "2"}}, {{"key", "debug"}}}));
    QVERIFY(reading.items[10].body["rules"][0]["actions"] == (Json{"*"}));
}

void TestImportReader::readsTheSeedVariants()
{
    // Unquoted values, entries that are no pairs, empty members, a separator at the end, JSON (contract §5).
    const ImportReading reading
        = read("---\nkind: Driver\nname: t\ntype: ticker\nconfig:\n- key: seconds\n  value: 2\n"
               "tags:\n- label: update\nsecrets:\n---\n# nothing\n---\n"
               "{\"kind\": \"DriverType\", \"name\": \"ticker\", \"image\": \"a:1\"}\n---\n...\n");
    QVERIFY2(reading.complaints.empty(),
             qPrintable(reading.complaints.empty() ? QString() : reading.complaints[0].text()));
    QCOMPARE(reading.items.size(), std::size_t(2));
    QVERIFY(reading.items[0].body["config"][0]["value"] == Json("2"));
    QVERIFY(reading.items[0].body["tags"].empty());
    QCOMPARE(reading.items[1].name, QStringLiteral("ticker"));
}

void TestImportReader::keepsAKeyWhole()
{
    const QByteArray pem = "-----BEGIN PRIVATE KEY-----\nMIIEabc+/==\n-----END PRIVATE KEY-----\n";
    QByteArray text = "kind: Secret\nname: key\nsecrets:\n  pem: |\n";
    for (const QByteArray& line : pem.chopped(1).split('\n'))
        text += "    " + line + '\n';
    const ImportReading reading = read(text + "---\nkind: Organization\nname: b\n");
    QCOMPARE(reading.items.size(), std::size_t(2));
    QCOMPARE(QByteArray::fromStdString(reading.items[0].body["secrets"]["pem"].get<std::string>()), pem);
}

void TestImportReader::followsAnchorsAndMerges()
{
    const ImportReading reading = read("kind: Driver\nname: a\ntype: t\nconfig: &c\n- key: k\n  value: &v x\ntags: *c\n"
                                       "---\nkind: Secret\nname: s\nsecrets: &s {a: 1, b: 2}\n"
                                       "---\nkind: Policy\nname: p\nrules:\n- &r {subjects: [a], actions: [get]}\n"
                                       "- <<: *r\n  actions: [create]\n");
    QVERIFY2(reading.complaints.empty(),
             qPrintable(reading.complaints.empty() ? QString() : reading.complaints[0].text()));
    QVERIFY(reading.items[0].body["tags"] == reading.items[0].body["config"]);
    const Json rule = reading.items[2].body["rules"][1];
    QVERIFY(rule["subjects"] == (Json{"a"}));
    QVERIFY(rule["actions"] == (Json{"create"}));
}

void TestImportReader::readsOtherEncodings_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QString text = QStringLiteral("kind: Organization\r\nname: acme\r\n");
    QTest::newRow("UTF-8 with a mark") << QByteArray("\xEF\xBB\xBF") + text.toUtf8();
    for (const auto encoding : {QStringConverter::Utf16LE, QStringConverter::Utf16BE}) {
        QStringEncoder encode(encoding, QStringConverter::Flag::WriteBom);
        QTest::newRow(QStringConverter::nameForEncoding(encoding)) << QByteArray(encode(text));
    }
}

void TestImportReader::readsOtherEncodings()
{
    QFETCH(QByteArray, bytes);
    const ImportReading reading = read(bytes);
    QCOMPARE(reading.items.size(), std::size_t(1));
    QCOMPARE(reading.items[0].name, QStringLiteral("acme"));
}

void TestImportReader::complainsWithPlaceAndRemedy_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* name, const char* text, int line, int column, const char* said) {
        QTest::newRow(name) << QByteArray(text) << line << column << QString::fromUtf8(said);
    };
    row("unknown kind", "kind: Drivre\nname: a\n", 1, 7, "Did you mean Driver?");
    row("kind in lower case", "name: a\nkind: driver\n", 2, 7, "Did you mean Driver?");
    row("former kind", "kind: base-image\nname: a\n", 1, 7, "It is called BaseImage now.");
    row("no kind", "name: a\n", 1, 1, "has no kind");
    row("unknown member", "kind: Subscription\nname: a\neventType: a.b\nfunction: f\nfunktion: g\n", 5, 1,
        "Did you mean function?");
    row("other case", "kind: Subscription\nname: a\neventtype: a.b\nfunction: f\n", 3, 1, "Did you mean eventType?");
    row("former member", "kind: Subscription\nname: a\nevent-type: a.b\nfunction: f\n", 3, 1,
        "It is called eventType now.");
    row("doubled member", "kind: Organization\nname: a\nname: b\n", 3, 1, "there twice");
    row("missing name", "kind: Organization\n", 1, 1, "missing");
    row("broken name", "kind: Driver\nname: Upper\ntype: t\n", 2, 7, "lower");
    row("text for a list", "kind: Driver\nname: a\ntype: t\nsecrets: s\n", 4, 10, "list");
    row("list for a text", "kind: Driver\nname: [a]\ntype: t\n", 2, 7, "text is expected");
    row("word for a flag", "kind: DriverType\nname: a\nimage: b\nexpose: maybe\n", 4, 9, "true or false");
    row("text for a number", "kind: Function\nname: a\nimage: b\ntimeout: soon\n", 4, 10, "whole number");
    row("no map", "- a\n- b\n", 1, 1, "list of members");
    row("tab", "kind: Driver\nname: a\nconfig:\n\t- key: a\n", 4, 2, "tab");
    row("indentation", "kind: Driver\n name: a\n", 2, 6, "indentation");
    row("cut off", "kind: Organization\nname: \"a", 2, 9, "cut off");
    row("cut off after a line", "kind: Organization\nname: 'a''b\n", 2, 7, "cut off");
    row("empty", "", 0, 0, "nothing in it");
    row("comments only", "# a\n---\n", 0, 0, "nothing in it");
    row("binary",
        "\x7F"
        "ELF\x01\x01\x01",
        0, 0, "binary");
    row("alias to itself", "kind: Policy\nname: a\nrules: &r [*r]\n", 3, 12, "alias");
}

void TestImportReader::complainsWithPlaceAndRemedy()
{
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    QFETCH(int, column);
    QFETCH(QString, said);
    const ImportReading reading = read(text);
    QVERIFY(reading.items.empty());
    QVERIFY(!reading.complaints.empty());
    const Complaint& complaint = reading.complaints.front();
    QVERIFY2(complaint.text().contains(said), qPrintable(complaint.text()));
    QCOMPARE(complaint.origin.line, line);
    QCOMPARE(complaint.origin.column, column);
    QVERIFY(complaint.text().startsWith(QStringLiteral("in.yaml")));
}

void TestImportReader::neverTellsTheValueOfASecret()
{
    for (const char* text :
         {"kind: Secret\nname: s\nsecrets:\n  a: [hunter2]\n", "kind: Secret\nname: s\nsecrets: hunter2\n",
          "kind: Secret\nname: s\nsecrets:\n  a: hunter2\n  a: hunter2\n",
          "kind: Secret\nname: s\nsecrets:\n  a: hunter2: x\n", "kind: Secret\nname: s\nsecrets:\n  a: \"hunter2\n"}) {
        const ImportReading reading = read(text);
        QVERIFY2(!reading.complaints.empty(), text);
        for (const Complaint& complaint : reading.complaints)
            QVERIFY2(!complaint.text().contains(QLatin1String("hunter2")), qPrintable(complaint.text()));
    }
}

void TestImportReader::dropsWhatServersOwn()
{
    const ImportReading reading = read("kind: Driver\nname: d\ntype: t\nstatus: READY\nreason: [x]\nurl: http://x\n"
                                       "created-time: 5\nmodified-time: 6\nid: y\n");
    QVERIFY(reading.complaints.empty());
    QVERIFY(reading.items[0].body == (Json{{"name", "d"}, {"type", "t"}}));
}

void TestImportReader::putsTheFileOfAManifestIn()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("requirements.txt")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("requests\n");
    file.close();
    const QByteArray text
        = "kind: Image\nname: i\nbaseImageName: b\nruntimeDependencies:\n  manifest: '@requirements.txt'\n";
    const ImportReading reading = readImport(QStringLiteral("a"), text, folder.path());
    QCOMPARE(reading.items.size(), std::size_t(1));
    QVERIFY(reading.items[0].body["runtimeDependencies"]["manifest"] == Json("requests\n"));
    QVERIFY(!readImport(QStringLiteral("a"), text, QStringLiteral("/nowhere")).complaints.empty());
}

void TestImportReader::takesOutDuplicatesAcrossFiles()
{
    ImportReading first = readImport(QStringLiteral("one"), "kind: Organization\nname: a\n");
    ImportReading second
        = readImport(QStringLiteral("two"), "kind: Organization\nname: b\n---\nkind: Organization\nname: a\n");
    std::vector<ImportItem> items = first.items;
    items.insert(items.end(), second.items.begin(), second.items.end());
    const std::vector<Complaint> complaints = takeDuplicates(items);
    QCOMPARE(items.size(), std::size_t(2));
    QCOMPARE(complaints.size(), std::size_t(1));
    QCOMPARE(complaints[0].origin.file, QStringLiteral("two"));
    QVERIFY(complaints[0].text().contains(QLatin1String("one:1")));
}

void TestImportReader::endsSoonOnHostileFiles_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("said");
    QByteArray laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 12; ++i) {
        const QByteArray last = QByteArray::number(i - 1);
        laughs += 'a' + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [" + ("*a" + last + ",").repeated(10)
            + "]\n";
    }
    QTest::newRow("billion laughs") << QByteArray("kind: Policy\nname: a\nrules:\n  " + laughs.replace("\n", "\n  "))
                                    << QStringLiteral("limit");
    QTest::newRow("deep brackets") << QByteArray("kind: Policy\nname: a\nrules: " + QByteArray(100'000, '['))
                                   << QStringLiteral("deeper");
    QTest::newRow("deep braces") << QByteArray("kind: Policy\nname: a\nrules: " + QByteArray("{a: ").repeated(100'000))
                                 << QStringLiteral("deeper");
    QByteArray steps = "kind: Policy\nname: a\nrules:\n";
    for (int i = 1; i < 400; ++i)
        steps += QByteArray(i, ' ') + "a:\n";
    QTest::newRow("deep steps") << steps << QStringLiteral("deeper");
    QTest::newRow("too large") << QByteArray(33 * 1024 * 1024, 'a') << QStringLiteral("up to");
    QTest::newRow("too many") << QByteArray("kind: Policy\nname: a\nrules: [" + QByteArray("a,").repeated(1'100'000)
                                            + "]")
                              << QStringLiteral("limit");
}

void TestImportReader::endsSoonOnHostileFiles()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, said);
    QElapsedTimer clock;
    clock.start();
    const ImportReading reading = read(text);
    QVERIFY(reading.items.empty());
    QCOMPARE(reading.complaints.size(), std::size_t(1));
    QVERIFY2(reading.complaints[0].text().contains(said), qPrintable(reading.complaints[0].text()));
    QVERIFY2(clock.elapsed() < 30'000, qPrintable(QString::number(clock.elapsed())));
}

QTEST_APPLESS_MAIN(TestImportReader)
#include "tst_importreader.moc"
