// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/helmlist.h"
#include "models/cluster/installadvice.h"
#include "models/cluster/podwaits.h"
#include "tests/common/clustersamples.h"

#include <QTest>

#include <algorithm>

using models::ClusterFix;
using models::InstallAdvice;
using models::InstallFile;
using models::InstallOutput;
using models::InstallStep;

/// What the installer of Dispatch says, and what that means (contract minikube §5).
class TestInstallOutput final : public QObject
{
    Q_OBJECT

    static InstallOutput folded(const QString& sample, bool isGood)
    {
        InstallOutput output(InstallFile::forHost(QStringLiteral("192.168.49.2")));
        for (const QString& line : clusterSampleLines(sample))
            output.take(line);
        output.end(isGood);
        return output;
    }

    static InstallAdvice adviceOf(const char* name)
    {
        const QString sample = QStringLiteral("dispatch-install-%1.txt").arg(QLatin1String(name));
        return models::installAdvice(QString::fromUtf8(clusterSample(sample + QStringLiteral(".stderr"))),
                                     folded(sample, false), QStringLiteral("install Dispatch"));
    }

private Q_SLOTS:
    void foldsASuccessIntoTenSteps()
    {
        InstallOutput output(InstallFile::forHost(QStringLiteral("192.168.49.2")));
        QCOMPARE(output.total(), 10);
        QCOMPARE(output.current(), 0);
        QList<int> seen;
        for (const QString& line : clusterSampleLines(QStringLiteral("dispatch-install-ok.txt"))) {
            output.take(line);
            seen << output.current();
            QCOMPARE(output.total(), 10);
        }
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QCOMPARE(seen.first(), 1);
        QCOMPARE(seen.last(), 10);
        output.end(true);
        QVERIFY(output.isWhole());
        QCOMPARE(output.doneCharts(), 8);
        QCOMPARE(output.httpPort(), 31788);
        QCOMPARE(output.httpsPort(), 32611);
        QCOMPARE(output.configFile(), QStringLiteral("/home/user/.dispatch/config.json"));
        QVERIFY(models::emptyInstallAdvice(output, {}).id.isEmpty());
    }

    void tellsWhatRuns()
    {
        InstallOutput output(InstallFile::forHost(QStringLiteral("192.168.49.2")));
        output.take(QStringLiteral("Creating new certificate for domain 192.168.49.2"));
        QCOMPARE(output.running()->name, QStringLiteral("dispatch"));
        output.take(QStringLiteral("Updating certificate in namespace dispatch"));
        output.take(QStringLiteral("Creating new certificate for domain 192.168.49.2"));
        QCOMPARE(output.running()->name, QStringLiteral("kong"));
        QCOMPARE(output.current(), 2);
        output.take(QStringLiteral("Updating certificate in namespace kong"));
        output.take(QStringLiteral("Installing nginx-ingress helm chart"));
        QCOMPARE(output.running()->name, QStringLiteral("nginx-ingress"));
        output.take(QStringLiteral("Successfully installed nginx-ingress chart - ingress"));
        QVERIFY(!output.running());
        QCOMPARE(output.current(), 3);
        output.take(QStringLiteral("Installing postgresql helm chart"));
        output.end(false);
        QCOMPARE(output.steps()[3].progress, InstallStep::Progress::Failed);
        QCOMPARE(output.steps()[4].progress, InstallStep::Progress::Waiting);
    }

    void knowsChartsOfAFolder()
    {
        const InstallOutput output = folded(QStringLiteral("dispatch-install-chartsdir.txt"), true);
        QCOMPARE(output.total(), 10);
        QVERIFY(output.isWhole());
    }

    void growsWithWhatWasNotPlanned()
    {
        InstallOutput output(InstallFile::forHost(QStringLiteral("192.168.49.2")));
        output.take(QStringLiteral("Installing something-new helm chart"));
        QCOMPARE(output.total(), 11);
        QCOMPARE(output.current(), 11);
        QCOMPARE(output.steps()[2].progress, InstallStep::Progress::Skipped);
    }

    void doesNotBelieveAnExitCode()
    {
        const auto nothing = models::emptyInstallAdvice(
            folded(QStringLiteral("dispatch-install-unknown-service.txt"), true), QStringLiteral("install"));
        QCOMPARE(nothing.id, QStringLiteral("nothing-installed"));
        QVERIFY(!nothing.failure.meaning.isEmpty());
        const auto partly = models::emptyInstallAdvice(folded(QStringLiteral("dispatch-install-partial.txt"), true),
                                                       QStringLiteral("install"));
        QCOMPARE(partly.id, QStringLiteral("partly-installed"));
    }

    void believesHelmMore()
    {
        const InstallOutput output = folded(QStringLiteral("dispatch-install-ok.txt"), true);
        models::HelmRelease good;
        good.name = QStringLiteral("ingress");
        good.status = QStringLiteral("deployed");
        models::HelmRelease bad;
        bad.name = QStringLiteral("postgres");
        bad.status = QStringLiteral("failed");
        models::HelmRelease foreign;
        foreign.name = QStringLiteral("blog");
        foreign.status = QStringLiteral("failed");
        QVERIFY(models::undeployedAdvice({good, foreign}, output, {}).id.isEmpty());
        const auto advice = models::undeployedAdvice({good, bad, foreign}, output, QStringLiteral("install"));
        QCOMPARE(advice.id, QStringLiteral("not-deployed"));
        QCOMPARE(advice.subject, QStringLiteral("postgres"));
        QCOMPARE(advice.fix, ClusterFix::CopyPurge);
        QVERIFY(advice.failure.meaning.contains(QLatin1String("postgres")) && !advice.failure.remedy.isEmpty());
    }

    void survivesGarbage()
    {
        InstallOutput output;
        for (const char* const line :
             {"", "   ", "Installing", "Successfully installed chart - ", "Updating certificate in namespace ",
              "running at http port: 99999999999999 and https port: x", "Config file written to: "})
            output.take(QLatin1String(line));
        output.end(true);
        QCOMPARE(output, InstallOutput());
    }

    void advises_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<int>("fix");
        const auto row = [](const char* sample, const char* id, ClusterFix fix) {
            QTest::newRow(sample) << QByteArray(id) << static_cast<int>(fix);
        };
        row("fail-bad-yaml", "bad-yaml", ClusterFix::CheckForm);
        row("fail-dispatch-repo", "dispatch-repo", ClusterFix::CheckForm);
        row("fail-failed-release", "failed-release", ClusterFix::CopyPurge);
        row("fail-helm-refused", "refused", ClusterFix::StartCluster);
        row("fail-helm-warning", "helm-noise", ClusterFix::CopyHelmClean);
        row("fail-helm3", "helm3", ClusterFix::ChooseHelm);
        row("fail-k8s-too-new", "too-new", ClusterFix::RecreateCluster);
        row("fail-kubectl-refused", "refused", ClusterFix::StartCluster);
        row("fail-kubectl-warning", "kubectl-noise", ClusterFix::ChooseKubectl);
        row("fail-no-file", "no-file", ClusterFix::CheckForm);
        row("fail-no-helm", "no-helm", ClusterFix::ChooseHelm);
        row("fail-no-host", "no-host", ClusterFix::CheckForm);
        row("fail-no-tiller", "no-tiller", ClusterFix::CopyHelmInit);
        row("fail-stable-repo", "stable-repo", ClusterFix::ReplaceRepositories);
        row("fail-tiller-version", "tiller-version", ClusterFix::CopyHelmUpgrade);
        row("fail-timeout", "timeout", ClusterFix::ShowPods);
        row("dry-run-fresh-cluster", "dry-run", ClusterFix::None);
    }

    void advises()
    {
        QFETCH(QByteArray, id);
        QFETCH(int, fix);
        const InstallAdvice advice = adviceOf(QTest::currentDataTag());
        QCOMPARE(advice.id, QString::fromLatin1(id));
        QCOMPARE(static_cast<int>(advice.fix), fix);
        QVERIFY(!advice.failure.meaning.isEmpty() && !advice.failure.remedy.isEmpty());
        QVERIFY(!advice.failure.cameBack.isEmpty() && !advice.failure.raw.isEmpty());
        QVERIFY(!advice.failure.meaning.contains(u'%'));
        QVERIFY(!advice.failure.cameBack.contains(QLatin1String("exit status")));
    }

    void namesWhatItIsAbout()
    {
        QCOMPARE(adviceOf("fail-failed-release").subject, QStringLiteral("ingress"));
        QCOMPARE(adviceOf("fail-timeout").subject, QStringLiteral("ingress"));
        QVERIFY(adviceOf("fail-no-helm").failure.meaning.contains(QLatin1String("helm")));
        QVERIFY(adviceOf("fail-stable-repo").failure.meaning.contains(QLatin1String("kubernetes-charts")));
        QVERIFY(adviceOf("fail-timeout").failure.cameBack.contains(QLatin1String("step 3 of 10")));
        QVERIFY(adviceOf("fail-k8s-too-new").failure.remedy.contains(QLatin1String(models::kClassicKubernetes)));
        QVERIFY(models::fixCommands(ClusterFix::CopyPurge, QStringLiteral("lab"), QStringLiteral("ingress %1"))
                == QLatin1String("helm --kube-context lab delete --purge ingress %1\n"));
    }

    void hasAnAnswerToWhatNobodyKnows()
    {
        const InstallAdvice advice
            = models::installAdvice(QStringLiteral("something new\n: exit status 1"), {}, QStringLiteral("install"));
        QVERIFY(advice.id.isEmpty());
        QVERIFY(!advice.failure.meaning.isEmpty());
        QCOMPARE(advice.failure.cameBack, QStringLiteral("something new"));
    }

    void mendsPercentSigns()
    {
        QCOMPARE(
            models::unmangled(QStringLiteral("labelSelector=app%!D(MISSING)helm%!C(MISSING)name%!D(MISSING)tiller")),
            QStringLiteral("labelSelector=app%3Dhelm%2Cname%3Dtiller"));
        QCOMPARE(models::unmangled(QStringLiteral("100%!(NOVERB) done")), QStringLiteral("100% done"));
        QCOMPARE(models::unmangled(QStringLiteral("all %! well")), QStringLiteral("all %! well"));
        const InstallAdvice advice = adviceOf("fail-helm-refused");
        QVERIFY(!advice.failure.report().contains(QLatin1String("MISSING")));
        QVERIFY(advice.failure.raw.contains("app%3Dhelm"));
    }

    void foldsAnUninstall()
    {
        InstallOutput output = InstallOutput::forUninstall();
        for (const QString& line : clusterSampleLines(QStringLiteral("dispatch-uninstall.txt")))
            output.take(line);
        QCOMPARE(output.removing(), QStringLiteral("Removing namespace dispatch"));
        output.end(true);
        QCOMPARE(output.removed().size(), clusterSampleLines(QStringLiteral("dispatch-uninstall.txt")).size());
        QVERIFY(output.removing().isEmpty());
    }

    void listsReleasesOfEachHelm()
    {
        const auto two = models::readHelmList(clusterSample(QStringLiteral("helm2-list.json")));
        const auto three = models::readHelmList(clusterSample(QStringLiteral("helm3-list.json")));
        QVERIFY(two && three);
        QCOMPARE(two->size(), std::size_t(4));
        QCOMPARE(three->size(), std::size_t(4));
        for (std::size_t i = 0; i < two->size(); ++i) {
            QCOMPARE((*two)[i].name, (*three)[i].name);
            QCOMPARE((*two)[i].space, (*three)[i].space);
            QCOMPARE((*two)[i].status, (*three)[i].status);
            QCOMPARE((*two)[i].chart, (*three)[i].chart);
        }
        QVERIFY(two->at(0).isDeployed() && two->at(1).isPending() && two->at(3).isFailed());
        QCOMPARE(three->at(2).revision, 2);
        QVERIFY(models::readHelmList(clusterSample(QStringLiteral("helm2-list-empty.json")))->empty());
        QVERIFY(models::readHelmList(clusterSample(QStringLiteral("helm3-list-empty.json")))->empty());
        QVERIFY(!models::readHelmList("Error: unknown flag"));
        QVERIFY(!models::readHelmList("\"text\""));
    }

    void readsVersionsOfHelm()
    {
        const auto two
            = models::readHelmVersion(QString::fromUtf8(clusterSample(QStringLiteral("helm2-version-short.txt"))));
        QCOMPARE(two.client, (models::Version{2, 17, 0}));
        QCOMPARE(two.server, (models::Version{2, 17, 0}));
        const auto three
            = models::readHelmVersion(QString::fromUtf8(clusterSample(QStringLiteral("helm3-version-short.txt"))));
        QCOMPARE(three.client, (models::Version{3, 21, 4}));
        QVERIFY(!three.server);
        QVERIFY(!models::readHelmVersion(QStringLiteral("Error: could not find tiller")).client);
    }

    void tellsWhyPodsWait()
    {
        const auto waits = models::readPodWaits(clusterSample(QStringLiteral("kubectl-get-pods-dispatch.json")), {});
        QVERIFY(waits.has_value());
        const auto hopeless
            = std::find_if(waits->begin(), waits->end(), [](const auto& wait) { return wait.isHopeless; });
        QVERIFY(hopeless != waits->end());
        QCOMPARE(hopeless->reason, QStringLiteral("ImagePullBackOff"));
        QCOMPARE(hopeless->space, QStringLiteral("dispatch"));
        QVERIFY(std::any_of(waits->begin(), waits->end(),
                            [](const auto& wait) { return wait.reason == QLatin1String("CrashLoopBackOff"); }));
        QVERIFY(std::none_of(waits->begin(), waits->end(), [](const auto& wait) {
            return wait.pod.startsWith(QLatin1String("dispatch-api-manager"));
        }));
        QVERIFY(models::readPodWaits(clusterSample(QStringLiteral("kubectl-get-pods-dispatch.json")),
                                     {QStringLiteral("kong")})
                    ->empty());
        QVERIFY(!models::readPodWaits("", {}));
    }
};

QTEST_GUILESS_MAIN(TestInstallOutput)
#include "tst_installoutput.moc"
