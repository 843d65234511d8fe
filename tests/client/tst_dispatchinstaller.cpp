// SPDX-License-Identifier: Apache-2.0
#include "tests/common/installworld.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using client::DispatchInstaller;
using client::InstallOrder;
using client::InstallOutcome;
using models::ClusterFix;

/// The original installer, how far it is and how it ends, with stand-ins for everything it runs.
class TestDispatchInstaller final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void installsAndOffersAConnection()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        DispatchInstaller installer(world.commands);
        QList<int> steps;
        connect(&installer, &DispatchInstaller::changed, this, [&] { steps << installer.output().current(); });
        // Line 5 begins the first chart, behind two certificates.
        world.standins.scenario(QStringLiteral("install=hold:5"));
        QSignalSpy spy(&installer, &DispatchInstaller::finished);
        installer.start(world.order());
        QTRY_COMPARE(installer.output().current(), 3);
        world.standins.scenario({});
        QVERIFY(spy.count() == 1 || spy.wait(kPatience));
        const InstallOutcome outcome = installer.outcome();
        QVERIFY2(outcome.isGood, qPrintable(outcome.advice.failure.report()));
        QVERIFY(std::is_sorted(steps.begin(), steps.end()));
        QCOMPARE(installer.output().doneCharts(), 8);
        QVERIFY(outcome.profile.has_value());
        QCOMPARE(outcome.profile->base, QUrl(QStringLiteral("https://192.168.39.47:32015")));
        QCOMPARE(outcome.profile->organization, QStringLiteral("dispatch"));
        QVERIFY(outcome.profile->tls.isInsecure);
        QCOMPARE(outcome.profile->signIn, client::SignInMethod::None);
        QVERIFY(!installer.isRunning() && installer.elapsedMSecs() > 0);
        QVERIFY(!world.standins.isUnknownCall());
    }

    void wantsASignInWhereThereIsOne()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        InstallOrder made = world.order();
        made.file.setFlag(QStringLiteral("dispatch.skipAuth"), false);
        DispatchInstaller installer(world.commands);
        const InstallOutcome outcome = InstallWorld::ended(installer, made);
        QVERIFY(outcome.isGood && outcome.profile);
        QCOMPARE(outcome.profile->signIn, client::SignInMethod::Cookie);
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
        row("unknown-service", "nothing-installed", ClusterFix::None);
        row("partial", "partly-installed", ClusterFix::None);
    }

    void advises()
    {
        QFETCH(QByteArray, id);
        QFETCH(int, fix);
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.scenario(QStringLiteral("install=%1").arg(QLatin1String(QTest::currentDataTag())));
        DispatchInstaller installer(world.commands);
        const InstallOutcome outcome = InstallWorld::ended(installer, world.order());
        QVERIFY(!outcome.isGood && !outcome.isCancelled && !outcome.profile);
        QCOMPARE(outcome.advice.id, QString::fromLatin1(id));
        QCOMPARE(static_cast<int>(outcome.advice.fix), fix);
        QVERIFY(outcome.advice.failure.tried.contains(world.name));
        QVERIFY(!outcome.advice.failure.meaning.isEmpty() && !outcome.advice.failure.remedy.isEmpty());
    }

    /// The installer says that all is well; helm's list has one that failed and one that never came up.
    void asksHelmInTheEnd()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.scenario(QStringLiteral("releases=recorded"));
        InstallOrder made = world.order();
        made.ignoreFailedReleases = true;
        DispatchInstaller installer(world.commands);
        const InstallOutcome outcome = InstallWorld::ended(installer, made);
        QVERIFY(!outcome.isGood && !outcome.profile);
        QCOMPARE(outcome.advice.id, QStringLiteral("not-deployed"));
        QCOMPARE(outcome.advice.subject, QStringLiteral("dispatch postgres"));
        QCOMPARE(outcome.advice.fix, ClusterFix::CopyPurge);
    }

    void namesTheReleaseThatIsHalfMade()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.scenario(QStringLiteral("install=hang:7"));
        DispatchInstaller installer(world.commands);
        QSignalSpy spy(&installer, &DispatchInstaller::finished);
        installer.start(world.order());
        // Line 7 begins the second chart; up to there each could be over before the cancelling reaches it.
        const QString release = QStringLiteral("postgres");
        QTRY_VERIFY(installer.output().running() && installer.output().running()->release == release);
        installer.cancel();
        QVERIFY(spy.count() == 1 || spy.wait(kPatience));
        QCOMPARE(installer.outcome().advice.fix, ClusterFix::CopyPurge);
        QCOMPARE(installer.outcome().advice.subject, release);
    }

    void tellsWhatPodsWaitFor()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        StandinProfile profile;
        profile.name = world.name;
        profile.kubernetes = QStringLiteral("v1.15.12");
        profile.hasDispatch = true; // its recorded pods: one cannot pull its image
        world.standins.addProfile(profile);
        world.standins.scenario(QStringLiteral("install=hang:9"));
        DispatchInstaller installer(world.commands);
        installer.setPodRhythm(100);
        installer.start(world.order());
        const auto isPulling = [&installer] {
            const auto& waits = installer.waits();
            return std::any_of(waits.begin(), waits.end(), [](const models::PodWait& wait) {
                return wait.reason == QLatin1String("ImagePullBackOff") && wait.isHopeless;
            });
        };
        QTRY_VERIFY(isPulling());
        QSignalSpy spy(&installer, &DispatchInstaller::finished);
        installer.cancel();
        QVERIFY(spy.wait(kPatience));
    }

    void looksThroughNoMoreOfAFloodThanItKeeps()
    {
        InstallWorld world;
        constexpr int kLines = 9'000;
        QByteArray flood;
        for (int i = 1; i <= kLines; ++i)
            flood += QByteArray::number(i) + '\n';
        const QString path = world.folder.filePath(QStringLiteral("flood"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(flood) == flood.size());
        file.close();
        world.standins.replaceTool(
            QStringLiteral("dispatch"),
            QStringLiteral("#!/bin/sh\ncase $1 in version) echo v0.1.24;; *) cat '%1';; esac\n").arg(path).toUtf8());
        QVERIFY(world.findTools());
        DispatchInstaller installer(world.commands);
        qsizetype most = 0;
        connect(&installer, &DispatchInstaller::linesAdded, this,
                [&most](const QStringList& lines) { most = std::max(most, lines.size()); });
        QVERIFY(!InstallWorld::ended(installer, world.order()).isGood);
        QVERIFY(most > 0 && most <= static_cast<qsizetype>(DispatchInstaller::kMostLines));
        QCOMPARE(installer.lines().size(), DispatchInstaller::kMostLines);
        QCOMPARE(installer.lines().back(), QString::number(kLines));
        QCOMPARE(installer.droppedLines(), kLines - static_cast<qint64>(DispatchInstaller::kMostLines));
    }

    void failsWithoutItsTools_data()
    {
        QTest::addColumn<QString>("tool");
        for (const char* const tool : {"dispatch", "kubectl", "helm"})
            QTest::newRow(tool) << QString::fromLatin1(tool);
    }

    void failsWithoutItsTools()
    {
        QFETCH(QString, tool);
        InstallWorld world;
        world.standins.removeTool(tool);
        QVERIFY(world.findTools());
        DispatchInstaller installer(world.commands);
        const InstallOutcome outcome = InstallWorld::ended(installer, world.order());
        QVERIFY(!outcome.isGood);
        QVERIFY(!outcome.advice.failure.meaning.isEmpty() && !outcome.advice.failure.remedy.isEmpty());
    }

    void failsWhereItCannotWrite()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        InstallOrder made = world.order();
        // A file where the folder would be: root may write everywhere else.
        QFile inTheWay(world.folder.filePath(QStringLiteral("work")));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        DispatchInstaller installer(world.commands);
        const InstallOutcome outcome = InstallWorld::ended(installer, made);
        QVERIFY(!outcome.isGood);
        QCOMPARE(outcome.advice.failure.kind, models::FailureKind::Storage);
    }

    void refusesAClusterThatIsNotThere()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.removeProfile(world.name);
        DispatchInstaller installer(world.commands);
        const InstallOutcome outcome = InstallWorld::ended(installer, world.order());
        QVERIFY(!outcome.isGood);
        QCOMPARE(outcome.advice.failure.kind, models::FailureKind::NotFound);
        QVERIFY(world.standins.calls(QStringLiteral("dispatch")).size() == 1); // its version, and no more
    }

    void triesWithoutInstalling()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        InstallOrder made = world.order();
        made.deed = InstallOrder::Deed::DryRun;
        DispatchInstaller installer(world.commands);
        const InstallOutcome onFresh = InstallWorld::ended(installer, made);
        QCOMPARE(onFresh.advice.id, QStringLiteral("dry-run"));
        StandinProfile profile;
        profile.name = world.name;
        profile.kubernetes = QStringLiteral("v1.15.12");
        profile.hasDispatch = true;
        world.standins.addProfile(profile);
        const InstallOutcome again = InstallWorld::ended(installer, made);
        QVERIFY(again.isGood && !again.profile);
    }

    void uninstalls()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        DispatchInstaller installer(world.commands);
        QVERIFY(InstallWorld::ended(installer, world.order()).isGood);
        InstallOrder made = world.order();
        made.deed = InstallOrder::Deed::Uninstall;
        const InstallOutcome outcome = InstallWorld::ended(installer, made);
        QVERIFY(outcome.isGood && !outcome.profile);
        QVERIFY(installer.output().removed().contains(QStringLiteral("Removing namespace dispatch")));
        QVERIFY(QFile::exists(world.workFolder() + QStringLiteral("/install.yaml")));
    }
};

QTEST_GUILESS_MAIN(TestDispatchInstaller)
#include "tst_dispatchinstaller.moc"
