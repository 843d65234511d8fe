// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/clusters.h"
#include "client/journal.h"
#include "client/whendone.h"
#include "tests/common/standins.h"

#include <QSignalSpy>
#include <QTest>

#include <csignal>

using client::ClusterAction;
using client::Clusters;
using client::FoundTool;
using client::Tool;
using models::ClusterState;

/// Tools, profiles and what is done to them, with stand-ins that say what minikube says.
class TestClusters final : public QObject
{
    Q_OBJECT

    /// A console that looks at its clusters.
    struct Console
    {
        explicit Console(const QString& folder)
            : journal(folder)
            , clusters(folder, journal)
        {
            clusters.wake();
            clusters.watch().setWatching(true);
        }

        ClusterState stateOf(const QString& name) const
        {
            const models::ClusterProfile* const profile = const_cast<Clusters&>(clusters).watch().find(name);
            return profile ? profile->state : ClusterState::Absent;
        }

        client::Journal journal;
        Clusters clusters;
    };

    template <typename T> static models::Result<T> waitFor(const QFuture<models::Result<T>>& future)
    {
        QObject context;
        std::optional<models::Result<T>> told;
        client::whenDone(future, &context, [&told](const models::Result<T>& result) { told = result; });
        if (!QTest::qWaitFor([&told] { return told.has_value(); }, 30'000))
            return models::failed({});
        return *told;
    }

    static QByteArray textOf(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static std::vector<client::SentEvent> eventsOf(client::Journal& journal)
    {
        client::SentQuery query;
        query.eventType = QStringLiteral("io.k8s.sigs.minikube");
        return waitFor(journal.search(query)).value_or(std::vector<client::SentEvent>());
    }

    /// The first minikube with these words among its arguments has its answer, and gives it when it may: held() and
    /// then letGo().
    void hold(const QByteArray& words)
    {
        const QString own = m_standins->bin() + QStringLiteral("/minikube");
        const QString real = m_folder->filePath(QStringLiteral("minikube"));
        QVERIFY(QFile::rename(own, real));
        m_standins->replaceTool(QStringLiteral("minikube"),
                                "#!/bin/sh\nhere='" + QFile::encodeName(m_folder->path()) + "'\ncase \"$*\" in *'"
                                    + words
                                    + "'*) if mkdir \"$here/taken\" 2>/dev/null; then\n"
                                      "answer=$(\"$here/minikube\" \"$@\"); code=$?; touch \"$here/held\"\n"
                                      "while [ ! -f \"$here/go\" ]; do sleep 0.02; done\n"
                                      "echo \"$answer\"; exit $code; fi ;; esac\n"
                                      "exec \"$here/minikube\" \"$@\"\n");
    }
    bool isHeld() const { return QFile::exists(m_folder->filePath(QStringLiteral("held"))); }
    void letGo() const
    {
        QFile file(m_folder->filePath(QStringLiteral("go")));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }

    static client::ClusterOrder startOf(const QString& name)
    {
        return {ClusterAction::Start, name, {QStringLiteral("--driver=docker")}, true, QStringLiteral("docker")};
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_standins = std::make_unique<Standins>();
    }

    void cleanup()
    {
        const bool isUnknown = m_standins->isUnknownCall();
        m_standins.reset();
        QVERIFY(!isUnknown);
    }

    void findsTools()
    {
        Console console(m_folder->path());
        const client::Toolbox& tools = console.clusters.toolbox();
        QTRY_VERIFY(!tools.isLooking());
        QVERIFY(tools.isUsable(Tool::Minikube));
        QCOMPARE(tools.found(Tool::Minikube).path, m_standins->bin() + QStringLiteral("/minikube"));
        QCOMPARE(tools.found(Tool::Minikube).version->text(), QStringLiteral("v1.38.1"));
        QVERIFY(tools.isUsable(Tool::Kubectl));
        QVERIFY(tools.isUsable(Tool::Helm));
        QVERIFY(!client::Toolbox::howToGet(Tool::Minikube).isEmpty());
    }

    void saysWhatIsWrongWithTools_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<int>("verdict");
        QTest::addColumn<int>("tool");
        QTest::addColumn<QString>("program");
        const auto row = [](const char* name, const char* script, FoundTool::Verdict verdict,
                            Tool tool = Tool::Minikube, const char* program = "minikube") {
            QTest::newRow(name) << QByteArray(script) << static_cast<int>(verdict) << static_cast<int>(tool)
                                << QString::fromLatin1(program);
        };
        row("garbage", "#!/bin/sh\necho what?\n", FoundTool::Verdict::Broken);
        row("silent", "#!/bin/sh\nexit 3\n", FoundTool::Verdict::Broken);
        row("killed", "#!/bin/sh\nkill -KILL $$\n", FoundTool::Verdict::Broken);
        row("too old", "#!/bin/sh\necho '{\"minikubeVersion\":\"v1.2.0\"}'\n", FoundTool::Verdict::TooOld);
        row("good", "#!/bin/sh\necho '{\"minikubeVersion\":\"v1.30.0\"}'\n", FoundTool::Verdict::Good);
        row("hanging", "#!/bin/sh\nsleep 100\n", FoundTool::Verdict::Broken);
        row("no interpreter", "#!/no/such/shell\n", FoundTool::Verdict::Broken);
        constexpr auto complains = "#!/bin/sh\necho connect 127.0.0.1 failed\n";
        constexpr auto fails = "#!/bin/sh\necho connect 127.0.0.1 failed; exit 1\n";
        row("minikube complains", complains, FoundTool::Verdict::Broken);
        row("another JSON", "#!/bin/sh\necho '{\"version\":\"v1.30.0\"}'\n", FoundTool::Verdict::Broken);
        row("kubectl complains", complains, FoundTool::Verdict::Broken, Tool::Kubectl, "kubectl");
        row("kubectl", "#!/bin/sh\necho '{\"clientVersion\":{\"gitVersion\":\"v1.30.1\"}}'\n", FoundTool::Verdict::Good,
            Tool::Kubectl, "kubectl");
        row("docker fails", fails, FoundTool::Verdict::Broken, Tool::Docker, "docker");
        row("docker", "#!/bin/sh\necho Docker version 27.1.1, build 6312585\n", FoundTool::Verdict::Good, Tool::Docker,
            "docker");
        row("helm fails", fails, FoundTool::Verdict::Broken, Tool::Helm, "helm");
        row("helm 2 without a cluster", "#!/bin/sh\necho Client: v2.17.0+ga690bad; exit 1\n", FoundTool::Verdict::Good,
            Tool::Helm, "helm");
    }

    void saysWhatIsWrongWithTools()
    {
        QFETCH(QByteArray, script);
        QFETCH(int, tool);
        QFETCH(QString, program);
        m_standins->replaceTool(program, script);
        client::Toolbox tools(m_folder->path());
        tools.look();
        QTRY_VERIFY_WITH_TIMEOUT(!tools.isLooking(), 20'000);
        QTEST(static_cast<int>(tools.found(static_cast<Tool>(tool)).verdict), "verdict");
    }

    /// Nobody is kept waiting by "Look again".
    void keepsAVerdictWhileItAsksAnew()
    {
        client::Toolbox tools(m_folder->path());
        tools.look();
        QTRY_VERIFY(!tools.isLooking());
        const QString answers = m_folder->filePath(QStringLiteral("answers"));
        m_standins->replaceTool(QStringLiteral("minikube"),
                                QStringLiteral("#!/bin/sh\nwhile [ ! -e '%1' ]; do sleep 0.05; done\n"
                                               "echo '{\"minikubeVersion\":\"v1.2.0\"}'\n")
                                    .arg(answers)
                                    .toUtf8());
        m_standins->removeTool(QStringLiteral("helm"));
        tools.look();
        QVERIFY(tools.isLooking());
        QVERIFY(tools.isUsable(Tool::Minikube));
        QCOMPARE(tools.found(Tool::Minikube).version->text(), QStringLiteral("v1.38.1"));
        QCOMPARE(tools.found(Tool::Helm).verdict, FoundTool::Verdict::Missing);
        QFile file(answers);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QTRY_VERIFY(!tools.isLooking());
        QCOMPARE(tools.found(Tool::Minikube).verdict, FoundTool::Verdict::TooOld);
    }

    void logsTheQuestionsForVersions()
    {
        Console console(m_folder->path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        const auto& records = console.clusters.log().records();
        const auto at = std::find_if(records.begin(), records.end(), [](const client::CommandRecord& record) {
            return record.words.first().endsWith(QLatin1String("/minikube"))
                && record.words.value(1) == QLatin1String("version");
        });
        QVERIFY(at != records.end());
        QVERIFY(at->isRoutine);
        QCOMPARE(at->state, client::CommandRecord::State::Ended);
        QVERIFY(console.clusters.log().outputOf(at->number).join(u' ').contains(QLatin1String("v1.38.1")));
    }

    void keepsAPathChosenByHand()
    {
        m_standins->removeTool(QStringLiteral("helm"));
        const QString mine = m_folder->filePath(QStringLiteral("my helm"));
        QFile file(mine);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\necho v3.9.1\n");
        file.close();
        {
            client::Toolbox tools(m_folder->path());
            tools.look();
            QCOMPARE(tools.found(Tool::Helm).verdict, FoundTool::Verdict::Missing);
            tools.choose(Tool::Helm, mine);
            QCOMPARE(tools.found(Tool::Helm).verdict, FoundTool::Verdict::NotExecutable);
            QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
            tools.choose(Tool::Helm, mine);
            QTRY_COMPARE(tools.found(Tool::Helm).verdict, FoundTool::Verdict::Good);
            QTRY_VERIFY(QFile::exists(m_folder->filePath(QStringLiteral("tools.json"))));
        }
        client::Toolbox again(m_folder->path());
        again.look();
        QTRY_COMPARE(again.found(Tool::Helm).verdict, FoundTool::Verdict::Good);
        QVERIFY(again.found(Tool::Helm).isChosen);
        QVERIFY(again.environment().value(QStringLiteral("PATH")).contains(m_folder->path()));
    }

    void passesTheEnvironmentOn()
    {
        qputenv("NO_PROXY", "192.168.49.0/24");
        qputenv("KUBECONFIG", QFile::encodeName(m_folder->filePath(QStringLiteral("kube"))));
        Console console(m_folder->path());
        QTRY_VERIFY(console.clusters.watch().asOf() > 0);
        const auto calls = m_standins->calls(QStringLiteral("minikube"));
        QVERIFY(!calls.empty());
        auto environment = calls.back().environment;
        QCOMPARE(environment[QStringLiteral("NO_PROXY")], QStringLiteral("192.168.49.0/24"));
        QVERIFY(environment[QStringLiteral("KUBECONFIG")].endsWith(QLatin1String("kube")));
        QCOMPARE(environment[QStringLiteral("LC_ALL")], QStringLiteral("C"));
        qunsetenv("NO_PROXY");
    }

    void seesProfilesAndTheirStates_data()
    {
        QTest::addColumn<QString>("kept");
        QTest::addColumn<ClusterState>("state");
        const auto row
            = [](const char* kept, ClusterState state) { QTest::newRow(kept) << QString::fromLatin1(kept) << state; };
        row("Running", ClusterState::Running);
        row("Stopped", ClusterState::Stopped);
        row("Paused", ClusterState::Paused);
        row("Misconfigured", ClusterState::WrongContext);
        row("ApiserverStopped", ClusterState::Degraded);
        row("ApiserverError", ClusterState::Degraded);
        row("InsufficientStorage", ClusterState::DiskFull);
        row("HostMissing", ClusterState::HostMissing);
        row("DockerDown", ClusterState::DriverDown);
        row("Nonexistent", ClusterState::HostMissing);
        row("Invalid", ClusterState::Broken);
    }

    void seesProfilesAndTheirStates()
    {
        QFETCH(QString, kept);
        m_standins->addProfile(QStringLiteral("lab"), kept);
        Console console(m_folder->path());
        QFETCH(ClusterState, state);
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), state);
    }

    /// Somebody used a terminal.
    void noticesWhatOthersDo()
    {
        m_standins->addProfile(QStringLiteral("lab"));
        Console console(m_folder->path());
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), ClusterState::Running);
        m_standins->setProfileState(QStringLiteral("lab"), QStringLiteral("Stopped"));
        QTRY_COMPARE_WITH_TIMEOUT(console.stateOf(QStringLiteral("lab")), ClusterState::Stopped, 15'000);
        m_standins->removeProfile(QStringLiteral("lab"));
        console.clusters.watch().lookNow();
        QTRY_COMPARE_WITH_TIMEOUT(console.stateOf(QStringLiteral("lab")), ClusterState::Absent, 15'000);
    }

    /// A question asked before a job ended is answered after that.
    void believesNoStatusOfBefore()
    {
        const QString name = QStringLiteral("lab");
        m_standins->addProfile(name);
        hold("status -o");
        Console console(m_folder->path());
        QTRY_VERIFY(isHeld());
        bool wasRunning = false;
        connect(&console.clusters.watch(), &client::ClusterWatch::changed, this,
                [&] { wasRunning = wasRunning || console.stateOf(name) == ClusterState::Running; });
        client::ClusterJobs& jobs = console.clusters.jobs();
        QVERIFY(jobs.begin({ClusterAction::Stop, name}));
        QTRY_VERIFY(!jobs.isBusy(name));
        QVERIFY(!jobs.jobOf(name)->failure());
        letGo();
        QTRY_COMPARE(console.stateOf(name), ClusterState::Stopped);
        QVERIFY(!wasRunning);
    }

    /// A whole list that was wanted while a light one was under way.
    void doesNotForgetAWholeList()
    {
        m_standins->addProfile(QStringLiteral("lab"));
        hold("--light");
        Console console(m_folder->path());
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), ClusterState::Running);
        QFile touched(m_standins->minikubeHome() + QStringLiteral("/profiles/lab/touched"));
        QVERIFY(touched.open(QIODevice::WriteOnly));
        QTRY_VERIFY_WITH_TIMEOUT(isHeld(), 15'000);
        const auto wholeLists = [this] {
            const auto calls = m_standins->calls(QStringLiteral("minikube"));
            return std::count_if(calls.begin(), calls.end(), [](const StandinCall& call) {
                return call.arguments.contains(QStringLiteral("list"))
                    && !call.arguments.contains(QStringLiteral("--light"));
            });
        };
        const auto before = wholeLists();
        console.clusters.watch().lookNow();
        letGo();
        QTRY_COMPARE(wholeLists(), before + 1);
    }

    void saysWhyThereIsNoList()
    {
        m_standins->scenario(QStringLiteral("profile-list=kubeconfig-error"));
        Console console(m_folder->path());
        QTRY_VERIFY(console.clusters.watch().failure());
        QVERIFY(console.clusters.watch().failure()->meaning.contains(QLatin1String("kubeconfig")));
        m_standins->scenario({});
        console.clusters.watch().lookNow();
        QTRY_VERIFY(!console.clusters.watch().failure());
    }

    void walksThroughTheLifeOfACluster()
    {
        const QString name = QStringLiteral("lab");
        Console console(m_folder->path());
        client::ClusterJobs& jobs = console.clusters.jobs();
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        QSignalSpy ended(&jobs, &client::ClusterJobs::ended);
        QVERIFY(jobs.begin(startOf(name)));
        QVERIFY(!jobs.begin(startOf(name)));
        QCOMPARE(console.stateOf(name), ClusterState::Starting);
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 30'000);
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
            QTRY_VERIFY_WITH_TIMEOUT(!jobs.isBusy(name), 30'000);
            QVERIFY2(!jobs.jobOf(name)->failure(), qPrintable(client::titleOf(jobs.jobOf(name)->order())));
            QTRY_COMPARE(console.stateOf(name), step.after);
        }
        // A second start of its kind knows how long the first took.
        QVERIFY(jobs.begin(startOf(name)));
        QTRY_VERIFY(jobs.timeLeftMSecs(*jobs.jobOf(name)));
        QTRY_VERIFY_WITH_TIMEOUT(!jobs.isBusy(name), 30'000);
    }

    void writesTheEventsOfAStartIntoTheHistory()
    {
        Console console(m_folder->path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        console.clusters.jobs().begin(startOf(QStringLiteral("lab")));
        QTRY_VERIFY_WITH_TIMEOUT(!console.clusters.jobs().isBusy(QStringLiteral("lab")), 30'000);
        const auto events = eventsOf(console.journal);
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
        m_standins->replaceTool(
            QStringLiteral("minikube"),
            "#!/bin/sh\nif [ \"$1\" = version ]; then echo '{\"minikubeVersion\":\"v1.38.1\"}'; exit; fi\n"
            "if [ \"$1\" != start ]; then echo '{\"invalid\":[],\"valid\":[]}'; exit; fi\n"
            "printf '%s\\n' '{\"specversion\":\"1.0\",\"id\":\"one\",\"source\":\"https://minikube.sigs.k8s.io/\","
            "\"type\":\"io.k8s.sigs.minikube.error\",\"data\":{\"message\":\"helm --set db.password=hunter22 x\","
            "\"more\":[\"first\\nrun it with --set db.password=hunter22\"]}}'\n");
        Console console(m_folder->path());
        QTRY_VERIFY(console.clusters.toolbox().isUsable(Tool::Minikube));
        console.clusters.jobs().begin(startOf(QStringLiteral("lab")));
        QTRY_VERIFY(!console.clusters.jobs().isBusy(QStringLiteral("lab")));
        const auto events = eventsOf(console.journal);
        QCOMPARE(events.size(), 1U);
        const client::SentEvent event = waitFor(console.journal.sent(events.front().id)).value();
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
        m_standins->scenario(QStringLiteral("start=fail-%1").arg(QLatin1String(QTest::currentDataTag())));
        Console console(m_folder->path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        console.clusters.jobs().begin(startOf(QStringLiteral("lab")));
        QTRY_VERIFY_WITH_TIMEOUT(!console.clusters.jobs().isBusy(QStringLiteral("lab")), 30'000);
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
        m_standins->scenario(scenario);
        Console console(m_folder->path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        console.clusters.jobs().begin(startOf(QStringLiteral("lab")));
        QTRY_VERIFY_WITH_TIMEOUT(!console.clusters.jobs().isBusy(QStringLiteral("lab")), 30'000);
        const client::ClusterJob* const job = console.clusters.jobs().jobOf(QStringLiteral("lab"));
        QCOMPARE(job->failure().has_value(), fails);
        QVERIFY(job->progress().step > 0);
    }

    /// A full disk, or a folder of somebody else's.
    void saysWhenItsOwnFolderCannotBeWritten()
    {
        QVERIFY(QDir().mkpath(m_folder->filePath(QStringLiteral("cluster"))));
        QFile inTheWay(m_folder->filePath(QStringLiteral("cluster/runs")));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        inTheWay.close();
        Console console(m_folder->path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        console.clusters.jobs().begin(startOf(QStringLiteral("lab")));
        QTRY_VERIFY(!console.clusters.jobs().isBusy(QStringLiteral("lab")));
        const auto failure = console.clusters.jobs().jobOf(QStringLiteral("lab"))->failure();
        QVERIFY(failure);
        QCOMPARE(failure->failure.kind, models::FailureKind::Storage);
        QVERIFY(failure->failure.meaning.contains(QLatin1String("cannot be written")));
        QVERIFY(failure->failure.remedy.contains(QLatin1String("space")));
        for (const StandinCall& call : m_standins->calls(QStringLiteral("minikube")))
            QVERIFY(call.arguments.value(0) != QLatin1String("start"));
    }

    void cancelsAStart()
    {
        m_standins->scenario(QStringLiteral("start=hang:7"));
        Console console(m_folder->path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        client::ClusterJobs& jobs = console.clusters.jobs();
        jobs.begin(startOf(QStringLiteral("lab")));
        QTRY_VERIFY(jobs.jobOf(QStringLiteral("lab"))->progress().step >= 1);
        jobs.cancel(QStringLiteral("lab"));
        QTRY_VERIFY_WITH_TIMEOUT(!jobs.isBusy(QStringLiteral("lab")), 20'000);
        QCOMPARE(jobs.jobOf(QStringLiteral("lab"))->failure()->failure.kind, models::FailureKind::Cancelled);
        const auto calls = m_standins->calls(QStringLiteral("minikube"));
        const auto start = std::find_if(calls.begin(), calls.end(), [](const StandinCall& call) {
            return call.arguments.value(0) == QLatin1String("start");
        });
        QVERIFY(start != calls.end());
        QVERIFY(start->signalsGot.contains(QStringLiteral("SIGINT")));
        QTRY_VERIFY(::kill(static_cast<pid_t>(start->process), 0) != 0);
        // The file of its events looks like a start that goes on; it was ours, and can be done again.
        const auto lab = [&console] { return console.stateOf(QStringLiteral("lab")); };
        console.clusters.watch().lookNow();
        QTest::qWait(1'500);
        QVERIFY(lab() != ClusterState::Starting && lab() != ClusterState::StartingElsewhere);
    }

    void letsAStartRunOnAndPicksItUp()
    {
        qputenv("STANDIN_LINE_DELAY_MS", "150");
        {
            Console console(m_folder->path());
            QTRY_VERIFY(!console.clusters.toolbox().isLooking());
            console.clusters.jobs().begin(startOf(QStringLiteral("lab")));
            QTRY_VERIFY(console.clusters.jobs().jobOf(QStringLiteral("lab"))->progress().step >= 1);
            console.clusters.jobs().keepAll();
        }
        Console again(m_folder->path());
        const client::ClusterJob* const job = again.clusters.jobs().jobOf(QStringLiteral("lab"));
        QVERIFY(job && !job->isOver() && job->wasPickedUp());
        QCOMPARE(job->order().driver, QStringLiteral("docker"));
        QTRY_VERIFY_WITH_TIMEOUT(!again.clusters.jobs().isBusy(QStringLiteral("lab")), 60'000);
        QVERIFY(!job->failure());
        QCOMPARE(job->progress().step, 19);
        QTRY_COMPARE(again.stateOf(QStringLiteral("lab")), ClusterState::Running);
        QVERIFY(!again.clusters.hasLeftovers());
        QSet<QString> ids;
        const auto events = eventsOf(again.journal);
        for (const client::SentEvent& event : events)
            ids << event.eventId;
        QVERIFY(events.size() > 15);
        QCOMPARE(std::size_t(ids.size()), events.size());
    }

    void hearsTheEndOfWhatEndedMeanwhile()
    {
        m_standins->scenario(QStringLiteral("start=fail-docker-not-running"));
        qputenv("STANDIN_LINE_DELAY_MS", "50");
        {
            Console console(m_folder->path());
            QTRY_VERIFY(!console.clusters.toolbox().isLooking());
            console.clusters.jobs().begin(startOf(QStringLiteral("lab")));
            QTRY_VERIFY(console.clusters.jobs().jobOf(QStringLiteral("lab"))->progress().totalSteps > 0);
            console.clusters.jobs().keepAll();
        }
        const QStringList left = client::KeptRun::leftIn(m_folder->filePath(QStringLiteral("cluster/runs")));
        QCOMPARE(left.size(), 1);
        QTRY_VERIFY(QFile::exists(left.first() + QStringLiteral("/exit")));
        Console again(m_folder->path());
        QTRY_VERIFY(!again.clusters.jobs().isBusy(QStringLiteral("lab")));
        QCOMPARE(again.clusters.jobs().jobOf(QStringLiteral("lab"))->failure()->exitCode, 63);
    }

    /// Nobody asked for it to be kept.
    void endsAStartWithTheConsole()
    {
        m_standins->scenario(QStringLiteral("start=hang:5"));
        qint64 process = 0;
        {
            Console console(m_folder->path());
            QTRY_VERIFY(!console.clusters.toolbox().isLooking());
            console.clusters.jobs().begin(startOf(QStringLiteral("lab")));
            QTRY_VERIFY(console.clusters.jobs().jobOf(QStringLiteral("lab"))->progress().step >= 1);
            for (const StandinCall& call : m_standins->calls(QStringLiteral("minikube"))) {
                if (call.arguments.value(0) == QLatin1String("start"))
                    process = call.process;
            }
        }
        QVERIFY(process > 0);
        QTRY_VERIFY(::kill(static_cast<pid_t>(process), 0) != 0);
        QVERIFY(client::KeptRun::leftIn(m_folder->filePath(QStringLiteral("cluster/runs"))).isEmpty());
    }

    void seesAStartInATerminal()
    {
        m_standins->addProfile(QStringLiteral("lab"), QStringLiteral("HostMissing"));
        QFile source(QStringLiteral(DISPATCH_SOURCE_DIR "/tests/recordings/cluster/events-file-during-start.jsonl"));
        QVERIFY(source.open(QIODevice::ReadOnly));
        QFile events(m_standins->minikubeHome() + QStringLiteral("/profiles/lab/events.json"));
        QVERIFY(events.open(QIODevice::WriteOnly));
        events.write(source.readAll());
        events.close();
        Console console(m_folder->path());
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), ClusterState::StartingElsewhere);
        QCOMPARE(console.clusters.watch().elsewhere(QStringLiteral("lab")), QStringLiteral("Generating certificates"));
    }

    /// Two consoles, each with a data folder of its own, and one profile.
    void seesWhatAnotherConsoleStarts()
    {
        qputenv("STANDIN_LINE_DELAY_MS", "150");
        m_standins->addProfile(QStringLiteral("lab"), QStringLiteral("HostMissing"));
        Console one(m_folder->filePath(QStringLiteral("one")));
        Console other(m_folder->filePath(QStringLiteral("other")));
        QTRY_COMPARE(other.stateOf(QStringLiteral("lab")), ClusterState::HostMissing);
        one.clusters.jobs().begin(startOf(QStringLiteral("lab")));
        QTRY_COMPARE_WITH_TIMEOUT(other.stateOf(QStringLiteral("lab")), ClusterState::StartingElsewhere, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(other.stateOf(QStringLiteral("lab")), ClusterState::Running, 60'000);
        QTRY_VERIFY(!one.clusters.jobs().isBusy(QStringLiteral("lab")));
    }

    void asksNothingWhileNobodyLooks()
    {
        m_standins->addProfile(QStringLiteral("lab"));
        Console console(m_folder->path());
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), ClusterState::Running);
        console.clusters.watch().setWatching(false);
        // An answer may lead to another question: nothing is under way for several turns.
        int quiet = 0;
        const auto isQuiet = [&] {
            const auto records = console.clusters.log().records();
            const bool isNow = std::none_of(records.begin(), records.end(), [](const client::CommandRecord& record) {
                return record.state == client::CommandRecord::State::Running;
            });
            quiet = isNow ? quiet + 1 : 0;
            return quiet > 5;
        };
        QVERIFY(QTest::qWaitFor(isQuiet, 30'000));
        const auto all = m_standins->calls();
        for (const StandinCall& call : all)
            QVERIFY2(call.exitCode, qPrintable(call.arguments.join(u' ')));
        const std::size_t calls = all.size();
        QTest::qWait(5'500);
        QCOMPARE(m_standins->calls().size(), calls);
    }

    void doesSeveralThingsAtOnce()
    {
        qputenv("STANDIN_LINE_DELAY_MS", "30");
        Console console(m_folder->path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        client::ClusterJobs& jobs = console.clusters.jobs();
        for (const char* name : {"one", "two", "three"})
            QVERIFY(jobs.begin(startOf(QLatin1String(name))));
        QCOMPARE(jobs.working().size(), 3);
        QTRY_COMPARE_WITH_TIMEOUT(jobs.working().size(), 0, 60'000);
        for (const char* name : {"one", "two", "three"})
            QTRY_COMPARE(console.stateOf(QLatin1String(name)), ClusterState::Running);
    }

    void answersTheSmallQuestions()
    {
        m_standins->addProfile(QStringLiteral("lab"));
        Console console(m_folder->path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        const client::Minikube minikube = console.clusters.minikube();
        QCOMPARE(waitFor(minikube.ip(QStringLiteral("lab"))).value(), QStringLiteral("192.168.49.2"));
        QVERIFY(waitFor(minikube.addons(QStringLiteral("lab"))).value().size() > 20);
        QVERIFY(waitFor(minikube.addonNames()).value().contains(QStringLiteral("ingress")));
        QVERIFY(waitFor(minikube.drivers()).value().contains(QStringLiteral("docker")));
        QVERIFY(!waitFor(minikube.services(QStringLiteral("lab"), {})).value().empty());
        QVERIFY(!waitFor(minikube.config()).value().isEmpty());
        const QString file = m_folder->filePath(QStringLiteral("lab.log"));
        QVERIFY(waitFor(minikube.saveLogs(QStringLiteral("lab"), file)).value() > 100);
        QCOMPARE(QFile::permissions(file) & (QFile::ReadOther | QFile::ReadGroup), QFile::Permissions());
        QVERIFY(!waitFor(minikube.saveLogs(QStringLiteral("lab"), QStringLiteral("/no/such/folder/x"))));
        m_standins->setProfileState(QStringLiteral("lab"), QStringLiteral("Stopped"));
        QVERIFY(!waitFor(minikube.ip(QStringLiteral("lab"))));
        QVERIFY(!waitFor(minikube.services(QStringLiteral("lab"), {})));
    }

    void masksSecretsInSavedLogs()
    {
        Console console(m_folder->path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        m_standins->replaceTool(QStringLiteral("minikube"),
                                "#!/bin/sh\necho '==> kubelet <=='\necho 'join with token: hunter22hunter22'\n"
                                "echo 'the password=hunter22 is refused' >&2\necho 'the end'\n");
        const QString file = m_folder->filePath(QStringLiteral("lab.log"));
        QVERIFY(waitFor(console.clusters.minikube().saveLogs(QStringLiteral("lab"), file)));
        const QByteArray text = textOf(file);
        QVERIFY(text.contains("the end"));
        QVERIFY(text.contains("token: "));
        QVERIFY(!text.contains("hunter22"));
        QVERIFY(!text.contains("cut off"));
    }

    void saysWhenThereAreNoLogsOrMore()
    {
        Console console(m_folder->path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        const QString file = m_folder->filePath(QStringLiteral("lab.log"));
        m_standins->replaceTool(QStringLiteral("minikube"),
                                "#!/bin/sh\necho 'X Exiting due to GUEST_STATUS: no answer' >&2\nexit 80\n");
        const auto failed = waitFor(console.clusters.minikube().saveLogs(QStringLiteral("lab"), file));
        QVERIFY(!failed);
        QVERIFY(failed.error().cameBack.contains(QLatin1String("no answer")));
        QVERIFY(!QFile::exists(file));
        m_standins->replaceTool(QStringLiteral("minikube"),
                                "#!/bin/sh\nhead -c 17000000 /dev/zero | tr '\\0' A | fold -w 10000\n");
        QVERIFY(waitFor(console.clusters.minikube().saveLogs(QStringLiteral("lab"), file)));
        const QByteArray last = textOf(file).trimmed().split('\n').last();
        QVERIFY2(last.contains("cut off") && last.contains("minikube logs -p lab --file="), last.constData());
    }

    void saysWhyThereAreNoContexts()
    {
        Console console(m_folder->path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        m_standins->replaceTool(QStringLiteral("kubectl"),
                                "#!/bin/sh\necho half\necho 'error: error loading config file' >&2\nexit 1\n");
        const auto contexts = waitFor(console.clusters.minikube().contexts());
        QVERIFY(!contexts);
        QVERIFY(contexts.error().cameBack.contains(QLatin1String("error loading config file")));
    }

    void worksWithTheMinikubeOfDispatch()
    {
        m_standins->scenario(QStringLiteral("version=old"));
        m_standins->addProfile(QStringLiteral("lab"));
        Console console(m_folder->path());
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), ClusterState::Running);
        QCOMPARE(console.clusters.toolbox().found(Tool::Minikube).version->text(), QStringLiteral("v1.24.0"));
        const auto services
            = waitFor(console.clusters.minikube().services(QStringLiteral("lab"), QStringLiteral("192.168.49.2")));
        QVERIFY(services && !services->empty());
    }

    void keepsTunnelAndDashboardUntilTheyAreStopped()
    {
        m_standins->addProfile(QStringLiteral("lab"));
        Console console(m_folder->path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        using Kind = client::StandingCommand::Kind;
        client::StandingCommand& dashboard = console.clusters.standing(Kind::Dashboard, QStringLiteral("lab"));
        dashboard.start();
        QTRY_VERIFY(dashboard.address().startsWith(QLatin1String("http://127.0.0.1:")));
        dashboard.stop();
        QTRY_VERIFY(!dashboard.isRunning());
        QVERIFY(!dashboard.failure());
        m_standins->scenario(QStringLiteral("tunnel=already-running"));
        client::StandingCommand& tunnel = console.clusters.standing(Kind::Tunnel, QStringLiteral("lab"));
        tunnel.start();
        QTRY_VERIFY(tunnel.failure());
        QCOMPARE(tunnel.failure()->code, 111);
    }

    void logsCommandsWithoutSecrets()
    {
        Console console(m_folder->path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        m_standins->replaceTool(QStringLiteral("helm"),
                                "#!/bin/sh\necho \"password: hunter22\"; echo plain\n"
                                "for i in $(seq 500); do echo line $i; done; exit 3\n");
        const auto answer = waitFor(console.clusters.commands().run(console.clusters.toolbox().order(
            Tool::Helm, {QStringLiteral("--set"), QStringLiteral("global.db.password=hunter22")},
            QStringLiteral("try"))));
        QCOMPARE(answer.value().exitCode, 3);
        const client::CommandRecord record = console.clusters.log().records().back();
        QCOMPARE(record.exitCode, 3);
        QCOMPARE(record.state, client::CommandRecord::State::Ended);
        QVERIFY(!record.words.join(u' ').contains(QLatin1String("hunter22")));
        const QStringList output = console.clusters.log().outputOf(record.number);
        QCOMPARE(output.size(), qsizetype(client::CommandLog::kMostLines));
        QCOMPARE(output.last(), QStringLiteral("line 500"));
        QVERIFY(!output.join(u' ').contains(QLatin1String("hunter22")));
    }

    /// The same words do something else with other variables.
    void logsTheVariablesThatLeadElsewhere()
    {
        client::CommandLog log;
        client::ProcessOrder order;
        order.program = QStringLiteral("dispatch");
        log.begin(order);
        QCOMPARE(log.records().back().variables, QStringList());
        order.environment.insert(QStringLiteral("KUBECONFIG"), QStringLiteral("/tmp/lab/config"));
        order.environment.insert(QStringLiteral("DOCKER_HOST"), QStringLiteral("tcp://me:hunter22@10.0.0.1:2375"));
        order.environment.insert(QStringLiteral("PATH"), QStringLiteral("/elsewhere"));
        log.begin(order);
        const QStringList variables = log.records().back().variables;
        QCOMPARE(variables.size(), 2);
        QVERIFY(variables.first().startsWith(QLatin1String("DOCKER_HOST=")));
        QVERIFY(!variables.first().contains(QLatin1String("hunter22")));
        QCOMPARE(variables.last(), QStringLiteral("KUBECONFIG=/tmp/lab/config"));
    }

    void tellsWhatWasGivenUp()
    {
        Console console(m_folder->path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        m_standins->replaceTool(QStringLiteral("helm"), "#!/bin/sh\necho begun; sleep 100\n");
        const auto order = console.clusters.toolbox().order(Tool::Helm, {}, QStringLiteral("try"));
        const auto stateOfLast = [&console] {
            const auto& records = console.clusters.log().records();
            return std::find_if(
                       records.rbegin(), records.rend(),
                       [](const client::CommandRecord& record) { return record.tried == QLatin1String("try"); })
                ->state;
        };
        for (const bool isAsked : {true, false}) {
            std::unique_ptr<client::ProcessRun> run = console.clusters.commands().prepare(order);
            QSignalSpy begun(run.get(), &client::ProcessRun::lines);
            QSignalSpy over(run.get(), &client::ProcessRun::finished);
            run->start();
            QTRY_VERIFY(!begun.isEmpty());
            QCOMPARE(stateOfLast(), client::CommandRecord::State::Running);
            if (isAsked) {
                run->cancel();
                QTRY_COMPARE(over.size(), 1);
            }
            run.reset();
            QCOMPARE(stateOfLast(), client::CommandRecord::State::GivenUp);
        }
    }

    void keepsTheOutputsSmall()
    {
        client::CommandLog log;
        client::ProcessOrder order;
        order.program = QStringLiteral("helm");
        const QByteArrayList lines(client::CommandLog::kMostLines,
                                   QByteArray("a ").repeated(client::CommandLog::kLongestLine / 2));
        const qint64 running = log.begin(order);
        log.take(running, lines);
        std::vector<qint64> ended;
        for (int i = 0; i < 8; ++i) {
            ended.push_back(log.begin(order));
            log.take(ended.back(), lines);
            log.end(ended.back(), client::ProcessResult());
        }
        qsizetype bytes = 0;
        for (const client::CommandRecord& record : log.records())
            bytes += log.outputOf(record.number).join(QString()).size() * qsizetype(sizeof(QChar));
        QVERIFY(bytes > client::CommandLog::kMostBytes / 2);
        QVERIFY(bytes < client::CommandLog::kMostBytes + 10'000);
        QCOMPARE(log.outputOf(running).size(), lines.size());
        QCOMPARE(log.outputOf(ended.back()).size(), lines.size());
        QCOMPARE(log.outputOf(ended.front()).size(), 1);
        QVERIFY(log.outputOf(ended.front()).first().contains(QLatin1String("dropped")));
    }

    /// Questions that are asked for ever leave one line each.
    void keepsTheLogSmall()
    {
        m_standins->addProfile(QStringLiteral("lab"));
        Console console(m_folder->path());
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), ClusterState::Running);
        for (int i = 0; i < 4; ++i) {
            const qint64 before = console.clusters.watch().asOf();
            console.clusters.watch().lookNow();
            QTRY_VERIFY(console.clusters.watch().asOf() > before);
        }
        int statuses = 0;
        for (const client::CommandRecord& record : console.clusters.log().records())
            statuses += record.words.contains(QStringLiteral("status")) ? 1 : 0;
        QVERIFY(statuses >= 1 && statuses <= 2);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Standins> m_standins;
};

QTEST_GUILESS_MAIN(TestClusters)
#include "tst_clusters.moc"
