// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/dispatchinstaller.h"
#include "client/cluster/preflightrun.h"
#include "tests/common/installworld.h"

#include <QSignalSpy>
#include <QTest>

using client::DispatchInstaller;
using client::InstallOrder;
using client::InstallOutcome;
using client::PreflightRun;
using models::ClusterFix;
using models::PreflightVerdict;

namespace {

constexpr int kPatience = 60'000;

} // namespace

/// The original installer and what is looked at before it, with stand-ins for everything it runs.
class TestDispatchInstaller final : public QObject
{
    Q_OBJECT

    static InstallOrder order(const InstallWorld& world)
    {
        InstallOrder made;
        made.profile = world.name;
        made.file = models::InstallFile::forHost(world.address);
        models::replaceRepositories(made.file, true);
        made.workFolder = world.workFolder();
        return made;
    }

    static InstallOutcome ended(DispatchInstaller& installer, const InstallOrder& order)
    {
        QSignalSpy spy(&installer, &DispatchInstaller::finished);
        installer.start(order);
        if (!spy.wait(kPatience))
            qWarning("it did not end");
        return installer.outcome();
    }

    static QFile::Permissions othersMay(const QString& path)
    {
        constexpr QFile::Permissions kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
            | QFile::WriteOther | QFile::ExeOther;
        return QFile::permissions(path) & kOthers;
    }

    static QByteArray read(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static PreflightRun::Subject subject(const InstallWorld& world)
    {
        const InstallOrder made = order(world);
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
    void installsAndOffersAConnection()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        DispatchInstaller installer(world.commands);
        QList<int> steps;
        connect(&installer, &DispatchInstaller::changed, this, [&] { steps << installer.output().current(); });
        const InstallOutcome outcome = ended(installer, order(world));
        QVERIFY2(outcome.isGood, qPrintable(outcome.advice.failure.report()));
        QVERIFY(steps.contains(3) && std::is_sorted(steps.begin(), steps.end()));
        QCOMPARE(installer.output().doneCharts(), 8);
        QVERIFY(outcome.profile.has_value());
        QCOMPARE(outcome.profile->base, QUrl(QStringLiteral("https://192.168.39.47:32015")));
        QCOMPARE(outcome.profile->organization, QStringLiteral("dispatch"));
        QVERIFY(outcome.profile->tls.isInsecure);
        QCOMPARE(outcome.profile->signIn, client::SignInMethod::None);
        QVERIFY(!installer.isRunning() && installer.elapsedMSecs() > 0);
        QVERIFY(!world.standins.isUnknownCall());
    }

    void worksInItsOwnClusterOnly()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        DispatchInstaller installer(world.commands);
        const QString kubeconfig = world.workFolder() + QStringLiteral("/kubeconfig");
        QByteArray used;
        QFile::Permissions usedBy;
        connect(&installer, &DispatchInstaller::changed, this, [&] {
            if (installer.phase() != DispatchInstaller::Phase::Running || !used.isEmpty())
                return;
            used = read(kubeconfig);
            usedBy = othersMay(kubeconfig);
        });
        QVERIFY(ended(installer, order(world)).isGood);
        QVERIFY(used.contains("current-context: lab") && !usedBy);
        bool isSeen = false;
        for (const StandinCall& call : world.standins.calls(QStringLiteral("dispatch"))) {
            if (call.arguments.first() != QLatin1String("install"))
                continue;
            isSeen = true;
            QCOMPARE(call.environment.at(QStringLiteral("KUBECONFIG")), kubeconfig);
        }
        QVERIFY(isSeen);
        QVERIFY(!othersMay(world.workFolder() + QStringLiteral("/install.yaml")));
        QVERIFY(!othersMay(world.workFolder()));
    }

    void leavesNoKeysOfTheClusterBehind_data()
    {
        QTest::addColumn<bool>("isCancelled");
        QTest::newRow("recorded") << false;
        QTest::newRow("fail-no-tiller") << false;
        QTest::newRow("hang:5") << true;
    }

    void leavesNoKeysOfTheClusterBehind()
    {
        QFETCH(bool, isCancelled);
        InstallWorld world;
        QVERIFY(world.findTools());
        if (QLatin1String(QTest::currentDataTag()) != QLatin1String("recorded"))
            world.standins.scenario(QStringLiteral("install=%1").arg(QLatin1String(QTest::currentDataTag())));
        const QString kubeconfig = world.workFolder() + QStringLiteral("/kubeconfig");
        DispatchInstaller installer(world.commands);
        bool wasThere = false;
        connect(&installer, &DispatchInstaller::changed, this, [&] {
            wasThere = wasThere || QFile::exists(kubeconfig);
            if (isCancelled && installer.output().current() > 0)
                installer.cancel();
        });
        QCOMPARE(ended(installer, order(world)).isCancelled, isCancelled);
        QVERIFY(wasThere);
        QVERIFY(!QFile::exists(kubeconfig));
    }

    void leavesNoKeysBehindWhenItGoes()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.scenario(QStringLiteral("install=hang:5"));
        const QString kubeconfig = world.workFolder() + QStringLiteral("/kubeconfig");
        {
            DispatchInstaller installer(world.commands);
            installer.start(order(world));
            QTRY_VERIFY_WITH_TIMEOUT(installer.output().current() > 0, kPatience);
            QVERIFY(QFile::exists(kubeconfig));
            // Held up by the first, this one has nothing to tidy up.
            DispatchInstaller second(world.commands);
            QVERIFY(!ended(second, order(world)).isGood);
            QVERIFY(QFile::exists(kubeconfig));
        }
        QVERIFY(!QFile::exists(kubeconfig));
    }

    void keepsTheConfigurationOfBefore()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        QVERIFY(QDir().mkpath(world.workFolder()));
        QFile old(world.workFolder() + QStringLiteral("/config.json"));
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("{\"contexts\":{}}") > 0);
        old.close();
        DispatchInstaller installer(world.commands);
        QVERIFY(ended(installer, order(world)).isGood);
        QCOMPARE(read(world.workFolder() + QStringLiteral("/config.json.before")), QByteArray("{\"contexts\":{}}"));
    }

    void wantsASignInWhereThereIsOne()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        InstallOrder made = order(world);
        made.file.setFlag(QStringLiteral("dispatch.skipAuth"), false);
        DispatchInstaller installer(world.commands);
        const InstallOutcome outcome = ended(installer, made);
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
        const InstallOutcome outcome = ended(installer, order(world));
        QVERIFY(!outcome.isGood && !outcome.isCancelled && !outcome.profile);
        QCOMPARE(outcome.advice.id, QString::fromLatin1(id));
        QCOMPARE(static_cast<int>(outcome.advice.fix), fix);
        QVERIFY(outcome.advice.failure.tried.contains(world.name));
        QVERIFY(!outcome.advice.failure.meaning.isEmpty() && !outcome.advice.failure.remedy.isEmpty());
    }

    void cancelsInTheMiddleAndLeavesNoChild()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.scenario(QStringLiteral("install=hang:9"));
        DispatchInstaller installer(world.commands);
        QSignalSpy spy(&installer, &DispatchInstaller::finished);
        installer.start(order(world));
        QTRY_VERIFY_WITH_TIMEOUT(installer.output().doneCharts() >= 1, kPatience);
        QVERIFY(!world.alive().empty());
        installer.cancel();
        QVERIFY(spy.count() == 1 || spy.wait(kPatience));
        QVERIFY(installer.outcome().isCancelled && !installer.outcome().isGood);
        QTRY_VERIFY(world.alive().empty());
        QVERIFY(!installer.isRunning());
        // The next one is not held up by it.
        world.standins.scenario({});
        QVERIFY(ended(installer, order(world)).isGood);
    }

    void namesTheReleaseThatIsHalfMade()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.scenario(QStringLiteral("install=hang:7"));
        DispatchInstaller installer(world.commands);
        QSignalSpy spy(&installer, &DispatchInstaller::finished);
        installer.start(order(world));
        QTRY_VERIFY_WITH_TIMEOUT(installer.output().running()
                                     && installer.output().running()->kind == models::InstallStep::Kind::Chart,
                                 kPatience);
        const QString release = installer.output().running()->release;
        installer.cancel();
        QVERIFY(spy.count() == 1 || spy.wait(kPatience));
        QCOMPARE(installer.outcome().advice.fix, ClusterFix::CopyPurge);
        QCOMPARE(installer.outcome().advice.subject, release);
    }

    void leavesNothingBehindWhenItGoes()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.scenario(QStringLiteral("install=hang:5"));
        {
            DispatchInstaller installer(world.commands);
            installer.start(order(world));
            QTRY_VERIFY_WITH_TIMEOUT(installer.output().current() > 0, kPatience);
        }
        QTRY_VERIFY(world.alive().empty());
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
        installer.start(order(world));
        const auto isPulling = [&installer] {
            const auto& waits = installer.waits();
            return std::any_of(waits.begin(), waits.end(), [](const models::PodWait& wait) {
                return wait.reason == QLatin1String("ImagePullBackOff") && wait.isHopeless;
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(isPulling(), kPatience);
        QSignalSpy spy(&installer, &DispatchInstaller::finished);
        installer.cancel();
        QVERIFY(spy.wait(kPatience));
    }

    void keepsSecretsOfPodsOutOfTheLog()
    {
        InstallWorld world;
        world.standins.replaceTool(
            QStringLiteral("kubectl"),
            "#!/bin/sh\ncase \"$*\" in\n*'config view'*) echo 'current-context: lab';;\n"
            "*'get pods'*) echo '{\"items\":[{\"metadata\":{\"name\":\"p\",\"namespace\":\"dispatch\"},\"spec\":{'\n"
            "echo "
            "'\"containers\":[{\"name\":\"c\",\"env\":[{\"name\":\"USER\",\"value\":\"hunter2\"}]}]},\"status\":{'\n"
            "echo '\"phase\":\"Pending\",\"containerStatuses\":[{\"name\":\"c\",\"state\":{\"waiting\":{'\n"
            "echo '\"reason\":\"ImagePullBackOff\"}}}]}}]}';;\n"
            "*) echo '{\"clientVersion\":{\"gitVersion\":\"v1.15.12\"}}';;\nesac\n");
        QVERIFY(world.findTools());
        world.standins.scenario(QStringLiteral("install=hang:5"));
        DispatchInstaller installer(world.commands);
        installer.setPodRhythm(100);
        installer.start(order(world));
        QTRY_VERIFY_WITH_TIMEOUT(!installer.waits().empty(), kPatience);
        QSignalSpy spy(&installer, &DispatchInstaller::finished);
        installer.cancel();
        QVERIFY(spy.count() == 1 || spy.wait(kPatience));
        QVERIFY(world.logged().contains(QLatin1String("pods")));
        QVERIFY(!world.logged().contains(QLatin1String("hunter2")));
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
        QVERIFY(!ended(installer, order(world)).isGood);
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
        const InstallOutcome outcome = ended(installer, order(world));
        QVERIFY(!outcome.isGood);
        QVERIFY(!outcome.advice.failure.meaning.isEmpty() && !outcome.advice.failure.remedy.isEmpty());
    }

    void failsWhereItCannotWrite()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        InstallOrder made = order(world);
        // A file where the folder would be: root may write everywhere else.
        QFile inTheWay(world.folder.filePath(QStringLiteral("work")));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        DispatchInstaller installer(world.commands);
        const InstallOutcome outcome = ended(installer, made);
        QVERIFY(!outcome.isGood);
        QCOMPARE(outcome.advice.failure.kind, models::FailureKind::Storage);
        QCOMPARE(row(checked(world, subject(world)), "folder").verdict, PreflightVerdict::Bad);
    }

    void refusesAClusterThatIsNotThere()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.removeProfile(world.name);
        DispatchInstaller installer(world.commands);
        const InstallOutcome outcome = ended(installer, order(world));
        QVERIFY(!outcome.isGood);
        QCOMPARE(outcome.advice.failure.kind, models::FailureKind::NotFound);
        QVERIFY(world.standins.calls(QStringLiteral("dispatch")).size() == 1); // its version, and no more
    }

    void isHeldUpByAnotherConsole()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.scenario(QStringLiteral("install=hang:5"));
        DispatchInstaller first(world.commands);
        first.start(order(world));
        QTRY_VERIFY_WITH_TIMEOUT(first.output().current() > 0, kPatience);
        DispatchInstaller second(world.commands);
        const InstallOutcome outcome = ended(second, order(world));
        QVERIFY(!outcome.isGood);
        QCOMPARE(outcome.advice.failure.kind, models::FailureKind::Conflict);
        QSignalSpy spy(&first, &DispatchInstaller::finished);
        first.cancel();
        QVERIFY(spy.wait(kPatience));
    }

    void keepsPasswordsOutOfEveryLog()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        const QString secret = QStringLiteral("tr0ub4dor-and-3");
        world.standins.replaceTool(
            QStringLiteral("dispatch"),
            QStringLiteral("#!/bin/sh\ncase $1 in version) echo v0.1.24; exit 0;; esac\n"
                           "echo 'Installing postgresql helm chart'\necho 'the word is %1'\n"
                           "echo 'debug: helm upgrade --set postgresPassword=%1 --set a.cookieSecret=abcdefgh'\n"
                           "echo 'Error installing postgres chart: --set postgresPassword=%1: 403 Forbidden %1' >&2\n"
                           "exit 1\n")
                .arg(secret)
                .toUtf8());
        InstallOrder made = order(world);
        made.file.set(QStringLiteral("postgresql.password"), secret);
        DispatchInstaller installer(world.commands);
        const InstallOutcome outcome = ended(installer, made);
        QVERIFY(!outcome.isGood);
        QStringList shown(installer.lines().begin(), installer.lines().end());
        shown << outcome.advice.failure.report() << QString::fromUtf8(outcome.advice.failure.raw);
        QVERIFY(shown.size() > 3);
        QVERIFY2(!shown.join(u'\n').contains(secret), qPrintable(shown.join(u'\n')));
        QVERIFY(!shown.join(u'\n').contains(QLatin1String("abcdefgh")));
        QVERIFY(read(world.workFolder() + QStringLiteral("/install.yaml")).contains(secret.toUtf8()));
        QVERIFY(world.logged().contains(QLatin1String("the word is ")));
        QVERIFY2(!world.logged().contains(secret), qPrintable(world.logged()));
    }

    void triesWithoutInstalling()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        InstallOrder made = order(world);
        made.deed = InstallOrder::Deed::DryRun;
        DispatchInstaller installer(world.commands);
        const InstallOutcome onFresh = ended(installer, made);
        QCOMPARE(onFresh.advice.id, QStringLiteral("dry-run"));
        StandinProfile profile;
        profile.name = world.name;
        profile.kubernetes = QStringLiteral("v1.15.12");
        profile.hasDispatch = true;
        world.standins.addProfile(profile);
        const InstallOutcome again = ended(installer, made);
        QVERIFY(again.isGood && !again.profile);
    }

    void uninstalls()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        DispatchInstaller installer(world.commands);
        QVERIFY(ended(installer, order(world)).isGood);
        InstallOrder made = order(world);
        made.deed = InstallOrder::Deed::Uninstall;
        const InstallOutcome outcome = ended(installer, made);
        QVERIFY(outcome.isGood && !outcome.profile);
        QVERIFY(installer.output().removed().contains(QStringLiteral("Removing namespace dispatch")));
        QVERIFY(QFile::exists(world.workFolder() + QStringLiteral("/install.yaml")));
    }

    // ----- before it

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
        QTRY_VERIFY_WITH_TIMEOUT(run.facts().server.isKnown() && run.facts().apiVersions.isOpen(), kPatience);
        run.cancel();
        QCOMPARE(spy.count(), 1);
        QVERIFY(!run.isRunning());
        for (const models::PreflightRow& one : models::preflight(run.facts()))
            QVERIFY2(!one.isPending, qPrintable(one.id));
        QTRY_VERIFY(world.alive().empty());
    }
};

QTEST_GUILESS_MAIN(TestDispatchInstaller)
#include "tst_dispatchinstaller.moc"
