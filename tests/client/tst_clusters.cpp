// SPDX-License-Identifier: Apache-2.0
#include "clustersworld.h"

#include <QTest>

using client::ClusterAction;
using models::ClusterState;

/// Profiles and their states, whoever changes them, with stand-ins that say what minikube says.
class TestClusters final : public QObject
{
    Q_OBJECT

    using Console = ClustersWorld::Console;

    /// The first minikube with these words among its arguments has its answer, and gives it when it may: held() and
    /// then letGo().
    void hold(const QByteArray& words)
    {
        const QString own = m_world->standins.bin() + QStringLiteral("/minikube");
        const QString real = m_world->folder.filePath(QStringLiteral("minikube"));
        QVERIFY(QFile::rename(own, real));
        m_world->standins.replaceTool(QStringLiteral("minikube"),
                                      "#!/bin/sh\nhere='" + QFile::encodeName(m_world->folder.path())
                                          + "'\ncase \"$*\" in *'" + words
                                          + "'*) if mkdir \"$here/taken\" 2>/dev/null; then\n"
                                            "answer=$(\"$here/minikube\" \"$@\"); code=$?; touch \"$here/held\"\n"
                                            "while [ ! -f \"$here/go\" ]; do sleep 0.02; done\n"
                                            "echo \"$answer\"; exit $code; fi ;; esac\n"
                                            "exec \"$here/minikube\" \"$@\"\n");
    }
    bool isHeld() const { return QFile::exists(m_world->folder.filePath(QStringLiteral("held"))); }
    void letGo() const
    {
        QFile file(m_world->folder.filePath(QStringLiteral("go")));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }

private Q_SLOTS:
    void init() { m_world = std::make_unique<ClustersWorld>(); }

    void cleanup()
    {
        const bool isUnknown = m_world->standins.isUnknownCall();
        m_world.reset();
        QVERIFY(!isUnknown);
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
        m_world->standins.addProfile(QStringLiteral("lab"), kept);
        Console console(m_world->folder.path());
        QFETCH(ClusterState, state);
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), state);
    }

    /// Somebody used a terminal.
    void noticesWhatOthersDo()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(m_world->folder.path());
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), ClusterState::Running);
        m_world->standins.setProfileState(QStringLiteral("lab"), QStringLiteral("Stopped"));
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), ClusterState::Stopped);
        m_world->standins.removeProfile(QStringLiteral("lab"));
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), ClusterState::Absent);
    }

    /// A question asked before a job ended is answered after that.
    void believesNoStatusOfBefore()
    {
        const QString name = QStringLiteral("lab");
        m_world->standins.addProfile(name);
        hold("status -o");
        Console console(m_world->folder.path());
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
        m_world->standins.addProfile(QStringLiteral("lab"));
        hold("--light");
        Console console(m_world->folder.path());
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), ClusterState::Running);
        QFile touched(m_world->standins.minikubeHome() + QStringLiteral("/profiles/lab/touched"));
        QVERIFY(touched.open(QIODevice::WriteOnly));
        QTRY_VERIFY(isHeld());
        const auto wholeLists = [this] {
            const auto calls = m_world->standins.calls(QStringLiteral("minikube"));
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
        m_world->standins.scenario(QStringLiteral("profile-list=kubeconfig-error"));
        Console console(m_world->folder.path());
        QTRY_VERIFY(console.clusters.watch().failure());
        QVERIFY(console.clusters.watch().failure()->meaning.contains(QLatin1String("kubeconfig")));
        m_world->standins.scenario({});
        console.clusters.watch().lookNow();
        QTRY_VERIFY(!console.clusters.watch().failure());
    }

    void seesAStartInATerminal()
    {
        m_world->standins.addProfile(QStringLiteral("lab"), QStringLiteral("HostMissing"));
        QFile source(QStringLiteral(DISPATCH_SOURCE_DIR "/tests/recordings/cluster/events-file-during-start.jsonl"));
        QVERIFY(source.open(QIODevice::ReadOnly));
        QFile events(m_world->standins.minikubeHome() + QStringLiteral("/profiles/lab/events.json"));
        QVERIFY(events.open(QIODevice::WriteOnly));
        events.write(source.readAll());
        events.close();
        Console console(m_world->folder.path());
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), ClusterState::StartingElsewhere);
        QCOMPARE(console.clusters.watch().elsewhere(QStringLiteral("lab")), QStringLiteral("Generating certificates"));
    }

    /// Two consoles, each with a data folder of its own, and one profile.
    void seesWhatAnotherConsoleStarts()
    {
        m_world->standins.addProfile(QStringLiteral("lab"), QStringLiteral("HostMissing"));
        m_world->standins.scenario(QStringLiteral("start=hold:7"));
        Console one(m_world->folder.filePath(QStringLiteral("one")));
        Console other(m_world->folder.filePath(QStringLiteral("other")));
        QTRY_COMPARE(other.stateOf(QStringLiteral("lab")), ClusterState::HostMissing);
        one.clusters.jobs().begin(ClustersWorld::startOf(QStringLiteral("lab")));
        QTRY_COMPARE(other.stateOf(QStringLiteral("lab")), ClusterState::StartingElsewhere);
        m_world->standins.scenario({});
        QTRY_COMPARE(other.stateOf(QStringLiteral("lab")), ClusterState::Running);
        QTRY_VERIFY(!one.clusters.jobs().isBusy(QStringLiteral("lab")));
    }

    void knowsTheClusterBehindAConnection()
    {
        const QString folder = m_world->folder.path();
        const QString lab = folder + QStringLiteral("/profiles/lab");
        QVERIFY(QDir().mkpath(lab));
        QFile config(lab + QStringLiteral("/config.json"));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write(R"({"Name":"lab","Nodes":[{"IP":"192.168.49.2"}]})");
        config.close();
        const QString name = QStringLiteral("lab");
        QCOMPARE(client::profileBehind(folder, QStringLiteral("192.168.49.2"), QStringLiteral("work")), name);
        QCOMPARE(client::profileBehind(folder, QStringLiteral("127.0.0.1"), name), name);
        QCOMPARE(client::profileBehind(folder, QStringLiteral("localhost"), name), name);
        // What is elsewhere has the same name by chance.
        QCOMPARE(client::profileBehind(folder, QStringLiteral("dispatch.example"), name), QString());
        QCOMPARE(client::profileBehind(folder, QStringLiteral("127.0.0.1"), QStringLiteral("../lab")), QString());
    }

    void asksNothingWhileNobodyLooks()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(m_world->folder.path());
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
        const auto all = m_world->standins.calls();
        for (const StandinCall& call : all)
            QVERIFY2(call.exitCode, qPrintable(call.arguments.join(u' ')));
        const std::size_t calls = all.size();
        QTest::qWait(5'500);
        QCOMPARE(m_world->standins.calls().size(), calls);
    }

private:
    std::unique_ptr<ClustersWorld> m_world;
};

QTEST_GUILESS_MAIN(TestClusters)
#include "tst_clusters.moc"
