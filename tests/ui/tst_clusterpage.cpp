// SPDX-License-Identifier: Apache-2.0
#include "client/profile.h"
#include "clusterworld.h"
#include "fakedispatch.h"
#include "models/cluster/driveropinion.h"
#include "uiworld.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QTabWidget>

/// Clusters through the widgets, as a person works with them.
class TestClusterPage final : public QObject
{
    Q_OBJECT

    using Console = ClusterWorld::Console;

private Q_SLOTS:
    void init() { m_world = std::make_unique<ClusterWorld>(); }

    void cleanup()
    {
        const bool isUnknown = m_world->standins.isUnknownCall();
        m_world.reset();
        QVERIFY(!isUnknown);
    }

    void saysHowToGetMinikube()
    {
        m_world->standins.removeTool(QStringLiteral("minikube"));
        Console console(*m_world);
        auto* bar = part<ui::MessageBar>(console.window, "cluster.message");
        QTRY_VERIFY(bar->isVisible());
        QVERIFY(bar->text().contains(QLatin1String("minikube.sigs.k8s.io")));
        QVERIFY(!part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
        part<QAbstractButton>(*bar, "message.remedy")->click();
        QVERIFY(console.isShown("cluster.tools.table"));
        UiWorld::picture(console.window, QStringLiteral("cluster-notools"));
    }

    void bringsAClusterUp()
    {
        // Within the download.
        m_world->standins.scenario(QStringLiteral("start=hold:14"));
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
        console.create(QStringLiteral("lab"));
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("starting"));
        QTRY_VERIFY(console.isShown("cluster.job"));
        QTRY_VERIFY(console.text("cluster.job.title").contains(QLatin1String("of 19")));
        QTRY_VERIFY(console.isShown("cluster.job.download.0"));
        UiWorld::picture(console.window, QStringLiteral("cluster-starting"));
        m_world->standins.scenario({});
        int highest = 0;
        auto* bar = part<QProgressBar>(console.window, "cluster.job.bar");
        QTRY_VERIFY([&] {
            const bool forward = bar->value() >= highest || !bar->isVisible();
            highest = std::max(highest, bar->value());
            if (!forward)
                qWarning("the bar ran backwards");
            return forward && console.state(QStringLiteral("lab")) == QLatin1String("running");
        }());
        QVERIFY(!console.isShown("cluster.job"));
        QCOMPARE(console.cell(QStringLiteral("lab"), 2), QStringLiteral("docker"));
        QVERIFY(!part<QAbstractButton>(console.window, "cluster.start")->isEnabled());
        QVERIFY(part<QAbstractButton>(console.window, "cluster.stop")->isEnabled());
        UiWorld::picture(console.window, QStringLiteral("cluster-running"));
        // The driver is always named, and nothing is asked on a terminal that is not there.
        for (const StandinCall& call : m_world->standins.calls(QStringLiteral("minikube"))) {
            if (call.arguments.value(0) != QLatin1String("start"))
                continue;
            QVERIFY(call.arguments.contains(QStringLiteral("--driver=docker")));
            QVERIFY(call.arguments.contains(QStringLiteral("--interactive=false")));
            QVERIFY(call.arguments.contains(QStringLiteral("--user=dispatch-console")));
        }
    }

    /// As a screen reader does it: the selection moves, and what a keyboard would be at does not.
    void followsTheSelection()
    {
        m_world->standins.addProfile(QStringLiteral("first"));
        m_world->standins.addProfile(QStringLiteral("second"), QStringLiteral("Stopped"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("second")), QStringLiteral("stopped"));
        QTRY_COMPARE(console.state(QStringLiteral("first")), QStringLiteral("running"));
        QTRY_VERIFY(!part<QAbstractButton>(console.window, "cluster.start")->isEnabled());
        auto* table = part<QTableView>(console.window, "cluster.profiles");
        table->selectionModel()->select(table->model()->index(1, 0),
                                        QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.start")->isEnabled());
    }

    /// Beside the events that were sent, in the same history.
    void showsTheEventsOfAStartInTheHistory()
    {
        m_world->standins.addProfile(QStringLiteral("lab"), QStringLiteral("Stopped"));
        FakeDispatch server;
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.start")->isEnabled());
        console.click("cluster.start");
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        console.window.useConnection(server.connection());
        auto* history = part<QWidget>(console.window, "event.history");
        auto* table = part<QTableView>(*history, "event.history.table");
        part<QTabWidget>(console.window, "event.views")->setCurrentWidget(history);
        auto* tabs = part<QTabWidget>(console.window, "tabs");
        const auto goesThere = [tabs, history] {
            for (int i = 0; i < tabs->count(); ++i) {
                if (tabs->widget(i)->isAncestorOf(history))
                    tabs->setCurrentIndex(i);
            }
            return history->isVisible();
        };
        QTRY_VERIFY(goesThere());
        UiWorld::picture(console.window, QStringLiteral("cluster-history"));
        const auto tells = [table](const char* text) {
            for (int row = 0; row < table->model()->rowCount(); ++row) {
                for (int column = 0; column < table->model()->columnCount(); ++column) {
                    if (table->model()->index(row, column).data().toString().contains(QLatin1String(text)))
                        return true;
                }
            }
            return false;
        };
        QTRY_VERIFY(tells("io.k8s.sigs.minikube.step"));
        QVERIFY(tells("heard from minikube lab: Verifying Kubernetes components"));
        QVERIFY(!tells("MINIKUBE_IN_STYLE"));
    }

    /// From the check to the form of the connection, whose certificate is not taken unseen.
    void installsDispatchAndOffersItsConnection()
    {
        StandinProfile old;
        old.name = QStringLiteral("lab");
        old.kubernetes = QStringLiteral("v1.15.12");
        m_world->standins.addProfile(old);
        Console console(*m_world);
        std::vector<client::Profile> offered;
        connect(console.desk, &ui::ClusterDesk::profileOffered, this,
                [&offered](const client::Profile& profile) { offered.push_back(profile); });
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        auto* tabs = part<QTabWidget>(console.window, "cluster.tabs");
        QTRY_COMPARE(tabs->count(), 7);
        tabs->setCurrentWidget(part<QWidget>(console.window, "cluster.dispatch"));
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.dispatch.install")->isEnabled());
        console.click("cluster.dispatch.install");
        auto* connectButton = part<QAbstractButton>(console.window, "cluster.dispatch.connect");
        QTRY_VERIFY(connectButton->isVisible());
        UiWorld::picture(console.window, QStringLiteral("cluster-installed"));
        connectButton->click();
        QCOMPARE(offered.size(), std::size_t(1));
        QCOMPARE(offered[0].base.host(), old.address);
        QCOMPARE(offered[0].base.scheme(), QStringLiteral("https"));
        QVERIFY(!offered[0].tls.isInsecure);
    }

    void stopsPausesAndStarts()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(*m_world);
        const QString lab = QStringLiteral("lab");
        QTRY_COMPARE(console.state(lab), QStringLiteral("running"));
        console.click("cluster.pause");
        QTRY_COMPARE(console.state(lab), QStringLiteral("paused"));
        QTRY_VERIFY(console.text("cluster.hint").contains(QLatin1String("Dispatch too")));
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.unpause")->isEnabled());
        console.click("cluster.next");
        QTRY_COMPARE(console.state(lab), QStringLiteral("running"));
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.stop")->isEnabled());
        console.click("cluster.stop");
        QTRY_COMPARE(console.state(lab), QStringLiteral("stopped"));
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.start")->isEnabled());
        console.click("cluster.start");
        QTRY_COMPARE(console.state(lab), QStringLiteral("running"));
    }

    void namesWhatGoesBeforeItGoes()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        console.click("cluster.delete");
        auto* question = console.dialog<QDialog>("dialog.deletecluster");
        QVERIFY(part<QLabel>(*question, "deletecluster.goes")->text().contains(QLatin1String("docker")));
        auto* confirm = part<QPushButton>(*question, "deletecluster.delete");
        auto* cancel = part<QPushButton>(*question, "deletecluster.cancel");
        QVERIFY(cancel->isDefault());
        // It was not made here.
        QVERIFY(!confirm->isEnabled());
        UiWorld::picture(*question, QStringLiteral("cluster-delete"));
        QTest::keyClick(question, Qt::Key_Return);
        QTRY_VERIFY(!console.window.findChild<QDialog*>(QStringLiteral("dialog.deletecluster")));
        QCOMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        console.click("cluster.delete");
        question = console.dialog<QDialog>("dialog.deletecluster");
        part<QAbstractButton>(*question, "deletecluster.known")->click();
        part<QAbstractButton>(*question, "deletecluster.delete")->click();
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QString());
        QCOMPARE(m_world->standins.profileState(QStringLiteral("lab")), QString());
    }

    /// Another one of that name is asked about again.
    void forgetsWhatItMadeWhenThatIsGone()
    {
        const QString name = QStringLiteral("lab");
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
        console.create(name);
        QTRY_COMPARE(console.state(name), QStringLiteral("running"));
        const auto mayDeleteAtOnce = [&console] {
            console.click("cluster.delete");
            auto* question = console.dialog<QDialog>("dialog.deletecluster");
            const bool may = part<QPushButton>(*question, "deletecluster.delete")->isEnabled();
            question->reject();
            return may;
        };
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.delete")->isEnabled());
        QVERIFY(mayDeleteAtOnce());
        QTRY_VERIFY(!console.window.findChild<QDialog*>(QStringLiteral("dialog.deletecluster")));
        m_world->standins.removeProfile(name);
        QTRY_COMPARE(console.state(name), QString());
        const qint64 asOf = console.clusters.watch().asOf();
        console.clusters.watch().lookNow();
        QTRY_VERIFY(console.clusters.watch().asOf() > asOf);
        m_world->standins.addProfile(name);
        QTRY_COMPARE(console.state(name), QStringLiteral("running"));
        console.choose(name);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.delete")->isEnabled());
        QVERIFY(!mayDeleteAtOnce());
    }

    /// Somebody began it in a terminal and gave it up: minikube leaves no sign of that.
    void startsWhatWasGivenUpElsewhere()
    {
        const QString name = QStringLiteral("lab");
        m_world->standins.addProfile(name, QStringLiteral("HostMissing"));
        QVERIFY(
            QFile::copy(QStringLiteral(DISPATCH_SOURCE_DIR "/tests/recordings/cluster/events-file-during-start.jsonl"),
                        m_world->standins.minikubeHome() + QStringLiteral("/profiles/lab/events.json")));
        Console console(*m_world);
        QTRY_COMPARE(console.state(name), QStringLiteral("starting elsewhere"));
        console.choose(name);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.start")->isEnabled());
        QVERIFY(part<QAbstractButton>(console.window, "cluster.delete")->isEnabled());
        console.click("cluster.start");
        auto* box = console.dialog<QMessageBox>("dialog.startelsewhere");
        QCOMPARE(box->buttonRole(box->defaultButton()), QMessageBox::RejectRole);
        for (QAbstractButton* button : box->buttons()) {
            if (box->buttonRole(button) == QMessageBox::AcceptRole)
                button->click();
        }
        QTRY_COMPARE(console.state(name), QStringLiteral("running"));
    }

    void showsEachNode()
    {
        StandinProfile multi;
        multi.name = QStringLiteral("multi");
        multi.state = QStringLiteral("WorkerStopped");
        multi.nodes = 2;
        m_world->standins.addProfile(multi);
        Console console(*m_world);
        auto* nodes = part<QTableView>(console.window, "cluster.nodes");
        QTRY_COMPARE(nodes->model()->rowCount(), 2);
        const auto cell = [nodes](int row, int column) { return nodes->model()->index(row, column).data().toString(); };
        QCOMPARE(cell(0, 1), QStringLiteral("control plane"));
        QCOMPARE(cell(0, 2), QStringLiteral("Running"));
        QCOMPARE(cell(1, 1), QStringLiteral("worker"));
        QCOMPARE(cell(1, 2), QStringLiteral("Stopped"));
    }

    void tellsTheTimeThatIsLeft()
    {
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
        console.create(QStringLiteral("one"));
        QTRY_COMPARE(console.state(QStringLiteral("one")), QStringLiteral("running"));
        m_world->standins.scenario(QStringLiteral("start=hold:9"));
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
        console.create(QStringLiteral("two"));
        console.choose(QStringLiteral("two"));
        QTRY_VERIFY(console.text("cluster.job.times").contains(QLatin1String("earlier starts took")));
        m_world->standins.scenario({});
        QTRY_COMPARE(console.state(QStringLiteral("two")), QStringLiteral("running"));
    }

    void takesAToolThatWasChosen()
    {
        const QString elsewhere = m_world->folder.filePath(QStringLiteral("my minikube"));
        QVERIFY(QFile::rename(m_world->standins.bin() + QStringLiteral("/minikube"), elsewhere));
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(*m_world);
        QTRY_VERIFY(part<ui::MessageBar>(console.window, "cluster.message")->isVisible());
        part<QTabWidget>(console.window, "cluster.tabs")
            ->setCurrentWidget(part<QWidget>(console.window, "cluster.tools"));
        auto* tools = part<QTableView>(console.window, "cluster.tools.table");
        tools->setCurrentIndex(tools->model()->index(0, 0));
        console.click("cluster.tools.choose");
        auto* where = console.dialog<QFileDialog>("dialog.tool");
        Q_EMIT where->fileSelected(elsewhere);
        where->close();
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        QVERIFY(!part<ui::MessageBar>(console.window, "cluster.message")->isVisible());
    }

    void keepsATunnelUntilTheWindowCloses()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        {
            Console console(*m_world);
            QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
            part<QTabWidget>(console.window, "cluster.tabs")
                ->setCurrentWidget(part<QWidget>(console.window, "cluster.services"));
            console.click("cluster.tunnel.toggle");
            QTRY_VERIFY(
                part<QAbstractButton>(console.window, "cluster.tunnel.toggle")->text().contains(QLatin1String("Stop")));
            QTRY_VERIFY(!console.text("cluster.tunnel").contains(QLatin1String("starting")));
            console.window.close();
            QTRY_VERIFY(!console.window.isVisible());
        }
        const auto calls = m_world->standins.calls(QStringLiteral("minikube"));
        const auto tunnel = std::find_if(calls.begin(), calls.end(), [](const StandinCall& call) {
            return call.arguments.value(0) == QLatin1String("tunnel");
        });
        QVERIFY(tunnel != calls.end());
        // By TERM or KILL it would leave routes behind.
        QCOMPARE(tunnel->signalsGot, QStringList{QStringLiteral("SIGINT")});
    }

    void saysWhenATunnelWantsATerminal()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        m_world->standins.scenario(QStringLiteral("tunnel=exit:1:sudo: a terminal is required to read the password"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        part<QTabWidget>(console.window, "cluster.tabs")
            ->setCurrentWidget(part<QWidget>(console.window, "cluster.services"));
        console.click("cluster.tunnel.toggle");
        QTRY_VERIFY(console.text("cluster.tunnel").contains(QLatin1String("minikube tunnel -p lab")));
        console.click("cluster.tunnel.use");
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("minikube tunnel -p lab"));
    }

    void cancelsAfterAQuestion()
    {
        m_world->standins.scenario(QStringLiteral("start=hang:6"));
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
        console.create(QStringLiteral("lab"));
        QTRY_VERIFY(console.isShown("cluster.job.cancel"));
        console.click("cluster.job.cancel");
        auto* box = console.dialog<QMessageBox>("dialog.cancel");
        QVERIFY(box->defaultButton() && box->buttonRole(box->defaultButton()) == QMessageBox::RejectRole);
        for (QAbstractButton* button : box->buttons()) {
            if (box->buttonRole(button) == QMessageBox::DestructiveRole)
                button->click();
        }
        QTRY_VERIFY(console.isShown("cluster.failure"));
        QVERIFY(console.text("cluster.failure.title").contains(QLatin1String("cancelled")));
    }

    void switchesAddonsAndShowsServices()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        auto* tabs = part<QTabWidget>(console.window, "cluster.tabs");
        tabs->setCurrentWidget(part<QWidget>(console.window, "cluster.addons"));
        auto* addons = part<QTableView>(console.window, "cluster.addons.table");
        QTRY_VERIFY(addons->model()->rowCount() > 20);
        part<QLineEdit>(console.window, "cluster.addons.filter")->setText(QStringLiteral("metrics"));
        QCOMPARE(addons->model()->rowCount(), 1);
        addons->setCurrentIndex(addons->model()->index(0, 0));
        QCOMPARE(addons->model()->index(0, 1).data().toString(), QStringLiteral("disabled"));
        console.click("cluster.addons.toggle");
        QTRY_COMPARE(addons->model()->index(0, 1).data().toString(), QStringLiteral("enabled"));
        UiWorld::picture(console.window, QStringLiteral("cluster-addons"));
        tabs->setCurrentWidget(part<QWidget>(console.window, "cluster.services"));
        auto* services = part<QTableView>(console.window, "cluster.services.table");
        QTRY_VERIFY(services->model()->rowCount() > 0);
        UiWorld::picture(console.window, QStringLiteral("cluster-services"));
        console.click("cluster.dashboard.toggle");
        QTRY_VERIFY(console.text("cluster.dashboard").startsWith(QLatin1String("http://127.0.0.1")));
        console.click("cluster.dashboard.toggle");
        QTRY_VERIFY(!console.text("cluster.dashboard").startsWith(QLatin1String("http")));
        console.click("cluster.address");
        QTRY_COMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("192.168.49.2"));
    }

    /// Dispatch says READY, and the image cannot be had.
    void marksWhereDispatchAndTheClusterDisagree()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        QFile config(m_world->standins.minikubeHome() + QStringLiteral("/profiles/lab/config.json"));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write("{\"Name\":\"lab\",\"Nodes\":[{\"IP\":\"127.0.0.1\"}]}");
        config.close();
        FakeDispatch server;
        server.put(models::Kind::Driver, {{"name", "every-minute"}, {"type", "ticker"}, {"status", "READY"}});
        const QString name = models::driverDeployment(server.connection().organization, QStringLiteral("ticker"),
                                                      QStringLiteral("every-minute"));
        const models::Json waiting = {{"reason", "ImagePullBackOff"}, {"message", "Back-off pulling image"}};
        const models::Json container
            = {{"name", "driver"}, {"ready", false}, {"restartCount", 0}, {"state", {{"waiting", waiting}}}};
        models::Json pod;
        pod["metadata"] = {{"name", "event-driver-1"}, {"namespace", "dispatch"}, {"uid", "1"}};
        pod["metadata"]["labels"] = {{"app", "event-driver"}, {"name", models::toStd(name)}};
        pod["spec"]["containers"] = models::Json::array({models::Json{{"name", "driver"}}});
        pod["status"] = {{"phase", "Pending"}, {"containerStatuses", models::Json::array({container})}};
        m_world->standins.addObject(QStringLiteral("pods"), pod);
        Console console(*m_world);
        console.window.useConnection(server.connection());
        auto* table = part<QTableView>(console.window, "page.Driver.table");
        QTRY_COMPARE(table->model()->rowCount(), 1);
        table->selectRow(0);
        auto* opinion = part<QWidget>(console.window, "details.opinion");
        QTRY_VERIFY(opinion->isVisible());
        const auto* says = part<QLabel>(*opinion, "details.opinion.says");
        QTRY_VERIFY2(says->text().contains(QLatin1String("ImagePullBackOff")), qPrintable(says->text()));
        QCOMPARE(part<QLabel>(*opinion, "details.opinion.title")->text(), QStringLiteral("The cluster disagrees"));
        UiWorld::picture(console.window, QStringLiteral("cluster-opinion"));
    }

    /// The page is the same one with and without a connection.
    void staysThroughConnections()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        FakeDispatch server;
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        console.click("cluster.back");
        QVERIFY(console.isShown("start.cluster"));
        console.window.useConnection(server.connection());
        auto* tabs = part<QTabWidget>(console.window, "tabs");
        QTRY_COMPARE(tabs->count(), 7);
        part<QAction>(console.window, "action.page.cluster")->trigger();
        QTRY_VERIFY(console.isShown("cluster.profiles"));
        QCOMPARE(tabs->tabText(tabs->currentIndex()), QStringLiteral("Cluster"));
        QVERIFY(!console.isShown("cluster.back"));
        FakeDispatch other;
        console.window.useConnection(other.connection());
        QTRY_VERIFY(part<QTabWidget>(console.window, "tabs") != tabs);
        QTRY_COMPARE(part<QTabWidget>(console.window, "tabs")->count(), 7);
        QTRY_VERIFY(console.isShown("cluster.profiles"));
        QCOMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
    }

private:
    std::unique_ptr<ClusterWorld> m_world;
};

QTEST_MAIN(TestClusterPage)
#include "tst_clusterpage.moc"
