// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/driverpods.h"
#include "client/cluster/workloadwatch.h"
#include "tests/client/kubectlworld.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QStandardPaths>

using client::DriverPods;
using client::WorkloadWatch;
using models::FailureKind;
using Part = WorkloadWatch::Part;
using Verdict = models::DriverOpinion::Verdict;

/// What runs in a cluster, asked from a kubectl that is a process of its own.
class TestWorkloads final : public QObject
{
    Q_OBJECT

    struct World : KubectlWorld
    {
        World()
        {
            when("get pods", prints("kubectl-get-pods-dispatch.json"));
            when("get events", prints("kubectl-get-events-dispatch.json"));
            when("get namespaces", prints("kubectl-get-ns-dispatch.json"));
            when("get nodes", prints("kubectl-get-nodes.json"));
            watch.setInterval(20);
            connect(&watch, &WorkloadWatch::changed, &watch, [this](Part part) { ++changes[part]; });
            connect(&watch, &WorkloadWatch::looked, &watch, [this](Part part) { ++looks[part]; });
        }

        void begin()
        {
            watch.setContext(QStringLiteral("lab"));
            changes.clear();
            watch.setWatching(true);
        }

        WorkloadWatch watch{commands()};
        std::map<Part, int> changes;
        std::map<Part, int> looks;
    };

private Q_SLOTS:
    void seesWhatRuns()
    {
        World world;
        world.begin();
        QTRY_COMPARE(world.looks[Part::Pods], 3);
        QCOMPARE(world.watch.pods().size(), 7U);
        QTRY_COMPARE(world.watch.events().size(), 8U);
        QTRY_COMPARE(world.watch.namespaces().size(), 1U);
        QTRY_COMPARE(world.watch.nodes().size(), 1U);
        for (const Part part : {Part::Pods, Part::Events, Part::Namespaces, Part::Nodes}) {
            QCOMPARE(world.changes[part], 1); // the same bytes are no news
            QVERIFY(!world.watch.failure(part) && world.watch.seenAt(part) > 0);
        }
        const QStringList calls = world.calls("get pods");
        QVERIFY(calls.constFirst().contains(QLatin1String("--context=lab")));
        QVERIFY(calls.constFirst().contains(QLatin1String("--request-timeout=10s")));
        QVERIFY(calls.constFirst().contains(QLatin1String("--all-namespaces")));
        QVERIFY(world.calls("get namespaces").size() < world.calls("get pods").size());
        world.when("get pods", KubectlWorld::prints("kubectl-get-pods-empty.json"));
        QTRY_COMPARE(world.changes[Part::Pods], 2);
        QVERIFY(world.watch.pods().empty());
    }

    void asksOneThingAtATime()
    {
        World world;
        for (const char* what : {"get pods", "get events", "get namespaces", "get nodes"})
            world.when(what,
                       QStringLiteral("echo + >> $here/order; sleep 0.05; echo - >> $here/order; echo "
                                      "'{\"items\":[]}'; exit 0\n"));
        world.begin();
        QTRY_VERIFY(world.looks[Part::Pods] >= 3);
        world.watch.setWatching(false);
        QByteArray order = world.read(QStringLiteral("order"));
        order.replace('\n', "");
        QVERIFY(order.startsWith("+-+-+-+-"));
        QVERIFY(!order.contains("++"));
    }

    void asksNothingWhileNobodyLooks()
    {
        World world;
        world.watch.setContext(QStringLiteral("lab"));
        world.watch.refresh();
        QVERIFY(world.calls("get").isEmpty());
        world.watch.setWatching(true);
        QTRY_VERIFY(world.looks[Part::Pods] >= 1);
        world.watch.setWatching(false);
        const qsizetype asked = world.calls("get").size();
        QTest::qWait(200);
        QCOMPARE(world.calls("get").size(), asked);
        world.watch.setWatching(true);
        QTRY_VERIFY(world.calls("get").size() > asked);
    }

    void keepsWhatItSawWhenACallFails_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* name, const QString& script, FailureKind kind) {
            QTest::newRow(name) << script << static_cast<int>(kind);
        };
        // It prints an empty list, as if there were nothing.
        row("forbidden", KubectlWorld::prints("kubectl-get-pods-forbidden.json", 1), FailureKind::Forbidden);
        row("refused", KubectlWorld::prints("kubectl-refused.json", 1), FailureKind::Unreachable);
        row("no context", KubectlWorld::prints("kubectl-context-missing.txt", 1), FailureKind::Unreachable);
        row("prompt", KubectlWorld::prints("kubectl-prompt.txt", 1), FailureKind::Unauthorized);
        row("garbage", QStringLiteral("echo 'hm {'; exit 0\n"), FailureKind::Malformed);
        row("half",
            QStringLiteral("head -c 9000 '%1'; exit 0\n")
                .arg(QStringLiteral(DISPATCH_SOURCE_DIR "/tests/recordings/cluster/kubectl-get-pods-dispatch.json")),
            FailureKind::Malformed);
        row("nothing", QStringLiteral("exit 0\n"), FailureKind::Malformed);
        row("killed", QStringLiteral("kill -KILL $$\n"), FailureKind::Process);
    }

    void keepsWhatItSawWhenACallFails()
    {
        World world;
        world.begin();
        QTRY_VERIFY(world.looks[Part::Pods] >= 1);
        QFETCH(QString, script);
        QFETCH(int, kind);
        world.when("get pods", script);
        QTRY_VERIFY(world.watch.failure(Part::Pods) != nullptr);
        QCOMPARE(static_cast<int>(world.watch.failure(Part::Pods)->kind), kind);
        QVERIFY(!world.watch.failure(Part::Pods)->remedy.isEmpty());
        QCOMPARE(world.watch.pods().size(), 7U);
        QCOMPARE(world.changes[Part::Pods], 1);
        QVERIFY(world.watch.seenAt(Part::Pods) > 0);
        world.when("get pods", KubectlWorld::prints("kubectl-get-pods-dispatch.json"));
        QTRY_VERIFY(!world.watch.failure(Part::Pods));
        QCOMPARE(world.changes[Part::Pods], 1);
    }

    void asksTheRestWhenOnlyOneThingIsForbidden()
    {
        World world;
        world.when("get nodes", KubectlWorld::prints("kubectl-get-pods-forbidden.json", 1));
        world.when("get namespaces", KubectlWorld::prints("kubectl-get-pods-forbidden.json", 1));
        world.begin();
        QTRY_VERIFY(world.looks[Part::Nodes] >= 1);
        QVERIFY(world.watch.failure(Part::Nodes) && world.watch.failure(Part::Namespaces));
        QCOMPARE(world.watch.pods().size(), 7U);
        QVERIFY(!world.watch.failure(Part::Pods));
    }

    void asksLessOftenWhileNothingAnswers()
    {
        World world;
        world.when("get pods", KubectlWorld::prints("kubectl-refused.json", 1));
        QElapsedTimer clock;
        clock.start();
        world.begin();
        QTRY_VERIFY(world.looks[Part::Pods] >= 6);
        // 20, 40, 80, 160 and 320 ms, each shortened by a fifth at most.
        QVERIFY(clock.elapsed() >= 490);
        // One question a round is enough to know.
        QCOMPARE(world.calls("get events").size(), 0);
    }

    void doesNotWaitForAQuestionThatHangs()
    {
        World world;
        world.when("get pods", QStringLiteral("echo $$ > $here/hangs; sleep 100; exit 0\n"));
        world.begin();
        QTRY_VERIFY(world.process("hangs") > 0);
        const pid_t hanging = world.process("hangs");
        QVERIFY(runs(hanging));
        world.when("get pods", KubectlWorld::prints("kubectl-get-pods-dispatch.json"));
        world.watch.setNamespace(QStringLiteral("dispatch"));
        QTRY_COMPARE(world.watch.pods().size(), 7U);
        QTRY_VERIFY(!runs(hanging));
        QVERIFY(world.calls("get pods").constLast().contains(QLatin1String("-n dispatch")));
    }

    void forgetsAnotherCluster()
    {
        World world;
        world.begin();
        QTRY_COMPARE(world.watch.pods().size(), 7U);
        world.when("get pods", QStringLiteral("sleep 100; exit 0\n"));
        world.watch.setContext(QStringLiteral("other"));
        QVERIFY(world.watch.pods().empty());
        QCOMPARE(world.watch.seenAt(Part::Pods), 0);
        world.watch.setContext({});
        const qsizetype asked = world.calls("get").size();
        QTest::qWait(100);
        QCOMPARE(world.calls("get").size(), asked);
    }

    void keepsSecretsOutOfTheLog()
    {
        World world;
        world.when(
            "get pods",
            QStringLiteral("echo '{\"items\":[{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":"
                           "\"driver\",'; echo '\"env\":[{\"name\":\"USER\",\"value\":\"hunter2\"}]}]}}]}'; exit "
                           "0\n"));
        world.begin();
        QTRY_VERIFY(world.looks[Part::Pods] >= 1);
        bool isThere = false;
        for (const client::CommandRecord& record : world.log().records()) {
            isThere = isThere || record.words.contains(QStringLiteral("pods"));
            QVERIFY(!world.log().outputOf(record.number).join(u'\n').contains(QLatin1String("hunter2")));
        }
        QVERIFY(isThere);
    }

    // ----- the second opinion

    void asksForTheSelectedDriver()
    {
        KubectlWorld world;
        world.when("get pods", KubectlWorld::pod("u"));
        DriverPods pods(world.commands());
        QSignalSpy changed(&pods, &DriverPods::changed);
        const DriverPods::Subject ready{QStringLiteral("dispatch"), QStringLiteral("ticker"), QStringLiteral("mine"),
                                        models::statusOf(models::State::Ready)};
        pods.setSubject(ready);
        pods.setWatching(true);
        QVERIFY(world.calls("get").isEmpty()); // no cluster, no cost
        pods.setContext(QStringLiteral("lab"));
        QTRY_VERIFY(pods.opinion() != nullptr);
        QCOMPARE(pods.opinion()->verdict, Verdict::Agrees);
        QVERIFY(world.calls("get pods")
                    .constFirst()
                    .contains(QLatin1String("--selector=app=event-driver,name=event-driver-dispatch-ticker-mine")));
        // Dispatch says something else by now: no need to ask the cluster again.
        const qsizetype asked = world.calls("get").size();
        DriverPods::Subject error = ready;
        error.said = models::statusOf(models::State::Error);
        pods.setSubject(error);
        QCOMPARE(pods.opinion()->verdict, Verdict::Disagrees);
        QCOMPARE(world.calls("get").size(), asked);
        // Another driver: what was known is not of it.
        world.when("get pods", KubectlWorld::prints("kubectl-get-pods-empty.json"));
        DriverPods::Subject other = ready;
        other.name = QStringLiteral("other");
        pods.setSubject(other);
        QVERIFY(pods.opinion() == nullptr);
        QTRY_VERIFY(pods.opinion() != nullptr);
        QVERIFY(pods.opinion()->says.contains(QLatin1String("no pod")));
        world.when("get pods", KubectlWorld::prints("kubectl-refused.json", 1));
        pods.setWatching(false);
        pods.setWatching(true);
        QTRY_VERIFY(pods.opinion() != nullptr);
        QCOMPARE(pods.opinion()->verdict, Verdict::Unknown);
        QVERIFY(pods.opinion()->says.contains(QLatin1String("does not answer")));
        pods.setSubject(std::nullopt);
        QVERIFY(pods.opinion() == nullptr);
    }

    void knowsADriverThatKubernetesCannotHave()
    {
        KubectlWorld world;
        DriverPods pods(world.commands());
        pods.setContext(QStringLiteral("lab"));
        pods.setWatching(true);
        pods.setSubject(DriverPods::Subject{QStringLiteral("dispatch"), QStringLiteral("ticker"), QString(80, u'x'),
                                            models::statusOf(models::State::Ready)});
        QVERIFY(pods.opinion() != nullptr);
        QCOMPARE(pods.opinion()->verdict, Verdict::Disagrees);
        QVERIFY(world.calls("get").isEmpty());
    }

    // ----- with the kubectl of this machine, where there is one

    void understandsTheRealOne()
    {
        const QString path = QStandardPaths::findExecutable(QStringLiteral("kubectl"));
        if (path.isEmpty())
            QSKIP("no kubectl on this machine");
        QTemporaryDir folder;
        const QString config = folder.filePath(QStringLiteral("config"));
        QFile file(config);
        QVERIFY(file.open(QIODevice::WriteOnly));
        // Nobody listens on port 1.
        file.write("apiVersion: v1\nkind: Config\n"
                   "clusters: [{name: lab, cluster: {server: 'https://127.0.0.1:1'}}]\n"
                   "users: [{name: lab, user: {token: abc}}]\n"
                   "contexts: [{name: lab, context: {cluster: lab, user: lab}}]\n");
        file.close();
        qputenv("KUBECONFIG", config.toLocal8Bit());
        client::CommandLog log;
        client::Toolbox toolbox(folder.filePath(QStringLiteral("settings")));
        client::Commands commands(toolbox, log);
        toolbox.choose(client::Tool::Kubectl, path);
        QTRY_VERIFY(toolbox.found(client::Tool::Kubectl).verdict != client::FoundTool::Verdict::Looking);
        QVERIFY(toolbox.found(client::Tool::Kubectl).version.has_value());
        WorkloadWatch watch(commands);
        watch.setWatching(true);
        watch.setContext(QStringLiteral("lab"));
        QTRY_VERIFY(watch.failure(Part::Pods) != nullptr);
        QCOMPARE(watch.failure(Part::Pods)->kind, FailureKind::Unreachable);
        QVERIFY2(watch.failure(Part::Pods)->cameBack.contains(QLatin1String("refused")),
                 qPrintable(watch.failure(Part::Pods)->cameBack));
        watch.setContext(QStringLiteral("nosuch"));
        QTRY_VERIFY(watch.failure(Part::Pods) != nullptr);
        QVERIFY2(watch.failure(Part::Pods)->meaning.contains(QLatin1String("does not know")),
                 qPrintable(watch.failure(Part::Pods)->report()));
        qunsetenv("KUBECONFIG");
    }
};

QTEST_GUILESS_MAIN(TestWorkloads)
#include "tst_workloads.moc"
