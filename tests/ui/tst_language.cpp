// SPDX-License-Identifier: Apache-2.0
#include "ownconnections.h"
#include "ownsettings.h"
#include "shownwords.h"
#include "ui/cluster/clusterdesk.h"
#include "ui/connections/connectiondesk.h"
#include "ui/events/eventspage.h"
#include "ui/mainwindow.h"
#include "ui/translations.h"
#include "ui/workspace.h"
#include "uiworld.h"

#include <QApplication>
#include <QDialog>
#include <QMenu>
#include <QPushButton>
#include <QScopeGuard>
#include <QSpinBox>
#include <QTableView>
#include <QTranslator>

using models::Kind;

/// A language that knows the words of the driver catalogue only.
class CatalogueTranslator final : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* text, const char*, int) const override
    {
        return qstrcmp(context, "models::DriverCatalogue") == 0 ? QLatin1Char('~') + QString::fromUtf8(text)
                                                                : QString();
    }
};

/// A language in which every word is known and differs.
class EveryWordTranslator final : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* text, const char*, int) const override
    {
        // Not those of Qt: its widgets keep some of their words.
        return QLatin1String(context).startsWith(QLatin1Char('Q')) ? QString()
                                                                   : QLatin1Char('~') + QString::fromUtf8(text);
    }
};

/// The language changes while the window and all its forms are open.
class LanguageTest final : public QObject
{
    Q_OBJECT

private:
    OwnSettings m_settings;
    QTemporaryDir m_folder;
    client::LocalServer m_local{m_folder.path(), QStringLiteral("/nonexistent/dispatch-local")};
    client::Journal m_journal{m_folder.path()};
    OwnConnections m_connections;

    static void fill(FakeDispatch& server)
    {
        server.put(Kind::DriverType, {{"name", "ticker"}, {"image", "dispatchframework/dispatch-events-ticker"}});
        server.put(Kind::Driver,
                   {{"name", "vc-lab"}, {"type", "ticker"}, {"status", "ERROR"}, {"reason", {"secret missing"}}});
        server.put(Kind::Function, {{"name", "hello"}, {"image", "python3"}, {"status", "READY"}});
        server.put(Kind::Subscription,
                   {{"name", "sub"}, {"eventType", "a.b"}, {"function", "hello"}, {"status", "READY"}});
    }

    static QDialog* open(ui::MainWindow& window, const char* action, const char* dialog)
    {
        part<QAction>(window, action)->trigger();
        return part<QDialog>(window, dialog);
    }

    /// Everything a person can have open at once, and more.
    void openAll(ui::MainWindow& window, FakeDispatch& server)
    {
        new ui::ConnectionDesk(window, m_connections.keeper);
        window.show();
        window.useConnection(server.connection());
        auto* table = part<QTableView>(window, "page.Driver.table");
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QTRY_COMPARE(part<QTableView>(window, "page.Function.table")->model()->rowCount(), 1);
        QTRY_COMPARE(part<QTableView>(window, "page.Subscription.table")->model()->rowCount(), 1);
        table->selectRow(0);
        open(window, "action.delete", "dialog.Delete");
        for (const char* kind : {"DriverType", "Secret", "Subscription", "Function", "Driver"})
            open(window, qPrintable(QStringLiteral("action.new.%1").arg(QLatin1String(kind))),
                 qPrintable(QStringLiteral("dialog.%1").arg(QLatin1String(kind))));
        part<QComboBox>(*part<QDialog>(window, "dialog.Driver"), "field.type")->setEditText(QStringLiteral("vcenter"));
        part<QLineEdit>(*part<QDialog>(window, "dialog.Secret"), "field.name")->setText(QStringLiteral("no name"));
        open(window, "action.connect", "dialog.connect");
        // The list of images comes from the server.
        QTRY_VERIFY(part<QComboBox>(*part<QDialog>(window, "dialog.Function"), "field.image")->count() > 1);
        part<QAction>(window, "action.look")->trigger();
        QTRY_VERIFY(part<QLabel>(window, "page.Driver.asOf")->text().size() > 5);
        // Nothing may change by itself while two windows are compared.
        window.findChild<ui::Workspace*>()->session().watch().stop();
        QTRY_VERIFY(part<QLabel>(window, "status")->text().endsWith(QStringLiteral(" ms")));
    }

    /// The composer with its windows and every field that can say something.
    static void openComposer(ui::MainWindow& window, FakeDispatch& server)
    {
        window.show();
        window.useConnection(server.connection());
        QTRY_COMPARE(part<QTableView>(window, "page.Subscription.table")->model()->rowCount(), 1);
        auto& page = *window.findChild<ui::EventsPage*>();
        part<QTabWidget>(window, "tabs")->setCurrentWidget(&page);
        models::EventDraft draft;
        draft.eventType = QStringLiteral("a.c");
        draft.eventTime = QStringLiteral("never");
        draft.eventId = QStringLiteral("one");
        draft.extensions = {{QStringLiteral("x"), QStringLiteral("{")}};
        draft.json = QStringLiteral("[1,]");
        page.setDraft(draft);
        part<QPushButton>(page, "event.many")->click();
        auto* menu = part<QPushButton>(page, "event.templates.menu")->menu();
        Q_EMIT menu->aboutToShow();
        part<QAction>(page, "event.templates.save")->trigger();
        // Menus are filled anew when they open.
        menu->clear();
        qDeleteAll(menu->findChildren<QMenu*>());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        window.findChild<ui::Workspace*>()->session().watch().stop();
    }

    static void speak(QLocale::Language language)
    {
        QLocale::setDefault(QLocale(language));
        const auto before = qApp->findChildren<QTranslator*>(Qt::FindDirectChildrenOnly);
        qDeleteAll(before);
        if (language != QLocale::C)
            ui::installTranslations(*qApp);
        for (int i = 0; i < 3; ++i)
            QCoreApplication::processEvents();
    }

    /// What is only in one of the two, for a message.
    static QByteArray difference(const QStringList& left, const QStringList& right)
    {
        QStringList lines;
        for (const QString& each : left) {
            if (left.count(each) > right.count(each))
                lines << QStringLiteral("- ") + each;
        }
        for (const QString& each : right) {
            if (right.count(each) > left.count(each))
                lines << QStringLiteral("+ ") + each;
        }
        lines.removeDuplicates();
        return lines.join(QLatin1Char('\n')).toUtf8();
    }

private Q_SLOTS:
    void cleanup() { speak(QLocale::C); }

    void windowAndOpenFormsLookAsIfBuiltInTheNewLanguage()
    {
        FakeDispatch server;
        fill(server);
        ui::MainWindow window(m_local, m_journal);
        openAll(window, server);
        const QStringList english = ShownWords::of(window);

        speak(QLocale::German);
        const QStringList switched = ShownWords::of(window);
        ui::MainWindow built(m_local, m_journal);
        openAll(built, server);
        QCoreApplication::processEvents();
        const QStringList german = ShownWords::of(built);
        QVERIFY2(switched == german, difference(german, switched).constData());
        QVERIFY(switched != english);
        QVERIFY(part<QTabWidget>(window, "tabs")->tabText(1).startsWith(QStringLiteral("Treiber")));

        speak(QLocale::C);
        const QStringList back = ShownWords::of(window);
        QVERIFY2(back == english, difference(english, back).constData());
    }

    void speaksTheWordsOfTheCatalogueToo()
    {
        FakeDispatch server;
        fill(server);
        ui::MainWindow window(m_local, m_journal);
        openAll(window, server);
        auto& form = *part<QDialog>(window, "dialog.Driver");
        const auto* control = part<QWidget>(form, "parameter.vcenterurl");
        const QString english = control->accessibleDescription();
        QVERIFY(english.contains(QStringLiteral("percent codes")));
        CatalogueTranslator translator;
        QCoreApplication::installTranslator(&translator);
        QTRY_COMPARE(control->accessibleDescription(), QLatin1Char('~') + english);
        QCoreApplication::removeTranslator(&translator);
        QTRY_COMPARE(control->accessibleDescription(), english);
    }

    void clustersChangeEachOfTheirWords()
    {
        client::Clusters clusters(m_folder.path(), m_journal);
        const auto open = [&clusters](ui::MainWindow& window) {
            new ui::ClusterDesk(window, clusters);
            window.show();
            part<QAbstractButton>(window, "start.cluster")->click();
            auto* tabs = part<QTabWidget>(window, "cluster.tabs");
            QTRY_COMPARE(tabs->count(), 7);
            QTRY_VERIFY_WITH_TIMEOUT(!clusters.toolbox().isLooking(), 30'000);
            clusters.watch().setWatching(false);
            part<QTableView>(window, "cluster.tools.table")->setCurrentIndex({});
        };
        ui::MainWindow window(m_local, m_journal);
        open(window);
        const QStringList english = ShownWords::of(window);
        EveryWordTranslator translator;
        QCoreApplication::installTranslator(&translator);
        const auto takeBack = qScopeGuard([&translator] { QCoreApplication::removeTranslator(&translator); });
        for (int i = 0; i < 3; ++i)
            QCoreApplication::processEvents();
        const QStringList switched = ShownWords::of(window);
        ui::MainWindow built(m_local, m_journal);
        open(built);
        const QStringList fresh = ShownWords::of(built);
        QVERIFY2(switched == fresh, difference(fresh, switched).constData());
        QVERIFY(switched != english);
    }

    void composerChangesEachOfItsWords()
    {
        FakeDispatch server;
        fill(server);
        ui::MainWindow window(m_local, m_journal);
        openComposer(window, server);
        auto* page = window.findChild<ui::EventsPage*>();
        const QStringList english = ShownWords::of(*page);
        EveryWordTranslator translator;
        QCoreApplication::installTranslator(&translator);
        QCoreApplication::processEvents();
        QCOMPARE(window.findChild<ui::EventsPage*>(), page);
        const QStringList switched = ShownWords::of(*page);
        ui::MainWindow built(m_local, m_journal);
        openComposer(built, server);
        const QStringList expected = ShownWords::of(*built.findChild<ui::EventsPage*>());
        QVERIFY2(switched == expected, difference(expected, switched).constData());
        QVERIFY(switched != english);
        QVERIFY(part<QPushButton>(*page, "event.send")->text().startsWith(QLatin1Char('~')));
        QCoreApplication::removeTranslator(&translator);
        QCoreApplication::processEvents();
        const QStringList back = ShownWords::of(*page);
        QVERIFY2(back == english, difference(english, back).constData());
    }

    void composerSpeaksAnotherLanguageWhileAJobRuns()
    {
        FakeDispatch server;
        fill(server);
        ui::MainWindow window(m_local, m_journal);
        openComposer(window, server);
        auto& page = *window.findChild<ui::EventsPage*>();
        models::EventDraft good;
        good.eventType = QStringLiteral("a.b");
        page.setDraft(good);
        auto& job = *part<QWidget>(window, "event.job.window");
        part<QSpinBox>(job, "event.job.count")->setValue(1'000'000);
        QTRY_VERIFY(part<QPushButton>(job, "event.job.start")->isEnabled());
        part<QPushButton>(job, "event.job.start")->click();
        QTRY_VERIFY(page.isSendingMany());
        EveryWordTranslator translator;
        QCoreApplication::installTranslator(&translator);
        QTRY_VERIFY(part<QPushButton>(page, "event.send")->text().startsWith(QLatin1Char('~')));
        QCoreApplication::removeTranslator(&translator);
        QVERIFY(page.isSendingMany());
        part<QPushButton>(job, "event.job.stop")->click();
        QTRY_VERIFY(!page.isSendingMany());
    }

    void keepsWhatWasTyped()
    {
        FakeDispatch server;
        fill(server);
        ui::MainWindow window(m_local, m_journal);
        openAll(window, server);
        auto& form = *part<QDialog>(window, "dialog.Driver");
        QTest::keyClicks(part<QWidget>(form, "parameter.vcenterurl"), QStringLiteral("root:pass@vc"));
        QTest::keyClicks(part<QLineEdit>(form, "field.name"), QStringLiteral("lab"));
        speak(QLocale::German);
        QCOMPARE(part<QPlainTextEdit>(form, "parameter.vcenterurl")->toPlainText(), QStringLiteral("root:pass@vc"));
        QCOMPARE(part<QLineEdit>(form, "field.name")->text(), QStringLiteral("lab"));
        QCOMPARE(part<QComboBox>(form, "field.type")->currentText(), QStringLiteral("vcenter"));
    }
};

QTEST_MAIN(LanguageTest)
#include "tst_language.moc"
