// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/commands.h"
#include "tests/common/loopwait.h"
#include "tests/common/standins.h"
#include "tests/e2e/neverblocks.h"
#include "tests/ui/ownsettings.h"
#include "tests/ui/parts.h"
#include "ui/cluster/forwardmodel.h"
#include "ui/cluster/logtext.h"
#include "ui/cluster/logview.h"
#include "ui/cluster/workloadview.h"
#include "ui/details/driveropinion.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QTcpSocket>
#include <QTextBlock>
#include <QToolButton>

using client::PodLog;
using models::ClusterState;
using ui::LogText;
using ui::WorkloadView;

namespace {

/// A cluster with Dispatch on it, and a kubectl for it.
struct World
{
    World()
    {
        StandinProfile lab;
        lab.name = QStringLiteral("lab");
        lab.kubernetes = QStringLiteral("v1.15.12");
        lab.hasDispatch = true;
        standins.addProfile(lab);
        toolbox.choose(client::Tool::Kubectl, standins.bin() + QStringLiteral("/kubectl"));
    }

    Standins standins;
    client::CommandLog log;
    client::Toolbox toolbox{standins.home() + QStringLiteral("/settings")};
    client::Commands commands{toolbox, log};
};

struct Shown : World
{
    explicit Shown(ClusterState state = ClusterState::Running)
    {
        view.watch().setInterval(100);
        view.resize(1'100, 800);
        view.setProfile(QStringLiteral("lab"), state);
        view.show();
    }

    QTableView& pods() { return *part<QTableView>(view, "cluster.pods.table"); }
    QTableView& events() { return *part<QTableView>(view, "cluster.events.table"); }
    QTableView& forwards() { return *part<QTableView>(view, "cluster.forwards.table"); }
    QString label(const char* name) { return part<QLabel>(view, name)->text(); }
    LogText& logText() { return *view.findChild<LogText*>(QStringLiteral("cluster.log.text")); }
    ui::LogView& logView() { return *view.findChild<ui::LogView*>(); }
    QPushButton& button(const char* name) { return *part<QPushButton>(view, name); }

    int rowOf(const QString& pod)
    {
        const QAbstractItemModel* const model = pods().model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, models::PodTableModel::NameColumn).data().toString().startsWith(pod))
                return row;
        }
        return -1;
    }

    QString cell(const QString& pod, int column) { return pods().model()->index(rowOf(pod), column).data().toString(); }

    /// As a person does.
    void select(const QString& pod)
    {
        pods().setFocus();
        pods().setCurrentIndex(pods().model()->index(rowOf(pod), 0));
    }

    void readLog(const QString& pod)
    {
        select(pod);
        QTest::keyClick(&pods(), Qt::Key_Return);
    }

    WorkloadView view{commands};
};

const QString kHealthy = QStringLiteral("dispatch-api-manager");
const QString kCrashing = QStringLiteral("dispatch-event-manager");

} // namespace

/// Pods, events, logs and forwards as a person meets them.
class TestWorkloadView final : public QObject
{
    Q_OBJECT

    OwnSettings m_settings;

private Q_SLOTS:
    void showsWhatRuns()
    {
        Shown world;
        QAbstractItemModelTester tester(world.pods().model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(kCrashing) >= 0, 20'000);
        using Model = models::PodTableModel;
        QCOMPARE(world.cell(kCrashing, Model::StateColumn), QStringLiteral("CrashLoopBackOff"));
        QCOMPARE(world.cell(kCrashing, Model::RestartsColumn), QStringLiteral("5"));
        QCOMPARE(world.cell(QStringLiteral("dispatch-function-manager"), Model::ReadyColumn), QStringLiteral("1/2"));
        QTRY_VERIFY(world.label("cluster.workloads.nodes").contains(QLatin1String("v1.15.12")));
        QTRY_VERIFY(world.events().model()->rowCount() > 5);
        QVERIFY(part<QTabWidget>(world.view, "cluster.workloads.tabs")->tabText(0).contains(QLatin1String("warnings")));
        // What is wrong with the selected one, and what to do.
        world.select(kCrashing);
        QTRY_VERIFY(world.label("cluster.pods.hint").contains(QLatin1String("exit code 1")));
        QVERIFY(world.label("cluster.pods.hint").contains(QLatin1String("previous log")));
        QVERIFY(world.button("cluster.pods.previous").isEnabled());
        world.select(kHealthy);
        QVERIFY(!world.button("cluster.pods.previous").isEnabled());
        part<QCheckBox>(world.view, "cluster.events.ofpod")->setChecked(true);
        QCOMPARE(world.events().model()->rowCount(), 0);
        world.select(QStringLiteral("dispatch-function-manager"));
        QVERIFY(world.events().model()->rowCount() > 3);
        QTest::keyClick(&world.pods(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QLatin1String("dispatch-function-manager-")));
        QVERIFY(!world.standins.isUnknownCall());
    }

    void filtersAndKeepsTheSelection()
    {
        Shown world;
        QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(kCrashing) >= 0, 20'000);
        world.select(kCrashing);
        auto* const filter = part<QLineEdit>(world.view, "cluster.pods.filter");
        QTest::keyClicks(filter, QStringLiteral("oomkilled"));
        QCOMPARE(world.pods().model()->rowCount(), 1);
        QCOMPARE(world.rowOf(QStringLiteral("dispatch-secret-store")), 0);
        filter->setText(QStringLiteral("no such pod"));
        QCOMPARE(world.label("cluster.pods.hint"), QStringLiteral("No pod is like that."));
        QVERIFY(!world.button("cluster.pods.log").isEnabled());
        filter->clear();
        QCOMPARE(world.pods().currentIndex().row(), world.rowOf(kCrashing));
        QVERIFY(world.button("cluster.pods.log").isEnabled());
        // One namespace, and it is remembered.
        auto* const choice = part<QComboBox>(world.view, "cluster.namespace");
        QTRY_VERIFY(choice->findData(QStringLiteral("dispatch")) > 0);
        choice->setCurrentIndex(choice->findData(QStringLiteral("dispatch")));
        Q_EMIT choice->activated(choice->currentIndex());
        QTRY_COMPARE_WITH_TIMEOUT(world.pods().model()->rowCount(), 7, 20'000);
        QTRY_COMPARE(world.pods().currentIndex().row(), world.rowOf(kCrashing));
        QVERIFY(world.pods().isColumnHidden(models::PodTableModel::NamespaceColumn));
        WorkloadView later(world.commands);
        later.setProfile(QStringLiteral("lab"), ClusterState::Running);
        QCOMPARE(part<QComboBox>(later, "cluster.namespace")->currentData().toString(), QStringLiteral("dispatch"));
        choice->setCurrentIndex(0);
        Q_EMIT choice->activated(0);
        QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(QStringLiteral("coredns")) >= 0, 20'000);
    }

    void saysWhyThereIsNothing_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("says");
        QTest::newRow("stopped") << static_cast<int>(ClusterState::Stopped) << QStringLiteral("Start it");
        QTest::newRow("paused") << static_cast<int>(ClusterState::Paused) << QStringLiteral("paused");
        QTest::newRow("starting") << static_cast<int>(ClusterState::Starting) << QStringLiteral("when that is done");
        QTest::newRow("missing") << static_cast<int>(ClusterState::HostMissing) << QStringLiteral("removed");
    }

    void saysWhyThereIsNothing()
    {
        QFETCH(int, state);
        QFETCH(QString, says);
        Shown world(static_cast<ClusterState>(state));
        QVERIFY(!world.pods().isVisible());
        QVERIFY(part<QLabel>(world.view, "cluster.workloads.title")->isVisible());
        QVERIFY2(world.label("cluster.workloads.text").contains(says),
                 qPrintable(world.label("cluster.workloads.text")));
        QTest::qWait(150);
        for (const StandinCall& call : world.standins.calls(QStringLiteral("kubectl")))
            QVERIFY(!call.arguments.contains(QStringLiteral("get")));
        world.view.setProfile(QStringLiteral("lab"), ClusterState::Running);
        QVERIFY(world.pods().isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(kHealthy) >= 0, 20'000);
        world.view.setProfile({}, ClusterState::Unknown);
        QVERIFY(!world.pods().isVisible());
        QVERIFY(world.label("cluster.workloads.title").contains(QLatin1String("No cluster")));
        QVERIFY(!part<QLineEdit>(world.view, "cluster.pods.filter")->isEnabled());
    }

    void neverTakesAFailureForNoPods_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QString>("says");
        QTest::newRow("forbidden") << QStringLiteral("pods=forbidden") << QStringLiteral("may not");
        QTest::newRow("refused") << QStringLiteral("pods=refused") << QStringLiteral("does not answer");
        QTest::newRow("garbage") << QStringLiteral("pods=garbage") << QStringLiteral("cannot be read");
        QTest::newRow("killed") << QStringLiteral("pods=kill") << QStringLiteral("ended without an answer");
    }

    void neverTakesAFailureForNoPods()
    {
        QFETCH(QString, scenario);
        QFETCH(QString, says);
        Shown world;
        QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(kHealthy) >= 0, 20'000);
        const int rows = world.pods().model()->rowCount();
        world.standins.scenario(scenario);
        QTRY_VERIFY_WITH_TIMEOUT(world.label("cluster.age").contains(says), 20'000);
        QVERIFY(world.label("cluster.age").contains(QLatin1String("ago")));
        QVERIFY(part<QLabel>(world.view, "cluster.age")->isVisible());
        QCOMPARE(world.pods().model()->rowCount(), rows);
        world.standins.scenario({});
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.workloads.refresh"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!part<QLabel>(world.view, "cluster.age")->isVisible(), 20'000);
        // Where it fails from the beginning, nothing says that there are no pods.
        Shown other;
        other.standins.scenario(scenario);
        QTRY_VERIFY_WITH_TIMEOUT(other.label("cluster.age").contains(says), 20'000);
        QVERIFY(!other.label("cluster.pods.hint").contains(QLatin1String("no pods")));
    }

    void goesOnWhileKubectlHangs()
    {
        Shown world;
        world.standins.scenario(QStringLiteral("pods=hang"));
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.workloads.refresh"), Qt::LeftButton);
        QTRY_VERIFY(!world.standins.calls(QStringLiteral("kubectl")).empty());
        QCOMPARE(world.label("cluster.pods.hint"), QStringLiteral("Asking the cluster…"));
        world.standins.scenario({});
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.workloads.refresh"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(kHealthy) >= 0, 20'000);
    }

    void saysThatKubectlIsMissing()
    {
        World world;
        world.standins.removeTool(QStringLiteral("kubectl"));
        client::Toolbox toolbox(world.standins.home() + QStringLiteral("/other"));
        client::CommandLog log;
        client::Commands commands(toolbox, log);
        toolbox.look();
        WorkloadView view(commands);
        view.setProfile(QStringLiteral("lab"), ClusterState::Running);
        view.show();
        if (toolbox.found(client::Tool::Kubectl).verdict != client::FoundTool::Verdict::Missing)
            QSKIP("a kubectl in a folder of its own");
        QVERIFY(part<QLabel>(view, "cluster.workloads.title")->text().contains(QLatin1String("kubectl is not")));
        QVERIFY(part<QLabel>(view, "cluster.workloads.title")->isVisible());
    }

    // ----- logs

    void readsALog()
    {
        Shown world;
        QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(kHealthy) >= 0, 20'000);
        world.readLog(kHealthy);
        QTRY_VERIFY_WITH_TIMEOUT(world.logText().toPlainText().contains(QLatin1String("line 3 of those")), 20'000);
        QVERIFY(world.logText().toPlainText().startsWith(QLatin1String("time=\"2026-03-02T09:14:18Z\" level=info")));
        QVERIFY(world.label("cluster.log.title").contains(kHealthy));
        QTRY_COMPARE(world.label("cluster.log.state"), QStringLiteral("Following."));
        // When each line was written.
        part<QCheckBox>(world.view, "cluster.log.times")->click();
        QTRY_VERIFY(world.logText().toPlainText().startsWith(QLatin1String("2026-03-02T09:14:18.00")));
        // Only some of them; then all again.
        auto* const filter = part<QLineEdit>(world.view, "cluster.log.filter");
        QTest::keyClicks(filter, QStringLiteral("level -those"));
        QTRY_COMPARE(world.logText().shownCount(), 4);
        filter->clear();
        QTRY_VERIFY(world.logText().shownCount() > 6);
        // The log stays with its pod.
        world.select(kCrashing);
        QVERIFY(world.label("cluster.log.title").contains(kHealthy));
        world.readLog(kCrashing);
        QTRY_VERIFY(world.label("cluster.log.title").contains(kCrashing));
    }

    void findsWords()
    {
        Shown world;
        QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(kHealthy) >= 0, 20'000);
        world.readLog(kHealthy);
        QTRY_VERIFY_WITH_TIMEOUT(world.logText().shownCount() > 8, 20'000);
        world.standins.scenario(QStringLiteral("follow=end"));
        auto* const search = part<QLineEdit>(world.view, "cluster.log.search");
        search->setFocus();
        QTest::keyClicks(search, QStringLiteral("LEVEL=info msg=\"line"));
        QTRY_VERIFY(world.logText().matchCount() >= 4);
        const int count = world.logText().matchCount();
        QVERIFY(world.label("cluster.log.matches").contains(QString::number(count)));
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(world.logText().currentMatch(), 1);
        QCOMPARE(world.logText().textCursor().selectedText(), QStringLiteral("level=info msg=\"line"));
        QVERIFY(!world.logText().isFollowing());
        QVERIFY(!part<QCheckBox>(world.view, "cluster.log.follow")->isChecked());
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.log.next"), Qt::LeftButton);
        QCOMPARE(world.logText().currentMatch(), 2);
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.log.before"), Qt::LeftButton);
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.log.before"), Qt::LeftButton);
        QCOMPARE(world.logText().currentMatch(), world.logText().matchCount()); // around the end
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.log.copy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("level=info msg=\"line"));
        search->setText(QStringLiteral("no such words"));
        QTRY_COMPARE(world.logText().matchCount(), 0);
        QTRY_VERIFY(!part<QToolButton>(world.view, "cluster.log.next")->isEnabled());
    }

    void readsThePreviousLog()
    {
        Shown world;
        QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(kCrashing) >= 0, 20'000);
        world.select(kCrashing);
        world.button("cluster.pods.previous").click();
        QTRY_VERIFY_WITH_TIMEOUT(world.logText().toPlainText().contains(QLatin1String("giving up")), 20'000);
        QVERIFY(part<QCheckBox>(world.view, "cluster.log.previous")->isChecked());
        QTRY_COMPARE(world.label("cluster.log.state"), QStringLiteral("This is the end of the log."));
        // One that never crashed has none, and says so.
        world.readLog(kHealthy);
        QTRY_VERIFY(!world.logText().toPlainText().isEmpty());
        part<QCheckBox>(world.view, "cluster.log.previous")->click();
        QTRY_VERIFY_WITH_TIMEOUT(world.label("cluster.log.state").contains(QLatin1String("no container before")),
                                 20'000);
        QVERIFY(world.logText().toPlainText().isEmpty());
    }

    void choosesAContainer()
    {
        Shown world;
        const QString both = QStringLiteral("dispatch-identity-manager");
        QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(both) >= 0, 20'000);
        world.readLog(both);
        auto* const choice = part<QComboBox>(world.view, "cluster.log.container");
        QVERIFY(choice->isVisible());
        QCOMPARE(choice->count(), 2);
        QCOMPARE(world.logView().log().target().container, QStringLiteral("identity-manager"));
        choice->setCurrentIndex(1);
        Q_EMIT choice->activated(1);
        QCOMPARE(world.logView().log().target().container, QStringLiteral("oauth2-proxy"));
        QTRY_VERIFY_WITH_TIMEOUT(!world.logText().toPlainText().isEmpty(), 20'000);
        // The one that waits for its image says why there is nothing.
        world.readLog(QStringLiteral("dispatch-function-manager"));
        QTRY_VERIFY_WITH_TIMEOUT(world.label("cluster.log.state").contains(QLatin1String("has not started")), 20'000);
    }

    void takesTheLogUpAgain()
    {
        Shown world;
        world.logView().log().setFirstWait(20);
        QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(kHealthy) >= 0, 20'000);
        world.readLog(kHealthy);
        QTRY_VERIFY_WITH_TIMEOUT(world.logText().shownCount() > 6, 20'000);
        const auto followed = [&world] {
            int count = 0;
            for (const StandinCall& call : world.standins.calls(QStringLiteral("kubectl")))
                count += call.arguments.contains(QStringLiteral("-f")) ? 1 : 0;
            return count;
        };
        QCOMPARE(followed(), 1);
        world.standins.scenario(QStringLiteral("follow=end"));
        QTRY_VERIFY_WITH_TIMEOUT(followed() >= 2, 20'000);
        world.standins.scenario({});
        // A pod that is taken away ends it, and what was read stays.
        const QString name = world.logView().log().target().pod;
        world.standins.scenario(
            QStringLiteral("follow=end,pods=exit:1:Error from server (NotFound): pods \"%1\" not found").arg(name));
        QTRY_VERIFY_WITH_TIMEOUT(world.logText().toPlainText().contains(QLatin1String("The pod is gone")), 20'000);
        QTRY_COMPARE(world.label("cluster.log.state"), QStringLiteral("This is the end of the log."));
        QVERIFY(world.logText().shownCount() > 6);
    }

    void savesALog()
    {
        Shown world;
        QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(kCrashing) >= 0, 20'000);
        world.select(kCrashing);
        world.button("cluster.pods.previous").click();
        QTRY_VERIFY_WITH_TIMEOUT(world.logText().shownCount() == 4, 20'000);
        QTRY_VERIFY(part<QToolButton>(world.view, "cluster.log.save")->isEnabled());
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.log.save"), Qt::LeftButton);
        auto* const dialog = part<QFileDialog>(world.view, "cluster.log.savedialog");
        const QString path = world.standins.home() + QStringLiteral("/saved.log");
        Q_EMIT dialog->fileSelected(path);
        dialog->close();
        QTRY_VERIFY(QFile::exists(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), 4);
        QTRY_VERIFY(!visibleMessages(world.view).isEmpty());
    }

    void showsOddLines()
    {
        client::LogBuffer buffer;
        LogText text(buffer);
        text.resize(600, 300);
        text.show();
        buffer.append(
            {QByteArray("\x1b[1;31mred\x1b[0m and \xff\xfe and \xe2\x80\xa9 and \r all in one line\x07"), 0, false});
        buffer.append({QByteArray(1024 * 1024, 'x'), 0, false});
        buffer.append({QByteArray("two\tcolumns"), 0, false});
        buffer.append({{}, 0, false});
        buffer.append({QByteArray("\xe2\x80\xa8\xef\xb7\x90\xef\xbf\xbc"), 0, false});
        text.restart();
        QTRY_COMPARE(text.shownCount(), 5);
        QCOMPARE(text.blockCount(), 5);
        const QString first = text.document()->firstBlock().text();
        QVERIFY2(first.startsWith(QLatin1String("red and ")) && !first.contains(QChar(0x1b)), qPrintable(first));
        QVERIFY(text.document()->findBlockByNumber(1).length() < 2 * LogText::kLongestShown);
        QCOMPARE(text.document()->findBlockByNumber(2).text(), QStringLiteral("two\tcolumns"));
    }

    void forgetsOldLinesAndStaysWhereItIsRead()
    {
        client::LogBuffer buffer;
        LogText text(buffer);
        text.resize(600, 300);
        text.show();
        const auto add = [&buffer](int from, int count) {
            for (int i = from; i < from + count; ++i)
                buffer.append({QByteArray("line ") + QByteArray::number(i), 0, false});
        };
        add(0, 40'000);
        text.restart();
        QTRY_COMPARE_WITH_TIMEOUT(text.shownCount(), 40'000, 60'000);
        QVERIFY(text.isFollowing());
        QCOMPARE(text.verticalScrollBar()->value(), text.verticalScrollBar()->maximum());
        text.verticalScrollBar()->setValue(20'000);
        QVERIFY(!text.isFollowing());
        const QString read = text.cursorForPosition(QPoint(5, 5)).block().text();
        QCOMPARE(read, QStringLiteral("line 20000"));
        add(40'000, 25'000); // the first 15 000 go
        text.catchUp();
        QTRY_COMPARE_WITH_TIMEOUT(text.document()->lastBlock().text(), QStringLiteral("line 64999"), 60'000);
        QVERIFY(text.shownCount() <= 52'000);
        QCOMPARE(text.blockCount(), text.shownCount());
        QCOMPARE(text.cursorForPosition(QPoint(5, 5)).block().text(), read);
        text.setSearch(QStringLiteral("line 6499"));
        QTRY_COMPARE_WITH_TIMEOUT(text.matchCount(), 10, 60'000);
        QVERIFY(text.findLine(false));
        QVERIFY(text.textCursor().block().text().startsWith(QLatin1String("line 6499")));
        text.setFollowing(true);
        QCOMPARE(text.verticalScrollBar()->value(), text.verticalScrollBar()->maximum());
    }

    /// 200 MB through the window, which is used at the same time.
    void staysUsableInAFlood()
    {
        neverBlocks([](UiWatchdog& watchdog) {
            Shown world;
            QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(kHealthy) >= 0, 20'000);
            world.standins.replaceTool(
                QStringLiteral("kubectl"),
                "#!/bin/sh\ncase \"$*\" in *logs*)\n  yes '2026-03-02T09:14:18.123456789Z "
                "level=info msg=\"a line of a log "
                "that never ends, with about so many letters\"' | head -c 200000000; echo; echo the "
                "very end; sleep 100;;\n*) "
                "echo '{\"items\":[]}';;\nesac\n");
            watchdog.forget();
            world.readLog(kHealthy);
            QTRY_VERIFY_WITH_TIMEOUT(world.logText().shownCount() > 1'000, 20'000);
            watchdog.ended(QStringLiteral("begin"));
            auto* const search = part<QLineEdit>(world.view, "cluster.log.search");
            QTest::keyClicks(search, QStringLiteral("letters"));
            QTRY_VERIFY_WITH_TIMEOUT(world.logText().matchCount() > 0, 20'000);
            watchdog.ended(QStringLiteral("search"));
            part<QLineEdit>(world.view, "cluster.log.filter")->setText(QStringLiteral("never"));
            QTRY_VERIFY_WITH_TIMEOUT(world.logText().shownCount() > 0, 20'000);
            part<QLineEdit>(world.view, "cluster.log.filter")->clear();
            watchdog.ended(QStringLiteral("filter"));
            search->clear();
            const auto isThrough
                = [&world] { return world.logText().document()->lastBlock().text() == QLatin1String("the very end"); };
            QVERIFY(loopUntil(isThrough, 240'000));
            watchdog.ended(QStringLiteral("flood"));
            QVERIFY(world.logView().log().buffer().bytes() <= client::LogBuffer::kMostBytes);
            QVERIFY(world.logText().shownCount() <= 52'000);
            QTRY_VERIFY(world.label("cluster.log.state").contains(QLatin1String("older lines were dropped")));
        });
    }

    // ----- forwards

    void forwardsAPort()
    {
        Shown world;
        QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(kHealthy) >= 0, 20'000);
        world.select(kHealthy);
        world.button("cluster.pods.forward").click();
        auto* dialog = part<QDialog>(world.view, "dialog.forward");
        auto* remote = part<QComboBox>(*dialog, "forward.remote");
        remote->setEditText(QStringLiteral("70000"));
        QVERIFY(!part<QPushButton>(*dialog, "forward.start")->isEnabled());
        remote->setEditText(QStringLiteral("80"));
        part<QPushButton>(*dialog, "forward.start")->click();
        QTRY_COMPARE(world.forwards().model()->rowCount(), 1);
        QVERIFY(world.forwards().isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(world.label("cluster.forwards.link").contains(QLatin1String("http://127.0.0.1:")),
                                 20'000);
        const int port = world.view.forwards().forwards().front().localPort;
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(port));
        QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
        socket.write("GET / HTTP/1.1\r\n\r\n");
        QTRY_VERIFY(socket.bytesAvailable() > 0);
        QVERIFY(part<QTabWidget>(world.view, "cluster.workloads.tabs")->tabText(2).contains(QLatin1String("(1)")));
        world.button("cluster.forwards.copy").click();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("127.0.0.1:%1").arg(port));
        world.button("cluster.forwards.stop").click();
        QTRY_VERIFY(!world.button("cluster.forwards.stop").isEnabled());
        QTRY_COMPARE(world.view.forwards().liveCount(), 0);
        QVERIFY(!world.button("cluster.forwards.open").isEnabled());
        bool wasInterrupted = false;
        for (const StandinCall& call : world.standins.calls(QStringLiteral("kubectl")))
            wasInterrupted = wasInterrupted || call.signalsGot.contains(QStringLiteral("SIGINT"));
        QVERIFY(wasInterrupted);
        world.button("cluster.forwards.remove").click();
        QTRY_COMPARE(world.forwards().model()->rowCount(), 0);
    }

    void saysWhyAForwardFailed()
    {
        Shown world;
        QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(kHealthy) >= 0, 20'000);
        world.standins.scenario(QStringLiteral("portforward=busy"));
        world.select(kHealthy);
        world.button("cluster.pods.forward").click();
        auto* dialog = part<QDialog>(world.view, "dialog.forward");
        part<QSpinBox>(*dialog, "forward.local")->setValue(48'133);
        part<QPushButton>(*dialog, "forward.start")->click();
        QTRY_COMPARE(world.forwards().model()->rowCount(), 1);
        const auto reason
            = [&world] { return world.forwards().model()->index(0, ui::ForwardModel::ReasonColumn).data().toString(); };
        QTRY_VERIFY_WITH_TIMEOUT(reason().contains(QLatin1String("Another program has this local port")), 20'000);
        QCOMPARE(world.forwards().model()->index(0, 0).data().toString(), QStringLiteral("failed"));
    }

    // ----- the second opinion

    void hasASecondOpinion()
    {
        World world;
        models::Driver driver;
        driver.name = QStringLiteral("mine");
        driver.type = QStringLiteral("ticker");
        driver.status = models::statusOf(models::State::Ready);
        QWidget window;
        ui::DriverOpinion& opinion = *new ui::DriverOpinion(&window);
        window.resize(500, 200);
        window.show();
        opinion.setDriver(&driver, QStringLiteral("dispatch"));
        QVERIFY(!opinion.isVisible());
        opinion.setCluster(&world.commands, QStringLiteral("lab"));
        QVERIFY(opinion.isVisible());
        const auto text = [&opinion](const char* name) { return part<QLabel>(opinion, name)->text(); };
        QTRY_COMPARE_WITH_TIMEOUT(text("details.opinion.title"), QStringLiteral("The cluster disagrees"), 20'000);
        QVERIFY(text("details.opinion.says").contains(QLatin1String("no pod of it")));
        QVERIFY(!text("details.opinion.remedy").isEmpty());
        // Another one has a pod, and that cannot get its image.
        const QString name = QStringLiteral("event-driver-dispatch-ticker-other");
        models::Json pod
            = {{"metadata",
                {{"name", models::toStd(name + QStringLiteral("-x"))},
                 {"namespace", "dispatch"},
                 {"uid", "u"},
                 {"labels", {{"app", "event-driver"}, {"name", models::toStd(name)}}}}},
               {"status",
                {{"phase", "Pending"},
                 {"containerStatuses",
                  models::Json::array({models::Json{{"name", "driver"},
                                                    {"state", {{"waiting", {{"reason", "ImagePullBackOff"}}}}}}})}}}};
        world.standins.addObject(QStringLiteral("pods"), pod);
        driver.name = QStringLiteral("other");
        opinion.setDriver(&driver, QStringLiteral("dispatch"));
        QCOMPARE(text("details.opinion.title"), QStringLiteral("Asking the cluster…"));
        QTRY_VERIFY_WITH_TIMEOUT(text("details.opinion.says").contains(QLatin1String("ImagePullBackOff")), 20'000);
        QVERIFY(text("details.opinion.says").startsWith(QLatin1String("READY, but 0 of 1")));
        opinion.setDriver(nullptr, {});
        QVERIFY(!opinion.isVisible());
        opinion.setDriver(&driver, QStringLiteral("dispatch"));
        QVERIFY(opinion.isVisible());
        opinion.setCluster(nullptr, {});
        QVERIFY(!opinion.isVisible());
        QVERIFY(!world.standins.isUnknownCall());
    }

    void namesEverything()
    {
        Shown world;
        QTRY_VERIFY_WITH_TIMEOUT(world.rowOf(kHealthy) >= 0, 20'000);
        for (QWidget* widget : world.view.findChildren<QWidget*>()) {
            const bool isControl = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget)
                || qobject_cast<QTableView*>(widget) || qobject_cast<QLineEdit*>(widget);
            if (!isControl || widget->objectName().startsWith(QLatin1String("qt_"))
                || widget->focusPolicy() == Qt::NoFocus || !widget->objectName().startsWith(QLatin1String("cluster.")))
                continue;
            const auto* const button = qobject_cast<QAbstractButton*>(widget);
            QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                     qPrintable(widget->objectName()));
        }
    }
};

QTEST_MAIN(TestWorkloadView)
#include "tst_workloadview.moc"
