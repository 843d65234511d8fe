// SPDX-License-Identifier: Apache-2.0
#include "clusterworld.h"

#include <QMessageBox>

#include <csignal>

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
        qputenv("STANDIN_LINE_DELAY_MS", "100");
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
        QTRY_COMPARE_WITH_TIMEOUT(again.state(QStringLiteral("lab")), QStringLiteral("running"), 60'000);
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

private:
    std::unique_ptr<ClusterWorld> m_world;
};

QTEST_MAIN(TestClusterFarewell)
#include "tst_clusterfarewell.moc"
