// SPDX-License-Identifier: Apache-2.0
#include "client/profile.h"
#include "clusterworld.h"
#include "fakedispatch.h"
#include "models/cluster/driveropinion.h"
#include "tests/e2e/neverblocks.h"
#include "ui/cluster/commandsview.h"
#include "uiworld.h"

#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QTabWidget>

#include <csignal>

/// Clusters through the widgets, as a person works with them.
class TestClusterPage final : public QObject
{
    Q_OBJECT

    using Console = ClusterWorld::Console;

    /// The dialog that is open; waits for it.
    template <typename Dialog> static Dialog* dialog(QWidget& window, const char* name)
    {
        auto* found = part<Dialog>(window, name);
        if (!QTest::qWaitFor([found] { return found->isVisible(); }))
            qFatal("dialog %s is not open", name);
        return found;
    }

    static void create(Console& console, const QString& name)
    {
        console.click("cluster.create");
        auto* form = dialog<QDialog>(console.window, "dialog.cluster");
        part<QLineEdit>(*form, "cluster.create.name")->setText(name);
        auto* driver = part<QComboBox>(*form, "cluster.create.driver");
        driver->setCurrentText(QStringLiteral("docker"));
        part<QSpinBox>(*form, "cluster.create.cpus")->setValue(2);
        part<QSpinBox>(*form, "cluster.create.memory")->setValue(2'048);
        QTRY_VERIFY(part<QAbstractButton>(*form, "cluster.create.create")->isEnabled());
        part<QAbstractButton>(*form, "cluster.create.create")->click();
        QTRY_VERIFY(!console.window.findChild<QDialog*>(QStringLiteral("dialog.cluster")));
    }

    /// The reason that the recording of a failed start ends with.
    static QString idIn(const QString& name)
    {
        QFile file(QStringLiteral(DISPATCH_SOURCE_DIR "/tests/recordings/cluster/start-fail-%1.jsonl").arg(name));
        QString id;
        while (file.isOpen() || file.open(QIODevice::ReadOnly)) {
            if (file.atEnd())
                break;
            const auto event = models::minikubeEventFrom(file.readLine().trimmed());
            if (event && event->isFatal())
                id = event->name;
        }
        return id;
    }

    /// Waits for the last command that is listed so, and chooses it.
    static void chooseCommand(QTableView& table, const QString& line)
    {
        int row = -1;
        const auto isThere = [&] {
            for (int i = 0; i < table.model()->rowCount(); ++i) {
                if (table.model()->index(i, ui::CommandsModel::CommandColumn).data().toString() == line)
                    row = i;
            }
            return row >= 0;
        };
        if (!QTest::qWaitFor(isThere))
            qFatal("no command %s", qPrintable(line));
        table.setCurrentIndex(table.model()->index(row, 0));
    }

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
        qputenv("STANDIN_LINE_DELAY_MS", "60");
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
        create(console, QStringLiteral("lab"));
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("starting"));
        QTRY_VERIFY(console.isShown("cluster.job"));
        QTRY_VERIFY(console.text("cluster.job.title").contains(QLatin1String("of 19")));
        QTRY_VERIFY(console.isShown("cluster.job.download.0"));
        UiWorld::picture(console.window, QStringLiteral("cluster-starting"));
        int highest = 0;
        auto* bar = part<QProgressBar>(console.window, "cluster.job.bar");
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const bool forward = bar->value() >= highest || !bar->isVisible();
                highest = std::max(highest, bar->value());
                if (!forward)
                    qWarning("the bar ran backwards");
                return forward && console.state(QStringLiteral("lab")) == QLatin1String("running");
            }(),
            60'000);
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
        QTRY_COMPARE_WITH_TIMEOUT(console.state(QStringLiteral("lab")), QStringLiteral("running"), 20'000);
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
        QTRY_VERIFY_WITH_TIMEOUT(connectButton->isVisible(), 60'000);
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
        QTRY_COMPARE_WITH_TIMEOUT(console.state(lab), QStringLiteral("running"), 20'000);
    }

    void namesWhatGoesBeforeItGoes()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        console.click("cluster.delete");
        auto* question = dialog<QDialog>(console.window, "dialog.deletecluster");
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
        question = dialog<QDialog>(console.window, "dialog.deletecluster");
        part<QAbstractButton>(*question, "deletecluster.known")->click();
        part<QAbstractButton>(*question, "deletecluster.delete")->click();
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QString());
        QCOMPARE(m_world->standins.profileState(QStringLiteral("lab")), QString());
    }

    void judgesTheFormWhileItIsTyped()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        console.click("cluster.create");
        auto* form = dialog<QDialog>(console.window, "dialog.cluster");
        auto* name = part<QLineEdit>(*form, "cluster.create.name");
        auto* ok = part<QAbstractButton>(*form, "cluster.create.create");
        part<QComboBox>(*form, "cluster.create.driver")->setCurrentText(QStringLiteral("docker"));
        part<QSpinBox>(*form, "cluster.create.cpus")->setValue(2);
        name->setText(QStringLiteral("new-one"));
        QTRY_VERIFY(ok->isEnabled());
        for (const char* bad : {"lab", "under_score", "x", "status"}) {
            name->setText(QLatin1String(bad));
            QVERIFY2(!ok->isEnabled(), bad);
            QVERIFY(part<QWidget>(*form, "cluster.create.name.problem")->isVisible());
        }
        name->setText(QStringLiteral("new-one"));
        part<QSpinBox>(*form, "cluster.create.cpus")->setValue(1'000);
        QTRY_VERIFY(!ok->isEnabled());
        part<QSpinBox>(*form, "cluster.create.cpus")->setValue(2);
        QVERIFY(ok->isEnabled());
        part<QAbstractButton>(*form, "cluster.create.forDispatch")->click();
        QCOMPARE(part<QComboBox>(*form, "cluster.create.kubernetes")->currentText(), QStringLiteral("v1.15.12"));
        // This minikube is too new for that, and the form says which one is not.
        QVERIFY(!ok->isEnabled());
        QVERIFY(part<QLabel>(*form, "cluster.create.kubernetes.problem")->text().contains(QLatin1String("v1.24.0")));
        UiWorld::picture(*form, QStringLiteral("cluster-create"));
        form->reject();
    }

    void explainsAFailureWithTheNextStep_data()
    {
        QTest::addColumn<QString>("sign"); ///< in the card
        QTest::addColumn<QString>("button"); ///< empty = there is none
        QTest::newRow("docker-not-running")
            << QStringLiteral("Cannot connect to the Docker daemon") << QStringLiteral("Try again");
        QTest::newRow("docker-permission") << QStringLiteral("permission denied") << QStringLiteral("Try again");
        QTest::newRow("docker-not-installed")
            << QStringLiteral("PROVIDER_DOCKER_NOT_FOUND") << QStringLiteral("Show the tools");
        QTest::newRow("memory-over-system")
            << QStringLiteral("RSRC_OVER_ALLOC_MEM") << QStringLiteral("Change the settings…");
        QTest::newRow("guest-provision") << QStringLiteral("GUEST_PROVISION") << QStringLiteral("Delete it…");
        QTest::newRow("docker-storage") << QStringLiteral("docker system prune") << QStringLiteral("Try again");
        const auto row = [](const char* name, const char* button) {
            QTest::newRow(name) << idIn(QLatin1String(name)) << QString::fromUtf8(button);
        };
        row("k8s-too-old", "Change the settings…");
        row("k8s-downgrade", "Delete it…");
        row("driver-mismatch", "Delete it…");
        row("driver-unsupported", "Show the tools");
        row("no-driver", "Show the tools");
        for (const char* name :
             {"as-root", "cpus", "docker-desktop-memory", "memory-low", "memory-over-docker", "profile-name"})
            row(name, "Change the settings…");
    }

    void explainsAFailureWithTheNextStep()
    {
        QFETCH(QString, sign);
        QFETCH(QString, button);
        m_world->standins.addProfile(QStringLiteral("lab"), QStringLiteral("Stopped"));
        m_world->standins.scenario(QStringLiteral("start=fail-%1").arg(QLatin1String(QTest::currentDataTag())));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("stopped"));
        console.click("cluster.start");
        QTRY_VERIFY(console.isShown("cluster.failure"));
        const QString words = console.text("cluster.failure.title") + console.text("cluster.failure.words");
        QVERIFY2(words.contains(sign), qPrintable(words));
        QCOMPARE(part<QAbstractButton>(console.window, "cluster.failure.remedy")->text().remove(u'&'), button);
        QVERIFY(!console.isShown("cluster.failure.raw"));
        console.click("cluster.failure.showRaw");
        QVERIFY(console.isShown("cluster.failure.raw"));
        QVERIFY(part<QPlainTextEdit>(console.window, "cluster.failure.raw")
                    ->toPlainText()
                    .contains(QLatin1String("minikube")));
        UiWorld::picture(console.window, QStringLiteral("cluster-failure-") + QLatin1String(QTest::currentDataTag()));
        console.click("cluster.failure.copy");
        QVERIFY(QGuiApplication::clipboard()->text().contains(sign));
        console.click("cluster.failure.dismiss");
        QTRY_VERIFY(!console.isShown("cluster.failure"));
    }

    /// What else can go wrong, with each of the actions.
    void explainsWhatElseFails_data()
    {
        QTest::addColumn<QString>("before"); ///< the state of the profile
        QTest::addColumn<QByteArray>("button");
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QString>("sign");
        const auto row
            = [](const char* name, const char* before, const char* button, const char* scenario, const char* sign) {
                  QTest::newRow(name) << QString::fromLatin1(before) << QByteArray(button)
                                      << QString::fromLatin1(scenario) << QString::fromLatin1(sign);
              };
        row("killed", "Stopped", "cluster.start", "start=kill:7", "killed");
        row("kubeconfig not ours", "Stopped", "cluster.start",
            "start=exit:37:X Exiting due to HOST_KUBECONFIG_PERMISSION: cannot write", "kubeconfig cannot be written");
        row("no virtualisation", "Stopped", "cluster.start",
            "start=exit:38:X Exiting due to HOST_VIRT_UNAVAILABLE: VT-x is off", "virtual machines");
        row("stop", "Running", "cluster.stop", "stop=exit:82:X Exiting due to GUEST_STOP_TIMEOUT: no answer",
            "GUEST_STOP_TIMEOUT");
        row("pause", "Running", "cluster.pause", "pause=exit:80:X Exiting due to GUEST_PAUSE: no answer",
            "GUEST_PAUSE");
        row("unpause", "Paused", "cluster.unpause", "unpause=exit:80:X Exiting due to GUEST_UNPAUSE: no answer",
            "GUEST_UNPAUSE");
        row("hidden in garbage", "Running", "cluster.stop", "stop=exit:1:complete nonsense", "complete nonsense");
    }

    void explainsWhatElseFails()
    {
        QFETCH(QString, before);
        QFETCH(QByteArray, button);
        QFETCH(QString, scenario);
        QFETCH(QString, sign);
        m_world->standins.addProfile(QStringLiteral("lab"), before);
        m_world->standins.scenario(scenario);
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, button.constData())->isEnabled());
        console.click(button.constData());
        QTRY_VERIFY(console.isShown("cluster.failure"));
        const QString words = console.text("cluster.failure.title") + console.text("cluster.failure.words");
        QVERIFY2(words.contains(sign), qPrintable(words));
    }

    void startsInSpiteOfGarbage()
    {
        m_world->standins.addProfile(QStringLiteral("lab"), QStringLiteral("Stopped"));
        m_world->standins.scenario(QStringLiteral("start=garbage"));
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.start")->isEnabled());
        console.click("cluster.start");
        QTRY_COMPARE_WITH_TIMEOUT(console.state(QStringLiteral("lab")), QStringLiteral("running"), 20'000);
    }

    void showsWhatHasNoClusterBehindIt_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("next"); ///< empty = there is no button
        QTest::newRow("Invalid") << QStringLiteral("broken") << QStringLiteral("Delete it…");
        QTest::newRow("HostMissing") << QStringLiteral("machine missing") << QStringLiteral("Start a new one");
        QTest::newRow("DockerDown") << QStringLiteral("driver down") << QString();
        QTest::newRow("InsufficientStorage") << QStringLiteral("disk full") << QStringLiteral("Save the logs…");
        QTest::newRow("ApiserverStopped") << QStringLiteral("degraded") << QStringLiteral("Start it again");
    }

    void showsWhatHasNoClusterBehindIt()
    {
        QFETCH(QString, word);
        QFETCH(QString, next);
        m_world->standins.addProfile(QStringLiteral("lab"), QLatin1String(QTest::currentDataTag()));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), word);
        QTRY_VERIFY(console.isShown("cluster.hint"));
        QCOMPARE(console.isShown("cluster.next"), !next.isEmpty());
        if (!next.isEmpty())
            QCOMPARE(part<QAbstractButton>(console.window, "cluster.next")->text().remove(u'&'), next);
    }

    /// Nobody is taken away from what is before him by what fails elsewhere.
    void tellsOfAFailureElsewhere()
    {
        m_world->standins.addProfile(QStringLiteral("lab"), QStringLiteral("Stopped"));
        m_world->standins.addProfile(QStringLiteral("other"));
        m_world->standins.scenario(
            QStringLiteral("start=slow:1000,start@lab=exit:80:X Exiting due to GUEST_START: no"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("stopped"));
        console.choose(QStringLiteral("lab"));
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.start")->isEnabled());
        console.click("cluster.start");
        console.choose(QStringLiteral("other"));
        auto* bar = part<ui::MessageBar>(console.window, "cluster.message");
        QTRY_VERIFY(bar->showsFailure());
        QVERIFY(!console.isShown("cluster.failure"));
        part<QAbstractButton>(*bar, "message.remedy")->click();
        QTRY_VERIFY(console.isShown("cluster.failure"));
    }

    void warnsOfAContextOfThatName()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        m_world->standins.replaceTool(QStringLiteral("kubectl"),
                                      "#!/bin/sh\ncase \"$*\" in *get-contexts*) echo lab; echo production ;; "
                                      "*version*) echo '{\"clientVersion\":{\"gitVersion\":\"v1.32.4\"}}' ;; esac\n");
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
        console.click("cluster.create");
        auto* form = dialog<QDialog>(console.window, "dialog.cluster");
        part<QLineEdit>(*form, "cluster.create.name")->setText(QStringLiteral("production"));
        auto* problem = part<QLabel>(*form, "cluster.create.name.problem");
        QTRY_VERIFY(problem->isVisible());
        QVERIFY(problem->text().contains(QLatin1String("overwrite")));
        form->reject();
    }

    /// What minikube says late must not overwrite what was typed early.
    void keepsWhatWasTypedIntoTheForm()
    {
        m_world->standins.scenario(QStringLiteral("config=slow:700"));
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
        console.click("cluster.create");
        auto* form = dialog<QDialog>(console.window, "dialog.cluster");
        part<QSpinBox>(*form, "cluster.create.cpus")->setValue(3);
        QTest::qWait(1'200);
        QCOMPARE(part<QSpinBox>(*form, "cluster.create.cpus")->value(), 3);
        form->reject();
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

    void triesAgain()
    {
        m_world->standins.addProfile(QStringLiteral("lab"), QStringLiteral("Stopped"));
        m_world->standins.scenario(QStringLiteral("start=fail-docker-not-running"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("stopped"));
        console.click("cluster.start");
        QTRY_VERIFY(console.isShown("cluster.failure"));
        m_world->standins.scenario({});
        console.click("cluster.failure.remedy");
        QTRY_COMPARE_WITH_TIMEOUT(console.state(QStringLiteral("lab")), QStringLiteral("running"), 20'000);
        QVERIFY(!console.isShown("cluster.failure"));
    }

    void repairsTheContext()
    {
        m_world->standins.addProfile(QStringLiteral("lab"), QStringLiteral("Misconfigured"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("misconfigured"));
        QTRY_VERIFY(console.isShown("cluster.next"));
        console.click("cluster.next");
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
    }

    void cancelsAfterAQuestion()
    {
        m_world->standins.scenario(QStringLiteral("start=hang:6"));
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
        create(console, QStringLiteral("lab"));
        QTRY_VERIFY(console.isShown("cluster.job.cancel"));
        console.click("cluster.job.cancel");
        auto* box = dialog<QMessageBox>(console.window, "dialog.cancel");
        QVERIFY(box->defaultButton() && box->buttonRole(box->defaultButton()) == QMessageBox::RejectRole);
        for (QAbstractButton* button : box->buttons()) {
            if (box->buttonRole(button) == QMessageBox::DestructiveRole)
                button->click();
        }
        QTRY_VERIFY_WITH_TIMEOUT(console.isShown("cluster.failure"), 20'000);
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

    void showsAndCopiesEveryCommand()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        part<QTabWidget>(console.window, "cluster.tabs")
            ->setCurrentWidget(part<QWidget>(console.window, "cluster.commands"));
        auto* table = part<QTableView>(console.window, "cluster.commands.table");
        // What it asks by itself is there for those who ask for it.
        QTRY_COMPARE(table->model()->rowCount(), 0);
        console.click("cluster.commands.routine");
        QTRY_VERIFY(table->model()->rowCount() >= 2);
        int status = -1;
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            if (table->model()->index(row, 1).data().toString().startsWith(QLatin1String("minikube status")))
                status = row;
        }
        QVERIFY(status >= 0);
        table->setCurrentIndex(table->model()->index(status, 0));
        QTRY_VERIFY(part<QPlainTextEdit>(console.window, "cluster.commands.output")
                        ->toPlainText()
                        .contains(QLatin1String("\"Host\"")));
        console.click("cluster.commands.copy");
        QVERIFY(QGuiApplication::clipboard()->text().contains(QLatin1String("minikube status -o json -p lab")));
        UiWorld::picture(console.window, QStringLiteral("cluster-commands"));
        // One that needs its own variables to do the same, and that nobody waited for.
        client::ProcessOrder order;
        order.program = QStringLiteral("/opt/my tools/dispatch");
        order.environment.insert(QStringLiteral("KUBECONFIG"), QStringLiteral("/tmp/my lab/config"));
        {
            client::ProcessRun run(order);
            console.clusters.log().follow(run, order);
        }
        chooseCommand(*table, QStringLiteral("dispatch"));
        QCOMPARE(table->model()->index(table->currentIndex().row(), 2).data().toString(), QStringLiteral("given up"));
        console.click("cluster.commands.copy");
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("KUBECONFIG='/tmp/my lab/config' '/opt/my tools/dispatch'"));
    }

    void readsACommandWhileItPrints()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        console.clusters.watch().setWatching(false);
        part<QTabWidget>(console.window, "cluster.tabs")
            ->setCurrentWidget(part<QWidget>(console.window, "cluster.commands"));
        client::CommandLog& log = console.clusters.log();
        client::ProcessOrder order;
        order.program = QStringLiteral("printer");
        const qint64 number = log.begin(order);
        int printed = 0;
        const auto print = [&](int count) {
            QByteArrayList lines;
            for (int i = 0; i < count; ++i)
                lines << "line " + QByteArray::number(++printed);
            log.take(number, lines);
        };
        print(100);
        chooseCommand(*part<QTableView>(console.window, "cluster.commands.table"), QStringLiteral("printer"));
        auto* output = part<QPlainTextEdit>(console.window, "cluster.commands.output");
        QTRY_VERIFY(output->toPlainText().endsWith(QLatin1String("line 100")));
        output->moveCursor(QTextCursor::Start);
        QVERIFY(output->find(QStringLiteral("line 50")));
        output->verticalScrollBar()->setValue(20);
        print(50);
        QTRY_VERIFY(output->toPlainText().endsWith(QLatin1String("line 150")));
        QCOMPARE(output->textCursor().selectedText(), QStringLiteral("line 50"));
        QCOMPARE(output->verticalScrollBar()->value(), 20);
        // A routine comes and goes meanwhile, and of the oldest lines some go too: 30 of them.
        output->verticalScrollBar()->setValue(40);
        order.program = QStringLiteral("routine");
        order.isRoutine = true;
        log.end(log.begin(order), client::ProcessResult());
        log.begin(order);
        print(80);
        QTRY_VERIFY(output->toPlainText().endsWith(QLatin1String("line 230")));
        QCOMPARE(output->toPlainText(), log.outputOf(number).join(u'\n'));
        QCOMPARE(output->textCursor().selectedText(), QStringLiteral("line 50"));
        QCOMPARE(output->verticalScrollBar()->value(), 10);
    }

    void savesLogs()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        console.click("cluster.logs");
        auto* where = dialog<QFileDialog>(console.window, "dialog.logs");
        const QString file = m_world->folder.filePath(QStringLiteral("lab.log"));
        where->selectFile(file);
        Q_EMIT where->fileSelected(file);
        where->close();
        QTRY_VERIFY(QFile::exists(file));
        QTRY_VERIFY(part<ui::MessageBar>(console.window, "cluster.message")->text().contains(file));
        // An answer that is none is not called saved.
        m_world->standins.scenario(QStringLiteral("logs=exit:80:X Exiting due to GUEST_STATUS: no answer"));
        console.click("cluster.logs");
        where = dialog<QFileDialog>(console.window, "dialog.logs");
        const QString none = m_world->folder.filePath(QStringLiteral("none.log"));
        Q_EMIT where->fileSelected(none);
        where->close();
        QTRY_VERIFY(part<ui::MessageBar>(console.window, "cluster.message")
                        ->text()
                        .contains(QLatin1String("Could not read the logs of lab")));
        QVERIFY(!QFile::exists(none));
    }

    void asksWhatBecomesOfAStartWhenItCloses()
    {
        qputenv("STANDIN_LINE_DELAY_MS", "100");
        {
            Console console(*m_world);
            QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
            create(console, QStringLiteral("lab"));
            QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("starting"));
            console.window.close();
            auto* box = dialog<QMessageBox>(console.window, "dialog.farewell");
            QVERIFY(console.window.isVisible());
            part<QAbstractButton>(*box, "farewell.stay")->click();
            QTRY_VERIFY(!console.window.findChild<QMessageBox*>(QStringLiteral("dialog.farewell")));
            QVERIFY(console.window.isVisible());
            console.window.close();
            box = dialog<QMessageBox>(console.window, "dialog.farewell");
            part<QAbstractButton>(*box, "farewell.keep")->click();
            QTRY_VERIFY(!console.window.isVisible());
        }
        Console again(*m_world);
        QTRY_COMPARE(again.state(QStringLiteral("lab")), QStringLiteral("starting"));
        QTRY_VERIFY(again.text("cluster.job.times").contains(QLatin1String("earlier console")));
        QTRY_COMPARE_WITH_TIMEOUT(again.state(QStringLiteral("lab")), QStringLiteral("running"), 60'000);
    }

    void givesUpAStartWhenItCloses()
    {
        m_world->standins.scenario(QStringLiteral("start=hang:6"));
        qint64 process = 0;
        {
            Console console(*m_world);
            QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
            create(console, QStringLiteral("lab"));
            QTRY_VERIFY(console.text("cluster.job.title").contains(QLatin1String("step")));
            for (const StandinCall& call : m_world->standins.calls(QStringLiteral("minikube"))) {
                if (call.arguments.value(0) == QLatin1String("start"))
                    process = call.process;
            }
            console.window.close();
            part<QAbstractButton>(*dialog<QMessageBox>(console.window, "dialog.farewell"), "farewell.cancel")->click();
            QTRY_VERIFY_WITH_TIMEOUT(!console.window.isVisible(), 15'000);
        }
        QVERIFY(process > 0);
        QTRY_VERIFY(::kill(static_cast<pid_t>(process), 0) != 0);
        // It was asked, and had the time to tidy up.
        for (const StandinCall& call : m_world->standins.calls(QStringLiteral("minikube"))) {
            if (call.process == process)
                QCOMPARE(call.signalsGot, QStringList{QStringLiteral("SIGINT")});
        }
    }

    /// From the door to a page with states, pods and services, and through a start with its flood of events.
    void neverKeepsThePersonWaiting()
    {
        m_world->standins.addProfile(QStringLiteral("lab"), QStringLiteral("Stopped"));
        neverBlocks([this](UiWatchdog& watchdog) {
            m_world->standins.setProfileState(QStringLiteral("lab"), QStringLiteral("Stopped"));
            Console console(*m_world, ClusterWorld::Opens::Nothing);
            QTest::qWait(200);
            watchdog.forget();
            console.click("start.cluster");
            QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("stopped"));
            watchdog.ended(QStringLiteral("open the page"));
            QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.start")->isEnabled());
            console.click("cluster.start");
            QTRY_COMPARE_WITH_TIMEOUT(console.state(QStringLiteral("lab")), QStringLiteral("running"), 20'000);
            watchdog.ended(QStringLiteral("start"));
            auto* tabs = part<QTabWidget>(console.window, "cluster.tabs");
            for (int tab = 0; tab < tabs->count(); ++tab) {
                tabs->setCurrentIndex(tab);
                QTest::qWait(300);
                watchdog.ended(tabs->tabText(tab));
            }
        });
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
