// SPDX-License-Identifier: Apache-2.0
#include "../e2e/neverblocks.h"
#include "ui/forms/jsoneditor.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>

using ui::JsonEditor;

namespace {

void paste(JsonEditor& editor, const QString& text)
{
    QGuiApplication::clipboard()->setText(text);
    editor.paste();
}

void showEditor(JsonEditor& editor)
{
    editor.resize(700, 400);
    editor.show();
    QVERIFY(QTest::qWaitForWindowExposed(&editor));
}

QString manyLines(int count)
{
    return QStringLiteral("[\n")
        + QStringLiteral("  {\"name\": \"web-1\", \"value\": 12345, \"other\": [true, null]},\n").repeated(count)
        + QStringLiteral("  0\n]\n");
}

QColor colourAt(const JsonEditor& editor, int position)
{
    for (const auto& range : editor.document()->firstBlock().layout()->formats()) {
        if (range.start <= position && position < range.start + range.length)
            return range.format.foreground().color();
    }
    return {};
}

} // namespace

class JsonEditorTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pointsAtTheFirstError()
    {
        JsonEditor editor(JsonEditor::Checks::Itself);
        QTest::keyClicks(&editor, QStringLiteral("{"));
        editor.setExactText(QStringLiteral("{\n  \"a\": oops\n}"));
        QVERIFY(editor.problem());
        QVERIFY2(editor.problem()->contains(QLatin1String("Line 2, column 8")), qPrintable(*editor.problem()));
        editor.goToRemark();
        QCOMPARE(editor.textCursor().blockNumber(), 1);
        QCOMPARE(editor.textCursor().positionInBlock(), 7);
        QCOMPARE(editor.extraSelections().size(), 1);
    }

    void isContentWithAnyValueAndWithNothing()
    {
        JsonEditor editor(JsonEditor::Checks::Itself);
        QVERIFY(!editor.problem() && editor.isEmptyText() && editor.json()->is_null());
        editor.setExactText(QStringLiteral(" null "));
        QVERIFY(!editor.problem() && !editor.isEmptyText());
        editor.setExactText(QStringLiteral("[1, {\"a\": \"\\u00e4\"}]"));
        QVERIFY(!editor.problem());
        QVERIFY(*editor.json() == models::Json::parse(R"([1, {"a": "ä"}])"));
    }

    void saysWhatReceiversDoNotKeep()
    {
        JsonEditor editor(JsonEditor::Checks::Itself);
        editor.setExactText(QStringLiteral("{\"a\": 1, \"a\": \"\\ud800\"}"));
        QVERIFY(!editor.problem());
        QCOMPARE(editor.remarks().size(), std::size_t(2));
        QVERIFY(!editor.remarks().front().isError);
        QCOMPARE(editor.remarks().front().position, 9);
    }

    void keepsEveryCharacter()
    {
        JsonEditor editor(JsonEditor::Checks::Itself);
        const QString text = QStringLiteral("\"a\u00a0b\u2028c\"\n\t1");
        editor.setExactText(text);
        QCOMPARE(editor.exactText(), text);
    }

    void formatsAndCompactsInOneStepThatCanBeUndone()
    {
        JsonEditor editor(JsonEditor::Checks::Itself);
        const QString typed = QStringLiteral("{\"b\":1.50,\"a\":[1,2]}");
        QTest::keyClicks(&editor, typed);
        editor.format();
        QVERIFY(editor.blockCount() > 3);
        QVERIFY(editor.exactText().indexOf(u'b') < editor.exactText().indexOf(u'a'));
        QVERIFY(editor.exactText().contains(QLatin1String("1.50")));
        editor.undo();
        QCOMPARE(editor.exactText(), typed);
        editor.redo();
        editor.compact();
        QCOMPARE(editor.exactText().remove(u' '), typed);
        editor.undo();
        QVERIFY(editor.blockCount() > 3);
    }

    void saysWhyItCannotFormat()
    {
        JsonEditor editor(JsonEditor::Checks::Itself);
        QSignalSpy refused(&editor, &JsonEditor::layoutRefused);
        editor.setExactText(QStringLiteral("{\"a\": }"));
        editor.format();
        QCOMPARE(refused.size(), 1);
        QVERIFY(!refused.first().first().toString().isEmpty());
        QCOMPARE(editor.exactText(), QStringLiteral("{\"a\": }"));
    }

    void coloursFollowThePalette()
    {
        JsonEditor editor(JsonEditor::Checks::Itself);
        editor.setExactText(QStringLiteral("{\"key\": \"text\", \"n\": 1}"));
        const QColor key = colourAt(editor, 2);
        const QColor text = colourAt(editor, 9);
        QVERIFY(key.isValid() && text.isValid() && key != text);
        QPalette dark = editor.palette();
        dark.setColor(QPalette::Base, Qt::black);
        editor.setPalette(dark);
        QVERIFY(colourAt(editor, 2).lightness() > key.lightness());
    }

    void takesLongTextsInSlices()
    {
        neverBlocks([&](UiWatchdog& watchdog) {
            JsonEditor editor(JsonEditor::Checks::Itself);
            showEditor(editor);
            const QString text = manyLines(30'000);
            QVERIFY(JsonEditor::fits(text));
            QSignalSpy edited(&editor, &JsonEditor::edited);
            watchdog.forget();
            paste(editor, text);
            QVERIFY(!editor.isWhole());
            QTRY_VERIFY_WITH_TIMEOUT(editor.isWhole(), 60'000);
            QCOMPARE(edited.size(), 1);
            QTRY_VERIFY_WITH_TIMEOUT(!editor.isChecking(), 20'000);
            QVERIFY(editor.exactText() == text);
            watchdog.ended(QStringLiteral("all"));
            editor.undo();
            QVERIFY(editor.isEmptyText());
        });
    }

    void checksLongTextsOffTheUiThread()
    {
        JsonEditor editor(JsonEditor::Checks::Itself);
        editor.setExactText(manyLines(2'000));
        QVERIFY(editor.isChecking());
        QTRY_VERIFY(editor.isWhole() && !editor.isChecking());
        QVERIFY(!editor.problem());
        editor.moveCursor(QTextCursor::End);
        editor.insertPlainText(QStringLiteral("x"));
        QVERIFY(editor.isChecking());
        QTRY_VERIFY(!editor.isChecking());
        QVERIFY(editor.problem());
    }

    void handsOnWhatIsTooLong()
    {
        neverBlocks([&](UiWatchdog& watchdog) {
            JsonEditor editor(JsonEditor::Checks::Itself);
            showEditor(editor);
            paste(editor, QStringLiteral("{}"));
            QSignalSpy tooLong(&editor, &JsonEditor::tooLong);
            const QString hundredMegabytes(100'000'000, u'x');
            watchdog.forget();
            paste(editor, hundredMegabytes);
            QCOMPARE(tooLong.size(), 1);
            QTest::qWait(1);
            watchdog.ended(QStringLiteral("all"));
            QCOMPARE(editor.exactText(), QStringLiteral("{}"));
        });
    }

    void putsOneVeryLongLineOnSeveral()
    {
        neverBlocks([&](UiWatchdog& watchdog) {
            JsonEditor editor(JsonEditor::Checks::Itself);
            showEditor(editor);
            QSignalSpy onLines(&editor, &JsonEditor::pastedOnLines);
            QSignalSpy tooLong(&editor, &JsonEditor::tooLong);
            watchdog.forget();
            paste(editor, u'[' + QStringLiteral("{\"a\":1.0},").repeated(40'000) + QStringLiteral("0]"));
            QTRY_COMPARE(onLines.size(), 1);
            QTRY_VERIFY_WITH_TIMEOUT(editor.isWhole(), 60'000);
            watchdog.ended(QStringLiteral("all"));
            QVERIFY(editor.exactText().contains(QLatin1String("1.0")));
            paste(editor, QString(200'000, u'x'));
            QTRY_COMPARE(tooLong.size(), 1);
        });
    }
};

QTEST_MAIN(JsonEditorTest)
#include "tst_jsoneditor.moc"
