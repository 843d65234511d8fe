// SPDX-License-Identifier: Apache-2.0
#include "localwindow.h"
#include "tests/ui/parts.h"
#include "ui/yaml/exportdialog.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QFileDialog>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QShortcut>
#include <QStandardPaths>
#include <QTemporaryDir>

using models::Kind;

/// Import and export through the widgets, on a real dispatch-local.
class ImportTest final : public QObject
{
    Q_OBJECT

    /// As somebody who pastes.
    void paste(ui::ImportWindow& window, const char* text)
    {
        part<QPushButton>(window, "import.paste")->click();
        auto* dialog = part<QDialog>(window, "dialog.import.paste");
        part<QPlainTextEdit>(*dialog, "import.text")->setPlainText(QString::fromUtf8(text));
        part<QPushButton>(*dialog, "import.text.ok")->click();
        QTRY_VERIFY(!part<QPushButton>(window, "import.cancel")->isEnabled());
    }

    static QString cell(ui::ImportWindow& window, int row, int column)
    {
        return part<QTableView>(window, "import.plan")->model()->index(row, column).data().toString();
    }

    static bool isShown(ui::ImportWindow& window, const char* name) { return part<QWidget>(window, name)->isVisible(); }

    static void picture(QWidget& widget, const char* name)
    {
        const QString folder = qEnvironmentVariable("DISPATCH_PICTURES");
        if (folder.isEmpty())
            return;
        QTest::qWait(100);
        widget.grab().save(folder + u'/' + QLatin1String(name) + QStringLiteral(".png"));
    }

    std::unique_ptr<LocalWindow> m_at;

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init()
    {
        m_at = std::make_unique<LocalWindow>();
        QVERIFY(m_at->isLive());
    }

    void cleanup() { m_at.reset(); }

    void plansAppliesAndTakesBack()
    {
        ui::ImportWindow& window = m_at->openImport();
        QVERIFY(isShown(window, "import.words"));
        auto* plan = part<QTableView>(window, "import.plan");
        const QAbstractItemModelTester tester(plan->model());
        paste(window,
              "kind: Driver\nname: nightly\ntype: clock\nconfig:\n- key: seconds\n  value: 2\n---\n"
              "kind: DriverType\nname: clock\nimage: dispatchframework/ticker:0.0.2\n---\n"
              "kind: API\nname: door\nfunction: f\n");
        QTRY_COMPARE(plan->model()->rowCount(), 3);
        picture(window, "import-plan");
        QCOMPARE(cell(window, 0, 2), QStringLiteral("clock"));
        QVERIFY(cell(window, 1, 0).contains(QLatin1String("create")));
        QVERIFY(cell(window, 2, 0).contains(QLatin1String("blocked")));
        QVERIFY(part<QPlainTextEdit>(window, "import.document")->toPlainText().contains(QLatin1String("ticker:0.0.2")));
        QVERIFY(m_at->workspace()->session().watch().resources(Kind::Driver).empty());

        // What something needs goes with it.
        plan->model()->setData(plan->model()->index(0, 0), Qt::Unchecked, Qt::CheckStateRole);
        QCOMPARE(plan->model()->index(1, 0).data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Unchecked);
        QVERIFY(!part<QPushButton>(window, "import.apply")->isEnabled());
        plan->model()->setData(plan->model()->index(1, 0), Qt::Checked, Qt::CheckStateRole);
        QCOMPARE(plan->model()->index(0, 0).data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Checked);

        auto* now = window.findChild<QShortcut*>();
        QCOMPARE(now->key(), QKeySequence(Qt::CTRL | Qt::Key_Return));
        Q_EMIT now->activated();
        QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>(window, "import.rollback")->isEnabled(), 30'000);
        picture(window, "import-done");
        QVERIFY(cell(window, 1, 4).contains(QLatin1String("done")));
        QTRY_COMPARE_WITH_TIMEOUT(m_at->shownState(Kind::Driver, QStringLiteral("nightly")), QStringLiteral("READY"),
                                  30'000);
        QVERIFY(visibleMessages(m_at->window).join(u' ').contains(QLatin1String("2 changes")));

        part<QPushButton>(window, "import.report")->click();
        auto* place = part<QFileDialog>(window, "dialog.import.report");
        const QString path = m_at->folder.filePath(QStringLiteral("report.txt"));
        Q_EMIT place->fileSelected(path);
        place->close();
        QTRY_VERIFY_WITH_TIMEOUT(visibleMessages(window).join(u' ').contains(QLatin1String("report.txt")), 10'000);
        QFile report(path);
        QVERIFY(report.open(QIODevice::ReadOnly));
        const QByteArray lines = report.readAll();
        QVERIFY2(lines.contains("nightly") && lines.contains("clock") && lines.contains("done"), lines.constData());

        part<QPushButton>(window, "import.rollback")->click();
        QTRY_VERIFY_WITH_TIMEOUT(cell(window, 0, 4).contains(QLatin1String("rolled back")), 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(m_at->workspace()->session().watch().resources(Kind::Driver).empty(), 30'000);
    }

    void showsBothSidesOfAChangeAndNoSecret()
    {
        ui::ImportWindow& window = m_at->openImport();
        paste(window, "kind: Secret\nname: key\nsecrets: {password: hunter2, same: x}\n");
        QTRY_COMPARE(part<QTableView>(window, "import.plan")->model()->rowCount(), 1);
        QVERIFY(!part<QPlainTextEdit>(window, "import.document")->toPlainText().contains(QLatin1String("hunter2")));
        part<QPushButton>(window, "import.apply")->click();
        QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>(window, "import.rollback")->isEnabled(), 30'000);
        paste(window, "kind: Secret\nname: key\nsecrets: {password: hunter3, same: x}\n");
        QTRY_VERIFY(cell(window, 0, 0).contains(QLatin1String("change")));
        auto* sides = part<QTableView>(window, "import.differences");
        QTRY_VERIFY(sides->isVisible());
        picture(window, "import-secret");
        QCOMPARE(sides->model()->rowCount(), 1);
        QCOMPARE(sides->model()->index(0, 0).data().toString(), QStringLiteral("secrets.password"));
        for (int column = 1; column < 3; ++column)
            QVERIFY(!sides->model()->index(0, column).data().toString().contains(QLatin1String("hunter")));
    }

    void complainsWithThePlace()
    {
        ui::ImportWindow& window = m_at->openImport();
        paste(window, "kind: Subscription\nname: ok\neventType: a.b\nfunction: f\n---\nkind: Drivre\nname: x\n");
        QTRY_VERIFY(isShown(window, "import.complaints"));
        picture(window, "import-complaint");
        QVERIFY(part<QPlainTextEdit>(window, "import.complaints")->toPlainText().contains(QLatin1String(":6:7:")));
        QCOMPARE(part<QTableView>(window, "import.plan")->model()->rowCount(), 1);
    }

    void importsAFolderAndExportsASelection()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("type.yaml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "kind: DriverType\nname: clock\nimage: ticker:1\n---\nkind: DriverType\nname: other\nimage: ticker:1\n");
        file.close();
        ui::ImportWindow& window = m_at->openImport();
        window.importPaths({folder.path()});
        QTRY_COMPARE(part<QTableView>(window, "import.plan")->model()->rowCount(), 2);
        part<QPushButton>(window, "import.apply")->click();
        QTRY_COMPARE_WITH_TIMEOUT(m_at->table(Kind::DriverType)->model()->rowCount(), 2, 30'000);

        m_at->workspace()->tabs().setCurrentIndex(0);
        m_at->table(Kind::DriverType)->selectRow(0);
        m_at->part<QAction>(QStringLiteral("action.export"))->trigger();
        auto* dialog = m_at->part<ui::ExportDialog>(QStringLiteral("dialog.export"));
        picture(*dialog, "export");
        QVERIFY(part<QRadioButton>(*dialog, "export.selection")->isChecked());
        part<QPushButton>(*dialog, "export.save")->click();
        auto* place = part<QFileDialog>(*dialog, "dialog.export.place");
        const QString path = folder.filePath(QStringLiteral("out.yaml"));
        Q_EMIT place->fileSelected(path);
        place->close();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), 10'000);
        QFile out(path);
        QVERIFY(out.open(QIODevice::ReadOnly));
        QCOMPARE(out.readAll(), QByteArray("kind: DriverType\nname: clock\nimage: ticker:1\n"));
        QTRY_VERIFY(visibleMessages(m_at->window).join(u' ').contains(QLatin1String("Exported to")));
    }

    void takesBackTheLatestImportWithUndo()
    {
        ui::ImportWindow& window = m_at->openImport();
        paste(window, "kind: DriverType\nname: clock\nimage: ticker:1\n---\nkind: DriverType\nname: other\nimage: b\n");
        QTRY_COMPARE(part<QTableView>(window, "import.plan")->model()->rowCount(), 2);
        part<QPushButton>(window, "import.apply")->click();
        QTRY_COMPARE_WITH_TIMEOUT(m_at->table(Kind::DriverType)->model()->rowCount(), 2, 30'000);
        m_at->part<QAction>(QStringLiteral("action.undo"))->trigger();
        QTRY_VERIFY(m_at->window.findChild<QDialog*>(QStringLiteral("dialog.undo")));
        auto* dialog = m_at->part<QDialog>(QStringLiteral("dialog.undo"));
        picture(*dialog, "undo");
        QVERIFY(part<QPushButton>(*dialog, "undo.cancel")->isDefault());
        QCOMPARE(part<QTableView>(*dialog, "undo.items")->model()->rowCount(), 2);
        QVERIFY(part<QTableView>(*dialog, "undo.differences")->model()->rowCount() > 0);
        part<QPushButton>(*dialog, "undo.start")->click();
        QTRY_COMPARE_WITH_TIMEOUT(m_at->table(Kind::DriverType)->model()->rowCount(), 0, 30'000);
        QVERIFY(visibleMessages(m_at->window).join(u' ').contains(QLatin1String("2 changes")));
        QTRY_VERIFY(!m_at->window.findChild<QDialog*>(QStringLiteral("dialog.undo")));
        m_at->part<QAction>(QStringLiteral("action.undo"))->trigger();
        QTRY_VERIFY(visibleMessages(m_at->window).join(u' ').contains(QLatin1String("nothing to undo")));
    }

    void nameEveryControl()
    {
        ui::ImportWindow& window = m_at->openImport();
        for (const QWidget* widget : window.findChildren<QWidget*>()) {
            const bool takesFocus = widget->focusPolicy() & Qt::TabFocus;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            if (takesFocus && widget->isVisible() && !(button && !button->text().isEmpty()))
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }
};

QTEST_MAIN(ImportTest)
#include "tst_import.moc"
