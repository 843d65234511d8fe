// SPDX-License-Identifier: Apache-2.0
#include "client/localserver.h"
#include "client/worker.h"
#include "resources/resources.h"
#include "tests/common/manysubscriptions.h"
#include "ui/mainwindow.h"
#include "ui/messagebar.h"
#include "uiwatchdog.h"

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
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < 300) { }
        QTRY_VERIFY(watchdog.longestMSecs() > 100);
    }

    void neverBlocksLongerThan50MSecsWith10000Resources()
    {
        constexpr int kCount = 10'000;
        constexpr double kLimitMSecs = 50;
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
        auto* table = window.findChild<QTableView*>(QStringLiteral("page.Subscription.table"));
        QVERIFY(table);

        UiWatchdog watchdog;
        // On another thread, so that the window sees them arrive.
        const QFuture<int> made = client::onWorker([connection] { return createSubscriptions(connection, 0, kCount); });
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), kCount, 60'000);
        QCOMPARE(made.result(), kCount);
        report("10,000 arrive", watchdog, kLimitMSecs);
        showPage(window, QStringLiteral("page.Subscription"));
        report("show the page", watchdog, kLimitMSecs);

        auto* filter = window.findChild<QLineEdit*>(QStringLiteral("filter"));
        for (const QChar character : QStringLiteral("sub-77")) {
            QTest::keyClicks(filter, QString(character));
            QTest::qWait(30);
        }
        QTRY_VERIFY(table->model()->rowCount() < kCount);
        filter->clear();
        QTRY_COMPARE(table->model()->rowCount(), kCount);
        report("filter", watchdog, kLimitMSecs);

        for (int column = 0; column < 4; ++column) {
            table->sortByColumn(column, Qt::DescendingOrder);
            QTest::qWait(20);
        }
        report("sort", watchdog, kLimitMSecs);

        const QFuture<int> more
            = client::onWorker([connection] { return createSubscriptions(connection, kCount, 500); });
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), kCount + 500, 30'000);
        QCOMPARE(more.result(), 500);
        report("500 new at once", watchdog, kLimitMSecs);

        QSignalSpy crashed(&local, &client::LocalServer::crashed);
        QCOMPARE(::kill(static_cast<pid_t>(local.processId()), SIGKILL), 0);
        QVERIFY(crashed.wait(10'000));
        const auto* said = window.findChild<ui::MessageBar*>(QStringLiteral("watch.message"));
        QVERIFY(said);
        QTRY_VERIFY(said->isVisible());
        report("server killed", watchdog, kLimitMSecs);
        QCOMPARE(table->model()->rowCount(), kCount + 500);
        QVERIFY2(m_problems.isEmpty(), qPrintable(m_problems.join(QStringLiteral("; "))));
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

    void report(const char* what, UiWatchdog& watchdog, double limit)
    {
        QTest::qWait(20);
        const double longest = watchdog.longestMSecs();
        qInfo("%-20s longest pause %.1f ms", what, longest);
        if (longest > limit)
            m_problems << QStringLiteral("%1: %2 ms").arg(QLatin1String(what)).arg(longest, 0, 'f', 1);
        watchdog.forget();
    }

    QStringList m_problems;
};

QTEST_MAIN(LiveWindowTest)
#include "tst_livewindow.moc"
