// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/entrypoints.h"
#include "tests/models/recordings.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

namespace {

constexpr int kMutationMSecs = 2'000;

QByteArray mutated(QByteArray text, QRandomGenerator& random)
{
    static const QByteArrayList kTokens
        = {"null", "{}", "[]", "\"\"", "-1", "1e999", "9223372036854775808", "\xff", "\\u0000"};
    for (int step = random.bounded(1, 6); step > 0 && !text.isEmpty(); --step) {
        const auto at = static_cast<qsizetype>(random.bounded(static_cast<quint32>(text.size())));
        switch (random.bounded(4)) {
        case 0:
            text[at] = static_cast<char>(random.bounded(256));
            break;
        case 1:
            text.remove(at, random.bounded(1, 20));
            break;
        case 2:
            text.insert(at, kTokens[random.bounded(static_cast<int>(kTokens.size()))]);
            break;
        default:
            text.insert(at, text.mid(at / 2, random.bounded(1, 60)));
        }
    }
    return text;
}

} // namespace

class TestFuzzCorpus : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void survivesMutatedRecordings();
    void survivesMutatedDrafts_data();
    void survivesMutatedDrafts();
};

void TestFuzzCorpus::survivesMutatedRecordings()
{
    QByteArrayList bodies;
    for (const Recording& recording : recordings())
        bodies << models::dumpJson(models::valueAt(recording.response, "body"));
    QVERIFY(bodies.size() > 50);
    for (const QByteArray& body : bodies)
        fuzz::readAnswer(body);
    QRandomGenerator random(42);
    QElapsedTimer timer;
    timer.start();
    int rounds = 0;
    for (; timer.elapsed() < kMutationMSecs; ++rounds)
        fuzz::readAnswer(mutated(bodies[random.bounded(static_cast<int>(bodies.size()))], random));
    QVERIFY(rounds > 100);
}

using Reader = void (*)(const QByteArray& text);
Q_DECLARE_METATYPE(Reader)

void TestFuzzCorpus::survivesMutatedDrafts_data()
{
    QTest::addColumn<Reader>("reader");
    QTest::addColumn<QByteArray>("seed");
    QTest::newRow("json") << &fuzz::readJsonText
                          << QByteArray(R"({"a":[1.10,-0,1e9,true,null],"b":{"\ud83d\ude00":"x\n"},"b":{}})");
    QTest::newRow("variables") << &fuzz::readVariables
                               << QByteArray(R"({"a":"{{uuid}} {{now}}","b":{{random 1 6}},"c":"{{{{ {{env HOME}}"})");
    QTest::newRow("template") << &fuzz::readTemplate
                              << QByteArray(
                                     "name: a\nextensions:\n  - name: b\n    value: '1'\nmode: json\njson: |-\n  {\n"
                                     "   }\nfile: {path: /x, size: 3}\nbinary: true\n");
}

void TestFuzzCorpus::survivesMutatedDrafts()
{
    QFETCH(Reader, reader);
    QFETCH(QByteArray, seed);
    reader(seed);
    QRandomGenerator random(42);
    QElapsedTimer timer;
    timer.start();
    int rounds = 0;
    for (; timer.elapsed() < kMutationMSecs; ++rounds)
        reader(mutated(seed, random));
    QVERIFY(rounds > 100);
}

QTEST_GUILESS_MAIN(TestFuzzCorpus)
#include "tst_fuzz_corpus.moc"
