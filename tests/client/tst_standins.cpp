// SPDX-License-Identifier: Apache-2.0
#include "standincommands.h"

#include <QSet>
#include <QTcpSocket>

#include <csignal>

using client::ProcessOrder;
using client::ProcessRun;

namespace {

const QString kPod = QStringLiteral("dispatch-api-manager-7c9d8f6b5-2xk9q");

QByteArray recording(const QString& name)
{
    QFile file(QStringLiteral(DISPATCH_SOURCE_DIR "/tests/recordings/cluster/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArrayList ofType(const QByteArray& events, const char* type)
{
    QByteArrayList found;
    for (const QByteArray& line : events.split('\n'))
        if (line.contains(QByteArray("minikube.") + type + '"'))
            found << line;
    return found;
}

} // namespace

/// The stand-ins of tests/standins: that they keep a state, and behave as badly as they are told.
class TestStandins final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Standins> m_standins;

private Q_SLOTS:
    void init() { m_standins = std::make_unique<Standins>(); }

    void cleanup()
    {
        const bool isUnknown = m_standins->isUnknownCall();
        m_standins.reset();
        QVERIFY(!isUnknown);
    }

    void walksThroughALife()
    {
        Standins& standins = *m_standins;
        QCOMPARE(said(QStringLiteral("minikube profile list -o json")).output,
                 recording(QStringLiteral("profile-list-none.json")));
        const auto started = said(QStringLiteral("minikube start -o json -p lab --driver=docker --memory=8g --cpus=6"));
        QCOMPARE(started.exitCode, 0);
        QVERIFY(started.output.contains("Done! kubectl is now configured to use \\\"lab\\\" cluster"));
        QVERIFY(started.output.contains("CPUs=6, Memory=8192MB"));
        QVERIFY(!started.output.contains("\\\"minikube\\\""));
        QCOMPARE(standins.profileState(QStringLiteral("lab")), QStringLiteral("Running"));
        QFile events(standins.minikubeHome() + QStringLiteral("/profiles/lab/events.json"));
        QVERIFY(events.open(QIODevice::ReadOnly));
        QCOMPARE(ofType(events.readAll(), "step"), ofType(started.output, "step"));

        const auto list = models::parseJson(said(QStringLiteral("minikube profile list -o json")).output);
        QVERIFY(list.has_value());
        const models::Json lab = list->at("valid").at(0);
        QCOMPARE(models::textAt(lab, "Name"), QStringLiteral("lab"));
        QCOMPARE(models::numberAt(lab.at("Config"), "Memory"), 8192);

        const std::vector<std::tuple<const char*, const char*, int>> walk = {
            {"status -o json", "\"APIServer\":\"Running\"", 0},
            {"pause -o json", "Paused 14 containers", 0},
            {"status -o json", "\"APIServer\":\"Paused\"", 2},
            {"service list -o json", "apiserver is paused", 103},
            {"unpause -o json", "Unpaused 14 containers", 0},
            {"ip", "192.168.49.2\n", 0},
            {"stop -o json", "1 node stopped.", 0},
            {"status -o json", "\"Host\":\"Stopped\"", 7},
            {"ip", "host is not running: state=Stopped", 83},
            {"start -o json", "Restarting existing docker container for \\\"lab\\\"", 0},
            {"delete -o json", "Removed all traces of the \\\"lab\\\" cluster.", 0},
            {"status -o json", "Profile \\\"lab\\\" not found.", 85},
        };
        for (const auto& [command, words, code] : walk) {
            const auto now = said(QStringLiteral("minikube %1 -p lab").arg(QLatin1String(command)));
            QVERIFY2(now.output.contains(words), now.output.constData());
            QCOMPARE(now.exitCode, code);
        }
        QCOMPARE(standins.profileState(QStringLiteral("lab")), QString());
        QCOMPARE(standins.calls(QStringLiteral("minikube")).size(), 3 + walk.size());
    }

    void startsSeveralAtOnce()
    {
        std::vector<std::unique_ptr<ProcessRun>> runs;
        int done = 0;
        for (int i = 0; i < 4; ++i) {
            runs.push_back(
                std::make_unique<ProcessRun>(order(QStringLiteral("minikube start -o json -p lab%1").arg(i))));
            connect(runs.back().get(), &ProcessRun::finished, this,
                    [&done](const models::Result<client::ProcessResult>& ended) {
                        done += ended.has_value() && ended->exitCode == 0;
                    });
            runs.back()->start();
        }
        QTRY_COMPARE(done, 4);
        const auto list = models::parseJson(said(QStringLiteral("minikube profile list -o json")).output);
        QVERIFY(list.has_value());
        QSet<QString> addresses;
        for (const models::Json& profile : list->at("valid")) {
            QCOMPARE(models::textAt(profile, "Status"), QStringLiteral("OK"));
            addresses << models::textAt(profile.at("Config").at("Nodes").at(0), "IP");
        }
        QCOMPARE(addresses.size(), 4);
    }

    void leavesWhatIsNotItsOwnInAKubeconfig()
    {
        const QString path = m_standins->home() + QStringLiteral("/merged.yaml");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("apiVersion: v1\ncurrent-context: work\nkind: Config\nusers: [{name: work}]\n");
        file.close();
        ProcessOrder made = order(QStringLiteral("minikube start -o json -p lab"));
        made.environment.insert(QStringLiteral("KUBECONFIG"), path);
        ProcessRun run(made);
        QCOMPARE(ended(run)->exitCode, 0);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(),
                 QByteArray("apiVersion: v1\ncurrent-context: \"lab\"\nkind: Config\nusers: [{name: work}]\n"));

        made.environment.insert(QStringLiteral("KUBECONFIG"), m_standins->home());
        ProcessRun refused(made);
        const auto result = ended(refused);
        QCOMPARE(result->exitCode, 37);
        QVERIFY(result->output.contains("\"name\":\"HOST_KUBECONFIG_WRITE\""));
        QVERIFY(!result->output.contains("\"name\":\"Done\""));
    }

    void keepsTheContextWhenAsked()
    {
        const auto started = said(QStringLiteral("minikube start -o json -p lab --keep-context"));
        QCOMPARE(started.exitCode, 0);
        QVERIFY(started.output.contains("use:  --context=lab\",\"name\":\"Done\""));
        QCOMPARE(said(QStringLiteral("kubectl config current-context")).exitCode, 1);
        const auto own = said(QStringLiteral("kubectl config view --minify --flatten --context=lab"));
        QVERIFY(own.output.contains("current-context: lab\n"));
        QFile file(m_standins->home() + QStringLiteral("/own.yaml"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(own.output);
        file.close();
        ProcessOrder made = order(QStringLiteral("kubectl config current-context"));
        made.environment.insert(QStringLiteral("KUBECONFIG"), file.fileName());
        ProcessRun run(made);
        QCOMPARE(ended(run)->output, QByteArray("lab\n"));
    }

    void addsObjectsOfATest()
    {
        m_standins->addProfile(QStringLiteral("lab"));
        models::Json pod = {{"kind", "Pod"}, {"metadata", {{"name", "event-driver-x"}, {"namespace", "dispatch"}}}};
        pod["metadata"]["labels"] = {{"event-driver", "x"}};
        m_standins->addObject(QStringLiteral("pods"), pod);
        const QString get = QStringLiteral("kubectl --context=lab get pods -o json -n dispatch -l event-driver=");
        const auto found = models::parseJson(said(get + QLatin1Char('x')).output);
        QVERIFY(found.has_value());
        QVERIFY(found->at("items") == models::Json::array({pod}));
        QCOMPARE(said(get + QLatin1Char('y')).output, recording(QStringLiteral("kubectl-get-pods-empty.json")));
        QCOMPARE(said(QStringLiteral("kubectl --context=lab delete pod event-driver-x -n dispatch")).output,
                 QByteArray("pod \"event-driver-x\" deleted\n"));
        QCOMPARE(said(get + QLatin1Char('x')).output, recording(QStringLiteral("kubectl-get-pods-empty.json")));
    }

    void showsADashboardWhoseProxyOutlivesIt()
    {
        m_standins->addProfile(QStringLiteral("minikube"));
        for (const bool isWhole : {true, false}) {
            ProcessRun dashboard(order(QStringLiteral("minikube dashboard --url")));
            QByteArrayList told;
            connect(&dashboard, &ProcessRun::lines, this,
                    [&told](ProcessRun::Stream stream, const QByteArrayList& lines) {
                        if (stream == ProcessRun::Stream::Output)
                            told << lines;
                    });
            dashboard.start();
            QTRY_COMPARE(told, QByteArrayList{recording(QStringLiteral("dashboard-url.txt")).trimmed()});
            const auto proxy = [this] { return m_standins->calls(QStringLiteral("kubectl")).back(); };
            QTRY_VERIFY(!m_standins->calls(QStringLiteral("kubectl")).empty()
                        && proxy().group == dashboard.processId());
            const auto process = static_cast<pid_t>(proxy().process);
            ::kill(static_cast<pid_t>(isWhole ? -dashboard.processId() : dashboard.processId()), SIGINT);
            const auto result = ended(dashboard);
            QVERIFY(result.has_value());
            QCOMPARE(result->exitCode, 0);
            if (isWhole)
                QTRY_VERIFY(!runs(process));
            else
                QVERIFY(runs(process));
        }
    }

    void isAnOldReleaseWhenAsked()
    {
        m_standins->scenario(QStringLiteral("version=old"));
        StandinProfile profile;
        profile.name = QStringLiteral("dispatch");
        profile.driver = QStringLiteral("kvm2");
        profile.kubernetes = QStringLiteral("v1.15.12");
        profile.address = QStringLiteral("192.168.39.47");
        m_standins->addProfile(profile);
        QCOMPARE(said(QStringLiteral("minikube profile list -o json")).output,
                 recording(QStringLiteral("v1.24.0-profile-list-running.json")));
        QCOMPARE(said(QStringLiteral("minikube status -o json -p dispatch --skip-audit")).exitCode, 14);
        QCOMPARE(said(QStringLiteral("minikube service list -o json -p dispatch")).exitCode, 14);
        m_standins->setProfileState(profile.name, QStringLiteral("HostMissing"));
        QCOMPARE(said(QStringLiteral("minikube status -o json -p dispatch")).output,
                 recording(QStringLiteral("v1.24.0-status-nonexistent.json")));
        m_standins->removeProfile(profile.name);
        const auto started
            = said(QStringLiteral("minikube start -o json -p dispatch --driver=kvm2 --cpus=4 --memory=6144 "
                                  "--kubernetes-version=v1.15.12 --disk-size=50g"));
        QCOMPARE(started.output, recording(QStringLiteral("v1.24.0-start-kvm2-k8s-1.15.jsonl")));
    }

    void tellsTheEnvironmentAndFreshIds()
    {
        ProcessOrder made = order(QStringLiteral("minikube start -o json"));
        made.environment.remove(QStringLiteral("STANDIN_IDS"));
        made.environment.insert(QStringLiteral("MINIKUBE_HOME"), m_standins->minikubeHome());
        made.environment.insert(QStringLiteral("KUBECONFIG"), m_standins->home() + QStringLiteral("/own.yaml"));
        ProcessRun run(made);
        const auto result = ended(run);
        QVERIFY(result.has_value());
        QVERIFY(result->output.contains("\"message\":\"KUBECONFIG=" + m_standins->home().toUtf8()));
        QVERIFY(result->output.contains("\"message\":\"MINIKUBE_HOME="));
        QVERIFY(QFile::exists(m_standins->home() + QStringLiteral("/own.yaml")));
        const QByteArray first = recording(QStringLiteral("start-new-docker.jsonl")).split('\n').constFirst();
        QVERIFY(!result->output.contains(first));
        QCOMPARE(result->output.split('\n').constFirst().size(), first.size());
        const auto calls = m_standins->calls();
        QCOMPARE(calls.size(), 1U);
        QVERIFY(calls[0].environment.at(QStringLiteral("KUBECONFIG")).endsWith(QLatin1String("own.yaml")));
        QCOMPARE(calls[0].group, calls[0].process);
        QCOMPARE(calls[0].exitCode, 0);
    }

    void dropsByteByByte()
    {
        qputenv("STANDIN_CHUNK", "1");
        m_standins->addProfile(QStringLiteral("minikube"), QStringLiteral("Stopped"));
        QCOMPARE(said(QStringLiteral("minikube logs")).output, recording(QStringLiteral("logs-stopped.txt")));
    }

    void holdsAndDiesInTheMiddle()
    {
        m_standins->scenario(QStringLiteral("start=hold:7"));
        ProcessRun held(order(QStringLiteral("minikube start -o json -p lab")));
        int lines = 0;
        connect(&held, &ProcessRun::lines, this,
                [&lines](ProcessRun::Stream, const QByteArrayList& told) { lines += static_cast<int>(told.size()); });
        held.start();
        QTRY_COMPARE(lines, 7);
        QCOMPARE(m_standins->profileState(QStringLiteral("lab")), QStringLiteral("Starting"));
        QCOMPARE(said(QStringLiteral("minikube status -o json -p lab")).output, QByteArray("null"));
        m_standins->scenario({});
        QCOMPARE(ended(held)->exitCode, 0);
        QCOMPARE(m_standins->profileState(QStringLiteral("lab")), QStringLiteral("Running"));

        m_standins->scenario(QStringLiteral("start@other=kill:5"));
        ProcessRun killed(order(QStringLiteral("minikube start -o json -p other")));
        QVERIFY(!ended(killed).has_value());
    }

    void floodsAndTalksGarbage()
    {
        qputenv("STANDIN_FLOOD_BYTES", "3000000");
        m_standins->addProfile(QStringLiteral("minikube"));
        m_standins->scenario(QStringLiteral("logs=flood,version=garbage,start=garbage"));
        QCOMPARE(said(QStringLiteral("minikube logs")).output.size(), 3'000'000);
        QVERIFY(!models::parseJson(said(QStringLiteral("minikube version -o json")).output));
        const auto started = said(QStringLiteral("minikube start -o json"));
        QVERIFY(started.output.size() > 1024 * 1024);
        QCOMPARE(ofType(started.output, "step").size(),
                 ofType(recording(QStringLiteral("start-already-running.jsonl")), "step").size());
        m_standins->scenario(QStringLiteral("version=exit:3:broken"));
        QCOMPARE(said(QStringLiteral("minikube version -o json")).exitCode, 3);
    }

    void endsTunnelsOnlyOnInterrupt()
    {
        m_standins->addProfile(QStringLiteral("minikube"));
        for (const int signal : {SIGINT, SIGTERM}) {
            ProcessRun tunnel(order(QStringLiteral("minikube tunnel")));
            int lines = 0;
            connect(&tunnel, &ProcessRun::lines, this, [&lines] { ++lines; });
            tunnel.start();
            QTRY_VERIFY(lines > 0);
            ::kill(static_cast<pid_t>(-tunnel.processId()), signal);
            const auto result = ended(tunnel);
            QCOMPARE(result.has_value(), signal == SIGINT);
        }
        const auto calls = m_standins->calls();
        QCOMPARE(calls[0].signalsGot, QStringList{QStringLiteral("SIGINT")});
        QCOMPARE(calls[1].signalsGot, QStringList{QStringLiteral("SIGTERM")});
        QVERIFY(QFile::exists(m_standins->state(QStringLiteral("tunnel-minikube"))));
    }

    void forwardsARealPort()
    {
        StandinProfile profile;
        profile.hasDispatch = true;
        m_standins->addProfile(profile);
        ProcessRun forward(
            order(QStringLiteral("kubectl --context=minikube port-forward -n dispatch pod/%1 :80 --address 127.0.0.1")
                      .arg(kPod)));
        QByteArrayList told;
        connect(&forward, &ProcessRun::lines, this,
                [&told](ProcessRun::Stream, const QByteArrayList& lines) { told << lines; });
        forward.start();
        QTRY_COMPARE(told.size(), 1);
        QVERIFY(told[0].startsWith("Forwarding from 127.0.0.1:") && told[0].endsWith(" -> 80"));
        const QByteArray port = told[0].split(' ').at(2).split(':').at(1);
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), port.toUShort());
        socket.write("GET / HTTP/1.0\r\n\r\n");
        QTRY_VERIFY(socket.bytesAvailable() > 0 && socket.state() == QAbstractSocket::UnconnectedState);
        QVERIFY(socket.readAll().startsWith("HTTP/1.1 200 OK"));
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(told[1], "Handling connection for " + port);
        m_standins->scenario(QStringLiteral("portforward=lost"));
        const auto result = ended(forward);
        QVERIFY(result.has_value());
        QCOMPARE(result->exitCode, 1);
        QCOMPARE(result->errors, recording(QStringLiteral("kubectl-port-forward-lost.txt.stderr")));
    }

    void followsALogUntilToldToEnd()
    {
        StandinProfile profile;
        profile.hasDispatch = true;
        m_standins->addProfile(profile);
        ProcessRun follow(order(QStringLiteral("kubectl --context=minikube logs -f -n dispatch %1").arg(kPod)));
        int lines = 0;
        connect(&follow, &ProcessRun::lines, this,
                [&lines](ProcessRun::Stream, const QByteArrayList& told) { lines += static_cast<int>(told.size()); });
        follow.start();
        QTRY_VERIFY(lines > 8);
        m_standins->scenario(QStringLiteral("follow=end"));
        QCOMPARE(ended(follow)->exitCode, 0);
        const auto again = said(QStringLiteral("kubectl --context=minikube logs -n dispatch %1 --timestamps "
                                               "--since-time=2026-03-02T09:15:02Z")
                                    .arg(kPod));
        QVERIFY(again.output.startsWith("2026-03-02T09:15:02.000000001Z "));
        QCOMPARE(again.output.count('\n'), lines - 5);
    }

    void installsDispatchWhereItCan()
    {
        StandinProfile profile;
        profile.kubernetes = QStringLiteral("v1.15.12");
        m_standins->addProfile(profile);
        m_standins->setContext(profile.name);
        const QString config = m_standins->home() + QStringLiteral("/config.yaml");
        QFile file(config);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(recording(QStringLiteral("dispatch-config.yaml")));
        file.close();
        const QString install = QStringLiteral("dispatch install --file ") + config;
        QCOMPARE(said(QStringLiteral("helm list --all --output json")).output, QByteArray());
        const auto done = said(install);
        QCOMPARE(done.exitCode, 0);
        QCOMPARE(done.output.count('\n'), recording(QStringLiteral("dispatch-install-ok.txt")).count('\n'));
        QFile written(m_standins->home() + QStringLiteral("/.dispatch/config.json"));
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.readAll(), recording(QStringLiteral("dispatch-cli-config.json")));
        QCOMPARE(said(QStringLiteral("helm list --short")).output.count('\n'), 8);
        m_standins->removeTool(QStringLiteral("helm"));
        QCOMPARE(said(install).errors, recording(QStringLiteral("dispatch-install-fail-no-helm.txt.stderr")));
    }

    void putsOthersInTheirPlace()
    {
        m_standins->replaceTool(QStringLiteral("helm"), "#!/bin/sh\necho mine\n");
        QCOMPARE(said(QStringLiteral("helm version")).output, QByteArray("mine\n"));
        for (const QString& name : Standins::programs()) {
            m_standins->removeTool(name);
            QCOMPARE(QStandardPaths::findExecutable(name), QString());
        }
        QVERIFY(!QStandardPaths::findExecutable(QStringLiteral("sh")).isEmpty());
    }

    void noticesWhatItDoesNotKnow()
    {
        QCOMPARE(said(QStringLiteral("minikube frobnicate")).exitCode, 14);
        QVERIFY(m_standins->isUnknownCall());
        m_standins = std::make_unique<Standins>();
    }
};

QTEST_GUILESS_MAIN(TestStandins)
#include "tst_standins.moc"
