// SPDX-License-Identifier: Apache-2.0
#include "../ui/ownsettings.h"
#include "../ui/parts.h"
#include "client/localserver.h"
#include "client/whendone.h"
#include "neverblocks.h"
#include "ui/mainwindow.h"
#include "ui/workspace.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

#include <csignal>

using models::Kind;

namespace {

/// A real local Dispatch of its own.
class Dispatch
{
public:
    Dispatch()
        : local(folder.path(), QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-local"))
    {
    }

    client::Connection start()
    {
        QSignalSpy ready(&local, &client::LocalServer::ready);
        local.start();
        if (!ready.wait(20'000))
            qFatal("the local Dispatch did not start");
        return ready.at(0).at(0).value<client::Connection>();
    }

    void kill()
    {
        QSignalSpy crashed(&local, &client::LocalServer::crashed);
        ::kill(static_cast<pid_t>(local.processId()), SIGKILL);
        QVERIFY(crashed.wait(10'000));
    }

    QTemporaryDir folder;
    client::LocalServer local;
    client::Journal journal{folder.path()};
};

void create(client::Session& session, Kind kind, const models::Json& body)
{
    auto made = session.api().create(kind, body);
    QTRY_VERIFY(made.isFinished());
    QVERIFY2(made.result(), qPrintable(made.result() ? QString() : made.result().error().report()));
}

} // namespace

/// The real window and a real local Dispatch that ends, comes back, or is left: nothing typed is lost.
class ReconnectTest final : public QObject
{
    Q_OBJECT

private:
    OwnSettings m_settings;

    /// A window on the local Dispatch, with one subscription in it.
    static void open(ui::MainWindow& window)
    {
        window.resize(1000, 700);
        window.show();
        part<QAbstractButton>(window, "start.local")->click();
        QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QTabWidget*>(QStringLiteral("tabs")), 20'000);
        create(session(window), Kind::Subscription, {{"name", "kept"}, {"eventType", "a.b"}, {"function", "f"}});
        part<QTabWidget>(window, "tabs")->setCurrentIndex(3);
        part<QAction>(window, "action.look")->trigger();
        QTRY_COMPARE(rows(window), 1);
    }

    static client::Session& session(ui::MainWindow& window)
    {
        return part<ui::Workspace>(window, "workspace")->session();
    }

    static bool isGone(client::Session& session, const QString& name)
    {
        auto found = session.api().get(Kind::Driver, name);
        return QTest::qWaitFor([&found] { return found.isFinished(); }, 10'000) && !found.result()
            && found.result().error().kind == models::FailureKind::NotFound;
    }

    static int rows(ui::MainWindow& window)
    {
        return part<QTableView>(window, "page.Subscription.table")->model()->rowCount();
    }

    static QDialog* typeASubscription(ui::MainWindow& window)
    {
        part<QAction>(window, "action.new.Subscription")->trigger();
        auto* form = part<QDialog>(window, "dialog.Subscription");
        QTest::keyClicks(part<QLineEdit>(*form, "field.eventType"), QStringLiteral("vm.on"));
        part<QComboBox>(*form, "field.function")->setEditText(QStringLiteral("hello"));
        return form;
    }

    static client::Connection elsewhere(const client::Connection& local)
    {
        client::Connection connection = local;
        connection.isLocal = false;
        connection.name = QStringLiteral("elsewhere");
        return connection;
    }

    static void answer(QWidget& window, QMessageBox::StandardButton button)
    {
        auto* box = part<QMessageBox>(window, "dialog.leave");
        QVERIFY(box->isVisible());
        QVERIFY(qobject_cast<QPushButton*>(box->button(QMessageBox::Cancel))->isDefault());
        QTest::mouseClick(box->button(button), Qt::LeftButton);
        QTRY_VERIFY(!window.findChild<QMessageBox*>(QStringLiteral("dialog.leave")));
    }

private Q_SLOTS:
    void bringsTheLocalDispatchBackAndKeepsWhatWasTyped()
    {
        neverBlocks([&](UiWatchdog& watchdog) {
            Dispatch dispatch;
            ui::MainWindow window(dispatch.local, dispatch.journal);
            open(window);
            QDialog* form = typeASubscription(window);
            auto* data = part<QPlainTextEdit>(window, "event.data");
            data->setPlainText(QStringLiteral("{\"draft\": 1}"));
            watchdog.forget();
            dispatch.kill();

            QTRY_COMPARE(visibleMessages(window).size(), 1);
            const QString said = visibleMessages(window).constFirst();
            QVERIFY2(said.contains(QStringLiteral("Its data is safe"))
                         && said.contains(QStringLiteral("Start it again")),
                     qPrintable(said));
            // The watch finds out too, and has nothing to add.
            QTRY_VERIFY_WITH_TIMEOUT(session(window).watch().state().failure, 20'000);
            for (int page = 0; page < 6; ++page) {
                part<QTabWidget>(window, "tabs")->setCurrentIndex(page);
                QTest::qWait(50);
                QCOMPARE(visibleMessages(window).join(QLatin1Char('|')), said);
            }
            part<QTabWidget>(window, "tabs")->setCurrentIndex(3);
            QCOMPARE(rows(window), 1);

            // A save in between fails, and the form stays.
            QTest::mouseClick(part<QPushButton>(*form, "button.ok"), Qt::LeftButton);
            QTRY_COMPARE_WITH_TIMEOUT(visibleMessages(*form).size(), 1, 20'000);

            auto* restart = part<QPushButton>(*part<ui::MessageBar>(window, "watch.message"), "message.remedy");
            QVERIFY(restart->text().contains(QStringLiteral("Restart")));
            QTest::mouseClick(restart, Qt::LeftButton);
            QTRY_VERIFY_WITH_TIMEOUT(visibleMessages(window).isEmpty(), 20'000);
            QVERIFY(form->isVisible());
            QCOMPARE(part<QLineEdit>(*form, "field.eventType")->text(), QStringLiteral("vm.on"));
            QCOMPARE(part<QPlainTextEdit>(window, "event.data"), data);
            QCOMPARE(data->toPlainText(), QStringLiteral("{\"draft\": 1}"));
            QTest::mouseClick(part<QPushButton>(*form, "button.ok"), Qt::LeftButton);
            QTRY_COMPARE_WITH_TIMEOUT(rows(window), 2, 20'000);
            watchdog.ended(QStringLiteral("all"));
        });
    }

    void restartsMoreThanOnce()
    {
        Dispatch dispatch;
        ui::MainWindow window(dispatch.local, dispatch.journal);
        open(window);
        for (int i = 0; i < 3; ++i) {
            dispatch.kill();
            QTRY_COMPARE(visibleMessages(window).size(), 1);
            auto* restart = part<QPushButton>(*part<ui::MessageBar>(window, "watch.message"), "message.remedy");
            QTest::mouseClick(restart, Qt::LeftButton);
            QTest::mouseClick(restart, Qt::LeftButton);
            QTRY_VERIFY_WITH_TIMEOUT(visibleMessages(window).isEmpty(), 20'000);
            QTRY_VERIFY(session(window).watch().state().phase == client::WatchState::Phase::Live);
            QCOMPARE(rows(window), 1);
        }
    }

    void asksBeforeAnotherConnectionTakesWhatWasTyped()
    {
        Dispatch other;
        const client::Connection there = elsewhere(other.start());
        Dispatch dispatch;
        ui::MainWindow window(dispatch.local, dispatch.journal);
        open(window);
        QDialog* form = typeASubscription(window);
        window.useConnection(there);
        answer(window, QMessageBox::Cancel);
        QVERIFY(form->isVisible());
        QCOMPARE(part<QLineEdit>(*form, "field.eventType")->text(), QStringLiteral("vm.on"));
        QCOMPARE(session(window).connection().name, QStringLiteral("local"));
        window.useConnection(there);
        answer(window, QMessageBox::Discard);
        QTRY_COMPARE(session(window).connection().name, QStringLiteral("elsewhere"));
        QTRY_COMPARE(rows(window), 0);
    }

    void keepsTheDraftOfAnEventPerConnection()
    {
        Dispatch other;
        const client::Connection there = elsewhere(other.start());
        Dispatch dispatch;
        ui::MainWindow window(dispatch.local, dispatch.journal);
        open(window);
        const client::Connection here = session(window).connection();
        part<QTabWidget>(window, "tabs")->setCurrentIndex(4);
        QTest::keyClicks(part<QLineEdit>(window, "event.type"), QStringLiteral("a.b"));
        // Nothing to ask: it is in the journal.
        window.useConnection(there);
        QTRY_COMPARE(session(window).connection().name, QStringLiteral("elsewhere"));
        QTest::qWait(100);
        QVERIFY(part<QLineEdit>(window, "event.type")->text().isEmpty());
        window.useConnection(here);
        QTRY_COMPARE(part<QLineEdit>(window, "event.type")->text(), QStringLiteral("a.b"));
    }

    void asksBeforeTheWindowClosesOnWhatWasTyped()
    {
        Dispatch dispatch;
        ui::MainWindow window(dispatch.local, dispatch.journal);
        open(window);
        QDialog* form = typeASubscription(window);
        window.close();
        window.close();
        QVERIFY(window.isVisible());
        QCOMPARE(window.findChildren<QMessageBox*>(QStringLiteral("dialog.leave")).size(), 1);
        answer(window, QMessageBox::Cancel);
        QVERIFY(window.isVisible() && form->isVisible());
        window.close();
        answer(window, QMessageBox::Discard);
        QTRY_VERIFY(!window.isVisible());
    }

    void goesBackToTheLocalDispatchThatStillRuns()
    {
        Dispatch other;
        const client::Connection there = elsewhere(other.start());
        Dispatch dispatch;
        ui::MainWindow window(dispatch.local, dispatch.journal);
        open(window);
        window.useConnection(there);
        QTRY_COMPARE(session(window).connection().name, QStringLiteral("elsewhere"));
        part<QAction>(window, "action.local")->trigger();
        QTRY_COMPARE(session(window).connection().name, QStringLiteral("local"));
        QTRY_COMPARE(rows(window), 1);
    }

    void saysThatTheLocalDispatchDoesNotStartWhileAnotherIsInUse()
    {
        Dispatch other;
        const client::Connection there = elsewhere(other.start());
        QTemporaryDir folder;
        client::LocalServer missing(folder.path(), QStringLiteral("/nonexistent/dispatch-local"));
        client::Journal journal(folder.path());
        ui::MainWindow window(missing, journal);
        window.show();
        window.useConnection(there);
        part<QAction>(window, "action.local")->trigger();
        QTRY_COMPARE(visibleMessages(window).size(), 1);
        QVERIFY(visibleMessages(window).constFirst().contains(QStringLiteral("not installed")));
        QCOMPARE(session(window).connection().name, QStringLiteral("elsewhere"));
    }

    void deletesADriverThatIsStillCreating()
    {
        Dispatch dispatch;
        ui::MainWindow window(dispatch.local, dispatch.journal);
        open(window);
        client::Session& here = session(window);
        create(here, Kind::DriverType, {{"name", "ticker"}, {"image", "dispatchframework/dispatch-events-ticker"}});
        const models::Json config = models::Json::array({{{"key", "seconds"}, {"value", "60"}}});
        const QString name = QStringLiteral("quick");
        auto* table = part<QTableView>(window, "page.Driver.table");
        for (int i = 0; i < 10; ++i) {
            auto made = here.api().create(Kind::Driver, {{"name", "quick"}, {"type", "ticker"}, {"config", config}});
            QTRY_VERIFY(made.isFinished());
            QVERIFY(made.result());
            QCOMPARE(models::statusOf(*made.result()).state, models::State::Creating);
            auto removed = here.api().remove(Kind::Driver, name);
            QTRY_VERIFY(removed.isFinished());
            QVERIFY2(removed.result(), qPrintable(removed.result() ? QString() : removed.result().error().report()));
            QTRY_VERIFY_WITH_TIMEOUT(isGone(here, name), 20'000);
            part<QAction>(window, "action.look")->trigger();
            QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 0, 20'000);
        }
        QVERIFY2(visibleMessages(window).isEmpty(), qPrintable(visibleMessages(window).join(QLatin1Char('|'))));
    }
};

QTEST_MAIN(ReconnectTest)
#include "tst_reconnect.moc"
