// SPDX-License-Identifier: Apache-2.0
#include "clusterworld.h"
#include "tests/e2e/neverblocks.h"

#include <QTabWidget>

/// Nothing on the page of the clusters keeps a person waiting.
class TestClusterPauses final : public QObject
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
            QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
            watchdog.ended(QStringLiteral("start"));
            auto* tabs = part<QTabWidget>(console.window, "cluster.tabs");
            for (int tab = 0; tab < tabs->count(); ++tab) {
                tabs->setCurrentIndex(tab);
                QTest::qWait(300);
                watchdog.ended(tabs->tabText(tab));
            }
        });
    }

private:
    std::unique_ptr<ClusterWorld> m_world;
};

QTEST_MAIN(TestClusterPauses)
#include "tst_clusterpauses.moc"
