// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/portforwards.h"
#include "tests/client/kubectlworld.h"

#include <QSignalSpy>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using client::PortForward;
using client::PortForwards;
using models::FailureKind;
using State = PortForward::State;

/// Forwards as processes that are ready, get lost, come back, and end when they are told to.
class TestPortForward final : public QObject
{
    Q_OBJECT

    static PortForward wanted(int localPort = 0)
    {
        PortForward forward;
        forward.context = QStringLiteral("lab");
        forward.nameSpace = QStringLiteral("ns");
        forward.pod = QStringLiteral("pod");
        forward.uid = QStringLiteral("u1");
        forward.remotePort = 80;
        forward.localPort = localPort;
        return forward;
    }

    /// Ready, until it gets SIGINT, like the real one.
    static QString ready(int port)
    {
        return QStringLiteral("echo $$ > $here/self\ntrap 'echo INT > $here/signal; exit 0' INT\n"
                              "echo 'Forwarding from 127.0.0.1:%1 -> 80'\nwhile :; do sleep 0.02; done\n")
            .arg(port);
    }

    static State stateOf(const PortForwards& forwards, int id) { return forwards.find(id)->state; }

    /// This process may open so many more files, as long as this lives.
    class FewFiles
    {
    public:
        explicit FewFiles(std::size_t left)
        {
            ::getrlimit(RLIMIT_NOFILE, &m_before);
            rlimit few = m_before;
            few.rlim_cur = 200;
            ::setrlimit(RLIMIT_NOFILE, &few);
            for (int file = ::open("/dev/null", O_RDONLY); file >= 0; file = ::open("/dev/null", O_RDONLY))
                m_files.push_back(file);
            for (; left > 0 && !m_files.empty(); --left) {
                ::close(m_files.back());
                m_files.pop_back();
            }
        }
        ~FewFiles()
        {
            for (const int file : m_files)
                ::close(file);
            ::setrlimit(RLIMIT_NOFILE, &m_before);
        }
        Q_DISABLE_COPY_MOVE(FewFiles)

    private:
        rlimit m_before = {};
        std::vector<int> m_files;
    };

private Q_SLOTS:
    void forwardsAPortUntilItIsStopped()
    {
        KubectlWorld world;
        world.when("port-forward", ready(45'951));
        PortForwards forwards(world.commands());
        QSignalSpy changed(&forwards, &PortForwards::changed);
        const int id = forwards.start(wanted());
        QCOMPARE(stateOf(forwards, id), State::Starting);
        QVERIFY(forwards.find(id)->address().isEmpty());
        QTRY_COMPARE(stateOf(forwards, id), State::Ready);
        QCOMPARE(forwards.find(id)->address(), QStringLiteral("127.0.0.1:45951"));
        QCOMPARE(forwards.liveCount(), 1);
        const QString call = world.calls("port-forward").constFirst();
        for (const char* word : {"--context=lab", "-n ns", "--address 127.0.0.1", "pod/pod :80"})
            QVERIFY2(call.contains(QLatin1String(word)), qPrintable(call));
        const pid_t self = world.process("self");
        forwards.stop(id);
        forwards.stop(id);
        QCOMPARE(stateOf(forwards, id), State::Stopping);
        QTRY_COMPARE(stateOf(forwards, id), State::Stopped);
        QCOMPARE(world.read(QStringLiteral("signal")).trimmed(), QByteArray("INT"));
        QVERIFY(!runs(self));
        QVERIFY(!forwards.find(id)->failure);
        QCOMPARE(forwards.liveCount(), 0);
        forwards.remove(id);
        QVERIFY(forwards.forwards().empty());
        QVERIFY(changed.size() >= 4);
    }

    void believesOnlyALineThatSaysSo()
    {
        KubectlWorld world;
        world.when("port-forward",
                   QStringLiteral("echo 'Forwarding from [::1]:5 -> 80'\necho 'Forwarding from 127.0.0.1:99999 -> 80'\n"
                                  "echo 'Forwarding from 127.0.0.1:x -> 80'\nprintf '\\377\\376\\n'\n"
                                  "while [ ! -f $here/go ]; do sleep 0.02; done\n"
                                  "echo 'Forwarding from 127.0.0.1:52367 -> 80'\nsleep 100\n"));
        PortForwards forwards(world.commands());
        const int id = forwards.start(wanted(52'367));
        QTRY_COMPARE(world.calls("port-forward").size(), 1);
        QVERIFY(world.calls("port-forward").constFirst().endsWith(QLatin1String("pod/pod 52367:80")));
        QTest::qWait(100);
        QCOMPARE(stateOf(forwards, id), State::Starting);
        world.write(QStringLiteral("go"), {});
        QTRY_COMPARE(stateOf(forwards, id), State::Ready);
        QCOMPARE(forwards.find(id)->localPort, 52'367);
    }

    void failsAtOnceWhereItCannotBegin_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* name, const char* recording, FailureKind kind) {
            QTest::newRow(name) << KubectlWorld::prints(recording, 1) << static_cast<int>(kind);
        };
        row("busy", "kubectl-port-forward-busy.txt", FailureKind::Conflict);
        row("not found", "kubectl-port-forward-notfound.txt", FailureKind::NotFound);
        row("pending", "kubectl-port-forward-pending.txt", FailureKind::Conflict);
        row("refused", "kubectl-refused.json", FailureKind::Unreachable);
        QTest::newRow("garbage") << QStringLiteral("head -c 3000 /dev/urandom; exit 0\n")
                                 << static_cast<int>(FailureKind::Process);
    }

    void failsAtOnceWhereItCannotBegin()
    {
        QFETCH(QString, script);
        QFETCH(int, kind);
        KubectlWorld world;
        world.when("port-forward", script);
        PortForwards forwards(world.commands());
        forwards.setFirstWait(10);
        const int id = forwards.start(wanted());
        QTRY_COMPARE(stateOf(forwards, id), State::Failed);
        QCOMPARE(static_cast<int>(forwards.find(id)->failure->kind), kind);
        QVERIFY(!forwards.find(id)->failure->remedy.isEmpty());
        QTest::qWait(100);
        QCOMPARE(world.calls("port-forward").size(), 1);
    }

    void failsInsideStart()
    {
        KubectlWorld world;
        QTRY_VERIFY(world.toolbox().isUsable(client::Tool::Kubectl));
        PortForwards forwards(world.commands());
        const FewFiles few(4); // two pipes to hear it, and then no process
        const int id = forwards.start(wanted());
        QCOMPARE(stateOf(forwards, id), State::Failed);
        QCOMPARE(forwards.find(id)->failure->kind, FailureKind::Process);
        QCOMPARE(forwards.liveCount(), 0);
    }

    /// Whoever hears of a forward may have no use for it.
    void isRemovedAsSoonAsItIsThere()
    {
        KubectlWorld world;
        PortForwards forwards(world.commands());
        connect(&forwards, &PortForwards::changed, &forwards, [&forwards] {
            if (!forwards.forwards().empty())
                forwards.remove(forwards.forwards().front().id);
        });
        forwards.start(wanted());
        QTRY_VERIFY(forwards.forwards().empty());
    }

    void connectsAgainOnTheSamePort()
    {
        KubectlWorld world;
        world.when("port-forward",
                   QStringLiteral("echo 'Forwarding from 127.0.0.1:45951 -> 80'\nwhile [ ! -f $here/lose ]; do sleep "
                                  "0.02; done\necho 'error: lost connection to pod' >&2; exit 1\n"));
        PortForwards forwards(world.commands());
        forwards.setFirstWait(10);
        const int id = forwards.start(wanted());
        QTRY_COMPARE(stateOf(forwards, id), State::Ready);
        bool wasLost = false;
        connect(&forwards, &PortForwards::changed, this, [&] {
            const PortForward* const forward = forwards.find(id);
            wasLost = wasLost
                || (forward->state == State::Retrying && forward->failure->meaning.contains(QLatin1String("lost"))
                    && forward->address() == QLatin1String("127.0.0.1:45951"));
        });
        world.when("port-forward", ready(45'951));
        world.write(QStringLiteral("lose"), {});
        QTRY_VERIFY(wasLost);
        QTRY_COMPARE(stateOf(forwards, id), State::Ready);
        QVERIFY(!forwards.find(id)->failure);
        QVERIFY(world.calls("port-forward").constLast().endsWith(QLatin1String("pod/pod 45951:80")));
    }

    void triesAgainUntilThePodIsGone()
    {
        KubectlWorld world;
        world.when("port-forward",
                   QStringLiteral("echo 'Forwarding from 127.0.0.1:45951 -> 80'\necho 'error: lost "
                                  "connection to pod' >&2; sleep 0.05; exit 1\n"));
        PortForwards forwards(world.commands());
        forwards.setFirstWait(5);
        const int id = forwards.start(wanted());
        QTRY_VERIFY(world.calls("port-forward").size() >= 3);
        world.when("port-forward", KubectlWorld::prints("kubectl-port-forward-notfound.txt", 1));
        QTRY_COMPARE(stateOf(forwards, id), State::Failed);
        QCOMPARE(forwards.find(id)->failure->kind, FailureKind::NotFound);
        QCOMPARE(forwards.liveCount(), 0);
    }

    void noticesThatThePodIsGone_data()
    {
        QTest::addColumn<QString>("pod");
        QTest::newRow("gone") << KubectlWorld::isGone();
        QTest::newRow("another one") << KubectlWorld::pod("u2");
    }

    /// Some kubectls do not say so by themselves.
    void noticesThatThePodIsGone()
    {
        QFETCH(QString, pod);
        KubectlWorld world;
        world.when("port-forward", ready(45'951));
        world.when("get pod", KubectlWorld::pod("u1"));
        PortForwards forwards(world.commands());
        forwards.setCheckInterval(30);
        const int id = forwards.start(wanted());
        QTRY_COMPARE(stateOf(forwards, id), State::Ready);
        QTRY_VERIFY(world.calls("get pod").size() >= 2);
        QCOMPARE(stateOf(forwards, id), State::Ready);
        // A cluster that does not answer proves nothing.
        world.when("get pod", KubectlWorld::prints("kubectl-refused.json", 1));
        const qsizetype asked = world.calls("get pod").size();
        QTRY_VERIFY(world.calls("get pod").size() >= asked + 2);
        QCOMPARE(stateOf(forwards, id), State::Ready);
        const pid_t self = world.process("self");
        world.when("get pod", pod);
        QTRY_COMPARE(stateOf(forwards, id), State::Failed);
        QVERIFY(forwards.find(id)->failure->meaning.contains(QLatin1String("gone")));
        QTRY_VERIFY(!runs(self));
    }

    void givesUpOneThatHangs()
    {
        KubectlWorld world;
        world.when("port-forward", QStringLiteral("echo $$ > $here/self; sleep 100\n"));
        PortForwards forwards(world.commands());
        forwards.setPatience(300);
        const int id = forwards.start(wanted());
        QTRY_COMPARE(stateOf(forwards, id), State::Failed);
        QCOMPARE(forwards.find(id)->failure->kind, FailureKind::TimedOut);
        QTRY_VERIFY(!runs(world.process("self")));
    }

    void endsAllWithItself()
    {
        KubectlWorld world;
        world.when("port-forward", ready(45'951));
        pid_t self = 0;
        {
            PortForwards forwards(world.commands());
            const int id = forwards.start(wanted());
            QTRY_COMPARE(stateOf(forwards, id), State::Ready);
            self = world.process("self");
            QVERIFY(runs(self));
            // Removing stops first.
            forwards.remove(id);
            QVERIFY(forwards.find(id) != nullptr);
            QTRY_VERIFY(forwards.forwards().empty());
            QTRY_VERIFY(!runs(self));
            const int next = forwards.start(wanted());
            QTRY_COMPARE(stateOf(forwards, next), State::Ready);
            self = world.process("self");
        }
        QTRY_VERIFY(!runs(self));
    }
};

QTEST_GUILESS_MAIN(TestPortForward)
#include "tst_portforward.moc"
