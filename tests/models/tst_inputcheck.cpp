// SPDX-License-Identifier: Apache-2.0
#include "models/inputcheck.h"

#include <QCryptographicHash>
#include <QTest>

using namespace models;
using Verdict = InputCheck::Verdict;

class TestInputCheck final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comparesJsonByValue_data()
    {
        QTest::addColumn<QString>("sent");
        QTest::addColumn<QString>("received");
        QTest::addColumn<bool>("same");
        QTest::addColumn<QString>("place");
        QTest::addRow("other order and blanks") << R"({"a": 1, "b": [2]})"
                                                << R"({"b":[2],"a":1})" << true << "";
        QTest::addRow("a value") << R"({"a": {"b": [1, 2]}})"
                                 << R"({"a": {"b": [1, 3]}})" << false << "/a/b/1";
        QTest::addRow("lost member") << R"({"a": 1, "b": 2})"
                                     << R"({"a": 1})" << false << "/b";
        QTest::addRow("new member") << R"({"a": 1})"
                                    << R"({"a": 1, "x/y": 2})" << false << "/x~1y";
        QTest::addRow("longer list") << "[1]"
                                     << "[1, 2]" << false << "/1";
        QTest::addRow("shorter list") << "[1, 2]"
                                      << "[1]" << false << "/1";
        QTest::addRow("other type") << "1"
                                    << "\"1\"" << false << "";
        QTest::addRow("nothing sent") << "  "
                                      << "null" << true << "";
        QTest::addRow("something came of nothing") << ""
                                                   << "{}" << false << "";
    }
    void comparesJsonByValue()
    {
        QFETCH(QString, sent);
        QFETCH(QString, received);
        QFETCH(bool, same);
        QFETCH(QString, place);
        EventDraft draft;
        draft.json = sent;
        const InputCheck check = checkInput(draft, *parseJson(received.toUtf8()));
        QCOMPARE(check.verdict, same ? Verdict::Same : Verdict::Differs);
        QCOMPARE(check.place, place);
    }

    void comparesTextByCharacter()
    {
        EventDraft draft;
        draft.mode = DataMode::Text;
        draft.text = QStringLiteral("grüße\n");
        QCOMPARE(checkInput(draft, Json("grüße\n")).verdict, Verdict::Same);
        const InputCheck check = checkInput(draft, Json("grüsse\n"));
        QCOMPARE(check.verdict, Verdict::Differs);
        QVERIFY(check.place.contains(QLatin1Char('4')));
        QVERIFY(check.received.startsWith(QStringLiteral("\"sse")));
        QCOMPARE(checkInput(draft, Json(5)).verdict, Verdict::Differs);
    }

    void comparesFilesByTheirHash()
    {
        const QByteArray bytes("\0\1\2\xff", 4);
        EventDraft draft;
        draft.mode = DataMode::File;
        draft.file = FileReference{QStringLiteral("/x"), 4, 0, {}, QStringLiteral("application/octet-stream"), false};
        QCOMPARE(checkInput(draft, Json("AAEC/w==")).verdict, Verdict::Unknown);
        draft.file->sha256 = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
        QCOMPARE(checkInput(draft, Json("AAEC/w==")).verdict, Verdict::Same);
        QCOMPARE(checkInput(draft, Json("AAEC/g==")).verdict, Verdict::Differs);
        QCOMPARE(checkInput(draft, Json("no base64!")).verdict, Verdict::Differs);
        QCOMPARE(checkInput(draft, Json()).verdict, Verdict::Differs);
        draft.file->isText = true;
        draft.file->sha256 = QCryptographicHash::hash("text", QCryptographicHash::Sha256).toHex();
        QCOMPARE(checkInput(draft, Json("text")).verdict, Verdict::Same);
        QCOMPARE(checkInput(draft, Json("texT")).verdict, Verdict::Differs);
    }
};

QTEST_APPLESS_MAIN(TestInputCheck)
#include "tst_inputcheck.moc"
