// SPDX-License-Identifier: Apache-2.0
#include "clusterworld.h"
#include "uiworld.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPlainTextEdit>

/// What fails with a cluster, as a card that a person can act on.
class TestClusterFailures final : public QObject
{
    Q_OBJECT

    using Console = ClusterWorld::Console;

    /// The reason that the recording of a failed start ends with.
    static QString idIn(const QString& name)
    {
        QFile file(QStringLiteral(DISPATCH_SOURCE_DIR "/tests/recordings/cluster/start-fail-%1.jsonl").arg(name));
        QString id;
        while (file.isOpen() || file.open(QIODevice::ReadOnly)) {
            if (file.atEnd())
                break;
            const auto event = models::minikubeEventFrom(file.readLine().trimmed());
            if (event && event->isFatal())
                id = event->name;
        }
        return id;
    }

private Q_SLOTS:
    void init() { m_world = std::make_unique<ClusterWorld>(); }

    void cleanup()
    {
        const bool isUnknown = m_world->standins.isUnknownCall();
        m_world.reset();
        QVERIFY(!isUnknown);
    }

    void explainsAFailureWithTheNextStep_data()
    {
        QTest::addColumn<QString>("sign"); ///< in the card
        QTest::addColumn<QString>("button"); ///< empty = there is none
        QTest::newRow("docker-not-running")
            << QStringLiteral("Cannot connect to the Docker daemon") << QStringLiteral("Try again");
        QTest::newRow("docker-permission") << QStringLiteral("permission denied") << QStringLiteral("Try again");
        QTest::newRow("docker-not-installed")
            << QStringLiteral("PROVIDER_DOCKER_NOT_FOUND") << QStringLiteral("Show the tools");
        QTest::newRow("memory-over-system")
            << QStringLiteral("RSRC_OVER_ALLOC_MEM") << QStringLiteral("Change the settings…");
        QTest::newRow("guest-provision") << QStringLiteral("GUEST_PROVISION") << QStringLiteral("Delete it…");
        QTest::newRow("docker-storage") << QStringLiteral("docker system prune") << QStringLiteral("Try again");
        const auto row = [](const char* name, const char* button) {
            QTest::newRow(name) << idIn(QLatin1String(name)) << QString::fromUtf8(button);
        };
        row("k8s-too-old", "Change the settings…");
        row("k8s-downgrade", "Delete it…");
        row("driver-mismatch", "Delete it…");
        row("driver-unsupported", "Show the tools");
        row("no-driver", "Show the tools");
        for (const char* name :
             {"as-root", "cpus", "docker-desktop-memory", "memory-low", "memory-over-docker", "profile-name"})
            row(name, "Change the settings…");
    }

    void explainsAFailureWithTheNextStep()
    {
        QFETCH(QString, sign);
        QFETCH(QString, button);
        m_world->standins.addProfile(QStringLiteral("lab"), QStringLiteral("Stopped"));
        m_world->standins.scenario(QStringLiteral("start=fail-%1").arg(QLatin1String(QTest::currentDataTag())));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("stopped"));
        console.click("cluster.start");
        QTRY_VERIFY(console.isShown("cluster.failure"));
        const QString words = console.text("cluster.failure.title") + console.text("cluster.failure.words");
        QVERIFY2(words.contains(sign), qPrintable(words));
        QCOMPARE(part<QAbstractButton>(console.window, "cluster.failure.remedy")->text().remove(u'&'), button);
        QVERIFY(!console.isShown("cluster.failure.raw"));
        console.click("cluster.failure.showRaw");
        QVERIFY(console.isShown("cluster.failure.raw"));
        QVERIFY(part<QPlainTextEdit>(console.window, "cluster.failure.raw")
                    ->toPlainText()
                    .contains(QLatin1String("minikube")));
        UiWorld::picture(console.window, QStringLiteral("cluster-failure-") + QLatin1String(QTest::currentDataTag()));
        console.click("cluster.failure.copy");
        QVERIFY(QGuiApplication::clipboard()->text().contains(sign));
        console.click("cluster.failure.dismiss");
        QTRY_VERIFY(!console.isShown("cluster.failure"));
    }

    /// What else can go wrong, with each of the actions.
    void explainsWhatElseFails_data()
    {
        QTest::addColumn<QString>("before"); ///< the state of the profile
        QTest::addColumn<QByteArray>("button");
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QString>("sign");
        const auto row
            = [](const char* name, const char* before, const char* button, const char* scenario, const char* sign) {
                  QTest::newRow(name) << QString::fromLatin1(before) << QByteArray(button)
                                      << QString::fromLatin1(scenario) << QString::fromLatin1(sign);
              };
        row("killed", "Stopped", "cluster.start", "start=kill:7", "killed");
        row("kubeconfig not ours", "Stopped", "cluster.start",
            "start=exit:37:X Exiting due to HOST_KUBECONFIG_PERMISSION: cannot write", "kubeconfig cannot be written");
        row("no virtualisation", "Stopped", "cluster.start",
            "start=exit:38:X Exiting due to HOST_VIRT_UNAVAILABLE: VT-x is off", "virtual machines");
        row("stop", "Running", "cluster.stop", "stop=exit:82:X Exiting due to GUEST_STOP_TIMEOUT: no answer",
            "GUEST_STOP_TIMEOUT");
        row("pause", "Running", "cluster.pause", "pause=exit:80:X Exiting due to GUEST_PAUSE: no answer",
            "GUEST_PAUSE");
        row("unpause", "Paused", "cluster.unpause", "unpause=exit:80:X Exiting due to GUEST_UNPAUSE: no answer",
            "GUEST_UNPAUSE");
        row("hidden in garbage", "Running", "cluster.stop", "stop=exit:1:complete nonsense", "complete nonsense");
    }

    void explainsWhatElseFails()
    {
        QFETCH(QString, before);
        QFETCH(QByteArray, button);
        QFETCH(QString, scenario);
        QFETCH(QString, sign);
        m_world->standins.addProfile(QStringLiteral("lab"), before);
        m_world->standins.scenario(scenario);
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, button.constData())->isEnabled());
        console.click(button.constData());
        QTRY_VERIFY(console.isShown("cluster.failure"));
        const QString words = console.text("cluster.failure.title") + console.text("cluster.failure.words");
        QVERIFY2(words.contains(sign), qPrintable(words));
    }

    void startsInSpiteOfGarbage()
    {
        m_world->standins.addProfile(QStringLiteral("lab"), QStringLiteral("Stopped"));
        m_world->standins.scenario(QStringLiteral("start=garbage"));
        Console console(*m_world);
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.start")->isEnabled());
        console.click("cluster.start");
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
    }

    void showsWhatHasNoClusterBehindIt_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("next"); ///< empty = there is no button
        QTest::newRow("Invalid") << QStringLiteral("broken") << QStringLiteral("Delete it…");
        QTest::newRow("HostMissing") << QStringLiteral("machine missing") << QStringLiteral("Start a new one");
        QTest::newRow("DockerDown") << QStringLiteral("driver down") << QString();
        QTest::newRow("InsufficientStorage") << QStringLiteral("disk full") << QStringLiteral("Save the logs…");
        QTest::newRow("ApiserverStopped") << QStringLiteral("degraded") << QStringLiteral("Start it again");
    }

    void showsWhatHasNoClusterBehindIt()
    {
        QFETCH(QString, word);
        QFETCH(QString, next);
        m_world->standins.addProfile(QStringLiteral("lab"), QLatin1String(QTest::currentDataTag()));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), word);
        QTRY_VERIFY(console.isShown("cluster.hint"));
        QCOMPARE(console.isShown("cluster.next"), !next.isEmpty());
        if (!next.isEmpty())
            QCOMPARE(part<QAbstractButton>(console.window, "cluster.next")->text().remove(u'&'), next);
    }

    /// Nobody is taken away from what is before him by what fails elsewhere.
    void tellsOfAFailureElsewhere()
    {
        m_world->standins.addProfile(QStringLiteral("lab"), QStringLiteral("Stopped"));
        m_world->standins.addProfile(QStringLiteral("other"));
        m_world->standins.scenario(
            QStringLiteral("start=slow:1000,start@lab=exit:80:X Exiting due to GUEST_START: token: hunter22hunter22"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("stopped"));
        console.choose(QStringLiteral("lab"));
        QTRY_VERIFY(part<QAbstractButton>(console.window, "cluster.start")->isEnabled());
        console.click("cluster.start");
        console.choose(QStringLiteral("other"));
        auto* bar = part<ui::MessageBar>(console.window, "cluster.message");
        QTRY_VERIFY(bar->showsFailure());
        QVERIFY(!console.isShown("cluster.failure"));
        part<QAbstractButton>(*bar, "message.details")->click();
        const QString details = part<QPlainTextEdit>(*bar, "message.report")->toPlainText();
        QVERIFY2(details.contains(QLatin1String("token: ")), qPrintable(details));
        QVERIFY2(!details.contains(QLatin1String("hunter22")), qPrintable(details));
        part<QAbstractButton>(*bar, "message.remedy")->click();
        QTRY_VERIFY(console.isShown("cluster.failure"));
    }

    void saysWhatIsWrongWithMinikube_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<bool>("isProgram");
        QTest::addColumn<QString>("sign");
        QTest::newRow("too old") << QByteArray("#!/bin/sh\necho '{\"minikubeVersion\":\"v1.2.0\"}'\n") << true
                                 << QStringLiteral("older than");
        QTest::newRow("garbage") << QByteArray("#!/bin/sh\necho what?\n") << true << QStringLiteral("what?");
        QTest::newRow("killed") << QByteArray("#!/bin/sh\nkill -KILL $$\n") << true
                                << QStringLiteral("does not tell its version");
        QTest::newRow("hanging") << QByteArray("#!/bin/sh\nexec sleep 100\n") << true
                                 << QStringLiteral("does not tell its version");
        QTest::newRow("no program") << QByteArray("words\n") << false << QStringLiteral("not a program");
    }

    void saysWhatIsWrongWithMinikube()
    {
        QFETCH(QByteArray, script);
        QFETCH(bool, isProgram);
        QFETCH(QString, sign);
        m_world->standins.replaceTool(QStringLiteral("minikube"), script);
        const QString path = m_world->standins.bin() + QStringLiteral("/minikube");
        Console console(*m_world, ClusterWorld::Opens::Nothing);
        if (!isProgram) {
            QVERIFY(QFile::setPermissions(path, QFile::ReadOwner));
            console.clusters.toolbox().choose(client::Tool::Minikube, path);
        }
        console.click("start.cluster");
        auto* bar = part<ui::MessageBar>(console.window, "cluster.message");
        QTRY_VERIFY(bar->isVisible());
        QVERIFY2(bar->text().contains(sign), qPrintable(bar->text()));
        QVERIFY(!part<QAbstractButton>(console.window, "cluster.create")->isEnabled());
    }

    void saysWhyAStateIsNotKnown()
    {
        m_world->standins.addProfile(QStringLiteral("lab"));
        m_world->standins.scenario(QStringLiteral("status=exit:7:boom"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("unknown"));
        QTRY_VERIFY(console.text("cluster.hint").contains(QLatin1String("does not say how it is: boom")));
        m_world->standins.scenario({});
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        QVERIFY(!console.isShown("cluster.hint"));
    }

    void triesAgain()
    {
        m_world->standins.addProfile(QStringLiteral("lab"), QStringLiteral("Stopped"));
        m_world->standins.scenario(QStringLiteral("start=fail-docker-not-running"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("stopped"));
        console.click("cluster.start");
        QTRY_VERIFY(console.isShown("cluster.failure"));
        m_world->standins.scenario({});
        console.click("cluster.failure.remedy");
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
        QVERIFY(!console.isShown("cluster.failure"));
    }

    void repairsTheContext()
    {
        m_world->standins.addProfile(QStringLiteral("lab"), QStringLiteral("Misconfigured"));
        Console console(*m_world);
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("misconfigured"));
        QTRY_VERIFY(console.isShown("cluster.next"));
        console.click("cluster.next");
        QTRY_COMPARE(console.state(QStringLiteral("lab")), QStringLiteral("running"));
    }

private:
    std::unique_ptr<ClusterWorld> m_world;
};

QTEST_MAIN(TestClusterFailures)
#include "tst_clusterfailures.moc"
