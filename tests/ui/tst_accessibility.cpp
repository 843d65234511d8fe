// SPDX-License-Identifier: Apache-2.0
#include "ownconnections.h"
#include "ownsettings.h"
#include "ui/cluster/clusterdesk.h"
#include "ui/cluster/createdialog.h"
#include "ui/connections/connectiondesk.h"
#include "ui/forms/deletedialog.h"
#include "ui/mainwindow.h"
#include "ui/tour/tourcaption.h"
#include "uiworld.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTextEdit>
#include <QToolButton>

class AccessibilityTest final : public QObject
{
    Q_OBJECT

private:
    OwnSettings m_settings;
    QTemporaryDir m_folder;
    client::LocalServer m_local{m_folder.path(), QStringLiteral("/nonexistent/dispatch-local")};
    client::Journal m_journal{m_folder.path()};
    OwnConnections m_connections;

    static bool isInteractive(const QWidget* widget)
    {
        return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QLineEdit*>(widget)
            || qobject_cast<const QComboBox*>(widget) || qobject_cast<const QAbstractItemView*>(widget)
            || qobject_cast<const QPlainTextEdit*>(widget) || qobject_cast<const QTextEdit*>(widget)
            || qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QTabWidget*>(widget);
    }

    /// Parts that Qt makes inside a control speak with the name of the control.
    static bool isInnerPart(const QWidget* widget)
    {
        if (widget->objectName().startsWith(QLatin1String("qt_")) || widget->inherits("QTabBar")
            || widget->inherits("QHeaderView"))
            return true;
        const QWidget* parent = widget->parentWidget();
        while (parent && !parent->isWindow()) {
            if (qobject_cast<const QComboBox*>(parent) || qobject_cast<const QAbstractSpinBox*>(parent)
                || qobject_cast<const QLineEdit*>(parent) || qobject_cast<const QAbstractItemView*>(parent)
                || parent->inherits("QTabBar"))
                return true;
            parent = parent->parentWidget();
        }
        return parent && parent->inherits("QComboBoxPrivateContainer");
    }

    static QStringList namelessIn(QWidget& root)
    {
        QStringList nameless;
        const auto widgets = root.findChildren<QWidget*>();
        for (QWidget* widget : widgets) {
            if (!isInteractive(widget) || isInnerPart(widget))
                continue;
            QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
            if (!face || face->text(QAccessible::Name).trimmed().isEmpty())
                nameless << QStringLiteral("%1 \"%2\" in \"%3\"")
                                .arg(QLatin1String(widget->metaObject()->className()), widget->objectName(),
                                     widget->parentWidget()->objectName());
        }
        return nameless;
    }

private Q_SLOTS:
    void everyControlOfTheWindowHasAName()
    {
        FakeDispatch server;
        ui::MainWindow window(m_local, m_journal);
        window.show();
        window.useConnection(server.connection());
        QTRY_VERIFY(part<QLabel>(window, "status")->text().startsWith(QStringLiteral("connected")));
        const QStringList nameless = namelessIn(window);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    }

    void everyControlOfTheClustersHasAName()
    {
        client::Clusters clusters(m_folder.path(), m_journal);
        ui::MainWindow window(m_local, m_journal);
        new ui::ClusterDesk(window, clusters);
        window.show();
        part<QAbstractButton>(window, "start.cluster")->click();
        QTRY_COMPARE(part<QTabWidget>(window, "cluster.tabs")->count(), 7);
        QStringList nameless = namelessIn(window);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
        ui::CreateDialog form(clusters, std::nullopt, {});
        form.show();
        nameless = namelessIn(form);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    }

    void everyControlOfTheFormsHasAName()
    {
        FakeDispatch server;
        ui::MainWindow window(m_local, m_journal);
        new ui::ConnectionDesk(window, m_connections.keeper);
        window.show();
        window.useConnection(server.connection());
        part<QTabWidget>(window, "tabs");
        for (const models::ResourceKind& kind : models::resourceKinds()) {
            const QString name = QLatin1String(kind.yamlKind);
            window.findChild<QAction*>(QStringLiteral("action.new.%1").arg(name))->trigger();
            auto* dialog = window.findChild<QDialog*>(QStringLiteral("dialog.%1").arg(name));
            QVERIFY2(dialog, qPrintable(name));
            const QStringList nameless = namelessIn(*dialog);
            QVERIFY2(nameless.isEmpty(), qPrintable(name + QLatin1Char('\n') + nameless.join(QLatin1Char('\n'))));
            dialog->close();
        }
        window.findChild<QAction*>(QStringLiteral("action.connect"))->trigger();
        window.findChild<QAction*>(QStringLiteral("action.connections"))->trigger();
        for (const char* dialog : {"dialog.connect", "dialog.connections"}) {
            const QStringList nameless = namelessIn(*part<QDialog>(window, dialog));
            QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
        }
    }

    void everyControlOfTheQuestionsHasAName()
    {
        FakeDispatch server;
        server.put(models::Kind::Secret, {{"name", "kept"}, {"id", "1"}});
        ui::MainWindow window(m_local, m_journal);
        window.show();
        window.useConnection(server.connection());
        auto* secrets = part<QTableView>(window, "page.Secret.table");
        QTRY_COMPARE(secrets->model()->rowCount(), 1);
        part<QTabWidget>(window, "tabs")->setCurrentIndex(2);
        secrets->selectRow(0);
        part<QAction>(window, "action.delete")->trigger();
        auto* question = window.findChild<ui::DeleteDialog*>();
        QVERIFY(question && question->isVisible());
        const QStringList nameless = namelessIn(*question);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
        question->reject();
        ui::TourCaption caption;
        const QStringList mute = namelessIn(caption);
        QVERIFY2(mute.isEmpty(), qPrintable(mute.join(QLatin1Char('\n'))));
    }

    void everyFieldOfAFormHasItsOwnLetter()
    {
        FakeDispatch server;
        ui::MainWindow window(m_local, m_journal);
        window.show();
        window.useConnection(server.connection());
        part<QTabWidget>(window, "tabs");
        for (const models::ResourceKind& kind : models::resourceKinds()) {
            const QString name = QLatin1String(kind.yamlKind);
            window.findChild<QAction*>(QStringLiteral("action.new.%1").arg(name))->trigger();
            auto* dialog = window.findChild<QDialog*>(QStringLiteral("dialog.%1").arg(name));
            if (kind.kind == models::Kind::Driver)
                part<QComboBox>(*dialog, "field.type")->setEditText(QStringLiteral("aws"));
            const auto folds = dialog->findChildren<QToolButton*>(QStringLiteral("form.more"));
            for (QToolButton* fold : folds)
                fold->setChecked(true);
            QCoreApplication::processEvents();
            QSet<QKeySequence> keys;
            const auto check = [&](const QString& text) {
                const QKeySequence key = QKeySequence::mnemonic(text);
                QVERIFY2(!key.isEmpty(), qPrintable(name + QStringLiteral(": no letter in ") + text));
                QVERIFY2(!keys.contains(key), qPrintable(name + QStringLiteral(": twice the letter of ") + text));
                keys.insert(key);
            };
            const auto labels = dialog->findChildren<QLabel*>();
            for (const QLabel* label : labels) {
                if (label->buddy() && label->isVisibleTo(dialog))
                    check(label->text());
            }
            const auto boxes = dialog->findChildren<QCheckBox*>();
            for (const QCheckBox* box : boxes) {
                if (box->isVisibleTo(dialog))
                    check(box->text());
            }
            check(part<QPushButton>(*dialog, "button.ok")->text());
            QVERIFY(keys.size() >= 4);
            dialog->close();
        }
    }

    void everyMenuEntryHasAMnemonicOrAShortcut()
    {
        ui::MainWindow window(m_local, m_journal);
        for (const char* name :
             {"action.edit", "action.duplicate", "action.delete", "action.look", "action.find", "action.connect",
              "action.local", "action.tour", "action.shortcuts", "action.about", "action.quit"})
            QVERIFY2(part<QAction>(window, name)->text().contains(QLatin1Char('&')), name);
    }
};

QTEST_MAIN(AccessibilityTest)
#include "tst_accessibility.moc"
