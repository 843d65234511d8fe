// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/preflight.h"
#include "tests/common/clustersamples.h"

#include <QTest>

#include <algorithm>
#include <functional>

using models::ClusterFix;
using models::ClusterState;
using models::InstallMethod;
using models::PreflightFacts;
using models::PreflightRow;
using models::PreflightVerdict;
using models::Version;

Q_DECLARE_METATYPE(std::function<void(PreflightFacts&)>)

/// What has to be right before Dispatch can be installed (contract minikube §5.6).
class TestPreflight final : public QObject
{
    Q_OBJECT

    using Change = std::function<void(PreflightFacts&)>;

    /// Everything as the archived installer wants it.
    static PreflightFacts good()
    {
        PreflightFacts facts;
        facts.profile = QStringLiteral("dispatch");
        facts.state = ClusterState::Running;
        facts.address = QStringLiteral("192.168.39.47");
        facts.file = models::InstallFile::forHost(facts.address);
        models::replaceRepositories(facts.file, true);
        const Version versions[] = {{0, 1, 24}, {2, 17, 0}, {1, 15, 12}, {3, 0, 11}, {1, 24, 0}};
        for (std::size_t i = 0; i < facts.tools.size(); ++i)
            facts.tools[i] = {false, true, QStringLiteral("/usr/bin/tool%1").arg(i), versions[i], {}};
        facts.folder.know(QStringLiteral("/home/me/work"));
        facts.settings.know(profileIn(QStringLiteral("v1.24.0-profile-list-running.json")));
        facts.contexts.know({QStringLiteral("dispatch"), QStringLiteral("other")});
        facts.server.know(*models::readServerVersion(clusterSample(QStringLiteral("kubectl-version.json"))));
        facts.apiVersions.know(clusterSampleLines(QStringLiteral("kubectl-api-versions.txt")));
        facts.nodes.know(*models::readNodesFact(clusterSample(QStringLiteral("kubectl-get-nodes.json"))));
        facts.storage.know(true);
        facts.helm.know(
            models::readHelmVersion(QString::fromUtf8(clusterSample(QStringLiteral("helm2-version-short.txt")))));
        facts.tillerReady.know(true);
        facts.tillerMay.know(true);
        facts.failedReleases.know({});
        facts.kubectlNoise.know({});
        std::vector<models::ChartFact> charts;
        for (const models::ChartOrder& order : models::chartsOf(facts.file))
            charts.push_back({order, true, {}});
        facts.charts.know(charts);
        facts.images.know({QStringLiteral("docker.io/vmware/dispatch-server:v0.1.24")});
        facts.releases.know({});
        facts.spaces.know({QStringLiteral("default"), QStringLiteral("kube-system")});
        return facts;
    }

    static models::ClusterProfile profileIn(const QString& sample)
    {
        return models::readClusterProfiles(0, clusterSample(sample), {}).value().front();
    }

    static PreflightRow row(const PreflightFacts& facts, const QString& id)
    {
        for (const PreflightRow& one : models::preflight(facts)) {
            if (one.id == id)
                return one;
        }
        qFatal("no row %s", qPrintable(id));
        return {};
    }

    static void makeNew(PreflightFacts& facts)
    {
        facts.tools[PreflightFacts::Minikube].version = Version{1, 38, 1};
        facts.server.know({1, 35, 1});
        facts.settings.value.kubernetes = QStringLiteral("v1.35.1");
        facts.apiVersions.know(
            {QStringLiteral("apps/v1"), QStringLiteral("networking.k8s.io/v1"), QStringLiteral("v1")});
    }

private Q_SLOTS:
    void findsNothingWrongWhereNothingIs()
    {
        const auto rows = models::preflight(good());
        for (const PreflightRow& one : rows) {
            const bool isFine
                = one.verdict == PreflightVerdict::Good || (one.id == QLatin1String("storage") && one.remedy.isEmpty());
            QVERIFY2(isFine && !one.isPending, qPrintable(one.id + one.found));
            QVERIFY2(!one.title.isEmpty() && !one.found.isEmpty(), qPrintable(one.id));
            QVERIFY2(one.fix == ClusterFix::None, qPrintable(one.id));
        }
        const auto summary = models::summaryOf(rows, InstallMethod::Classic);
        QCOMPARE(summary.bad + summary.warnings + summary.unknown + summary.pending, 0);
    }

    void knowsNothingBeforeItAsked()
    {
        for (const PreflightRow& one : models::preflight(PreflightFacts()))
            QVERIFY2(one.verdict != PreflightVerdict::Good || one.id == QLatin1String("cgroup")
                         || one.id == QLatin1String("proxy"),
                     qPrintable(one.id));
    }

    void saysWhatANewKubernetesWouldHaveToBe()
    {
        PreflightFacts facts = good();
        makeNew(facts);
        for (const char* const id : {"kubernetes.version", "kubernetes.apis"}) {
            const PreflightRow found = row(facts, QLatin1String(id));
            QCOMPARE(found.verdict, PreflightVerdict::Bad);
            QCOMPARE(found.fix, ClusterFix::RecreateCluster);
            QVERIFY(found.remedy.contains(QLatin1String("v1.15.12")));
            QVERIFY(found.remedy.contains(QLatin1String("v1.24.0")));
            QVERIFY(found.remedy.contains(QLatin1String("kvm2")) && found.remedy.contains(QLatin1String("cgroup v1")));
        }
        QCOMPARE(row(facts, QStringLiteral("minikube.version")).verdict, PreflightVerdict::Bad);
    }

    void saysSoBeforeTheClusterIsEvenStarted()
    {
        PreflightFacts facts = good();
        makeNew(facts);
        facts.state = ClusterState::Stopped;
        facts.server = {};
        QCOMPARE(row(facts, QStringLiteral("kubernetes.version")).verdict, PreflightVerdict::Bad);
        QCOMPARE(row(facts, QStringLiteral("kubernetes.apis")).verdict, PreflightVerdict::Unknown);
        QCOMPARE(row(facts, QStringLiteral("cluster.state")).fix, ClusterFix::StartCluster);
    }

    void leavesANewKubernetesToOtherWays()
    {
        PreflightFacts facts = good();
        makeNew(facts);
        facts.method = InstallMethod::PatchedCharts;
        facts.tools[PreflightFacts::Helm].version = Version{3, 21, 4};
        QCOMPARE(row(facts, QStringLiteral("kubernetes.version")).verdict, PreflightVerdict::Good);
        QCOMPARE(row(facts, QStringLiteral("helm.version")).verdict, PreflightVerdict::Good);
        for (const char* const id : {"tool.dispatch", "tiller.ready", "minikube.version", "kubectl.noise", "cgroup"})
            QCOMPARE(row(facts, QLatin1String(id)).verdict, PreflightVerdict::NotNeeded);
        facts.tools[PreflightFacts::Helm].version = Version{2, 17, 0};
        QCOMPARE(row(facts, QStringLiteral("helm.version")).fix, ClusterFix::ChooseHelm);
    }

    void needsNothingForTheOneInTheBox()
    {
        PreflightFacts facts;
        facts.method = InstallMethod::LocalDispatch;
        const auto rows = models::preflight(facts);
        QVERIFY(std::all_of(rows.begin(), rows.end(),
                            [](const PreflightRow& one) { return one.verdict == PreflightVerdict::NotNeeded; }));
        QVERIFY(!models::summaryOf(rows, facts.method).text.isEmpty());
    }

    void judges_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<Change>("change");
        QTest::addColumn<int>("verdict");
        QTest::addColumn<int>("fix");
        using Verdict = PreflightVerdict;
        const auto add = [](const char* name, const char* id, const Change& change, Verdict verdict, ClusterFix fix) {
            QTest::newRow(name) << QString::fromLatin1(id) << change << static_cast<int>(verdict)
                                << static_cast<int>(fix);
        };
        add(
            "no dispatch", "tool.dispatch", [](PreflightFacts& f) { f.tools[PreflightFacts::Dispatch] = {}; },
            Verdict::Bad, ClusterFix::ChooseDispatch);
        add(
            "broken kubectl", "tool.kubectl",
            [](PreflightFacts& f) { f.tools[PreflightFacts::Kubectl].isUsable = false; }, Verdict::Bad,
            ClusterFix::ChooseKubectl);
        add(
            "helm 3", "helm.version",
            [](PreflightFacts& f) {
                f.tools[PreflightFacts::Helm].version = Version{3, 21, 4};
            },
            Verdict::Bad, ClusterFix::ChooseHelm);
        add(
            "helm 2.14", "helm.version",
            [](PreflightFacts& f) {
                f.tools[PreflightFacts::Helm].version = Version{2, 14, 3};
            },
            Verdict::Bad, ClusterFix::ChooseHelm);
        add(
            "other tiller", "helm.version",
            [](PreflightFacts& f) {
                f.helm.value.server = Version{2, 11, 0};
            },
            Verdict::Bad, ClusterFix::CopyHelmUpgrade);
        add(
            "no tiller", "tiller.ready", [](PreflightFacts& f) { f.tillerReady.know(false); }, Verdict::Bad,
            ClusterFix::CopyHelmInit);
        add(
            "weak tiller", "tiller.rights", [](PreflightFacts& f) { f.tillerMay.know(false); }, Verdict::Bad,
            ClusterFix::CopyTillerBinding);
        add(
            "failed release", "helm.failed",
            [](PreflightFacts& f) { f.failedReleases.value.releases = QStringList{QStringLiteral("ingress")}; },
            Verdict::Bad, ClusterFix::CopyPurge);
        add(
            "helm warns", "helm.failed",
            [](PreflightFacts& f) { f.failedReleases.value.noise = QStringLiteral("WARNING: deprecated"); },
            Verdict::Bad, ClusterFix::CopyHelmClean);
        add(
            "kubectl warns", "kubectl.noise", [](PreflightFacts& f) { f.kubectlNoise.know(QStringLiteral("W")); },
            Verdict::Bad, ClusterFix::ChooseKubectl);
        add(
            "stopped", "cluster.state", [](PreflightFacts& f) { f.state = ClusterState::Stopped; }, Verdict::Bad,
            ClusterFix::StartCluster);
        add(
            "paused", "cluster.state", [](PreflightFacts& f) { f.state = ClusterState::Paused; }, Verdict::Bad,
            ClusterFix::StartCluster);
        add(
            "absent", "cluster.state", [](PreflightFacts& f) { f.state = ClusterState::Absent; }, Verdict::Bad,
            ClusterFix::RecreateCluster);
        add(
            "no context", "context", [](PreflightFacts& f) { f.contexts.know({QStringLiteral("other")}); },
            Verdict::Bad, ClusterFix::StartCluster);
        add(
            "old", "kubernetes.version",
            [](PreflightFacts& f) {
                f.server.know({1, 9, 4});
            },
            Verdict::Warning, ClusterFix::None);
        add(
            "1.16", "kubernetes.version",
            [](PreflightFacts& f) {
                f.server.know({1, 16, 0});
            },
            Verdict::Bad, ClusterFix::RecreateCluster);
        add(
            "empty group", "kubernetes.apis",
            [](PreflightFacts& f) {
                f.server.know({1, 18, 20});
            },
            Verdict::Bad, ClusterFix::RecreateCluster);
        add(
            "few processors", "resources", [](PreflightFacts& f) { f.settings.value.cpus = 2; }, Verdict::Warning,
            ClusterFix::RecreateCluster);
        add(
            "little memory", "resources", [](PreflightFacts& f) { f.settings.value.memoryMegabytes = 2'200; },
            Verdict::Bad, ClusterFix::RecreateCluster);
        add(
            "containerd", "nodes",
            [](PreflightFacts& f) { f.nodes.value.runtimes = QStringList{QStringLiteral("containerd://1.7")}; },
            Verdict::Bad, ClusterFix::RecreateCluster);
        add(
            "not ready", "nodes", [](PreflightFacts& f) { f.nodes.value.notReady << QStringLiteral("minikube"); },
            Verdict::Bad, ClusterFix::None);
        add(
            "disk pressure", "nodes",
            [](PreflightFacts& f) { f.nodes.value.pressed << QStringLiteral("n: DiskPressure"); }, Verdict::Bad,
            ClusterFix::RecreateCluster);
        add(
            "no storage", "storage",
            [](PreflightFacts& f) {
                f.file.setFlag(QStringLiteral("dispatch.persistData"), true);
                f.storage.know(false);
            },
            Verdict::Bad, ClusterFix::CopyStorageAddon);
        add(
            "dead repositories", "charts",
            [](PreflightFacts& f) {
                models::replaceRepositories(f.file, false);
                f.charts = {};
            },
            Verdict::Bad, ClusterFix::ReplaceRepositories);
        add(
            "no chart", "charts", [](PreflightFacts& f) { f.charts.value.back().isThere = false; }, Verdict::Bad,
            ClusterFix::CheckForm);
        add(
            "no image", "images", [](PreflightFacts& f) { f.images.know({}); }, Verdict::Warning,
            ClusterFix::CopyImageLoad);
        add(
            "left over", "leftovers", [](PreflightFacts& f) { f.spaces.value << QStringLiteral("kong"); },
            Verdict::Warning, ClusterFix::Uninstall);
        add(
            "another address", "hosts", [](PreflightFacts& f) { f.address = QStringLiteral("192.168.39.48"); },
            Verdict::Bad, ClusterFix::UseClusterAddress);
        add(
            "hidden ports", "nodeport",
            [](PreflightFacts& f) {
                f.isLinux = false;
                f.settings.value.driver = QStringLiteral("docker");
            },
            Verdict::Bad, ClusterFix::None);
        add(
            "unwritable", "folder", [](PreflightFacts& f) { f.folder.fail(QStringLiteral("denied")); }, Verdict::Bad,
            ClusterFix::None);
        add(
            "proxy", "proxy", [](PreflightFacts& f) { f.httpProxy = QStringLiteral("http://p:3128"); },
            Verdict::Warning, ClusterFix::CopyNoProxy);
        add(
            "proxy, not here", "proxy",
            [](PreflightFacts& f) {
                f.httpProxy = QStringLiteral("http://p:3128");
                f.noProxy = QStringLiteral("192.168.0.0/16,10.96.0.0/12");
            },
            Verdict::Good, ClusterFix::None);
        add(
            "cgroup 2 in a machine", "cgroup", [](PreflightFacts& f) { f.hasCgroup2 = true; }, Verdict::Good,
            ClusterFix::None);
        add(
            "cgroup 2 in a container", "cgroup",
            [](PreflightFacts& f) {
                f.hasCgroup2 = true;
                f.state = ClusterState::Stopped;
                f.settings.value.driver = QStringLiteral("docker");
            },
            Verdict::Bad, ClusterFix::RecreateCluster);
    }

    void judges()
    {
        QFETCH(QString, id);
        QFETCH(Change, change);
        QFETCH(int, verdict);
        QFETCH(int, fix);
        PreflightFacts facts = good();
        change(facts);
        const PreflightRow found = row(facts, id);
        QCOMPARE(static_cast<int>(found.verdict), verdict);
        QCOMPARE(static_cast<int>(found.fix), fix);
        QVERIFY(!found.found.isEmpty());
        QVERIFY(found.verdict == PreflightVerdict::Good || !found.remedy.isEmpty());
        QCOMPARE(models::fixTitle(found.fix).isEmpty(), found.fix == ClusterFix::None);
        QVERIFY(!found.found.contains(QLatin1String("%1")) && !found.remedy.contains(u'%'));
    }

    void tellsWhatIsStillToCome()
    {
        PreflightFacts facts = good();
        facts.server = {PreflightFacts().server.is, {}, {}};
        facts.settings.value.kubernetes.clear();
        facts.server.is = models::Fact<Version>::Is::Asking;
        const PreflightRow found = row(facts, QStringLiteral("kubernetes.version"));
        QVERIFY(found.isPending && !found.found.isEmpty());
        QCOMPARE(models::summaryOf(models::preflight(facts), facts.method).pending, 1);
    }

    void readsFactsOfGarbage()
    {
        for (const char* const text : {"", "null", "[]", "{\"items\":7}", "{\"valid\":[null,{\"Config\":3}]}", "{"}) {
            QVERIFY(!models::readServerVersion(text));
            const auto nodes = models::readNodesFact(text);
            QVERIFY(!nodes || nodes->count == 0);
        }
    }

    void knowsWhatGoesPastAProxy()
    {
        QVERIFY(models::isWithoutProxy(QStringLiteral("localhost, 192.168.49.2"), QStringLiteral("192.168.49.2")));
        QVERIFY(models::isWithoutProxy(QStringLiteral("192.168.48.0/20"), QStringLiteral("192.168.49.2")));
        QVERIFY(!models::isWithoutProxy(QStringLiteral("192.168.48.0/24"), QStringLiteral("192.168.49.2")));
        QVERIFY(models::isWithoutProxy(QStringLiteral("*"), QStringLiteral("192.168.49.2")));
        QVERIFY(models::isWithoutProxy(QStringLiteral("0.0.0.0/0"), QStringLiteral("192.168.49.2")));
        QVERIFY(!models::isWithoutProxy(QStringLiteral("192.168.49.0/33,x/8,"), QStringLiteral("192.168.49.2")));
        QVERIFY(!models::isWithoutProxy({}, QStringLiteral("192.168.49.2")));
    }
};

QTEST_GUILESS_MAIN(TestPreflight)
#include "tst_preflight.moc"
