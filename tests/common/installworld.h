// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/dispatchinstaller.h"
#include "tests/common/runs.h"
#include "tests/common/standins.h"

#include <QSignalSpy>
#include <QTest>

/// A cluster of stand-ins that the original installer could work on, and the way to their commands.
class InstallWorld
{
public:
    InstallWorld() { addCluster(QStringLiteral("v1.15.12")); }

    void addCluster(const QString& kubernetes)
    {
        StandinProfile profile;
        profile.name = name;
        profile.driver = QStringLiteral("kvm2");
        profile.kubernetes = kubernetes;
        profile.address = address;
        standins.addProfile(profile);
        standins.setContext(QStringLiteral("another"));
    }

    bool findTools()
    {
        toolbox.look();
        return QTest::qWaitFor([this] { return !toolbox.isLooking(); }, 30'000);
    }

    QString workFolder() const { return folder.filePath(QStringLiteral("work/lab")); }

    /// An installation of what a new file says, into the folder of the world.
    client::InstallOrder order() const
    {
        client::InstallOrder made;
        made.profile = name;
        made.file = models::InstallFile::forHost(address);
        models::replaceRepositories(made.file, true);
        made.workFolder = workFolder();
        return made;
    }

    static client::InstallOutcome ended(client::DispatchInstaller& installer, const client::InstallOrder& order)
    {
        QSignalSpy spy(&installer, &client::DispatchInstaller::finished);
        installer.start(order);
        if (!spy.wait(kPatience))
            qWarning("it did not end");
        return installer.outcome();
    }

    /// Everything that was logged, in one text.
    QString logged() const
    {
        QStringList all;
        for (const client::CommandRecord& record : log.records())
            all << record.words << record.tried << record.problem << log.outputOf(record.number);
        return all.join(u'\n');
    }

    /// Those processes of the stand-ins that still run.
    std::vector<qint64> alive() const
    {
        std::vector<qint64> processes;
        for (const StandinCall& call : standins.calls()) {
            if (!call.exitCode && runs(call.process))
                processes.push_back(call.process);
        }
        return processes;
    }

    const QString name = QStringLiteral("lab");
    const QString address = QStringLiteral("192.168.39.47");
    Standins standins;
    QTemporaryDir folder;
    client::Toolbox toolbox{folder.filePath(QStringLiteral("tools"))};
    client::CommandLog log;
    client::Commands commands{toolbox, log};
};
