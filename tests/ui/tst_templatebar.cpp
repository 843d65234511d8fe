// SPDX-License-Identifier: Apache-2.0
#include "ui/events/templatebar.h"
#include "ui/events/templatedialog.h"
#include "uiworld.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>

using client::TemplateFolder;
using models::EventTemplate;

class TestTemplateBar final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<TemplateFolder> m_folder;
    std::unique_ptr<ui::TemplateBar> m_bar;
    models::EventDraft m_draft;

    QString path() const { return m_home->filePath(QStringLiteral("templates")); }

    void write(const QString& file, const QByteArray& content) const
    {
        QDir().mkpath(path());
        QFile out(path() + QLatin1Char('/') + file);
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("no file");
    }
    QByteArray read(const QString& file) const
    {
        QFile in(path() + QLatin1Char('/') + file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

    void begin()
    {
        m_folder = std::make_unique<TemplateFolder>(path());
        m_bar = std::make_unique<ui::TemplateBar>(*m_folder, [this] { return m_draft; });
        m_bar->resize(800, 90);
        m_bar->show();
        QTRY_VERIFY(m_folder->isLoaded());
    }

    void choose(const char* action)
    {
        QMenu* menu = part<QPushButton>(*m_bar, "event.templates.menu")->menu();
        menu->popup(m_bar->mapToGlobal(QPoint()));
        part<QAction>(*menu, action)->trigger();
        menu->close();
    }

    ui::TemplateDialog* dialog() const { return m_bar->findChild<ui::TemplateDialog*>(); }
    QPushButton* saveButton() const { return dialog()->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save); }
    QToolButton* pinned(const char* name) const
    {
        return m_bar->findChild<QToolButton*>(QStringLiteral("event.templates.pinned.") + QLatin1String(name));
    }
    void fill(const QString& name)
    {
        auto* edit = part<QLineEdit>(*dialog(), "event.template.name");
        edit->clear();
        QTest::keyClicks(edit, name);
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_draft = {};
        m_draft.eventType = QStringLiteral("vm.on");
    }
    void cleanup()
    {
        m_bar.reset();
        m_folder.reset();
        m_home.reset();
    }

    void savesTheDraftAsAFileWithAButton()
    {
        begin();
        choose("event.templates.save");
        QVERIFY(!saveButton()->isEnabled());
        fill(QStringLiteral("Power on"));
        part<QLineEdit>(*dialog(), "event.template.description")->setText(QStringLiteral("for the test"));
        UiWorld::picture(*dialog(), QStringLiteral("template-dialog"));
        QTest::mouseClick(saveButton(), Qt::LeftButton);
        QTRY_VERIFY(pinned("Power on"));
        QTRY_VERIFY(!dialog());
        QVERIFY(read(QStringLiteral("Power on.yaml")).contains("vm.on"));
        QVERIFY(pinned("Power on")->toolTip().contains(QLatin1String("for the test")));
    }

    void usesATemplateByButtonAndByMenu()
    {
        write(QStringLiteral("a.yaml"), "name: A & B\npinned: true\neventType: vm.off\n");
        write(QStringLiteral("b.yaml"), "name: Plain\neventType: vm.gone\n");
        begin();
        QSignalSpy chosen(m_bar.get(), &ui::TemplateBar::chosen);
        QTRY_VERIFY(pinned("A & B"));
        QVERIFY(!pinned("Plain"));
        QTest::mouseClick(pinned("A & B"), Qt::LeftButton);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.last().first().value<EventTemplate>().draft.eventType, QStringLiteral("vm.off"));
        choose("event.templates.use.Plain");
        QCOMPARE(chosen.last().first().value<EventTemplate>().draft.eventType, QStringLiteral("vm.gone"));
        UiWorld::picture(*m_bar, QStringLiteral("templates"));
    }

    void updatesWithTheDraft()
    {
        write(QStringLiteral("a.yaml"), "name: A\ndescription: kept\neventType: vm.off\n");
        begin();
        choose("event.templates.update.A");
        QTRY_VERIFY(read(QStringLiteral("a.yaml")).contains("vm.on"));
        QVERIFY(read(QStringLiteral("a.yaml")).contains("kept"));
    }

    void renamesAndPins()
    {
        write(QStringLiteral("A.yaml"), "name: A\neventType: vm.off\n");
        write(QStringLiteral("Taken.yaml"), "name: Taken\neventType: vm.off\n");
        begin();
        choose("event.templates.rename.A");
        fill(QStringLiteral("Taken"));
        QTest::mouseClick(saveButton(), Qt::LeftButton);
        auto* problem = part<QLabel>(*dialog(), "event.template.problem");
        QTRY_VERIFY(problem->text().contains(QLatin1String("Another template has that name")));
        fill(QStringLiteral("B"));
        part<QCheckBox>(*dialog(), "event.template.pinned")->setChecked(true);
        QTest::mouseClick(saveButton(), Qt::LeftButton);
        QTRY_VERIFY(pinned("B"));
        QVERIFY(read(QStringLiteral("A.yaml")).isEmpty());
        QVERIFY(read(QStringLiteral("B.yaml")).contains("vm.off"));
    }

    void deletesOnlyAfterAYes()
    {
        write(QStringLiteral("A.yaml"), "name: A\npinned: true\neventType: vm.off\n");
        begin();
        QTRY_VERIFY(pinned("A"));
        choose("event.templates.delete.A");
        auto* box = part<QMessageBox>(*m_bar, "event.templates.question");
        QVERIFY(!read(QStringLiteral("A.yaml")).isEmpty());
        for (QAbstractButton* button : box->buttons()) {
            if (box->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QTRY_VERIFY(!pinned("A"));
        QVERIFY(read(QStringLiteral("A.yaml")).isEmpty());
    }

    void reportsABrokenFileAndLeavesItAlone()
    {
        const QByteArray broken = "name: Broken\neventType: vm.on\nevenTime: oops\n";
        write(QStringLiteral("broken.yaml"), broken);
        write(QStringLiteral("good.yaml"), "name: Good\npinned: true\neventType: vm.off\n");
        begin();
        auto* label = part<QLabel>(*m_bar, "event.templates.broken");
        QTRY_VERIFY(label->text().contains(QLatin1String("broken.yaml")));
        QVERIFY2(label->text().contains(QLatin1String("line 3")), qPrintable(label->text()));
        QVERIFY(pinned("Good"));
        UiWorld::picture(*m_bar, QStringLiteral("templates-broken"));
        QCOMPARE(read(QStringLiteral("broken.yaml")), broken);
        write(QStringLiteral("broken.yaml"), "name: Mended\neventType: vm.on\n");
        QTRY_VERIFY(!label->isVisible());
    }
};

QTEST_MAIN(TestTemplateBar)
#include "tst_templatebar.moc"
