// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/clusterprofile.h"
#include "models/cluster/clusterprogress.h"
#include "models/cluster/createplan.h"
#include "models/cluster/minikubefailure.h"
#include "models/cluster/minikubelists.h"
#include "models/cluster/starttimes.h"
#include "models/cluster/version.h"

#include <QFile>
#include <QTest>

using models::ClusterProgress;
using models::ClusterRemedy;
using models::ClusterState;
using models::CreatePlan;
using models::CreateProblem;
using models::MinikubeEvent;

/// What minikube prints, read from recordings of it.
class TestMinikube final : public QObject
{
    Q_OBJECT

    static QByteArray recording(const QString& name)
    {
        QFile file(QStringLiteral(DISPATCH_SOURCE_DIR "/tests/recordings/cluster/%1").arg(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static ClusterProgress progressOf(const QString& name)
    {
        ClusterProgress progress;
        int shown = 0;
        double share = 0;
        for (const QByteArray& line : recording(name).split('\n')) {
            if (const auto event = models::minikubeEventFrom(line))
                progress.take(*event);
            // A bar that runs backwards tells nothing.
            if (progress.step < shown)
                qFatal("step went back");
            shown = progress.step;
            share = progress.share();
            if (share < 0 || share > 1)
                qFatal("share out of range");
        }
        return progress;
    }

    static models::ClusterFailure failureOf(const QString& name, int exitCode)
    {
        return models::minikubeFailure(QStringLiteral("start"), exitCode, progressOf(name).fatal, recording(name), {});
    }

    static bool hasProblem(const CreatePlan& plan, CreateProblem::Field field, bool isWarning = false)
    {
        const auto problems
            = models::createProblems(plan, {4, 8'000, 40'000}, {QStringLiteral("taken")}, models::Version{1, 38, 1});
        return std::any_of(problems.begin(), problems.end(), [&](const CreateProblem& problem) {
            return problem.field == field && problem.isWarning == isWarning && !problem.text.isEmpty();
        });
    }

    static CreatePlan goodPlan()
    {
        CreatePlan plan;
        plan.name = QStringLiteral("lab");
        plan.driver = QStringLiteral("docker");
        return plan;
    }

private Q_SLOTS:
    void readsVersions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("version");
        QTest::newRow("minikube") << QStringLiteral("v1.38.1") << QStringLiteral("v1.38.1");
        QTest::newRow("helm 2") << QStringLiteral("Client: v2.17.0+ga690bad") << QStringLiteral("v2.17.0");
        QTest::newRow("helm 3") << QStringLiteral("v3.21") << QStringLiteral("v3.21.0");
        QTest::newRow("docker") << QStringLiteral("Docker version 29.2.0, build abc") << QStringLiteral("v29.2.0");
        QTest::newRow("none") << QStringLiteral("no such command") << QString();
        QTest::newRow("huge") << QStringLiteral("99999999999.1") << QString();
    }

    void readsVersions()
    {
        QFETCH(QString, text);
        const auto version = models::versionIn(text);
        QTEST(version ? version->text() : QString(), "version");
        QVERIFY((models::Version{1, 9, 0} < models::Version{1, 10, 0}));
    }

    void followsAStart()
    {
        const ClusterProgress progress = progressOf(QStringLiteral("start-new-docker.jsonl"));
        QCOMPARE(progress.step, 19);
        QCOMPARE(progress.totalSteps, 19);
        QCOMPARE(progress.stepName, QStringLiteral("Done"));
        QVERIFY(progress.downloads.empty());
        QVERIFY(!progress.fatal);
        QVERIFY(progress.warnings.constFirst().contains(QLatin1String("containerd")));
    }

    /// Steps 4 after 5, 18 before 17, and detours without a number.
    void neverRunsBackwards()
    {
        QCOMPARE(progressOf(QStringLiteral("start-already-running.jsonl")).step, 19);
        QCOMPARE(progressOf(QStringLiteral("start-restart-stopped.jsonl")).step, 19);
        QCOMPARE(progressOf(QStringLiteral("start-fail-guest-provision.jsonl")).step, 11);
        QCOMPARE(progressOf(QStringLiteral("stop.jsonl")).totalSteps, 2);
    }

    void followsDownloads()
    {
        ClusterProgress progress;
        for (const QByteArray& line : recording(QStringLiteral("start-new-docker.jsonl")).split('\n').mid(0, 12)) {
            if (const auto event = models::minikubeEventFrom(line))
                progress.take(*event);
        }
        QCOMPARE(progress.downloads.size(), std::size_t(2));
        QVERIFY(progress.downloads[0].progress > 0.2);
        const double with = progress.share();
        progress.downloads.clear();
        QVERIFY(with > progress.share());
    }

    /// Whatever is between two events, and wherever a line is cut.
    void survivesGarbage()
    {
        const QByteArray line = recording(QStringLiteral("start-new-docker.jsonl")).split('\n').constFirst();
        for (qsizetype cut = 0; cut < line.size(); ++cut)
            QVERIFY(!models::minikubeEventFrom(line.left(cut)));
        const auto event = models::minikubeEventFrom(line + '\r');
        QVERIFY(event);
        QVERIFY(!models::minikubeEventFrom("* minikube v1.38.1 on Debian 12.11"));
        QVERIFY(!models::minikubeEventFrom("{\"type\":7,\"data\":[]}"));
        QVERIFY(!models::minikubeEventFrom(QByteArray(1'000'000, '{')));
        ClusterProgress progress;
        MinikubeEvent odd;
        odd.type = MinikubeEvent::Type::Download;
        for (int i = 0; i < 1'000; ++i) {
            odd.artifact = QString::number(i);
            odd.step = -1;
            progress.take(odd);
        }
        QCOMPARE(progress.downloads.size(), ClusterProgress::kMostDownloads);
        QCOMPARE(progress.share(), 0.0);
    }

    void explainsFailures_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("remedy");
        const auto row = [](const char* name, int exitCode, const char* id, ClusterRemedy remedy) {
            QTest::newRow(name) << QStringLiteral("start-fail-%1.jsonl").arg(QLatin1String(name)) << exitCode
                                << QString::fromLatin1(id) << static_cast<int>(remedy);
        };
        row("k8s-too-old", 106, "K8S_OLD_UNSUPPORTED", ClusterRemedy::ChangeSettings);
        row("k8s-downgrade", 106, "K8S_DOWNGRADE_UNSUPPORTED", ClusterRemedy::DeleteAndCreate);
        row("docker-not-running", 63, "PROVIDER_DOCKER_NOT_RUNNING", ClusterRemedy::TryAgain);
        row("docker-permission", 69, "PROVIDER_DOCKER_NEWGRP", ClusterRemedy::TryAgain);
        row("docker-not-installed", 65, "PROVIDER_DOCKER_NOT_FOUND", ClusterRemedy::ShowTools);
        row("no-driver", 55, "DRV_DOCKER_NOT_RUNNING", ClusterRemedy::ShowTools);
        row("driver-unsupported", 56, "DRV_UNSUPPORTED_OS", ClusterRemedy::ShowTools);
        row("memory-over-system", 10, "RSRC_OVER_ALLOC_MEM", ClusterRemedy::ChangeSettings);
        row("memory-low", 23, "", ClusterRemedy::ChangeSettings);
        row("cpus", 29, "", ClusterRemedy::ChangeSettings);
        row("as-root", 57, "DRV_AS_ROOT", ClusterRemedy::ChangeSettings);
        row("docker-storage", 26, "RSRC_DOCKER_STORAGE", ClusterRemedy::TryAgain);
        row("guest-provision", 80, "GUEST_PROVISION", ClusterRemedy::DeleteAndCreate);
        row("driver-mismatch", 81, "GUEST_DRIVER_MISMATCH", ClusterRemedy::DeleteAndCreate);
        row("profile-name", 14, "MK_USAGE", ClusterRemedy::ChangeSettings);
    }

    void explainsFailures()
    {
        QFETCH(QString, name);
        QFETCH(int, exitCode);
        QFETCH(QString, id);
        QFETCH(int, remedy);
        const models::ClusterFailure failure = failureOf(name, exitCode);
        QCOMPARE(failure.exitCode, exitCode);
        if (!id.isEmpty())
            QCOMPARE(failure.id, id);
        QCOMPARE(static_cast<int>(failure.remedy), remedy);
        QVERIFY(!failure.failure.cameBack.isEmpty());
        QVERIFY(!failure.failure.meaning.isEmpty());
        QVERIFY(!failure.failure.remedy.isEmpty());
        // Templates that nobody filled are not for people.
        for (const QString& text : {failure.failure.cameBack, failure.failure.remedy}) {
            QVERIFY2(!text.contains(QLatin1String("{{")), qPrintable(text));
            QVERIFY2(!text.contains(QLatin1String("<no value>")), qPrintable(text));
        }
    }

    /// Those of which there is no recording.
    void explainsByExitCode_data()
    {
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("sign");
        QTest::newRow("disk full") << 26 << QStringLiteral("disk");
        QTest::newRow("kubeconfig not ours") << 37 << QStringLiteral("kubeconfig");
        QTest::newRow("no virtualisation") << 38 << QStringLiteral("virtual");
        QTest::newRow("no network") << 40 << QStringLiteral("network");
        QTest::newRow("Kubernetes did not come up") << 102 << QStringLiteral("Kubernetes");
        QTest::newRow("paused") << 103 << QStringLiteral("paused");
        QTest::newRow("killed") << 137 << QStringLiteral("killed");
        QTest::newRow("anything else") << 200 << QStringLiteral("minikube");
    }

    void explainsByExitCode()
    {
        QFETCH(int, exitCode);
        QFETCH(QString, sign);
        const auto failure = models::minikubeFailure(QStringLiteral("start"), exitCode, std::nullopt, {}, "oops");
        QVERIFY2(failure.failure.meaning.contains(sign), qPrintable(failure.failure.meaning));
        QVERIFY(!failure.failure.remedy.isEmpty());
        QCOMPARE(failure.failure.cameBack, QStringLiteral("oops"));
    }

    void explainsTextFailures()
    {
        const auto paused = models::minikubeFailure(QStringLiteral("enable"), 11, std::nullopt, {},
                                                    recording(QStringLiteral("addons-enable-paused.txt.stderr")));
        QCOMPARE(paused.id, QStringLiteral("MK_ADDON_ENABLE_PAUSED"));
        QCOMPARE(paused.remedy, ClusterRemedy::Unpause);
        const auto notRunning = models::minikubeFailure(QStringLiteral("pause"), 83, std::nullopt,
                                                        recording(QStringLiteral("pause-cluster-stopped.jsonl")), {});
        QVERIFY(notRunning.failure.cameBack.contains(QLatin1String("not running")));
        QCOMPARE(notRunning.remedy, ClusterRemedy::Start);
        QVERIFY(!models::wordsOfMinikube(recording(QStringLiteral("status-docker-down.json.stderr")))
                     .contains(QLatin1String("status.go")));
    }

    void readsProfiles()
    {
        const auto mixed = models::readClusterProfiles(0, recording(QStringLiteral("profile-list-mixed.json")), {});
        QVERIFY(mixed);
        const auto broken = std::find_if(mixed->begin(), mixed->end(), [](const auto& one) { return one.isBroken; });
        QVERIFY(broken != mixed->end());
        QCOMPARE(broken->name, QStringLiteral("half-created"));
        QCOMPARE(broken->state, ClusterState::Broken);
        const auto good = models::readClusterProfiles(0, recording(QStringLiteral("profile-list-ok.json")), {});
        QVERIFY(good && good->size() == 1);
        QCOMPARE(good->front().driver, QStringLiteral("docker"));
        QCOMPARE(good->front().kubernetes, QStringLiteral("v1.35.1"));
        QCOMPARE(good->front().cpus, 4);
        QCOMPARE(good->front().memoryMegabytes, 6144);
        QCOMPARE(good->front().nodeCount, 1);
        QVERIFY(models::readClusterProfiles(0, recording(QStringLiteral("profile-list-none.json")), {})->empty());
        const auto old
            = models::readClusterProfiles(0, recording(QStringLiteral("v1.24.0-profile-list-running.json")), {});
        QVERIFY(old && !old->front().driver.isEmpty());
    }

    /// "No cluster" is something else.
    void saysThatKubeconfigIsUnreadable()
    {
        const auto list
            = models::readClusterProfiles(80, recording(QStringLiteral("profile-list-kubeconfig-error.json")), {});
        QVERIFY(!list);
        QVERIFY(list.error().meaning.contains(QLatin1String("kubeconfig")));
        QVERIFY(!models::readClusterProfiles(0, "oops", {}));
        QVERIFY(!models::readClusterProfiles(0, {}, {}));
        QVERIFY(!models::readClusterProfiles(14, {}, "Error: unknown flag"));
    }

    void readsStates_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<ClusterState>("state");
        const auto row = [](const char* name, int exitCode, ClusterState state) {
            QTest::newRow(name) << QStringLiteral("%1.json").arg(QLatin1String(name)) << exitCode << state;
        };
        row("status-running", 0, ClusterState::Running);
        row("status-stopped", 7, ClusterState::Stopped);
        row("status-paused", 2, ClusterState::Paused);
        row("status-apiserver-stopped", 2, ClusterState::Degraded);
        row("status-apiserver-error", 2, ClusterState::Degraded);
        row("status-kubeconfig-misconfigured", 4, ClusterState::WrongContext);
        row("status-insufficient-storage", 1, ClusterState::DiskFull);
        row("status-scheduled-stop", 0, ClusterState::Running);
        row("status-multinode", 0, ClusterState::Running);
        row("status-multinode-worker-stopped", 7, ClusterState::Running);
        row("status-host-missing", 7, ClusterState::HostMissing);
        row("status-docker-down", 7, ClusterState::DriverDown);
        row("status-nonexistent-v1.34", 7, ClusterState::HostMissing);
        row("v1.24.0-status-running", 0, ClusterState::Running);
        row("v1.24.0-status-nonexistent", 7, ClusterState::HostMissing);
    }

    void readsStates()
    {
        QFETCH(QString, name);
        QFETCH(int, exitCode);
        const auto status
            = models::readClusterStatus(exitCode, recording(name), recording(name + QStringLiteral(".stderr")));
        QVERIFY(status);
        QTEST(status->state, "state");
        QVERIFY(!models::wordOf(status->state).isEmpty());
    }

    void readsOddStates()
    {
        QCOMPARE(models::readClusterStatus(85, recording(QStringLiteral("status-profile-not-found.jsonl")), {})->state,
                 ClusterState::Absent);
        QVERIFY(!models::readClusterStatus(0, "garbage", {}));
        QVERIFY(!models::readClusterStatus(0, "{}", {}));
        QVERIFY(!models::readClusterStatus(0, "[]", {}));
        QVERIFY(!models::readClusterStatus(0, "{\"Host\":7}", {}));
        QVERIFY(!models::readClusterStatus(14, {}, recording(QStringLiteral("status-bad-output.txt.stderr"))));
        const auto several = models::readClusterStatus(0, recording(QStringLiteral("status-multinode.json")), {});
        QCOMPARE(several->nodes.size(), std::size_t(2));
        QVERIFY(several->nodes[1].isWorker);
    }

    void knowsNames()
    {
        for (const char* good : {"1st-2nd-3rd-profile", "111", "minikube", "a.b-c"})
            QVERIFY2(models::profileNameProblem(QLatin1String(good)).isEmpty(), good);
        for (const char* bad : {"1", "pro-file-", "-profile", "meaningful_name", "", "a b", "Status", "logs", "x\n"})
            QVERIFY2(!models::profileNameProblem(QLatin1String(bad)).isEmpty(), bad);
    }

    void judgesPlans()
    {
        using Field = CreateProblem::Field;
        QVERIFY(models::createProblems(goodPlan(), {4, 8'000, 40'000}, {}, models::Version{1, 38, 1}).empty());
        CreatePlan plan = goodPlan();
        plan.name = QStringLiteral("taken");
        QVERIFY(hasProblem(plan, Field::Name));
        plan = goodPlan();
        plan.driver.clear();
        QVERIFY(hasProblem(plan, Field::Driver));
        plan = goodPlan();
        plan.cpus = 5;
        QVERIFY(hasProblem(plan, Field::Cpus));
        plan.cpus = 1;
        QVERIFY(hasProblem(plan, Field::Cpus));
        plan = goodPlan();
        plan.memoryMegabytes = 9'000;
        QVERIFY(hasProblem(plan, Field::Memory));
        plan.memoryMegabytes = 7'900;
        QVERIFY(hasProblem(plan, Field::Memory, true));
        plan.memoryMegabytes = 1'024;
        QVERIFY(hasProblem(plan, Field::Memory));
        plan = goodPlan();
        plan.diskMegabytes = 51'200;
        QVERIFY(hasProblem(plan, Field::Disk, true));
        plan = goodPlan();
        plan.kubernetes = QStringLiteral("v1.15.12");
        QVERIFY(hasProblem(plan, Field::Kubernetes));
        plan.kubernetes = QStringLiteral("newest");
        QVERIFY(hasProblem(plan, Field::Kubernetes));
        plan.kubernetes = QStringLiteral("v1.31.0");
        QVERIFY(!hasProblem(plan, Field::Kubernetes));
        plan.nodes = 0;
        QVERIFY(hasProblem(plan, Field::Nodes));
    }

    void knowsWhichMinikubeTakesTheKubernetesOfDispatch()
    {
        CreatePlan plan = models::planForDispatch(goodPlan());
        QCOMPARE(plan.kubernetes, QStringLiteral("v1.15.12"));
        QVERIFY(plan.cpus >= 4 && plan.memoryMegabytes >= 6'144 && plan.diskMegabytes >= 51'200);
        QVERIFY(models::createProblems(plan, {}, {}, models::Version{1, 24, 0}).empty());
        QVERIFY(!models::createProblems(plan, {}, {}, models::Version{1, 25, 0}).empty());
    }

    void takesDefaultsFromConfigAndMachine()
    {
        const auto config = models::readMinikubeConfig(recording(QStringLiteral("config-view.txt")));
        QCOMPARE(config.value(QStringLiteral("memory")), QStringLiteral("6144"));
        const CreatePlan plan = models::planFromDefaults(config, {16, 32'000, 100'000});
        QCOMPARE(plan.driver, QStringLiteral("docker"));
        QCOMPARE(plan.memoryMegabytes, 6'144);
        QCOMPARE(plan.cpus, 4);
        QCOMPARE(models::planFromDefaults({}, {2, 4'000, 0}).memoryMegabytes, 2'048);
        QCOMPARE(models::megabytesIn(QStringLiteral("6g")), 6'144);
        QCOMPARE(models::megabytesIn(QStringLiteral("2048mb")), 2'048);
        QCOMPARE(models::megabytesIn(QStringLiteral("50GiB")), 51'200);
        QCOMPARE(models::megabytesIn(QStringLiteral("much")), 0);
        const QStringList arguments = models::startArguments(models::planForDispatch(goodPlan()));
        QVERIFY(arguments.contains(QStringLiteral("--kubernetes-version=v1.15.12")));
        QVERIFY(arguments.contains(QStringLiteral("--container-runtime=docker")));
        QVERIFY(arguments.contains(QStringLiteral("--driver=docker")));
    }

    void findsAFreeName()
    {
        QCOMPARE(models::freeName(QStringLiteral("lab"), {}), QStringLiteral("lab"));
        QCOMPARE(models::freeName(QStringLiteral("lab"), {QStringLiteral("lab"), QStringLiteral("lab-2")}),
                 QStringLiteral("lab-3"));
    }

    void readsLists()
    {
        const auto addons = models::readAddons(0, recording(QStringLiteral("addons-list-ingress.json")), {});
        QVERIFY(addons && addons->size() > 30);
        const auto isIngress = [](const auto& addon) { return addon.name == QLatin1String("ingress"); };
        QVERIFY(std::find_if(addons->begin(), addons->end(), isIngress)->isEnabled);
        QVERIFY(models::readAddons(0, recording(QStringLiteral("addons-list-no-profile.json")), {})->empty());
        const auto services = models::readServices(0, recording(QStringLiteral("service-list.json")), {});
        QVERIFY(services);
        const auto isGate = [](const auto& one) { return one.name == QLatin1String("api-gateway-kongproxy"); };
        const auto gate = std::find_if(services->begin(), services->end(), isGate);
        QCOMPARE(
            gate->urls,
            (QStringList{QStringLiteral("http://192.168.49.2:31788"), QStringLiteral("https://192.168.49.2:32611")}));
        QVERIFY(models::readServices(0, recording(QStringLiteral("service-list-empty.json")), {})->empty());
        QVERIFY(!models::readServices(83, recording(QStringLiteral("service-list-stopped.txt")), {}));
        QCOMPARE(*models::readClusterIp(0, recording(QStringLiteral("ip.txt")), {}), QStringLiteral("192.168.49.2"));
        QVERIFY(!models::readClusterIp(83, recording(QStringLiteral("ip-stopped.txt")), {}));
        QVERIFY(!models::readClusterIp(0, recording(QStringLiteral("ip-stopped.txt")), {}));
        QVERIFY(models::readDrivers(recording(QStringLiteral("config-defaults-driver.json")))
                    .contains(QStringLiteral("kvm2")));
        QVERIFY(models::readDrivers("nothing").isEmpty());
    }

    void learnsHowLongAStartTakes()
    {
        std::vector<models::StartRecord> records;
        const QString key = QStringLiteral("docker/new");
        QVERIFY(!models::startTimeLeft(records, key, 5, 0));
        for (const qint64 total : {100'000, 90'000, 400'000, 110'000, 105'000, 95'000, 100'000})
            models::rememberStart(records, {key, total, {{0, 0}, {5, 10'000}, {11, total - 20'000}}});
        QCOMPARE(records.size(), std::size_t(5));
        QCOMPARE(models::startTimeLeft(records, key, 11, 5'000), std::optional<qint64>(15'000));
        QCOMPARE(models::startTimeLeft(records, key, 11, 60'000), std::optional<qint64>(0));
        // A step that was skipped then begins where the next one did.
        QCOMPARE(models::startTimeLeft(records, key, 8, 0), std::optional<qint64>(20'000));
        QVERIFY(!models::startTimeLeft(records, QStringLiteral("kvm2/new"), 5, 0));
        QCOMPARE(models::startRecordsFrom(models::toJson(records)), records);
        QVERIFY(models::startRecordsFrom(models::Json::parse("[1,{\"key\":7}]")).empty());
    }
};

QTEST_APPLESS_MAIN(TestMinikube)
#include "tst_minikube.moc"
