// SPDX-License-Identifier: Apache-2.0
#include "../e2e/neverblocks.h"
#include "ownsettings.h"
#include "ui/events/composerform.h"
#include "ui/forms/jsoneditor.h"
#include "ui/messagebar.h"
#include "uiworld.h"

#include <QApplication>
#include <QClipboard>
#include <QCompleter>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QToolButton>

using models::DataMode;
using models::Kind;

class ComposerFormTest final : public QObject
{
    Q_OBJECT

private:
    OwnSettings m_settings;
    std::unique_ptr<UiWorld> m_world;
    std::unique_ptr<ui::ComposerForm> m_form;

    const models::EventDraft& draft() const { return m_form->draft(); }
    QString keepFolder() const { return m_world->folder.filePath(QStringLiteral("pasted")); }
    QString said(const char* objectName) { return part<QLabel>(*m_form, objectName)->text(); }

    void type(const char* objectName, const QString& text)
    {
        auto* edit = part<QLineEdit>(*m_form, objectName);
        edit->selectAll();
        QTest::keyClicks(edit, text);
        if (text.isEmpty())
            QTest::keyClick(edit, Qt::Key_Delete);
    }

    void openRareAttributes() { part<QToolButton>(*m_form, "form.more")->setChecked(true); }

    /// As dragging does: who takes it in is found by the question where it enters.
    static void drop(QWidget* target, const QMimeData& data)
    {
        const QPoint middle = target->rect().center();
        QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &event);
        QVERIFY(event.isAccepted());
    }

private Q_SLOTS:
    void init()
    {
        m_world = std::make_unique<UiWorld>();
        m_world->server.put(
            Kind::Subscription,
            {{"name", "sub"}, {"eventType", "vm.powered.on"}, {"function", "hello"}, {"status", "READY"}});
        m_world->start();
        m_form = std::make_unique<ui::ComposerForm>(*m_world->session, m_world->catalogue, keepFolder());
        m_form->resize(700, 700);
        m_form->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_form.get()));
    }
    void cleanup()
    {
        m_form.reset();
        m_world.reset();
    }

    void startsWithTheDefaultsAndBlamesNobody()
    {
        QVERIFY(draft() == models::EventDraft());
        QCOMPARE(part<QLineEdit>(*m_form, "event.source")->text(), QStringLiteral("dispatch"));
        QVERIFY(said("event.type.message").isEmpty());
        QVERIFY(m_form->obstacle() && m_form->obstacle()->startsWith(QLatin1String("Event type")));
        UiWorld::picture(*m_form, QStringLiteral("composer-empty"));
    }

    void judgesAttributesWhileTyping_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QString>("wrong");
        QTest::addColumn<QString>("right");
        QTest::newRow("type") << QByteArray("event.type") << QStringLiteral("no blanks") << QStringLiteral("a.b");
        QTest::newRow("source") << QByteArray("event.source") << QString() << QStringLiteral("me");
        QTest::newRow("time") << QByteArray("event.time") << QStringLiteral("noon")
                              << QStringLiteral("2018-09-12T10:11:12Z");
        QTest::newRow("schema") << QByteArray("event.schemaUrl") << QStringLiteral("no blanks")
                                << QStringLiteral("https://example.com/s.json");
        QTest::newRow("variable") << QByteArray("event.id") << QStringLiteral("{{uid}}") << QStringLiteral("{{uuid}}");
    }
    void judgesAttributesWhileTyping()
    {
        QFETCH(QByteArray, field);
        QFETCH(QString, wrong);
        QFETCH(QString, right);
        openRareAttributes();
        type("event.type", QStringLiteral("vm.on"));
        QVERIFY(!m_form->obstacle());
        type(field.constData(), wrong);
        const QString message = said((field + ".message").constData());
        QVERIFY2(message.startsWith(QStringLiteral("\u2716 ")), qPrintable(message));
        QVERIFY(m_form->obstacle());
        type(field.constData(), right);
        QVERIFY(said((field + ".message").constData()).isEmpty());
        QVERIFY(!m_form->obstacle());
    }

    void emptyFieldsSayWhatTheyMean()
    {
        auto* contentType = part<QLineEdit>(*m_form, "event.contentType");
        QTest::keyClicks(part<ui::JsonEditor>(*m_form, "event.data"), QStringLiteral("1"));
        QCOMPARE(contentType->placeholderText(), QStringLiteral("application/json"));
        part<QToolButton>(*m_form, "event.mode.text")->click();
        QTest::keyClicks(part<ui::LimitedTextEdit>(*m_form, "event.text"), QStringLiteral("x"));
        QCOMPARE(contentType->placeholderText(), QStringLiteral("text/plain; charset=utf-8"));
        type("event.contentType", QStringLiteral("application/json"));
        QVERIFY(said("event.contentType.message").startsWith(QStringLiteral("\u26A0 ")));
    }

    void completesEventTypes()
    {
        m_form->setHistoryTypes({QStringLiteral("sent.before")});
        QCompleter* completer = part<QLineEdit>(*m_form, "event.type")->completer();
        for (const char* known : {"vm.powered.on", "sent.before", "cron.trigger"}) {
            completer->setCompletionPrefix(QString::fromLatin1(known));
            QVERIFY2(completer->completionCount() > 0, known);
        }
    }

    void writesExtensionsByKeyboard()
    {
        openRareAttributes();
        QTest::keyClicks(part<QLineEdit>(*m_form, "event.extension.name.0"), QStringLiteral("trace"));
        QTest::keyClicks(part<QLineEdit>(*m_form, "event.extension.value.0"), QStringLiteral("[1"));
        QVERIFY(said("event.extension.message.0").startsWith(QStringLiteral("\u2716 ")));
        QTest::keyClicks(part<QLineEdit>(*m_form, "event.extension.value.0"), QStringLiteral("]"));
        QVERIFY(said("event.extension.message.0").isEmpty());
        auto* second = part<QLineEdit>(*m_form, "event.extension.name.1");
        QTRY_VERIFY(second->isVisible());
        QTest::keyClick(part<QLineEdit>(*m_form, "event.extension.value.0"), Qt::Key_Return);
        QCOMPARE(QApplication::focusWidget(), second);
        QTest::keyClicks(second, QStringLiteral("trace"));
        QTest::keyClicks(part<QLineEdit>(*m_form, "event.extension.value.1"), QStringLiteral("true"));
        QVERIFY(said("event.extension.message.1").startsWith(QStringLiteral("\u2716 ")));
        QCOMPARE(draft().extensions.size(), std::size_t(2));
        QTest::keyClick(part<QToolButton>(*m_form, "event.extension.remove.0"), Qt::Key_Space);
        QCOMPARE(draft().extensions,
                 (std::vector<models::ExtensionRow>{{QStringLiteral("trace"), QStringLiteral("true")}}));
        QVERIFY(said("event.extension.message.0").isEmpty());
    }

    void keepsWhatWasTypedForEachMode()
    {
        QTest::keyClicks(part<ui::JsonEditor>(*m_form, "event.data"), QStringLiteral("[1]"));
        auto* json = part<QToolButton>(*m_form, "event.mode.json");
        json->setFocus();
        QTest::keyClick(json, Qt::Key_Right);
        QCOMPARE(draft().mode, DataMode::Text);
        QTest::keyClicks(part<ui::LimitedTextEdit>(*m_form, "event.text"), QStringLiteral("words"));
        QTest::keyClick(part<QToolButton>(*m_form, "event.mode.text"), Qt::Key_Right);
        QCOMPARE(draft().mode, DataMode::File);
        json->click();
        QCOMPARE(draft().mode, DataMode::JsonText);
        QCOMPARE(draft().json, QStringLiteral("[1]"));
        QCOMPARE(draft().text, QStringLiteral("words"));
    }

    void marksWrongDataWhereItWasTyped()
    {
        type("event.type", QStringLiteral("vm.on"));
        auto* data = part<ui::JsonEditor>(*m_form, "event.data");
        data->setPlainText(QStringLiteral("{\"n\": {{seq}},\n \"id\": \"{{uuid}}\", \"x\": oops}"));
        QVERIFY2(said("event.data.message").contains(QLatin1String("Line 2, column 25")),
                 qPrintable(said("event.data.message")));
        part<QToolButton>(*m_form, "event.data.goTo")->click();
        QCOMPARE(data->textCursor().positionInBlock(), 24);
        QCOMPARE(QApplication::focusWidget(), data);
        UiWorld::picture(*m_form, QStringLiteral("composer-wrong"));
        data->setPlainText(QStringLiteral("{\"n\": {{seq}}}"));
        QVERIFY(!m_form->obstacle());
        QVERIFY(m_form->judgement().resolved.draft.json == QLatin1String("{\"n\": 1}"));
        data->setPlainText(QStringLiteral("{\"n\": {{sq}}}"));
        QVERIFY(said("event.data.message").contains(QLatin1String("Line 1, column 7")));
        QVERIFY(m_form->obstacle());
    }

    void judgesLongDataOffTheUiThread()
    {
        type("event.type", QStringLiteral("vm.on"));
        models::EventDraft long_ = draft();
        long_.json = u'[' + QStringLiteral("1,\n").repeated(50'000) + u'x';
        m_form->setDraft(long_);
        QVERIFY(m_form->isJudging() && m_form->obstacle());
        QTRY_VERIFY_WITH_TIMEOUT(!m_form->isJudging(), 20'000);
        QTRY_VERIFY(said("event.data.message").contains(QLatin1String("Line 50001")));
        QVERIFY(m_form->draft() == long_);
    }

    void putsAVariableIntoTheFieldWithTheCursor()
    {
        auto* source = part<QLineEdit>(*m_form, "event.source");
        source->setFocus();
        source->clear();
        QMenu* menu = part<QToolButton>(*m_form, "event.variables")->menu();
        menu->actions().first()->trigger();
        QCOMPARE(source->text(), menu->actions().first()->data().toString());
        QVERIFY(source->text().startsWith(QLatin1String("{{")));
        QCOMPARE(draft().source, source->text());
    }

    void takesAFileDroppedAnywhereOnTheData()
    {
        const QString path = m_world->folder.filePath(QStringLiteral("note.txt"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("hello") == 5);
        file.close();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        drop(part<ui::JsonEditor>(*m_form, "event.data")->viewport(), data);
        QCOMPARE(draft().mode, DataMode::File);
        QTRY_VERIFY(draft().file && draft().file->isKnown());
        QCOMPARE(draft().file->path, path);
        UiWorld::picture(*m_form, QStringLiteral("composer-file"));
    }

    void keepsAHugePasteAsAFile()
    {
        neverBlocks([&](UiWatchdog& watchdog) {
            cleanup();
            init();
            type("event.type", QStringLiteral("vm.on"));
            auto* data = part<ui::JsonEditor>(*m_form, "event.data");
            QTest::keyClicks(data, QStringLiteral("[1]"));
            QMimeData huge;
            huge.setText(QString(100'000'000, u'x'));
            watchdog.forget();
            drop(data->viewport(), huge);
            QTRY_VERIFY_WITH_TIMEOUT(draft().file && draft().file->isKnown(), 60'000);
            watchdog.ended(QStringLiteral("all"));
            QCOMPARE(draft().mode, DataMode::File);
            QCOMPARE(draft().file->size, 100'000'000);
            QVERIFY(draft().file->path.startsWith(keepFolder()));
            QVERIFY(!QFile::permissions(draft().file->path).testAnyFlags(QFile::ReadGroup | QFile::ReadOther));
            QVERIFY(!said("event.file.note").isEmpty());
            QCOMPARE(draft().json, QStringLiteral("[1]"));
            part<QToolButton>(*m_form, "event.mode.json")->click();
            QCOMPARE(data->exactText(), QStringLiteral("[1]"));
        });
    }

    void saysWhenAHugePasteCannotBeKept()
    {
        QFile inTheWay(keepFolder());
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        QMimeData huge;
        huge.setText(QString(3'000'000, u'x'));
        drop(part<ui::JsonEditor>(*m_form, "event.data")->viewport(), huge);
        auto* bar = m_form->findChild<ui::MessageBar*>();
        QTRY_VERIFY(bar->showsFailure());
        QCOMPARE(draft().mode, DataMode::JsonText);
    }

    void showsADraftAsItIs()
    {
        models::EventDraft other;
        other.eventType = QStringLiteral("a.b");
        other.eventTime = QStringLiteral("{{now}}");
        other.extensions = {{QStringLiteral("x"), QStringLiteral("1")}, {QStringLiteral("x"), QStringLiteral("2")}};
        other.mode = DataMode::Text;
        other.json = QStringLiteral("{");
        other.text = QStringLiteral("a\u00a0b\r\nc");
        QSignalSpy changed(m_form.get(), &ui::ComposerForm::draftChanged);
        m_form->setDraft(other);
        QCOMPARE(changed.size(), 1);
        QVERIFY(draft() == other);
        QVERIFY(part<QLineEdit>(*m_form, "event.time")->isVisible());
        QVERIFY(part<ui::LimitedTextEdit>(*m_form, "event.text")->isVisible());
        QVERIFY(said("event.extension.message.1").startsWith(QStringLiteral("\u2716 ")));
        UiWorld::picture(*m_form, QStringLiteral("composer-full"));
    }
};

QTEST_MAIN(ComposerFormTest)
#include "tst_composerform.moc"
