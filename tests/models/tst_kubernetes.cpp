// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/driveropinion.h"
#include "models/cluster/kubectlfailure.h"
#include "models/cluster/kubernetesevent.h"
#include "models/cluster/kuberneteseventmodel.h"
#include "models/cluster/kubernetesnode.h"
#include "models/cluster/podtablemodel.h"
#include "models/json.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QPersistentModelIndex>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace models;
using Verdict = DriverOpinion::Verdict;

namespace {

QByteArray recorded(const QString& name)
{
    QFile file(QStringLiteral(DISPATCH_SOURCE_DIR "/tests/recordings/cluster/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no recording %s", qPrintable(name));
    return file.readAll();
}

/// JSON is easier to read here with single quotes.
QByteArray quoted(const char* text)
{
    return QByteArray(text).replace('\'', '"');
}

/// Of the pods that were recorded, the one whose name begins so.
Pod recordedPod(const QString& beginning)
{
    const auto pods = podsFromJson(recorded(QStringLiteral("kubectl-get-pods-dispatch.json")));
    for (const Pod& pod : *pods) {
        if (pod.name.startsWith(beginning))
            return pod;
    }
    qFatal("no pod %s", qPrintable(beginning));
    return {};
}

Pod podOf(const QByteArray& json)
{
    const auto pods = podsFromJson(json);
    return pods && pods->size() == 1 ? pods->front() : Pod();
}

Status said(const char* word)
{
    return statusFromWord(QLatin1String(word));
}

/// A pod of an event driver with its two containers.
Pod driverPod(State state, const char* word, int ready)
{
    Pod pod;
    pod.uid = QStringLiteral("u");
    pod.name = QStringLiteral("event-driver-dispatch-ticker-mine-1");
    pod.status = {state, QLatin1String(word)};
    pod.ready = ready;
    pod.wanted = 2;
    return pod;
}

Pod named(const QString& uid, int restarts = 0)
{
    Pod pod;
    pod.uid = uid;
    pod.name = QStringLiteral("pod-") + uid;
    pod.restarts = restarts;
    return pod;
}

/// Puts something else in the place of one member or item, somewhere.
void spoil(Json& json, QRandomGenerator& random)
{
    const Json others[] = {nullptr, 7, -1.5, "x", true, Json::array(), Json::object(), Json::array({nullptr, 3})};
    Json* at = &json;
    for (int depth = 0; depth < 12; ++depth) {
        if (!at->is_structured() || at->empty() || random.bounded(6) == 0)
            break;
        auto member = at->begin();
        std::advance(member, random.bounded(static_cast<int>(at->size())));
        at = &*member;
    }
    *at = others[random.bounded(8)];
}

} // namespace

/// What kubectl prints, as recorded, and as nobody should print it.
class TestKubernetes final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void looksPastThePhase_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("word");
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("ready");
        QTest::addColumn<int>("restarts");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const char* word, State state, const char* ready, int restarts,
                            const char* reason) {
            QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(word) << static_cast<int>(state)
                                << QString::fromLatin1(ready) << restarts << QString::fromLatin1(reason);
        };
        row("dispatch-api-manager", "Running", State::Ready, "1/1", 0, "");
        row("dispatch-event-manager", "CrashLoopBackOff", State::Error, "0/1", 5, "exit code 1");
        row("dispatch-function-manager", "ImagePullBackOff", State::Error, "1/2", 0, "Back-off pulling image");
        row("dispatch-identity-manager", "Running", State::Ready, "2/2", 0, "");
        row("dispatch-image-manager", "ContainerCreating", State::Creating, "0/2", 0, "");
        row("dispatch-secret-store", "Running", State::Ready, "1/1", 3, "137 (OOMKilled)");
        row("dispatch-service-manager", "Unschedulable", State::Error, "0/1", 0, "Insufficient memory");
    }

    void looksPastThePhase()
    {
        QFETCH(QString, name);
        const Pod pod = recordedPod(name);
        QFETCH(QString, word);
        QCOMPARE(pod.status.word, word);
        QFETCH(int, state);
        QCOMPARE(static_cast<int>(pod.status.state), state);
        QFETCH(QString, ready);
        QCOMPARE(QStringLiteral("%1/%2").arg(pod.ready).arg(pod.wanted), ready);
        QFETCH(int, restarts);
        QCOMPARE(pod.restarts, restarts);
        QFETCH(QString, reason);
        QVERIFY2(pod.reason.contains(reason), qPrintable(pod.reason));
        QVERIFY(reason.isEmpty() == pod.reason.isEmpty());
        QCOMPARE(pod.nameSpace, QStringLiteral("dispatch"));
        QVERIFY(pod.created.isSet());
        QVERIFY(!pod.uid.isEmpty() && !pod.isOver);
    }

    void knowsContainers()
    {
        const Pod crashing = recordedPod(QStringLiteral("dispatch-event-manager"));
        QCOMPARE(crashing.containers.size(), 1U);
        QVERIFY(crashing.containers[0].hasPrevious);
        QCOMPARE(crashing.containers[0].lastExitCode, 1);
        QCOMPARE(crashing.labels.at(QStringLiteral("app")), QStringLiteral("event-manager"));
        const Pod healthy = recordedPod(QStringLiteral("dispatch-api-manager"));
        QVERIFY(!healthy.containers[0].hasPrevious);
        QCOMPARE(healthy.node, QStringLiteral("minikube"));
        const Pod pulling = recordedPod(QStringLiteral("dispatch-function-manager"));
        QCOMPARE(pulling.mainContainer(), QStringLiteral("function-manager"));
        QVERIFY(pulling.container(QStringLiteral("function-manager-docker"))->isRunning);
        // One that was asked for by its name comes alone.
        const auto alone = podsFromJson(recorded(QStringLiteral("kubectl-get-pod-crashloop.json")));
        QCOMPARE(alone->size(), 1U);
        QCOMPARE(alone->front(), crashing);
    }

    void judgesInOrder()
    {
        // On its way out, whatever else is wrong.
        QCOMPARE(
            podOf(quoted(
                      "{'metadata':{'name':'a','deletionTimestamp':'2026-03-02T09:14:05Z'},'status':{'phase':'Running',"
                      "'containerStatuses':[{'name':'c','state':{'waiting':{'reason':'CrashLoopBackOff'}}}]}}"))
                .status,
            (Status{State::Deleting, QStringLiteral("Terminating")}));
        const QByteArray init
            = quoted("{'metadata':{'name':'a'},'spec':{'initContainers':[{'name':'i'},{'name':'j'}],"
                     "'containers':[{'name':'c'}]},'status':{'phase':'Pending','initContainerStatuses':["
                     "{'name':'i','state':{'terminated':{'exitCode':0,'reason':'Completed'}}},"
                     "{'name':'j','state':%1}],"
                     "'containerStatuses':[{'name':'c','state':{'waiting':{'reason':'PodInitializing'}}}]}}");
        const auto withInit = [init](const char* state) { return QByteArray(init).replace("%1", quoted(state)); };
        QCOMPARE(podOf(withInit("{'running':{}}")).status, (Status{State::Creating, QStringLiteral("Init:1/2")}));
        QCOMPARE(podOf(withInit("{'waiting':{'reason':'CrashLoopBackOff'}}")).status,
                 (Status{State::Error, QStringLiteral("Init:CrashLoopBackOff")}));
        QCOMPARE(podOf(withInit("{'terminated':{'exitCode':3}}")).status,
                 (Status{State::Error, QStringLiteral("Init:ExitCode:3")}));
        QCOMPARE(podOf(withInit("{'terminated':{'exitCode':0,'reason':'Completed'}}")).status,
                 (Status{State::Creating, QStringLiteral("PodInitializing")}));
        const Pod evicted = podOf(quoted("{'metadata':{'name':'a'},'status':{'phase':'Failed','reason':'Evicted',"
                                         "'message':'The node was low on resource: memory.'}}"));
        QCOMPARE(evicted.status, (Status{State::Error, QStringLiteral("Evicted")}));
        QVERIFY(evicted.isOver && evicted.reason.contains(QLatin1String("low on resource")));
        const Pod done = podOf(quoted("{'metadata':{'name':'a'},'status':{'phase':'Succeeded','containerStatuses':["
                                      "{'name':'c','state':{'terminated':{'exitCode':0,'reason':'Completed'}}}]}}"));
        QCOMPARE(done.status, (Status{State::Initialized, QStringLiteral("Completed")}));
        QVERIFY(done.isOver);
        const Pod notReady = podOf(quoted(
            "{'metadata':{'name':'a'},'spec':{'containers':[{'name':'c'}]},"
            "'status':{'phase':'Running','conditions':[{'type':'Ready','status':'False','message':'unready: [c]'}],"
            "'containerStatuses':[{'name':'c','ready':false,'state':{'running':{}}}]}}"));
        QCOMPARE(notReady.status, (Status{State::Updating, QStringLiteral("Running")}));
        QCOMPARE(notReady.reason, QStringLiteral("unready: [c]"));
        QVERIFY(!podRemedy(QStringLiteral("Init:ImagePullBackOff")).isEmpty());
        QVERIFY(podRemedy(QStringLiteral("Running")).isEmpty());
    }

    void leavesSecretsOfTheEnvironmentBehind()
    {
        const Pod pod = podOf(quoted("{'metadata':{'name':'a'},'spec':{'containers':[{'name':'driver',"
                                     "'args':['--password=hunter2'],'env':[{'name':'TOKEN','value':'hunter2'}],'ports':"
                                     "[{'containerPort':80}]}]}}"));
        QCOMPARE(pod.containers.size(), 1U);
        QCOMPARE(pod.containers[0].ports, std::vector<int>{80});
        QVERIFY(!pod.containers[0].message.contains(QLatin1String("hunter2")));
        QVERIFY(!pod.reason.contains(QLatin1String("hunter2")));
    }

    void toleratesAnything()
    {
        QVERIFY(podsFromJson(recorded(QStringLiteral("kubectl-get-pods-empty.json")))->empty());
        for (const char* text : {"", "null", "[]", "{}", "7", "\"x\"", "Please enter Username: ", "{\"items\":7}"}) {
            QCOMPARE(podsFromJson(text).error().kind, FailureKind::Malformed);
            QCOMPARE(eventsFromJson(text).error().kind, FailureKind::Malformed);
            QCOMPARE(nodesFromJson(text).error().kind, FailureKind::Malformed);
            QCOMPARE(namespacesFromJson(text).error().kind, FailureKind::Malformed);
        }
        QVERIFY(podsFromJson(quoted("{'items':[null,3,'x',[]]}"))->empty());
        const auto bare = podsFromJson(quoted("{'items':[{}]}"));
        QCOMPARE(bare->size(), 1U);
        QCOMPARE(bare->front().status.word, QStringLiteral("Unknown"));
    }

    void readsNoHalfAnswer_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"kubectl-get-pods-dispatch.json", "kubectl-get-events-dispatch.json",
                                 "kubectl-get-nodes.json", "kubectl-get-ns-dispatch.json"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void readsNoHalfAnswer()
    {
        QFETCH(QString, name);
        const QByteArray whole = recorded(name).trimmed();
        QRandomGenerator random(7);
        for (int i = 0; i < 400; ++i) {
            const QByteArray part = whole.left(random.bounded(static_cast<int>(whole.size())));
            QVERIFY(!podsFromJson(part) && !eventsFromJson(part) && !nodesFromJson(part) && !namespacesFromJson(part));
        }
        QByteArray windows = whole;
        windows.replace("\n", "\r\n");
        QCOMPARE(podsFromJson(windows), podsFromJson(whole));
        // Whatever stands where something else should: an answer of as many rows, or a failure.
        const Json json = *parseJson(whole);
        for (int i = 0; i < 1'000; ++i) {
            Json spoiled = json;
            spoil(spoiled, random);
            spoil(spoiled, random);
            const QByteArray text = dumpJson(spoiled);
            const auto pods = podsFromJson(text);
            QVERIFY(!pods || pods->size() <= 20);
            const auto events = eventsFromJson(text);
            QVERIFY(!events || events->size() <= 20);
            QVERIFY(!nodesFromJson(text) || nodesFromJson(text)->size() <= 20);
            QVERIFY(!namespacesFromJson(text) || namespacesFromJson(text)->size() <= 20);
        }
    }

    void sortsEventsByTheTimesTheyHave()
    {
        const auto events = eventsFromJson(recorded(QStringLiteral("kubectl-get-events-dispatch.json")));
        QVERIFY(events && events->size() > 4);
        for (std::size_t i = 1; i < events->size(); ++i)
            QVERIFY((*events)[i - 1].last >= (*events)[i].last);
        QVERIFY(std::any_of(events->begin(), events->end(),
                            [](const KubernetesEvent& event) { return event.isWarning() && event.count > 1; }));
        const auto made = eventsFromJson(quoted(
            "{'items':["
            "{'metadata':{'uid':'none'}},"
            "{'metadata':{'uid':'old'},'lastTimestamp':'2026-03-02T09:00:00Z','count':3},"
            "{'metadata':{'uid':'micro'},'lastTimestamp':null,'eventTime':'2026-03-02T09:00:00.250000Z','note':'hm'},"
            "{'metadata':{'uid':'series'},'lastTimestamp':null,'eventTime':'2026-03-02T08:00:00.0Z',"
            "'series':{'count':9,'lastObservedTime':'2026-03-02T10:00:00.000001Z'}},"
            "{'metadata':{'uid':'made','creationTimestamp':'2026-03-02T07:00:00Z'},'lastTimestamp':7}]}"));
        QStringList order;
        for (const KubernetesEvent& event : *made)
            order << event.uid;
        QCOMPARE(order.join(u' '), QStringLiteral("series micro old made none"));
        QCOMPARE(made->at(0).count, 9);
        QCOMPARE(made->at(1).message, QStringLiteral("hm"));
    }

    void readsNodesAndNamespaces()
    {
        const auto nodes = nodesFromJson(recorded(QStringLiteral("kubectl-get-nodes.json")));
        QCOMPARE(nodes->size(), 1U);
        const KubernetesNode& node = nodes->front();
        QVERIFY(node.isReady && node.takesPods && node.pressures.isEmpty());
        QCOMPARE(node.kubelet, QStringLiteral("v1.15.12"));
        QCOMPARE(node.runtime, QStringLiteral("docker://20.10.8"));
        QCOMPARE(node.milliCpus, 4'000);
        QCOMPARE(node.memoryBytes, 6'041'600LL * 1024);
        const auto sick = nodesFromJson(quoted(
            "{'items':[{'metadata':{'name':'n'},'spec':{'unschedulable':true},"
            "'status':{'conditions':[{'type':'DiskPressure','status':'True'},{'type':'PIDPressure','status':'Unknown'},"
            "{'type':'Ready','status':'Unknown','message':'Kubelet stopped posting'}]}}]}"));
        QVERIFY(!sick->front().isReady && !sick->front().takesPods);
        QCOMPARE(sick->front().pressures, QStringList{QStringLiteral("DiskPressure")});
        QCOMPARE(sick->front().reason, QStringLiteral("Kubelet stopped posting"));
        const auto namespaces = namespacesFromJson(recorded(QStringLiteral("kubectl-get-ns-dispatch.json")));
        QCOMPARE(*namespaces, (std::vector<KubernetesNamespace>{{QStringLiteral("dispatch"), false}}));
        QCOMPARE(thousandthsOf(QStringLiteral("250m")), 250);
        QCOMPARE(thousandthsOf(QStringLiteral("1.5")), 1'500);
        QCOMPARE(thousandthsOf(QStringLiteral("2Gi")), 2LL * 1024 * 1024 * 1024 * 1'000);
        for (const char* bad : {"", "m", "Ki", "-1", "1e30", "nan", "4 cpus"})
            QVERIFY(!thousandthsOf(QLatin1String(bad)));
    }

    void saysWhatAFailureMeans_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("meaning");
        const auto row = [](const char* name, FailureKind kind, const char* meaning) {
            QTest::newRow(name) << QString::fromLatin1(name) << static_cast<int>(kind) << QString::fromLatin1(meaning);
        };
        row("kubectl-get-pods-forbidden.json", FailureKind::Forbidden, "may not");
        row("kubectl-refused.json", FailureKind::Unreachable, "does not answer");
        row("kubectl-refused-healthz.txt", FailureKind::Unreachable, "does not answer");
        row("kubectl-context-missing.txt", FailureKind::Unreachable, "does not know this cluster");
        row("kubectl-get-pod-notfound.json", FailureKind::NotFound, "not there");
        row("kubectl-get-ns-notfound.json", FailureKind::NotFound, "not there");
        row("kubectl-logs-notfound.txt", FailureKind::NotFound, "not there");
        row("kubectl-prompt.txt", FailureKind::Unauthorized, "no credentials");
        row("kubectl-top.txt", FailureKind::NotOnServer, "metrics-server");
        row("kubectl-logs-waiting.txt", FailureKind::Conflict, "has not started");
        row("kubectl-logs-previous-none.txt", FailureKind::NotFound, "no container before");
        row("kubectl-port-forward-busy.txt", FailureKind::Conflict, "local port");
        row("kubectl-port-forward-pending.txt", FailureKind::Conflict, "does not run");
        row("kubectl-port-forward-lost.txt", FailureKind::Unreachable, "was lost");
        row("kubectl-port-forward-notfound.txt", FailureKind::NotFound, "not there");
        row("kubectl-rollout-deadline.txt", FailureKind::ServerError, "in time");
    }

    void saysWhatAFailureMeans()
    {
        QFETCH(QString, name);
        const Failure failure
            = kubectlFailure(1, recorded(name), recorded(name + QStringLiteral(".stderr")), QStringLiteral("try it"));
        QFETCH(int, kind);
        QCOMPARE(static_cast<int>(failure.kind), kind);
        QFETCH(QString, meaning);
        QVERIFY2(failure.meaning.contains(meaning), qPrintable(failure.meaning));
        QCOMPARE(failure.tried, QStringLiteral("try it"));
        QVERIFY(!failure.remedy.isEmpty());
        QVERIFY2(!failure.cameBack.isEmpty() && !failure.cameBack.contains(QLatin1String("memcache.go")),
                 qPrintable(failure.cameBack));
    }

    void saysSomethingOfAnyFailure()
    {
        const Failure silent = kubectlFailure(7, {}, {}, QStringLiteral("x"));
        QCOMPARE(silent.kind, FailureKind::Process);
        QVERIFY(silent.cameBack.contains(u'7') && !silent.remedy.isEmpty());
        const Failure garbage = kubectlFailure(1, {}, QByteArray("\0\xff\xfe segfault", 12), QStringLiteral("x"));
        QCOMPARE(garbage.kind, FailureKind::Process);
        QVERIFY(kubectlWords("W1123 08:31:58.031577     959 x.go:1] only noise\n").contains(QLatin1String("noise")));
        QVERIFY(!kubectlWords("error: https://me:hunter2@host/ refused").contains(QLatin1String("hunter2")));
        QVERIFY(kubectlWords(QByteArray(1'000'000, '\n') + "last").size() < 100);
    }

    void hasASecondOpinion_data()
    {
        QTest::addColumn<QString>("dispatch");
        QTest::addColumn<int>("podState"); ///< -1 = no pod
        QTest::addColumn<QString>("podWord");
        QTest::addColumn<int>("ready");
        QTest::addColumn<int>("verdict");
        QTest::addColumn<QString>("says");
        const auto row
            = [](const char* dispatch, int state, const char* word, int ready, Verdict verdict, const char* says) {
                  QTest::addRow("%s, %s %d", dispatch, word, ready)
                      << QString::fromLatin1(dispatch) << state << QString::fromLatin1(word) << ready
                      << static_cast<int>(verdict) << QString::fromLatin1(says);
              };
        const int good = static_cast<int>(State::Ready);
        const int bad = static_cast<int>(State::Error);
        const int moving = static_cast<int>(State::Creating);
        const int leaving = static_cast<int>(State::Deleting);
        row("READY", good, "Running", 2, Verdict::Agrees, "2 of 2");
        row("READY", bad, "CrashLoopBackOff", 1, Verdict::Disagrees, "0 of 1 pods are available: CrashLoopBackOff");
        row("READY", bad, "ImagePullBackOff", 0, Verdict::Disagrees, "ImagePullBackOff");
        row("READY", leaving, "Terminating", 2, Verdict::Disagrees, "0 of 1");
        row("READY", -1, "", 0, Verdict::Disagrees, "no pod");
        row("ERROR", good, "Running", 2, Verdict::Disagrees, "but its pod");
        row("ERROR", bad, "ErrImagePull", 0, Verdict::Agrees, "ErrImagePull");
        row("ERROR", -1, "", 0, Verdict::Agrees, "no pod");
        row("CREATING", bad, "ImagePullBackOff", 0, Verdict::Disagrees, "cannot start");
        row("CREATING", moving, "ContainerCreating", 0, Verdict::Agrees, "starts");
        row("CREATING", -1, "", 0, Verdict::Unknown, "yet");
        row("UPDATING", good, "Running", 2, Verdict::Agrees, "2 of 2");
        row("DELETING", leaving, "Terminating", 1, Verdict::Agrees, "still there");
        row("DELETING", -1, "", 0, Verdict::Agrees, "no pod");
        row("SOMETHING", good, "Running", 2, Verdict::Unknown, "2 of 2");
        row("SOMETHING", bad, "Error", 0, Verdict::Unknown, "Error");
    }

    void hasASecondOpinion()
    {
        QFETCH(QString, dispatch);
        QFETCH(int, podState);
        QFETCH(QString, podWord);
        QFETCH(int, ready);
        std::vector<Pod> pods;
        if (podState >= 0)
            pods.push_back(driverPod(static_cast<State>(podState), qPrintable(podWord), ready));
        const DriverOpinion opinion = driverOpinion(statusFromWord(dispatch), pods);
        QFETCH(int, verdict);
        QVERIFY2(static_cast<int>(opinion.verdict) == verdict, qPrintable(opinion.says));
        QFETCH(QString, says);
        QVERIFY2(opinion.says.contains(says), qPrintable(opinion.says));
        QCOMPARE(opinion.pod.isEmpty(), pods.empty());
    }

    void listensToThePodThatWorks()
    {
        // While it is rolled out, the old one leaves and a new one cannot start: what counts is whether one works.
        const Pod leaving = driverPod(State::Deleting, "Terminating", 2);
        const Pod works = driverPod(State::Ready, "Running", 2);
        const Pod crashes = driverPod(State::Error, "CrashLoopBackOff", 1);
        QCOMPARE(driverOpinion(said("READY"), {leaving, crashes, works}).verdict, Verdict::Agrees);
        const DriverOpinion bad = driverOpinion(said("READY"), {leaving, crashes});
        QCOMPARE(bad.verdict, Verdict::Disagrees);
        QVERIFY(bad.says.contains(QLatin1String("0 of 2")) && bad.says.contains(QLatin1String("CrashLoopBackOff")));
        QVERIFY(!bad.remedy.isEmpty());
    }

    void asksByTheExactLabel()
    {
        const auto selector = [](const char* type, const QString& name) {
            return driverSelector(QStringLiteral("dispatch"), QLatin1String(type), name);
        };
        QCOMPARE(selector("ticker", QStringLiteral("mine")),
                 QStringLiteral("app=event-driver,name=event-driver-dispatch-ticker-mine"));
        QVERIFY(selector("ticker", QString(60, u'x')).isEmpty());
        QVERIFY(selector("ticker", QStringLiteral("a,b")).isEmpty());
        QVERIFY(selector("ticker", QStringLiteral("mine-")).isEmpty());
        const DriverOpinion never = impossibleDriver(said("READY"), QStringLiteral("event-driver-x"));
        QCOMPARE(never.verdict, Verdict::Disagrees);
        QVERIFY(never.says.contains(QLatin1String("63")));
        Failure refused;
        refused.meaning = QStringLiteral("It is stopped.");
        QCOMPARE(noDriverOpinion(refused).verdict, Verdict::Unknown);
        QVERIFY(noDriverOpinion(refused).says.contains(QLatin1String("stopped")));
    }

    void keepsRowsByUid()
    {
        PodTableModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setRows({named(QStringLiteral("b")), named(QStringLiteral("d")), named(QStringLiteral("f"))});
        const QPersistentModelIndex middle = model.index(1, 0);
        model.setRows({named(QStringLiteral("a")), named(QStringLiteral("c")), named(QStringLiteral("d"), 3),
                       named(QStringLiteral("e")), named(QStringLiteral("e"))});
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(middle.row(), 2);
        QCOMPARE(model.at(2)->restarts, 3);
        model.setFilter(QStringLiteral("pod-d"));
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(middle.isValid());
        QVERIFY(model.find(QStringLiteral("a")) != nullptr);
        model.setFilter({});
        model.sort(PodTableModel::RestartsColumn, Qt::DescendingOrder);
        QCOMPARE(middle.row(), 0);
        model.sort(-1);
        QCOMPARE(middle.row(), 2);
        // Again and again with others: rows stay what they are called.
        QRandomGenerator random(3);
        for (int round = 0; round < 200; ++round) {
            std::vector<Pod> pods;
            for (int i = 0; i < 26; ++i) {
                if (random.bounded(2) == 0)
                    pods.push_back(named(QString(QChar(u'a' + i)), random.bounded(3)));
            }
            model.setRows(pods);
            QCOMPARE(model.rowCount(), static_cast<int>(pods.size()));
            for (std::size_t i = 0; i < pods.size(); ++i)
                QCOMPARE(*model.at(static_cast<int>(i)), pods[i]);
        }
        QCOMPARE(resets.size(), 0);
    }

    void showsPodsAndEvents()
    {
        PodTableModel pods;
        pods.setRows(*podsFromJson(recorded(QStringLiteral("kubectl-get-pods-dispatch.json"))));
        QCOMPARE(pods.rowCount(), 7);
        const auto cell = [&pods](int row, int column) { return pods.index(row, column).data().toString(); };
        QCOMPARE(cell(1, PodTableModel::StateColumn), QStringLiteral("CrashLoopBackOff"));
        QCOMPARE(cell(1, PodTableModel::RestartsColumn), QStringLiteral("5"));
        QCOMPARE(cell(2, PodTableModel::ReadyColumn), QStringLiteral("1/2"));
        QVERIFY(pods.index(1, 0).data(Qt::AccessibleTextRole).toString().contains(QLatin1String("State: Crash")));
        KubernetesEventModel events;
        events.setRows(*eventsFromJson(recorded(QStringLiteral("kubectl-get-events-dispatch.json"))));
        QVERIFY(events.rowCount() > 4);
        events.setFilter(QStringLiteral("FailedScheduling"));
        QCOMPARE(events.rowCount(), 1);
        QVERIFY(events.index(0, KubernetesEventModel::MessageColumn)
                    .data()
                    .toString()
                    .contains(QLatin1String("Insufficient memory")));
    }
};

QTEST_GUILESS_MAIN(TestKubernetes)
#include "tst_kubernetes.moc"
