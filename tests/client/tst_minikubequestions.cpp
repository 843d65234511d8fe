// SPDX-License-Identifier: Apache-2.0
#include "clustersworld.h"

#include <QTest>

/// What is asked of minikube by the way: addresses, add-ons, services, logs, a tunnel.
class TestMinikubeQuestions final : public QObject
{
    Q_OBJECT

    using Console = ClustersWorld::Console;

    static QByteArray textOf(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void init() { m_world = std::make_unique<ClustersWorld>(); }

    void cleanup()
    {
        const bool isUnknown = m_world->standins.isUnknownCall();
        m_world.reset();
        QVERIFY(!isUnknown);
    }

    void answersTheSmallQuestions()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(m_world->folder.path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        const client::Minikube minikube = console.clusters.minikube();
        QCOMPARE(told(minikube.ip(QStringLiteral("lab"))).value(), QStringLiteral("192.168.49.2"));
        QVERIFY(told(minikube.addons(QStringLiteral("lab"))).value().size() > 20);
        QVERIFY(told(minikube.addonNames()).value().contains(QStringLiteral("ingress")));
        QVERIFY(told(minikube.drivers()).value().contains(QStringLiteral("docker")));
        QVERIFY(!told(minikube.services(QStringLiteral("lab"), {})).value().empty());
        QVERIFY(!told(minikube.config()).value().isEmpty());
        const QString file = m_world->folder.filePath(QStringLiteral("lab.log"));
        QVERIFY(told(minikube.saveLogs(QStringLiteral("lab"), file)).value() > 100);
        QCOMPARE(QFile::permissions(file) & (QFile::ReadOther | QFile::ReadGroup), QFile::Permissions());
        QVERIFY(!told(minikube.saveLogs(QStringLiteral("lab"), QStringLiteral("/no/such/folder/x"))));
        m_world->standins.setProfileState(QStringLiteral("lab"), QStringLiteral("Stopped"));
        QVERIFY(!told(minikube.ip(QStringLiteral("lab"))));
        QVERIFY(!told(minikube.services(QStringLiteral("lab"), {})));
    }

    void masksSecretsInSavedLogs()
    {
        Console console(m_world->folder.path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        m_world->standins.replaceTool(QStringLiteral("minikube"),
                                      "#!/bin/sh\necho '==> kubelet <=='\necho 'join with token: hunter22hunter22'\n"
                                      "echo 'the password=hunter22 is refused' >&2\necho 'the end'\n");
        const QString file = m_world->folder.filePath(QStringLiteral("lab.log"));
        QVERIFY(told(console.clusters.minikube().saveLogs(QStringLiteral("lab"), file)));
        const QByteArray text = textOf(file);
        QVERIFY(text.contains("the end"));
        QVERIFY(text.contains("token: "));
        QVERIFY(!text.contains("hunter22"));
        QVERIFY(!text.contains("cut off"));
    }

    void saysWhenThereAreNoLogsOrMore()
    {
        Console console(m_world->folder.path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        const QString file = m_world->folder.filePath(QStringLiteral("lab.log"));
        m_world->standins.replaceTool(QStringLiteral("minikube"),
                                      "#!/bin/sh\necho 'X Exiting due to GUEST_STATUS: no answer' >&2\nexit 80\n");
        const auto failed = told(console.clusters.minikube().saveLogs(QStringLiteral("lab"), file));
        QVERIFY(!failed);
        QVERIFY(failed.error().cameBack.contains(QLatin1String("no answer")));
        QVERIFY(!QFile::exists(file));
        m_world->standins.replaceTool(QStringLiteral("minikube"),
                                      "#!/bin/sh\nhead -c 17000000 /dev/zero | tr '\\0' A | fold -w 10000\n");
        QVERIFY(told(console.clusters.minikube().saveLogs(QStringLiteral("lab"), file)));
        const QByteArray last = textOf(file).trimmed().split('\n').last();
        QVERIFY2(last.contains("cut off") && last.contains("minikube logs -p lab --file="), last.constData());
    }

    void saysWhyThereAreNoContexts()
    {
        Console console(m_world->folder.path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        m_world->standins.replaceTool(QStringLiteral("kubectl"),
                                      "#!/bin/sh\necho half\necho 'error: error loading config file' >&2\nexit 1\n");
        const auto contexts = told(console.clusters.minikube().contexts());
        QVERIFY(!contexts);
        QVERIFY(contexts.error().cameBack.contains(QLatin1String("error loading config file")));
    }

    void keepsTunnelAndDashboardUntilTheyAreStopped()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        Console console(m_world->folder.path());
        QTRY_VERIFY(!console.clusters.toolbox().isLooking());
        using Kind = client::StandingCommand::Kind;
        client::StandingCommand& dashboard = console.clusters.standing(Kind::Dashboard, QStringLiteral("lab"));
        dashboard.start();
        QTRY_VERIFY(dashboard.address().startsWith(QLatin1String("http://127.0.0.1:")));
        dashboard.stop();
        QTRY_VERIFY(!dashboard.isRunning());
        QVERIFY(!dashboard.failure());
        m_world->standins.scenario(QStringLiteral("tunnel=already-running"));
        client::StandingCommand& tunnel = console.clusters.standing(Kind::Tunnel, QStringLiteral("lab"));
        tunnel.start();
        QTRY_VERIFY(tunnel.failure());
        QCOMPARE(tunnel.failure()->code, 111);
    }

private:
    std::unique_ptr<ClustersWorld> m_world;
};

QTEST_GUILESS_MAIN(TestMinikubeQuestions)
#include "tst_minikubequestions.moc"
