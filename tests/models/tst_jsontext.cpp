// SPDX-License-Identifier: Apache-2.0
#include "models/json.h"
#include "models/jsonlayout.h"
#include "models/jsontext.h"
#include "tests/common/slowness.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <functional>
#include <limits>

using namespace models;

namespace {

bool isGood(const QString& text)
{
    const JsonCheck utf16 = checkJson(text);
    const JsonCheck utf8 = checkJson(QByteArrayView(text.toUtf8()));
    return !utf16.error && !utf8.error;
}

QString randomJson(QRandomGenerator& random, int depth)
{
    static const QStringList kLeaves = {QStringLiteral("1.10"),
                                        QStringLiteral("-0"),
                                        QStringLiteral("1e+400"),
                                        QStringLiteral("true"),
                                        QStringLiteral("null"),
                                        QStringLiteral("\"a \\\" b\\\\\""),
                                        QStringLiteral("\"{ [ü😀,: \\ud83d\\ude00\""),
                                        QStringLiteral("\"\""),
                                        QStringLiteral("123456789012345678901234567890"),
                                        QStringLiteral("{ }"),
                                        QStringLiteral("[\n]")};
    static const QStringList kBlanks = {QString(), QStringLiteral(" "), QStringLiteral("\n\t"), QStringLiteral("\r\n")};
    const auto blank = [&random] { return kBlanks[random.bounded(static_cast<int>(kBlanks.size()))]; };
    if (depth == 0 || random.bounded(4) == 0)
        return blank() + kLeaves[random.bounded(static_cast<int>(kLeaves.size()))] + blank();
    const bool object = random.bounded(2) == 0;
    QStringList parts;
    for (int i = random.bounded(4); i >= 0; --i)
        parts << (object ? blank() + QStringLiteral("\"k%1\"").arg(i) + blank() + u':' : QString())
                + randomJson(random, depth - 1);
    return blank() + (object ? u'{' : u'[') + parts.join(u',') + (object ? u'}' : u']') + blank();
}

/// 10 MB of what events hold: objects with texts, numbers and lists.
QString largeJson()
{
    QString text = QStringLiteral("[");
    for (int i = 0; text.size() < 10'000'000; ++i)
        text += QStringLiteral("{\"id\": %1, \"name\": \"machine %1 äöü\", \"on\": true, \"load\": [0.25, 1e3, -7]},\n")
                    .arg(i);
    return text + QStringLiteral("null]");
}

} // namespace

class TestJsonText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takesWhatIsJson_data();
    void takesWhatIsJson();
    void showsThePlaceOfTheFirstError_data();
    void showsThePlaceOfTheFirstError();
    void agreesWithAParser();
    void countsCharacters();
    void findsDuplicateKeys();
    void findsLoneSurrogates();
    void limitsDepth();
    void refusesBrokenUtf8_data();
    void refusesBrokenUtf8();
    void formats();
    void changesNothingButWhiteSpace();
    void refusesToFormatWhatIsBroken();
    void keepsToASizeWhenNestedDeep();
    void isQuick();
    void isLinearInHostileTexts();
};

void TestJsonText::takesWhatIsJson_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"null", " true ", "false", "0", "-0.5e-10", "1E+2", "\"\"", "\"\\u00FC\\/\\b\"", "[]", "{}", "[[],{}]",
          "{\"a\":[1,2,{\"b\":null}],\"\":0}", "\"\x7f\xE2\x80\xA8\"", "[1e999999,99999999999999999999]"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestJsonText::takesWhatIsJson()
{
    QFETCH(QString, text);
    QVERIFY(isGood(text));
    QVERIFY(checkJson(text).oddities.empty());
}

void TestJsonText::showsThePlaceOfTheFirstError_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* text, int offset, int line, const char* word) {
        QTest::newRow(text) << QString::fromUtf8(text) << offset << line << QString::fromUtf8(word);
    };
    row("", 0, 1, "nothing here");
    row(" \n ", 3, 2, "nothing here");
    row("{\"a\" 1}", 5, 1, "colon");
    row("{\"a\":1 \"b\":2}", 7, 1, "comma or }");
    row("[1 2]", 3, 1, "comma or ]");
    row("[1,\n2,\n]", 5, 2, "Remove this comma");
    row("{\"a\":1,}", 6, 1, "Remove this comma");
    row("[1,,2]", 3, 1, "value is missing");
    row("[,1]", 1, 1, "value is missing");
    row("{'a':1}", 1, 1, "double quotes");
    row("{a:1}", 1, 1, "double quotes");
    row("[1,2", 0, 1, "never closed by ]");
    row("[1,", 0, 1, "never closed by ]");
    row("{", 0, 1, "never closed by }");
    row("{\"a\":", 5, 1, "at the end");
    row("[1}", 2, 1, "ends with ]");
    row("{\"a\":1]", 6, 1, "ends with }");
    row("{} x", 3, 1, "complete before");
    row("1 2", 2, 1, "complete before");
    row("'a'", 0, 1, "double quotes");
    row("True", 0, 1, "true, in lower case");
    row("[None]", 1, 1, "\"None\" is no value");
    row("NaN", 0, 1, "no value");
    row("// a\n1", 0, 1, "comments");
    row("01", 0, 1, "start with 0");
    row("-", 1, 1, "digit");
    row("1.", 2, 1, "digit");
    row("1e", 2, 1, "digit");
    row(".5", 0, 1, "value is missing");
    row("+1", 0, 1, "value is missing");
    row("\"abc", 0, 1, "never closed by \"");
    row("[\"abc\n\"]", 1, 1, "line end inside");
    row("\"a\tb\"", 2, 1, "\\t");
    row("\"a\x01\"", 2, 1, "\\u0001");
    row("\"\\x\"", 1, 1, "escape");
    row("\"\\u12g4\"", 1, 1, "hexadecimal");
    row("\"\\u12", 1, 1, "hexadecimal");
    row("\"\\", 1, 1, "escape");
    row("{\n  \"ä\": \"b\"\n  \"c\": 1\n}", 15, 3, "comma or }");
}

void TestJsonText::showsThePlaceOfTheFirstError()
{
    QFETCH(QString, text);
    QFETCH(int, offset);
    QFETCH(QString, word);
    const JsonCheck check = checkJson(text);
    QVERIFY(check.error);
    QCOMPARE(static_cast<int>(check.error->offset), offset);
    QTEST(check.error->line, "line");
    QVERIFY2(check.error->message.contains(word), qPrintable(check.error->message));
    const JsonCheck utf8 = checkJson(QByteArrayView(text.toUtf8()));
    QVERIFY(utf8.error);
    QCOMPARE(utf8.error->message, check.error->message);
    QCOMPARE(utf8.error->column, check.error->column);
    QCOMPARE(utf8.error->offset, text.left(offset).toUtf8().size());
}

void TestJsonText::agreesWithAParser()
{
    QRandomGenerator random(11);
    const QString alphabet = QStringLiteral("{}[]:,\"\\ 01-.eEtrufalsn\nü'");
    static const QRegularExpression kExponent(QStringLiteral("(\\d)[eE][+-]?\\d+"));
    int good = 0;
    for (int round = 0; round < 60'000; ++round) {
        QString text = randomJson(random, 2);
        for (int step = random.bounded(3); step > 0; --step) {
            const auto at = static_cast<qsizetype>(random.bounded(static_cast<quint32>(text.size())));
            text[at] = alphabet[random.bounded(static_cast<int>(alphabet.size()))];
        }
        // Numbers above the range of double and lone surrogates are JSON all the same; the parser refuses those.
        const JsonCheck check = checkJson(text);
        const QByteArray small = QString(text).replace(kExponent, QStringLiteral("\\1e1")).toUtf8();
        const bool parses = Json::accept(small.constData(), small.constData() + small.size());
        const bool hasLone = std::any_of(check.oddities.begin(), check.oddities.end(), [](const JsonRemark& oddity) {
            return oddity.kind == JsonRemark::Kind::LoneSurrogate;
        });
        QVERIFY2(hasLone || isGood(text) == parses, small.constData());
        good += parses ? 1 : 0;
    }
    QVERIFY(good > 10'000);
}

void TestJsonText::countsCharacters()
{
    const QString text = QStringLiteral("{\n \"😀ü\": x}");
    const JsonCheck check = checkJson(text);
    QVERIFY(check.error);
    QCOMPARE(check.error->line, 2);
    QCOMPARE(check.error->column, 8);
    QCOMPARE(checkJson(QByteArrayView(text.toUtf8())).error->column, 8);
}

void TestJsonText::findsDuplicateKeys()
{
    const QString text = QStringLiteral("{\"a\":1,\"b\":{\"a\":2},\n\"\\u0061\":3,\"c\":[{\"x\":1,\"x\":2,\"x\":3}]}");
    for (const JsonCheck& check : {checkJson(text), checkJson(QByteArrayView(text.toUtf8()))}) {
        QVERIFY(!check.error);
        QCOMPARE(check.oddities.size(), std::size_t(3));
        QCOMPARE(check.oddities[0].kind, JsonRemark::Kind::DuplicateKey);
        QCOMPARE(check.oddities[0].offset, text.indexOf(QLatin1String("\"\\u0061")));
        QCOMPARE(check.oddities[0].line, 2);
        QVERIFY(check.oddities[0].message.contains(QLatin1String("\"a\" is already in this object, on line 1")));
        QVERIFY(check.oddities[1].message.contains(QLatin1String("\"x\"")));
    }
    const QString unicode = QStringLiteral("{\"😀ü\":1,\"\\ud83d\\ude00\\u00fc\":2}");
    QCOMPARE(checkJson(unicode).oddities.size(), std::size_t(1));
    QCOMPARE(checkJson(QByteArrayView(unicode.toUtf8())).oddities.size(), std::size_t(1));
    // What was found before an error is still said.
    QCOMPARE(checkJson(u"[{\"a\":1,\"a\":2},").oddities.size(), std::size_t(1));
}

void TestJsonText::findsLoneSurrogates()
{
    for (const char16_t* text : {u"\"\\ud800\"", u"\"\\udc00\"", u"\"\\ud800x\"", u"\"\\ud800\\u0041\"", u"\"x\xD800\"",
                                 u"\"\xDC00\"", u"\"\\ud83d\\ude00\\ud800\""}) {
        const JsonCheck check = checkJson(QStringView(text));
        QVERIFY(!check.error);
        QCOMPARE(check.oddities.size(), std::size_t(1));
        QCOMPARE(check.oddities[0].kind, JsonRemark::Kind::LoneSurrogate);
    }
    QCOMPARE(checkJson(u"\"\\ud800\\ud800\\udc00\\udc00\"").oddities.size(), std::size_t(2));
    QVERIFY(checkJson(u"\"\\ud83d\\ude00 😀\"").oddities.empty());
    QCOMPARE(checkJson(QByteArrayView("\"\\ud800\"")).oddities.front().offset, 1);
}

void TestJsonText::limitsDepth()
{
    const auto nested = [](int depth) { return QString(depth, u'[') + QString(depth, u']'); };
    QVERIFY(isGood(nested(kMaxJsonDepth)));
    const JsonCheck check = checkJson(nested(kMaxJsonDepth + 1));
    QVERIFY(check.error);
    QCOMPARE(static_cast<int>(check.error->offset), kMaxJsonDepth);
    QVERIFY(checkJson(QString(1'000'000, u'[')).error);
    QVERIFY(isGood(QStringLiteral("[") + nested(kMaxJsonDepth - 1) + u',' + nested(kMaxJsonDepth - 1) + u']'));
}

void TestJsonText::refusesBrokenUtf8_data()
{
    QTest::addColumn<QByteArray>("inside");
    QTest::addColumn<bool>("good");
    QTest::newRow("two") << QByteArray("\xC3\xBC") << true;
    QTest::newRow("four") << QByteArray("\xF0\x9F\x98\x80") << true;
    QTest::newRow("last") << QByteArray("\xF4\x8F\xBF\xBF") << true;
    QTest::newRow("latin 1") << QByteArray("\xFC") << false;
    QTest::newRow("alone") << QByteArray("\x80") << false;
    QTest::newRow("overlong") << QByteArray("\xC0\xAF") << false;
    QTest::newRow("overlong three") << QByteArray("\xE0\x80\xAF") << false;
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << false;
    QTest::newRow("too high") << QByteArray("\xF4\x90\x80\x80") << false;
    QTest::newRow("cut") << QByteArray("\xE2\x82") << false;
    QTest::newRow("five bytes") << QByteArray("\xF8\x88\x80\x80\x80") << false;
}

void TestJsonText::refusesBrokenUtf8()
{
    QFETCH(QByteArray, inside);
    QFETCH(bool, good);
    const QByteArray text = '"' + inside + '"';
    const JsonCheck check = checkJson(QByteArrayView(text));
    QCOMPARE(!check.error, good);
    QCOMPARE(Json::accept(text.constData(), text.constData() + text.size()), good);
    QVERIFY(good || check.error->offset == 1);
}

void TestJsonText::formats()
{
    const QString typed = QStringLiteral("{\"b\" :1.10,\"a\":[ ],\n\"c\":{\"d\":[1,\"x , y\"],\"e\":{ } } }");
    QCOMPARE(*formattedJson(typed),
             QStringLiteral("{\n  \"b\": 1.10,\n  \"a\": [],\n  \"c\": {\n    \"d\": [\n      1,\n      \"x , y\"\n    "
                            "],\n    \"e\": {}\n  }\n}"));
    QCOMPARE(*compactJson(typed), QStringLiteral("{\"b\":1.10,\"a\":[],\"c\":{\"d\":[1,\"x , y\"],\"e\":{}}}"));
    QCOMPARE(*compactJson(u" 7 "), QStringLiteral("7"));
}

void TestJsonText::changesNothingButWhiteSpace()
{
    QRandomGenerator random(5);
    for (int round = 0; round < 3'000; ++round) {
        const QString text = randomJson(random, 4);
        const auto pretty = formattedJson(text);
        const auto compact = compactJson(text);
        QVERIFY2(pretty && compact, qPrintable(text));
        QCOMPARE(*compactJson(*pretty), *compact);
        QCOMPARE(*formattedJson(*compact), *pretty);
        if (text.contains(QLatin1String("e+400")))
            continue;
        using Ordered = nlohmann::ordered_json;
        QVERIFY(Ordered::parse(toStd(*pretty)) == Ordered::parse(toStd(text)));
        QCOMPARE(fromStd(Ordered::parse(toStd(text)).dump(2)).count(u'\n'), pretty->count(u'\n'));
    }
}

void TestJsonText::refusesToFormatWhatIsBroken()
{
    const auto laid = formattedJson(u"{\n 'a'}");
    QVERIFY(!laid);
    QVERIFY(laid.error().cameBack.contains(QLatin1String("Line 2, column 2")));
    QVERIFY(!compactJson(u"[").has_value());
}

void TestJsonText::keepsToASizeWhenNestedDeep()
{
    const int depth = kMaxJsonDepth - 1;
    const QString text = QString(depth, u'[') + QStringLiteral("0,").repeated(400'000) + u'0' + QString(depth, u']');
    const auto laid = formattedJson(text);
    QVERIFY(!laid);
    QVERIFY(!laid.error().remedy.isEmpty());
    QCOMPARE(*compactJson(text), text);
}

void TestJsonText::isQuick()
{
    const QString text = largeJson();
    const QByteArray utf8 = text.toUtf8();
    const auto quickest = [](const std::function<bool()>& work) {
        qint64 best = std::numeric_limits<qint64>::max();
        for (int i = 0; i < (kSlowness > 1 ? 1 : 3); ++i) {
            QElapsedTimer timer;
            timer.start();
            if (!work())
                return qint64(-1);
            best = std::min(best, timer.elapsed());
        }
        return best;
    };
    const char* const from = utf8.constData();
    const char* const to = from + utf8.size();
    const qint64 utf16 = quickest([&] { return !checkJson(text).error; });
    const qint64 bytes = quickest([&] { return !checkJson(QByteArrayView(utf8)).error; });
    const qint64 accepted = quickest([&] { return Json::accept(from, to); });
    const qint64 parsed = quickest([&] { return !Json::parse(from, to).empty(); });
    const qint64 formatted = quickest([&] { return formattedJson(text).has_value(); });
    QVERIFY(utf16 >= 0 && bytes >= 0 && accepted >= 0 && parsed >= 0 && formatted >= 0);
    qInfo("10 MB: check UTF-16 %lld ms, UTF-8 %lld ms; parser accepts %lld ms, builds values %lld ms; format %lld ms",
          utf16, bytes, accepted, parsed, formatted);
    QVERIFY2(utf16 < parsed && bytes < parsed, "checking must cost less than building the values");
}

void TestJsonText::isLinearInHostileTexts()
{
    const auto msecs = [](const QString& text) {
        QElapsedTimer timer;
        timer.start();
        checkJson(text);
        return timer.elapsed();
    };
    QString keys = QStringLiteral("{\"a\":1");
    for (int i = 0; i < 200'000; ++i)
        keys += QStringLiteral(",\"k%1\":1").arg(i);
    QVERIFY(msecs(keys + u'}') < 3'000 * kSlowness);
    QVERIFY(msecs(QStringLiteral("{\"a\":1") + QStringLiteral(",\"a\":1").repeated(200'000) + u'}')
            < 3'000 * kSlowness);
    QVERIFY(msecs(QStringLiteral("[") + QStringLiteral("\"\\ud800\",").repeated(200'000) + u'x') < 3'000 * kSlowness);
    QCOMPARE(checkJson(QStringLiteral("{\"a\":1") + QStringLiteral(",\"a\":1").repeated(1000) + u'}').oddities.size(),
             kMaxOddities);
}

QTEST_GUILESS_MAIN(TestJsonText)
#include "tst_jsontext.moc"
