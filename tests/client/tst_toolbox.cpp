// SPDX-License-Identifier: Apache-2.0
#include "clustersworld.h"

#include <QTest>

using client::FoundTool;
using client::Tool;
using models::ClusterState;

/// What is found of minikube and its like, and what they are given along.
class TestToolbox final : public QObject
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

    void findsTools()
    {
        Console console(m_world->folder.path());
        const client::Toolbox& tools = console.clusters.toolbox();
        QTRY_VERIFY(!tools.isLooking());
        QVERIFY(tools.isUsable(Tool::Minikube));
        QCOMPARE(tools.found(Tool::Minikube).path, m_world->standins.bin() + QStringLiteral("/minikube"));
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
        m_world->standins.replaceTool(program, script);
        client::Toolbox tools(m_world->folder.path());
        tools.look();
        QTRY_VERIFY(!tools.isLooking());
        QTEST(static_cast<int>(tools.found(static_cast<Tool>(tool)).verdict), "verdict");
    }

    /// Nobody is kept waiting by "Look again".
    void keepsAVerdictWhileItAsksAnew()
    {
        client::Toolbox tools(m_world->folder.path());
        tools.look();
        QTRY_VERIFY(!tools.isLooking());
        const QString answers = m_world->folder.filePath(QStringLiteral("answers"));
        m_world->standins.replaceTool(QStringLiteral("minikube"),
                                      QStringLiteral("#!/bin/sh\nwhile [ ! -e '%1' ]; do sleep 0.05; done\n"
                                                     "echo '{\"minikubeVersion\":\"v1.2.0\"}'\n")
                                          .arg(answers)
                                          .toUtf8());
        m_world->standins.removeTool(QStringLiteral("helm"));
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

    void keepsAPathChosenByHand()
    {
        m_world->standins.removeTool(QStringLiteral("helm"));
        const QString mine = m_world->folder.filePath(QStringLiteral("my helm"));
        QFile file(mine);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\necho v3.9.1\n");
        file.close();
        {
            client::Toolbox tools(m_world->folder.path());
            tools.look();
            QCOMPARE(tools.found(Tool::Helm).verdict, FoundTool::Verdict::Missing);
            tools.choose(Tool::Helm, mine);
            QCOMPARE(tools.found(Tool::Helm).verdict, FoundTool::Verdict::NotExecutable);
            QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
            tools.choose(Tool::Helm, mine);
            QTRY_COMPARE(tools.found(Tool::Helm).verdict, FoundTool::Verdict::Good);
            QTRY_VERIFY(QFile::exists(m_world->folder.filePath(QStringLiteral("tools.json"))));
        }
        client::Toolbox again(m_world->folder.path());
        again.look();
        QTRY_COMPARE(again.found(Tool::Helm).verdict, FoundTool::Verdict::Good);
        QVERIFY(again.found(Tool::Helm).isChosen);
        QVERIFY(again.environment().value(QStringLiteral("PATH")).contains(m_world->folder.path()));
    }

    void passesTheEnvironmentOn()
    {
        qputenv("NO_PROXY", "192.168.49.0/24");
        qputenv("KUBECONFIG", QFile::encodeName(m_world->folder.filePath(QStringLiteral("kube"))));
        Console console(m_world->folder.path());
        QTRY_VERIFY(console.clusters.watch().asOf() > 0);
        const auto calls = m_world->standins.calls(QStringLiteral("minikube"));
        QVERIFY(!calls.empty());
        auto environment = calls.back().environment;
        QCOMPARE(environment[QStringLiteral("NO_PROXY")], QStringLiteral("192.168.49.0/24"));
        QVERIFY(environment[QStringLiteral("KUBECONFIG")].endsWith(QLatin1String("kube")));
        QCOMPARE(environment[QStringLiteral("LC_ALL")], QStringLiteral("C"));
        qunsetenv("NO_PROXY");
    }

    void worksWithTheMinikubeOfDispatch()
    {
        m_world->standins.scenario(QStringLiteral("version=old"));
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(m_world->folder.path());
        QTRY_COMPARE(console.stateOf(QStringLiteral("lab")), ClusterState::Running);
        QCOMPARE(console.clusters.toolbox().found(Tool::Minikube).version->text(), QStringLiteral("v1.24.0"));
        const auto services
            = told(console.clusters.minikube().services(QStringLiteral("lab"), QStringLiteral("192.168.49.2")));
        QVERIFY(services && !services->empty());
    }

private:
    std::unique_ptr<ClustersWorld> m_world;
};

QTEST_GUILESS_MAIN(TestToolbox)
#include "tst_toolbox.moc"
