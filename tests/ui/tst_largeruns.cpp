// SPDX-License-Identifier: Apache-2.0
#include "../e2e/neverblocks.h"
#include "ui/functions/runlist.h"
#include "uiworld.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTableView>
#include <QTimer>

using models::Json;

/// Runs with more output than anybody reads.
class TestLargeRuns final : public QObject
{
    Q_OBJECT

    static constexpr int kLarge = 1024 * 1024;

    static models::Run largeRun(int i)
    {
        Json lines = Json::array();
        for (int line = 0; line < kLarge / 64; ++line)
            lines.push_back(std::string(64, 'l'));
        Json rows = Json::object();
        for (int row = 0; row < kLarge / 64; ++row)
            rows["row " + std::to_string(row)] = std::string(48, 'r');
        const Json json = {{"name", "run-" + std::to_string(i)},
                           {"functionName", "f"},
                           {"status", "READY"},
                           {"executedTime", 1'795'420'612'554'021'812 + i},
                           {"output", i % 2 == 0 ? Json(std::string(kLarge, 'o')) : rows},
                           {"logs", {{"stdout", lines}, {"stderr", Json::array()}}}};
        return *models::runFromJson(json);
    }

private Q_SLOTS:
    void saysHowManyOlderOnesWereDropped()
    {
        UiWorld world;
        world.start();
        world.session->watch().stop();
        ui::RunList list(*world.session, QStringLiteral("runs"));
        list.show();
        auto* dropped = part<QLabel>(list, "runs.dropped");
        models::Run run = largeRun(0);
        list.take({run});
        QVERIFY(!dropped->isVisible());
        std::vector<models::Run> more;
        for (int i = 1; i < 6; ++i) {
            run.name = QStringLiteral("more-%1").arg(i);
            run.executed.nsecs += 1'000'000;
            run.weight = models::RunTableModel::kMaxBytes / 3;
            more.push_back(run);
        }
        list.take(more);
        QCOMPARE(list.runs().rowCount(), 3);
        QVERIFY(dropped->isVisible());
        QVERIFY2(dropped->text().startsWith(QLatin1String("3 older")), qPrintable(dropped->text()));
    }

    void showsLargeRunsWithoutALongPause()
    {
        neverBlocks([&](UiWatchdog& watchdog) {
            UiWorld world;
            world.start();
            world.session->watch().stop();
            ui::RunList list(*world.session, QStringLiteral("runs"));
            list.resize(1200, 600);
            list.show();
            QVERIFY(QTest::qWaitForWindowExposed(&list));
            std::vector<models::Run> runs;
            for (int i = 0; i < 12; ++i)
                runs.push_back(largeRun(i));
            auto* table = part<QTableView>(list, "runs");
            auto* output = part<QPlainTextEdit>(list, "run.output");
            watchdog.forget();
            for (const models::Run& run : runs) {
                QTimer::singleShot(0, this, [&] { list.take({run}); });
                QTRY_VERIFY(list.runs().rowOf(run.name) >= 0);
            }
            watchdog.ended(QStringLiteral("they come"));
            for (int row = 0; row < 4; ++row) {
                QTimer::singleShot(0, this, [&] { table->selectRow(row); });
                QTRY_COMPARE(table->currentIndex().row(), row);
                QTRY_VERIFY(output->toPlainText().contains(QLatin1String("cut here")));
                // All of it up to the cut, though in one line it would take long to wrap.
                QVERIFY(output->toPlainText().size() > 64 * 1024);
                for (const QString& line : output->toPlainText().split(u'\n'))
                    QVERIFY(line.size() < 5 * 1024);
            }
            watchdog.ended(QStringLiteral("one is chosen"));
            auto* tabs = list.findChild<QTabWidget*>();
            QTimer::singleShot(0, this, [&] { tabs->setCurrentWidget(part<QPlainTextEdit>(list, "run.logs")); });
            QTRY_VERIFY(part<QPlainTextEdit>(list, "run.logs")->isVisible());
            QVERIFY(part<QPlainTextEdit>(list, "run.logs")->toPlainText().contains(QLatin1String("cut here")));
            QTest::qWait(0);
            watchdog.ended(QStringLiteral("the logs"));
        });
    }
};

QTEST_MAIN(TestLargeRuns)
#include "tst_largeruns.moc"
