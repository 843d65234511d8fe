// SPDX-License-Identifier: Apache-2.0
#include "client/localserver.h"
#include "client/worker.h"
#include "neverblocks.h"
#include "resources/resources.h"
#include "tests/common/manysubscriptions.h"
#include "tests/ui/parts.h"
#include "ui/mainwindow.h"
#include "ui/messagebar.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

/// The window as people use it, with 10,000 resources, while a watchdog looks for moments in which it does not answer.
class LiveWindowTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        initConsoleResources();
    }

    void theWatchdogSeesAPause()
    {
        UiWatchdog watchdog;
        QTest::qWait(20);
        const std::clock_t start = std::clock(); // of the processor
        while (std::clock() - start < CLOCKS_PER_SEC / 5) { }
        QTest::qWait(20);
        QVERIFY2(watchdog.longestMSecs() > 100, qPrintable(QString::number(watchdog.longestMSecs())));
        watchdog.forget();
        QTest::qWait(100);
        QVERIFY2(watchdog.longestMSecs() < 100, qPrintable(QString::number(watchdog.longestMSecs())));
    }

    /// Time that is slept away on this thread is as bad for a person.
    void theWatchdogSeesAWait()
    {
        UiWatchdog watchdog;
        QTest::qSleep(120);
        QVERIFY2(watchdog.longestMSecs() > 100, qPrintable(QString::number(watchdog.longestMSecs())));
    }

    void neverBlocksLongerThan50MSecsWith10000Resources()
    {
        neverBlocks([&](UiWatchdog& watchdog) {
            constexpr int kCount = 10'000;
            QTemporaryDir folder;
            client::LocalServer local(folder.path(), QStringLiteral(DISPATCH_BINARY_DIR "/dispatch-local"));
            client::Connection connection;
            connect(&local, &client::LocalServer::ready, this,
                    [&connection](const client::Connection& c) { connection = c; });
            client::Journal journal(folder.path());
            ui::MainWindow window(local, journal);
            window.resize(1280, 800);
            window.show();
            QVERIFY(QTest::qWaitForWindowExposed(&window));
            window.startLocal();
            QTRY_VERIFY_WITH_TIMEOUT(!connection.base.isEmpty(), 20'000);
            auto* table = part<QTableView>(window, "page.Subscription.table");

            watchdog.forget();
            // On another thread, so that the window sees them arrive.
            const QFuture<int> made
                = client::onWorker([connection] { return createSubscriptions(connection, 0, kCount); });
            QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), kCount, 60'000);
            QCOMPARE(made.result(), kCount);
            endStep(watchdog, QStringLiteral("10,000 arrive"));
            showPage(window, QStringLiteral("page.Subscription"));
            endStep(watchdog, QStringLiteral("show the page"));

            auto* filter = window.findChild<QLineEdit*>(QStringLiteral("filter"));
            for (const QChar character : QStringLiteral("sub-77")) {
                QTest::keyClicks(filter, QString(character));
                QTest::qWait(30);
            }
            QTRY_VERIFY(table->model()->rowCount() < kCount);
            filter->clear();
            QTRY_COMPARE(table->model()->rowCount(), kCount);
            endStep(watchdog, QStringLiteral("filter"));

            for (int column = 0; column < 4; ++column) {
                table->sortByColumn(column, Qt::DescendingOrder);
                QTest::qWait(20);
            }
            endStep(watchdog, QStringLiteral("sort"));

            const QFuture<int> more
                = client::onWorker([connection] { return createSubscriptions(connection, kCount, 500); });
            QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), kCount + 500, 30'000);
            QCOMPARE(more.result(), 500);
            endStep(watchdog, QStringLiteral("500 new at once"));

            QSignalSpy crashed(&local, &client::LocalServer::crashed);
            QCOMPARE(::kill(static_cast<pid_t>(local.processId()), SIGKILL), 0);
            QVERIFY(crashed.wait(10'000));
            const auto* said = window.findChild<ui::MessageBar*>(QStringLiteral("watch.message"));
            QVERIFY(said);
            QTRY_VERIFY(said->isVisible());
            endStep(watchdog, QStringLiteral("server killed"));
            QCOMPARE(table->model()->rowCount(), kCount + 500);
        });
    }

private:
    static void showPage(ui::MainWindow& window, const QString& name)
    {
        auto* tabs = window.findChild<QTabWidget*>(QStringLiteral("tabs"));
        for (int i = 0; i < tabs->count(); ++i) {
            if (tabs->widget(i)->objectName() == name)
                tabs->setCurrentIndex(i);
        }
        QTest::qWait(100);
    }

    static void endStep(UiWatchdog& watchdog, const QString& name)
    {
        QTest::qWait(20);
        watchdog.ended(name);
    }
};

QTEST_MAIN(LiveWindowTest)
#include "tst_livewindow.moc"
