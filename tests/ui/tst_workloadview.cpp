// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/ownsettings.h"
#include "tests/ui/workloadworld.h"
#include "ui/cluster/forwardmodel.h"
#include "ui/details/driveropinion.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTcpSocket>
#include <QToolButton>

using models::ClusterState;
using ui::WorkloadView;

/// Pods, events and forwards as a person meets them.
class TestWorkloadView final : public QObject
{
    Q_OBJECT

    OwnSettings m_settings;

private Q_SLOTS:
    void showsWhatRuns()
    {
        ShownWorkloads world;
        QAbstractItemModelTester tester(world.pods().model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY(world.rowOf(kCrashing) >= 0);
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
        ShownWorkloads world;
        QTRY_VERIFY(world.rowOf(kCrashing) >= 0);
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
        QTRY_COMPARE(world.pods().model()->rowCount(), 7);
        QTRY_COMPARE(world.pods().currentIndex().row(), world.rowOf(kCrashing));
        QVERIFY(world.pods().isColumnHidden(models::PodTableModel::NamespaceColumn));
        WorkloadView later(world.commands);
        later.setProfile(QStringLiteral("lab"), ClusterState::Running);
        QCOMPARE(part<QComboBox>(later, "cluster.namespace")->currentData().toString(), QStringLiteral("dispatch"));
        choice->setCurrentIndex(0);
        Q_EMIT choice->activated(0);
        QTRY_VERIFY(world.rowOf(QStringLiteral("coredns")) >= 0);
    }

    /// A list that is open would jump.
    void leavesTheNamespacesAloneWhileTheyAreTheSame()
    {
        ShownWorkloads world;
        auto* const choice = part<QComboBox>(world.view, "cluster.namespace");
        QTRY_VERIFY(choice->findData(QStringLiteral("dispatch")) > 0);
        QSignalSpy gone(choice->model(), &QAbstractItemModel::rowsRemoved);
        const auto looks = [&world] { return std::size(world.standins.calls(QStringLiteral("kubectl"))); };
        const auto before = looks();
        QTRY_VERIFY(looks() > before + 6);
        world.view.setProfile(QStringLiteral("lab"), ClusterState::Running);
        QCOMPARE(gone.count(), 0);
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
        ShownWorkloads world(static_cast<ClusterState>(state));
        QVERIFY(!world.pods().isVisible());
        QVERIFY(part<QLabel>(world.view, "cluster.workloads.title")->isVisible());
        QVERIFY2(world.label("cluster.workloads.text").contains(says),
                 qPrintable(world.label("cluster.workloads.text")));
        QTest::qWait(150);
        for (const StandinCall& call : world.standins.calls(QStringLiteral("kubectl")))
            QVERIFY(!call.arguments.contains(QStringLiteral("get")));
        world.view.setProfile(QStringLiteral("lab"), ClusterState::Running);
        QVERIFY(world.pods().isVisible());
        QTRY_VERIFY(world.rowOf(kHealthy) >= 0);
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
        ShownWorkloads world;
        QTRY_VERIFY(world.rowOf(kHealthy) >= 0);
        const int rows = world.pods().model()->rowCount();
        world.standins.scenario(scenario);
        QTRY_VERIFY(world.label("cluster.age").contains(says));
        QVERIFY(world.label("cluster.age").contains(QLatin1String("ago")));
        QVERIFY(part<QLabel>(world.view, "cluster.age")->isVisible());
        QCOMPARE(world.pods().model()->rowCount(), rows);
        world.standins.scenario({});
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.workloads.refresh"), Qt::LeftButton);
        QTRY_VERIFY(!part<QLabel>(world.view, "cluster.age")->isVisible());
        // Where it fails from the beginning, nothing says that there are no pods.
        ShownWorkloads other;
        other.standins.scenario(scenario);
        QTRY_VERIFY(other.label("cluster.age").contains(says));
        QVERIFY(!other.label("cluster.pods.hint").contains(QLatin1String("no pods")));
    }

    void goesOnWhileKubectlHangs()
    {
        ShownWorkloads world;
        world.standins.scenario(QStringLiteral("pods=hang"));
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.workloads.refresh"), Qt::LeftButton);
        QTRY_VERIFY(!world.standins.calls(QStringLiteral("kubectl")).empty());
        QCOMPARE(world.label("cluster.pods.hint"), QStringLiteral("Asking the cluster…"));
        world.standins.scenario({});
        QTest::mouseClick(part<QToolButton>(world.view, "cluster.workloads.refresh"), Qt::LeftButton);
        QTRY_VERIFY(world.rowOf(kHealthy) >= 0);
    }

    void saysThatKubectlIsMissing()
    {
        WorkloadWorld world;
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

    void forwardsAPort()
    {
        ShownWorkloads world;
        QTRY_VERIFY(world.rowOf(kHealthy) >= 0);
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
        QTRY_VERIFY(world.label("cluster.forwards.link").contains(QLatin1String("http://127.0.0.1:")));
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
        ShownWorkloads world;
        QTRY_VERIFY(world.rowOf(kHealthy) >= 0);
        world.standins.scenario(QStringLiteral("portforward=busy"));
        world.select(kHealthy);
        world.button("cluster.pods.forward").click();
        auto* dialog = part<QDialog>(world.view, "dialog.forward");
        part<QSpinBox>(*dialog, "forward.local")->setValue(48'133);
        part<QPushButton>(*dialog, "forward.start")->click();
        QTRY_COMPARE(world.forwards().model()->rowCount(), 1);
        const auto reason
            = [&world] { return world.forwards().model()->index(0, ui::ForwardModel::ReasonColumn).data().toString(); };
        QTRY_VERIFY(reason().contains(QLatin1String("Another program has this local port")));
        QCOMPARE(world.forwards().model()->index(0, 0).data().toString(), QStringLiteral("failed"));
    }

    void hasASecondOpinion()
    {
        WorkloadWorld world;
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
        QTRY_COMPARE(text("details.opinion.title"), QStringLiteral("The cluster disagrees"));
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
        QTRY_VERIFY(text("details.opinion.says").contains(QLatin1String("ImagePullBackOff")));
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
        ShownWorkloads world;
        QTRY_VERIFY(world.rowOf(kHealthy) >= 0);
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
