// SPDX-License-Identifier: Apache-2.0
#include "clustersworld.h"

#include <QSignalSpy>
#include <QTest>

#include <csignal>

using client::ClusterAction;
using client::Tool;
using models::ClusterState;

/// What is done to clusters: how far it is, how it ends, and what remains of it.
class TestClusterJobs final : public QObject
{
    Q_OBJECT

    using Console = ClustersWorld::Console;

private Q_SLOTS:
    void init() { m_world = std::make_unique<ClustersWorld>(); }

    void cleanup()
    {
        const bool isUnknown = m_world->standins.isUnknownCall();
        m_world.reset();
        QVERIFY(!isUnknown);
    }

    void walksThroughTheLifeOfACluster()
    {
        const QString name = QStringLiteral("lab");
        Console console(m_world->folder.path());
        client::ClusterJobs& jobs = console.clusters.jobs();
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        QSignalSpy ended(&jobs, &client::ClusterJobs::ended);
        QVERIFY(jobs.begin(ClustersWorld::startOf(name)));
        QVERIFY(!jobs.begin(ClustersWorld::startOf(name)));
        QCOMPARE(console.stateOf(name), ClusterState::Starting);
        QTRY_COMPARE(ended.size(), 1);
        QVERIFY(!jobs.jobOf(name)->failure());
        QCOMPARE(jobs.jobOf(name)->progress().step, 19);
        QTRY_COMPARE(console.stateOf(name), ClusterState::Running);
        const struct
        {
            ClusterAction action;
            ClusterState after;
        } steps[] = {{ClusterAction::Pause, ClusterState::Paused},
                     {ClusterAction::Unpause, ClusterState::Running},
                     {ClusterAction::Stop, ClusterState::Stopped},
                     {ClusterAction::Start, ClusterState::Running},
                     {ClusterAction::Delete, ClusterState::Absent}};
        for (const auto& step : steps) {
            QVERIFY(jobs.begin({step.action, name}));
            QTRY_VERIFY(!jobs.isBusy(name));
            QVERIFY2(!jobs.jobOf(name)->failure(), qPrintable(client::titleOf(jobs.jobOf(name)->order())));
            QTRY_COMPARE(console.stateOf(name), step.after);
        }
        // A second start of its kind knows how long the first took.
        QVERIFY(jobs.begin(ClustersWorld::startOf(name)));
        QTRY_VERIFY(jobs.timeLeftMSecs(*jobs.jobOf(name)));
        QTRY_VERIFY(!jobs.isBusy(name));
    }

    void writesTheEventsOfAStartIntoTheHistory()
    {
        Console console(m_world->folder.path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        console.clusters.jobs().begin(ClustersWorld::startOf(QStringLiteral("lab")));
        QTRY_VERIFY(!console.clusters.jobs().isBusy(QStringLiteral("lab")));
        const auto events = console.events();
        QVERIFY(events.size() > 15);
        QCOMPARE(events.front().eventType, QStringLiteral("io.k8s.sigs.minikube.step"));
        const auto tells = [](const client::SentEvent& event) {
            return event.answer.contains(QLatin1String("Booting up control plane"));
        };
        QVERIFY(std::any_of(events.begin(), events.end(), tells));
        for (const client::SentEvent& event : events)
            QVERIFY(event.eventType != QLatin1String("io.k8s.sigs.minikube.download.progress"));
    }

    void writesNoSecretsIntoTheHistory()
    {
        m_world->standins.replaceTool(
            QStringLiteral("minikube"),
            "#!/bin/sh\nif [ \"$1\" = version ]; then echo '{\"minikubeVersion\":\"v1.38.1\"}'; exit; fi\n"
            "if [ \"$1\" != start ]; then echo '{\"invalid\":[],\"valid\":[]}'; exit; fi\n"
            "printf '%s\\n' '{\"specversion\":\"1.0\",\"id\":\"one\",\"source\":\"https://minikube.sigs.k8s.io/\","
            "\"type\":\"io.k8s.sigs.minikube.error\",\"data\":{\"message\":\"helm --set db.password=hunter22 x\","
            "\"more\":[\"first\\nrun it with --set db.password=hunter22\"]}}'\n");
        Console console(m_world->folder.path());
        QTRY_VERIFY(console.clusters.toolbox().isUsable(Tool::Minikube));
        console.clusters.jobs().begin(ClustersWorld::startOf(QStringLiteral("lab")));
        QTRY_VERIFY(!console.clusters.jobs().isBusy(QStringLiteral("lab")));
        const auto events = console.events();
        QCOMPARE(events.size(), 1U);
        const client::SentEvent event = told(console.journal.sent(events.front().id)).value();
        QVERIFY(event.text.contains(QLatin1String("db.password=")) && event.draft.contains("run it with"));
        QVERIFY(!event.text.contains(QLatin1String("hunter22")));
        QVERIFY(!event.answer.contains(QLatin1String("hunter22")));
        QVERIFY(!event.draft.contains("hunter22"));
    }

    void explainsWhatFails_data()
    {
        QTest::addColumn<int>("exitCode");
        QTest::newRow("docker-not-running") << 63;
        QTest::newRow("docker-permission") << 69;
        QTest::newRow("docker-not-installed") << 65;
        QTest::newRow("no-driver") << 55;
        QTest::newRow("driver-unsupported") << 56;
        QTest::newRow("memory-over-system") << 10;
        QTest::newRow("memory-low") << 23;
        QTest::newRow("memory-over-docker") << 14;
        QTest::newRow("cpus") << 29;
        QTest::newRow("as-root") << 57;
        QTest::newRow("docker-storage") << 26;
        QTest::newRow("guest-provision") << 80;
        QTest::newRow("k8s-downgrade") << 106;
        QTest::newRow("k8s-too-old") << 106;
        QTest::newRow("driver-mismatch") << 81;
        QTest::newRow("profile-name") << 14;
    }

    void explainsWhatFails()
    {
        QFETCH(int, exitCode);
        m_world->standins.scenario(QStringLiteral("start=fail-%1").arg(QLatin1String(QTest::currentDataTag())));
        Console console(m_world->folder.path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        console.clusters.jobs().begin(ClustersWorld::startOf(QStringLiteral("lab")));
        QTRY_VERIFY(!console.clusters.jobs().isBusy(QStringLiteral("lab")));
        const auto failure = console.clusters.jobs().jobOf(QStringLiteral("lab"))->failure();
        QVERIFY(failure);
        QCOMPARE(failure->exitCode, exitCode);
        QVERIFY(!failure->id.isEmpty());
        QVERIFY(!failure->failure.meaning.isEmpty() && !failure->failure.remedy.isEmpty());
        QVERIFY(!failure->failure.raw.isEmpty());
    }

    void survivesGarbageAndDeath_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<bool>("fails");
        QTest::newRow("garbage between the events") << QStringLiteral("start=garbage") << false;
        QTest::newRow("killed in the middle") << QStringLiteral("start=kill:7") << true;
    }

    void survivesGarbageAndDeath()
    {
        QFETCH(QString, scenario);
        QFETCH(bool, fails);
        m_world->standins.scenario(scenario);
        Console console(m_world->folder.path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        console.clusters.jobs().begin(ClustersWorld::startOf(QStringLiteral("lab")));
        QTRY_VERIFY(!console.clusters.jobs().isBusy(QStringLiteral("lab")));
        const client::ClusterJob* const job = console.clusters.jobs().jobOf(QStringLiteral("lab"));
        QCOMPARE(job->failure().has_value(), fails);
        QVERIFY(job->progress().step > 0);
    }

    /// A full disk, or a folder of somebody else's.
    void saysWhenItsOwnFolderCannotBeWritten()
    {
        QVERIFY(QDir().mkpath(m_world->folder.filePath(QStringLiteral("cluster"))));
        QFile inTheWay(m_world->folder.filePath(QStringLiteral("cluster/runs")));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        inTheWay.close();
        Console console(m_world->folder.path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        console.clusters.jobs().begin(ClustersWorld::startOf(QStringLiteral("lab")));
        QTRY_VERIFY(!console.clusters.jobs().isBusy(QStringLiteral("lab")));
        const auto failure = console.clusters.jobs().jobOf(QStringLiteral("lab"))->failure();
        QVERIFY(failure);
        QCOMPARE(failure->failure.kind, models::FailureKind::Storage);
        QVERIFY(failure->failure.meaning.contains(QLatin1String("cannot be written")));
        QVERIFY(failure->failure.remedy.contains(QLatin1String("space")));
        for (const StandinCall& call : m_world->standins.calls(QStringLiteral("minikube")))
            QVERIFY(call.arguments.value(0) != QLatin1String("start"));
    }

    void cancelsAStart()
    {
        m_world->standins.scenario(QStringLiteral("start=hang:7"));
        Console console(m_world->folder.path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        client::ClusterJobs& jobs = console.clusters.jobs();
        jobs.begin(ClustersWorld::startOf(QStringLiteral("lab")));
        QTRY_VERIFY(jobs.jobOf(QStringLiteral("lab"))->progress().step >= 1);
        jobs.cancel(QStringLiteral("lab"));
        QTRY_VERIFY(!jobs.isBusy(QStringLiteral("lab")));
        QCOMPARE(jobs.jobOf(QStringLiteral("lab"))->failure()->failure.kind, models::FailureKind::Cancelled);
        const auto calls = m_world->standins.calls(QStringLiteral("minikube"));
        const auto start = std::find_if(calls.begin(), calls.end(), [](const StandinCall& call) {
            return call.arguments.value(0) == QLatin1String("start");
        });
        QVERIFY(start != calls.end());
        QVERIFY(start->signalsGot.contains(QStringLiteral("SIGINT")));
        QTRY_VERIFY(!runs(start->process));
    }

    /// The file of its events looks like one that goes on, and tells so to others.
    void knowsWhatItGaveUp()
    {
        const QString name = QStringLiteral("lab");
        m_world->standins.addProfile(name, QStringLiteral("HostMissing"));
        m_world->standins.scenario(QStringLiteral("start=hold:7"));
        // The files are read by the way, behind the list: the second list comes after that.
        const auto looksTwice = [](Console& console) {
            bool isGood = true;
            for (int i = 0; i < 2; ++i) {
                const qint64 before = console.clusters.watch().asOf();
                console.clusters.watch().lookNow();
                isGood = isGood
                    && QTest::qWaitFor([&console, before] { return console.clusters.watch().asOf() > before; },
                                       kPatience);
            }
            return isGood;
        };
        {
            Console console(m_world->folder.path());
            QTRY_VERIFY(!console.clusters.toolbox().isLooking());
            client::ClusterJobs& jobs = console.clusters.jobs();
            jobs.begin(ClustersWorld::startOf(name));
            QTRY_VERIFY(jobs.jobOf(name)->progress().step >= 5);
            jobs.cancel(name);
            QTRY_VERIFY(!jobs.isBusy(name));
            QTRY_COMPARE(console.stateOf(name), ClusterState::HostMissing);
            QVERIFY(looksTwice(console));
            QCOMPARE(console.stateOf(name), ClusterState::HostMissing);
            QTRY_VERIFY(QFile::exists(m_world->folder.filePath(QStringLiteral("cluster/givenup.json"))));
        }
        Console later(m_world->folder.path());
        QTRY_COMPARE(later.stateOf(name), ClusterState::HostMissing);
        QVERIFY(looksTwice(later));
        QCOMPARE(later.stateOf(name), ClusterState::HostMissing);
        Console other(m_world->folder.filePath(QStringLiteral("other")));
        QTRY_COMPARE(other.stateOf(name), ClusterState::StartingElsewhere);
    }

    void letsAStartRunOnAndPicksItUp()
    {
        qputenv("STANDIN_LINE_DELAY_MS", "150");
        {
            Console console(m_world->folder.path());
            QTRY_VERIFY(!console.clusters.toolbox().isLooking());
            console.clusters.jobs().begin(ClustersWorld::startOf(QStringLiteral("lab")));
            QTRY_VERIFY(console.clusters.jobs().jobOf(QStringLiteral("lab"))->progress().step >= 1);
            console.clusters.jobs().keepAll();
        }
        Console again(m_world->folder.path());
        const client::ClusterJob* const job = again.clusters.jobs().jobOf(QStringLiteral("lab"));
        QVERIFY(job && !job->isOver() && job->wasPickedUp());
        QCOMPARE(job->order().driver, QStringLiteral("docker"));
        QTRY_VERIFY(!again.clusters.jobs().isBusy(QStringLiteral("lab")));
        QVERIFY(!job->failure());
        QCOMPARE(job->progress().step, 19);
        QTRY_COMPARE(again.stateOf(QStringLiteral("lab")), ClusterState::Running);
        QVERIFY(!again.clusters.hasLeftovers());
        QSet<QString> ids;
        const auto events = again.events();
        for (const client::SentEvent& event : events)
            ids << event.eventId;
        QVERIFY(events.size() > 15);
        QCOMPARE(std::size_t(ids.size()), events.size());
    }

    void hearsTheEndOfWhatEndedMeanwhile()
    {
        const QString real = m_world->folder.filePath(QStringLiteral("minikube"));
        const QString go = m_world->folder.filePath(QStringLiteral("go"));
        QVERIFY(QFile::rename(m_world->standins.bin() + QStringLiteral("/minikube"), real));
        m_world->standins.replaceTool(
            QStringLiteral("minikube"),
            QStringLiteral("#!/bin/sh\n[ \"$1\" = start ] || exec '%1' \"$@\"\n"
                           "told='%2/tests/recordings/cluster/start-fail-docker-not-running.jsonl'\n"
                           "head -n 1 \"$told\"; while [ ! -e '%3' ]; do sleep 0.02; done\n"
                           "tail -n +2 \"$told\"; exit 63\n")
                .arg(real, QStringLiteral(DISPATCH_SOURCE_DIR), go)
                .toUtf8());
        {
            Console console(m_world->folder.path());
            QTRY_VERIFY(!console.clusters.toolbox().isLooking());
            console.clusters.jobs().begin(ClustersWorld::startOf(QStringLiteral("lab")));
            QTRY_VERIFY(console.clusters.jobs().jobOf(QStringLiteral("lab"))->progress().totalSteps > 0);
            console.clusters.jobs().keepAll();
        }
        QFile file(go);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QStringList left = client::KeptRun::leftIn(m_world->folder.filePath(QStringLiteral("cluster/runs")));
        QCOMPARE(left.size(), 1);
        QTRY_VERIFY(QFile::exists(left.first() + QStringLiteral("/exit")));
        Console again(m_world->folder.path());
        QTRY_VERIFY(!again.clusters.jobs().isBusy(QStringLiteral("lab")));
        QCOMPARE(again.clusters.jobs().jobOf(QStringLiteral("lab"))->failure()->exitCode, 63);
    }

    /// However it ends: the next console tells on from there.
    void writesDownWhatItHasTold()
    {
        m_world->standins.scenario(QStringLiteral("start=hold:9"));
        Console console(m_world->folder.path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        console.clusters.jobs().begin(ClustersWorld::startOf(QStringLiteral("lab")));
        const auto step = [&console] { return console.clusters.jobs().jobOf(QStringLiteral("lab"))->progress().step; };
        QTRY_COMPARE(step(), 5);
        const QStringList left = client::KeptRun::leftIn(m_world->folder.filePath(QStringLiteral("cluster/runs")));
        QCOMPARE(left.size(), 1);
        QTRY_VERIFY(console.events().size() > 3);
        QTRY_COMPARE(static_cast<std::size_t>(client::KeptRun(left.first()).told()), console.events().size());
        m_world->standins.scenario({});
        QTRY_VERIFY(!console.clusters.jobs().isBusy(QStringLiteral("lab")));
    }

    /// It is the one that a person works with in a terminal.
    void leavesTheContextWhenItStops()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        m_world->standins.setContext(QStringLiteral("lab"));
        Console console(m_world->folder.path());
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), ClusterState::Running);
        QVERIFY(console.clusters.jobs().begin({ClusterAction::Stop, QStringLiteral("lab")}));
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), ClusterState::Stopped);
        QVERIFY(!console.clusters.jobs().isBusy(QStringLiteral("lab")));
        QCOMPARE(m_world->standins.context(), QStringLiteral("lab"));
    }

    /// Nobody asked for it to be kept.
    void endsAStartWithTheConsole()
    {
        m_world->standins.scenario(QStringLiteral("start=hang:5"));
        qint64 process = 0;
        {
            Console console(m_world->folder.path());
            QTRY_VERIFY(!console.clusters.toolbox().isLooking());
            console.clusters.jobs().begin(ClustersWorld::startOf(QStringLiteral("lab")));
            QTRY_VERIFY(console.clusters.jobs().jobOf(QStringLiteral("lab"))->progress().step >= 1);
            for (const StandinCall& call : m_world->standins.calls(QStringLiteral("minikube"))) {
                if (call.arguments.value(0) == QLatin1String("start"))
                    process = call.process;
            }
        }
        QVERIFY(process > 0);
        QTRY_VERIFY(!runs(process));
        QVERIFY(client::KeptRun::leftIn(m_world->folder.filePath(QStringLiteral("cluster/runs"))).isEmpty());
    }

    void doesSeveralThingsAtOnce()
    {
        qputenv("STANDIN_LINE_DELAY_MS", "30");
        Console console(m_world->folder.path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        client::ClusterJobs& jobs = console.clusters.jobs();
        for (const char* name : {"one", "two", "three"})
            QVERIFY(jobs.begin(ClustersWorld::startOf(QLatin1String(name))));
        QCOMPARE(jobs.working().size(), 3);
        QTRY_COMPARE(jobs.working().size(), 0);
        for (const char* name : {"one", "two", "three"})
            QTRY_COMPARE(console.stateOf(QLatin1String(name)), ClusterState::Running);
    }

private:
    std::unique_ptr<ClustersWorld> m_world;
};

QTEST_GUILESS_MAIN(TestClusterJobs)
#include "tst_clusterjobs.moc"
