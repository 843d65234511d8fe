// SPDX-License-Identifier: Apache-2.0
#include "clusterworld.h"
#include "fakedispatch.h"

#include <QAction>
#include <QLineEdit>
#include <QMessageBox>
#include <QTabWidget>

/// A window that closes while a cluster starts.
class TestClusterFarewell final : public QObject
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

    void asksWhatBecomesOfAStartWhenItCloses()
    {
        m_world->standins.scenario(QStringLiteral("start=hold:12"));
        {
            Console console(*m_world);
            QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
            console.create(QStringLiteral("lab"));
            QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("starting"));
            console.window.close();
            auto* box = console.dialog<QMessageBox>("dialog.farewell");
            QVERIFY(console.window.isVisible());
            part<QAbstractButton>(*box, "farewell.stay")->click();
            QTRY_VERIFY(!console.window.findChild<QMessageBox*>(QStringLiteral("dialog.farewell")));
            QVERIFY(console.window.isVisible());
            console.window.close();
            box = console.dialog<QMessageBox>("dialog.farewell");
            part<QAbstractButton>(*box, "farewell.keep")->click();
            QTRY_VERIFY(!console.window.isVisible());
        }
        Console again(*m_world);
        QTRY_COMPARE(again.state(QStringLiteral("lab")), QStringLiteral("starting"));
        QTRY_VERIFY(again.text("cluster.job.times").contains(QLatin1String("earlier console")));
        m_world->standins.scenario({});
        QTRY_COMPARE(again.state(QStringLiteral("lab")), QStringLiteral("running"));
    }

    /// What may be thrown away is kept as long as somebody stays.
    void staysWithAllThatWasTyped()
    {
        m_world->standins.scenario(QStringLiteral("start=hold:6"));
        FakeDispatch server;
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
        console.create(QStringLiteral("lab"));
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("starting"));
        console.window.useConnection(server.connection());
        QTRY_VERIFY(console.window.connection());
        auto* create = part<QAction>(console.window, "action.new.Subscription");
        QTRY_VERIFY(create->isEnabled());
        create->trigger();
        auto* type = part<QLineEdit>(*console.dialog<QDialog>("dialog.Subscription"), "field.eventType");
        QTest::keyClicks(type, QStringLiteral("vm.on"));
        console.window.close();
        part<QMessageBox>(console.window, "dialog.leave")->button(QMessageBox::Discard)->click();
        part<QAbstractButton>(*console.dialog<QMessageBox>("dialog.farewell"), "farewell.stay")->click();
        QTRY_VERIFY(!console.window.findChild<QMessageBox*>(QStringLiteral("dialog.farewell")));
        QVERIFY(console.window.isVisible() && console.window.connection());
        QCOMPARE(part<QLineEdit>(console.window, "field.eventType")->text(), QStringLiteral("vm.on"));
        // It is asked again, and then all of it goes.
        console.window.close();
        part<QMessageBox>(console.window, "dialog.leave")->button(QMessageBox::Discard)->click();
        part<QAbstractButton>(*console.dialog<QMessageBox>("dialog.farewell"), "farewell.cancel")->click();
        QTRY_VERIFY(!console.window.isVisible());
    }

    void givesUpAnInstallationWhenItCloses()
    {
        StandinProfile lab;
        lab.name = QStringLiteral("lab");
        lab.kubernetes = QStringLiteral("v1.15.12");
        m_world->standins.addProfile(lab);
        m_world->standins.scenario(QStringLiteral("install=hang:7"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        console.choose(QStringLiteral("lab"));
        part<QTabWidget>(console.window, "cluster.tabs")
            ->setCurrentWidget(part<QWidget>(console.window, "cluster.dispatch"));
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.dispatch.install")->isEnabled());
        console.click("cluster.dispatch.install");
        const auto installers = [this] {
            QList<qint64> found;
            for (const StandinCall& call : m_world->standins.calls(QStringLiteral("dispatch"))) {
                if (call.arguments.value(0) == QLatin1String("install"))
                    found << call.process;
            }
            return found;
        };
        QTRY_COMPARE(installers().size(), 1);
        console.window.close();
        auto* box = console.dialog<QMessageBox>("dialog.farewell");
        QVERIFY(box->text().contains(QLatin1String("half done")));
        QVERIFY(!box->findChild<QAbstractButton*>(QStringLiteral("farewell.keep")));
        part<QAbstractButton>(*box, "farewell.cancel")->click();
        QTRY_VERIFY(!console.window.isVisible());
        QTRY_VERIFY(!runs(installers().first()));
    }

    void givesUpAStartWhenItCloses()
    {
        m_world->standins.scenario(QStringLiteral("start=hang:6"));
        qint64 process = 0;
        {
            Console console(*m_world);
            QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
            console.create(QStringLiteral("lab"));
            QTRY_VERIFY(console.text("cluster.job.title").contains(QLatin1String("step")));
            for (const StandinCall& call : m_world->standins.calls(QStringLiteral("minikube"))) {
                if (call.arguments.value(0) == QLatin1String("start"))
                    process = call.process;
            }
            console.window.close();
            part<QAbstractButton>(*console.dialog<QMessageBox>("dialog.farewell"), "farewell.cancel")->click();
            QTRY_VERIFY(!console.window.isVisible());
        }
        QVERIFY(process > 0);
        QTRY_VERIFY(!runs(process));
        // It was asked, and had the time to tidy up.
        for (const StandinCall& call : m_world->standins.calls(QStringLiteral("minikube"))) {
            if (call.process == process)
                QCOMPARE(call.signalsGot, QStringList{QStringLiteral("SIGINT")});
        }
    }

private:
    std::unique_ptr<ClusterWorld> m_world;
};

QTEST_MAIN(TestClusterFarewell)
#include "tst_clusterfarewell.moc"
