// SPDX-License-Identifier: Apache-2.0
#include "tests/common/recordings.h"
#include "tests/fuzz/entrypoints.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

namespace {

constexpr int kMutationMSecs = 200;

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

QByteArrayList seedsOf(const QString& name)
{
    QByteArrayList seeds;
    const QDir folder(QStringLiteral(DISPATCH_SOURCE_DIR "/tests/fuzz/seeds/") + name);
    for (const QString& seed : folder.entryList(QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(seed));
        if (file.open(QIODevice::ReadOnly))
            seeds << file.readAll();
    }
    return seeds;
}

/// What the exchanges with an original server add to the seeds, where they are at hand.
QByteArrayList recorded(const QString& name)
{
    QByteArrayList bodies;
    for (const Recording& recording : recordings()) {
        if (name == QLatin1String("answer"))
            bodies << models::dumpJson(models::valueAt(recording.response, "body"));
        else if (name == QLatin1String("gojson"))
            bodies << models::dumpJson(models::valueAt(recording.request, "body"));
    }
    return bodies;
}

/// What went wrong with this input; empty when nothing did.
QByteArray complaint(fuzz::Feed feed, const QByteArray& input)
{
    try {
        feed(input);
    } catch (const std::exception& error) {
        return QByteArray(error.what()) + ", broken by " + input.toPercentEncoding();
    }
    return {};
}

} // namespace

/// Every entry point over its seeds, as they are and changed a little: what libFuzzer does for longer.
class TestFuzzCorpus : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void survives_data();
    void survives();
};

void TestFuzzCorpus::survives_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<fuzz::Feed>("feed");
    for (const fuzz::EntryPoint& entry : fuzz::entryPoints())
        QTest::newRow(entry.name) << QString::fromLatin1(entry.name) << entry.feed;
}

void TestFuzzCorpus::survives()
{
    QFETCH(QString, name);
    QFETCH(fuzz::Feed, feed);
    const QByteArrayList seeds = seedsOf(name);
    QVERIFY2(!seeds.isEmpty(), "every entry point has seeds");
    const QByteArrayList all = seeds + recorded(name) + QByteArrayList{QByteArray()};
    for (const QByteArray& seed : all) {
        const QByteArray wrong = complaint(feed, seed);
        QVERIFY2(wrong.isEmpty(), wrong.constData());
    }
    QRandomGenerator random(42);
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < kMutationMSecs) {
        const QByteArray wrong = complaint(feed, mutated(all[random.bounded(static_cast<int>(all.size()))], random));
        QVERIFY2(wrong.isEmpty(), wrong.constData());
    }
}

QTEST_GUILESS_MAIN(TestFuzzCorpus)
#include "tst_fuzz_corpus.moc"
