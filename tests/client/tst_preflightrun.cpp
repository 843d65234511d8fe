// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/preflightrun.h"
#include "tests/common/installworld.h"

#include <QSignalSpy>
#include <QTest>

using client::InstallOrder;
using client::PreflightRun;
using models::ClusterFix;
using models::PreflightVerdict;

/// What is looked at before an installation, with stand-ins for everything that is asked.
class TestPreflightRun final : public QObject
{
    Q_OBJECT

    static PreflightRun::Subject subject(const InstallWorld& world)
    {
        const InstallOrder made = world.order();
        return {models::InstallMethod::Classic,
                world.name,
                models::ClusterState::Running,
                world.address,
                made.file,
                made.workFolder};
    }

    static std::vector<models::PreflightRow> checked(InstallWorld& world, const PreflightRun::Subject& subject)
    {
        PreflightRun run(world.commands);
        QSignalSpy spy(&run, &PreflightRun::finished);
        run.start(subject);
        if (!spy.wait(kPatience))
            qWarning("it did not end");
        return models::preflight(run.facts());
    }

    static models::PreflightRow row(const std::vector<models::PreflightRow>& rows, const char* id)
    {
        for (const models::PreflightRow& one : rows) {
            if (one.id == QLatin1String(id))
                return one;
        }
        qFatal("no row %s", id);
        return {};
    }

private Q_SLOTS:
    void findsAGoodClusterGood()
    {
        InstallWorld world;
        const auto rows = checked(world, subject(world));
        for (const char* const id : {"cluster.state",   "kubernetes.version",
                                     "kubernetes.apis", "tool.dispatch",
                                     "tool.helm",       "helm.version",
                                     "tiller.ready",    "tiller.rights",
                                     "tool.kubectl",    "kubectl.noise",
                                     "tool.minikube",   "driver",
                                     "context",         "nodes",
                                     "charts",          "helm.failed",
                                     "leftovers",       "hosts",
                                     "folder",          "resources"})
            QVERIFY2(row(rows, id).verdict == PreflightVerdict::Good,
                     qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(id), row(rows, id).found)));
        for (const models::PreflightRow& one : rows)
            QVERIFY2(!one.isPending, qPrintable(one.id));
        QVERIFY(!world.standins.isUnknownCall());
    }

    void findsWhatIsWrong_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<int>("fix");
        const auto add = [](const char* name, const char* scenario, const char* id, ClusterFix fix) {
            QTest::newRow(name) << QString::fromLatin1(scenario) << QByteArray(id) << static_cast<int>(fix);
        };
        add("helm 3", "helm=3", "helm.version", ClusterFix::ChooseHelm);
        add("helm 4", "helm=4", "helm.version", ClusterFix::ChooseHelm);
        add("failed release", "releases=recorded", "helm.failed", ClusterFix::CopyPurge);
        add("helm warns", "releases=warning", "helm.failed", ClusterFix::CopyHelmClean);
        add("weak tiller", "can-i=no", "tiller.rights", ClusterFix::CopyTillerBinding);
        add("charts refused", "helm-fetch=forbidden", "charts", ClusterFix::CheckForm);
    }

    void findsWhatIsWrong()
    {
        QFETCH(QString, scenario);
        QFETCH(QByteArray, id);
        QFETCH(int, fix);
        InstallWorld world;
        world.standins.scenario(scenario);
        const models::PreflightRow found = row(checked(world, subject(world)), id.constData());
        QVERIFY2(found.verdict == PreflightVerdict::Bad, qPrintable(found.found));
        QCOMPARE(static_cast<int>(found.fix), fix);
    }

    void saysWhatATooNewKubernetesWouldHaveToBe()
    {
        InstallWorld world;
        world.addCluster(QStringLiteral("v1.35.1"));
        const auto rows = checked(world, subject(world));
        for (const char* const id : {"kubernetes.version", "kubernetes.apis"}) {
            QCOMPARE(row(rows, id).verdict, PreflightVerdict::Bad);
            QVERIFY(row(rows, id).remedy.contains(QLatin1String(models::kClassicKubernetes)));
        }
    }

    void asksNothingOfAClusterThatIsStopped()
    {
        InstallWorld world;
        world.standins.setProfileState(world.name, QStringLiteral("Stopped"));
        PreflightRun::Subject stopped = subject(world);
        stopped.state = models::ClusterState::Stopped;
        const auto rows = checked(world, stopped);
        QCOMPARE(row(rows, "cluster.state").fix, ClusterFix::StartCluster);
        QCOMPARE(row(rows, "nodes").verdict, PreflightVerdict::Unknown);
        QCOMPARE(row(rows, "kubernetes.version").verdict, PreflightVerdict::Good);
    }

    void missesWhatIsMissing()
    {
        InstallWorld world;
        for (const char* const tool : {"dispatch", "helm", "kubectl", "minikube"})
            world.standins.removeTool(QLatin1String(tool));
        const auto rows = checked(world, subject(world));
        for (const char* const id : {"tool.dispatch", "tool.helm", "tool.kubectl", "tool.minikube"}) {
            QCOMPARE(row(rows, id).verdict, PreflightVerdict::Bad);
            QVERIFY(!row(rows, id).remedy.isEmpty());
        }
        QCOMPARE(row(rows, "nodes").verdict, PreflightVerdict::Unknown);
    }

    void findsAFolderThatCannotBeWritten()
    {
        InstallWorld world;
        QFile inTheWay(world.folder.filePath(QStringLiteral("work")));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        QCOMPARE(row(checked(world, subject(world)), "folder").verdict, PreflightVerdict::Bad);
    }

    void beginsAnewInTheMiddle()
    {
        InstallWorld world;
        PreflightRun run(world.commands);
        QSignalSpy spy(&run, &PreflightRun::finished);
        run.start(subject(world)); // waits for tools and for the folder
        PreflightRun::Subject local = subject(world);
        local.method = models::InstallMethod::LocalDispatch;
        run.start(local);
        QTRY_COMPARE(spy.count(), 1);
        QVERIFY(!run.isRunning());
        // Tools that are found now are nobody's start.
        QVERIFY(world.findTools());
        QVERIFY(run.facts().contexts.is == models::Fact<QStringList>::Is::Unasked);
    }

    void knowsNothingOfAnotherCluster()
    {
        InstallWorld world;
        PreflightRun run(world.commands);
        QSignalSpy spy(&run, &PreflightRun::finished);
        run.start(subject(world));
        QVERIFY(spy.wait(kPatience));
        QVERIFY(run.facts().server.isKnown());
        PreflightRun::Subject other = subject(world);
        other.profile = QStringLiteral("other");
        run.update(other);
        QVERIFY(!run.facts().server.isKnown() && run.facts().charts.value.empty());
        QVERIFY(run.facts().tools[models::PreflightFacts::Helm].isUsable);
    }

    void givesUpWhenAsked()
    {
        InstallWorld world;
        world.standins.scenario(QStringLiteral("api-versions=hang"));
        PreflightRun run(world.commands);
        QSignalSpy spy(&run, &PreflightRun::finished);
        run.start(subject(world));
        QTRY_VERIFY(run.facts().server.isKnown() && run.facts().apiVersions.isOpen());
        run.cancel();
        QCOMPARE(spy.count(), 1);
        QVERIFY(!run.isRunning());
        for (const models::PreflightRow& one : models::preflight(run.facts()))
            QVERIFY2(!one.isPending, qPrintable(one.id));
        QTRY_VERIFY(world.alive().empty());
    }
};

QTEST_GUILESS_MAIN(TestPreflightRun)
#include "tst_preflightrun.moc"
