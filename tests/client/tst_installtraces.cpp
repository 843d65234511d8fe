// SPDX-License-Identifier: Apache-2.0
#include "tests/common/installworld.h"

#include <QSignalSpy>
#include <QTest>

using client::DispatchInstaller;
using client::InstallOrder;
using client::InstallOutcome;

/// What an installation leaves behind, and what it must not: keys, passwords, processes.
class TestInstallTraces final : public QObject
{
    Q_OBJECT

    static QFile::Permissions othersMay(const QString& path)
    {
        constexpr QFile::Permissions kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
            | QFile::WriteOther | QFile::ExeOther;
        return QFile::permissions(path) & kOthers;
    }

    static QByteArray read(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void worksInItsOwnClusterOnly()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        DispatchInstaller installer(world.commands);
        const QString kubeconfig = world.workFolder() + QStringLiteral("/kubeconfig");
        QByteArray used;
        QFile::Permissions usedBy;
        connect(&installer, &DispatchInstaller::changed, this, [&] {
            if (installer.phase() != DispatchInstaller::Phase::Running || !used.isEmpty())
                return;
            used = read(kubeconfig);
            usedBy = othersMay(kubeconfig);
        });
        QVERIFY(InstallWorld::ended(installer, world.order()).isGood);
        QVERIFY(used.contains("current-context: lab") && !usedBy);
        bool isSeen = false;
        for (const StandinCall& call : world.standins.calls(QStringLiteral("dispatch"))) {
            if (call.arguments.first() != QLatin1String("install"))
                continue;
            isSeen = true;
            QCOMPARE(call.environment.at(QStringLiteral("KUBECONFIG")), kubeconfig);
        }
        QVERIFY(isSeen);
        QVERIFY(!othersMay(world.workFolder() + QStringLiteral("/install.yaml")));
        QVERIFY(!othersMay(world.workFolder()));
    }

    void leavesNoKeysOfTheClusterBehind_data()
    {
        QTest::addColumn<bool>("isCancelled");
        QTest::newRow("recorded") << false;
        QTest::newRow("fail-no-tiller") << false;
        QTest::newRow("hang:5") << true;
    }

    void leavesNoKeysOfTheClusterBehind()
    {
        QFETCH(bool, isCancelled);
        InstallWorld world;
        QVERIFY(world.findTools());
        if (QLatin1String(QTest::currentDataTag()) != QLatin1String("recorded"))
            world.standins.scenario(QStringLiteral("install=%1").arg(QLatin1String(QTest::currentDataTag())));
        const QString kubeconfig = world.workFolder() + QStringLiteral("/kubeconfig");
        DispatchInstaller installer(world.commands);
        bool wasThere = false;
        connect(&installer, &DispatchInstaller::changed, this, [&] {
            wasThere = wasThere || QFile::exists(kubeconfig);
            if (isCancelled && installer.output().current() > 0)
                installer.cancel();
        });
        QCOMPARE(InstallWorld::ended(installer, world.order()).isCancelled, isCancelled);
        QVERIFY(wasThere);
        QVERIFY(!QFile::exists(kubeconfig));
    }

    void leavesNoKeysBehindWhenItGoes()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.scenario(QStringLiteral("install=hang:5"));
        const QString kubeconfig = world.workFolder() + QStringLiteral("/kubeconfig");
        {
            DispatchInstaller installer(world.commands);
            installer.start(world.order());
            QTRY_VERIFY(installer.output().current() > 0);
            QVERIFY(QFile::exists(kubeconfig));
            // Held up by the first, this one has nothing to tidy up.
            DispatchInstaller second(world.commands);
            QVERIFY(!InstallWorld::ended(second, world.order()).isGood);
            QVERIFY(QFile::exists(kubeconfig));
        }
        QVERIFY(!QFile::exists(kubeconfig));
    }

    void sweepsWhatAKilledConsoleLeft()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.scenario(QStringLiteral("install=hang:5"));
        DispatchInstaller installer(world.commands);
        installer.start(world.order());
        QTRY_VERIFY(installer.output().current() > 0);
        const QString atWork = world.workFolder() + QStringLiteral("/kubeconfig");
        const QString left = world.folder.filePath(QStringLiteral("work/left"));
        QVERIFY(QFile::exists(atWork) && QDir().mkpath(left));
        QFile keys(left + QStringLiteral("/kubeconfig"));
        QVERIFY(keys.open(QIODevice::WriteOnly));
        client::sweepInstallFolders(world.folder.filePath(QStringLiteral("work")));
        QVERIFY(!keys.exists());
        QVERIFY(QFile::exists(atWork));
    }

    void keepsTheConfigurationOfBefore()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        QVERIFY(QDir().mkpath(world.workFolder()));
        QFile old(world.workFolder() + QStringLiteral("/config.json"));
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("{\"contexts\":{}}") > 0);
        old.close();
        DispatchInstaller installer(world.commands);
        QVERIFY(InstallWorld::ended(installer, world.order()).isGood);
        QCOMPARE(read(world.workFolder() + QStringLiteral("/config.json.before")), QByteArray("{\"contexts\":{}}"));
    }

    void cancelsInTheMiddleAndLeavesNoChild()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.scenario(QStringLiteral("install=hang:9"));
        DispatchInstaller installer(world.commands);
        QSignalSpy spy(&installer, &DispatchInstaller::finished);
        installer.start(world.order());
        QTRY_VERIFY(installer.output().doneCharts() >= 1);
        QVERIFY(!world.alive().empty());
        installer.cancel();
        QVERIFY(spy.count() == 1 || spy.wait(kPatience));
        QVERIFY(installer.outcome().isCancelled && !installer.outcome().isGood);
        QTRY_VERIFY(world.alive().empty());
        QVERIFY(!installer.isRunning());
        // The next one is not held up by it.
        world.standins.scenario({});
        QVERIFY(InstallWorld::ended(installer, world.order()).isGood);
    }

    void leavesNothingBehindWhenItGoes()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.scenario(QStringLiteral("install=hang:5"));
        {
            DispatchInstaller installer(world.commands);
            installer.start(world.order());
            QTRY_VERIFY(installer.output().current() > 0);
        }
        QTRY_VERIFY(world.alive().empty());
    }

    void keepsSecretsOfPodsOutOfTheLog()
    {
        InstallWorld world;
        world.standins.replaceTool(
            QStringLiteral("kubectl"),
            "#!/bin/sh\ncase \"$*\" in\n*'config view'*) echo 'current-context: lab';;\n"
            "*'get pods'*) echo '{\"items\":[{\"metadata\":{\"name\":\"p\",\"namespace\":\"dispatch\"},\"spec\":{'\n"
            "echo "
            "'\"containers\":[{\"name\":\"c\",\"env\":[{\"name\":\"USER\",\"value\":\"hunter2\"}]}]},\"status\":{'\n"
            "echo '\"phase\":\"Pending\",\"containerStatuses\":[{\"name\":\"c\",\"state\":{\"waiting\":{'\n"
            "echo '\"reason\":\"ImagePullBackOff\"}}}]}}]}';;\n"
            "*) echo '{\"clientVersion\":{\"gitVersion\":\"v1.15.12\"}}';;\nesac\n");
        QVERIFY(world.findTools());
        world.standins.scenario(QStringLiteral("install=hang:5"));
        DispatchInstaller installer(world.commands);
        installer.setPodRhythm(100);
        installer.start(world.order());
        QTRY_VERIFY(!installer.waits().empty());
        QSignalSpy spy(&installer, &DispatchInstaller::finished);
        installer.cancel();
        QVERIFY(spy.count() == 1 || spy.wait(kPatience));
        QVERIFY(world.logged().contains(QLatin1String("pods")));
        QVERIFY(!world.logged().contains(QLatin1String("hunter2")));
    }

    void isHeldUpByAnotherConsole()
    {
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.scenario(QStringLiteral("install=hang:5"));
        DispatchInstaller first(world.commands);
        first.start(world.order());
        QTRY_VERIFY(first.output().current() > 0);
        DispatchInstaller second(world.commands);
        const InstallOutcome outcome = InstallWorld::ended(second, world.order());
        QVERIFY(!outcome.isGood);
        QCOMPARE(outcome.advice.failure.kind, models::FailureKind::Conflict);
        QSignalSpy spy(&first, &DispatchInstaller::finished);
        first.cancel();
        QVERIFY(spy.wait(kPatience));
    }

    void keepsPasswordsOutOfEveryLog_data()
    {
        QTest::addColumn<QString>("secret");
        QTest::newRow("a word") << QStringLiteral("tr0ub4dor-and-3");
        QTest::newRow("signs that end words") << QStringLiteral("hunter2&blue,sky;tr0ub4dor");
        QTest::newRow("several words") << QStringLiteral("correct horse tr0ub4dor staple");
    }

    void keepsPasswordsOutOfEveryLog()
    {
        QFETCH(QString, secret);
        InstallWorld world;
        QVERIFY(world.findTools());
        world.standins.replaceTool(
            QStringLiteral("dispatch"),
            QStringLiteral("#!/bin/sh\ncase $1 in version) echo v0.1.24; exit 0;; esac\n"
                           "echo 'Installing postgresql helm chart'\necho 'the word is %1'\n"
                           "echo 'debug: helm upgrade --set postgresPassword=%1 --set a.cookieSecret=abcdefgh'\n"
                           "echo 'Error installing postgres chart: --set postgresPassword=%1: 403 Forbidden %1' >&2\n"
                           "exit 1\n")
                .arg(secret)
                .toUtf8());
        InstallOrder made = world.order();
        made.file.set(QStringLiteral("postgresql.password"), secret);
        DispatchInstaller installer(world.commands);
        const InstallOutcome outcome = InstallWorld::ended(installer, made);
        QVERIFY(!outcome.isGood);
        QStringList shown(installer.lines().begin(), installer.lines().end());
        shown << outcome.advice.failure.report() << QString::fromUtf8(outcome.advice.failure.raw);
        QVERIFY(shown.size() > 3);
        // Nor a part of it.
        const QString part = QStringLiteral("tr0ub4dor");
        QVERIFY2(!shown.join(u'\n').contains(part), qPrintable(shown.join(u'\n')));
        QVERIFY(!shown.join(u'\n').contains(QLatin1String("abcdefgh")));
        QVERIFY(read(world.workFolder() + QStringLiteral("/install.yaml")).contains(secret.toUtf8()));
        QVERIFY(world.logged().contains(QLatin1String("the word is ")));
        QVERIFY2(!world.logged().contains(part), qPrintable(world.logged()));
    }
};

QTEST_GUILESS_MAIN(TestInstallTraces)
#include "tst_installtraces.moc"
