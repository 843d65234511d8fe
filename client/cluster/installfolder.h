// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QLockFile>
#include <QMap>
#include <QString>

#include <memory>

namespace client {

/// The folder in which Dispatch is installed in one cluster: only the user can look into it. The installer keeps
/// certificates and the configuration of the command line there.
struct InstallFolder
{
    QString path;

    bool operator==(const InstallFolder&) const = default;
    QString installFile() const { return path + QStringLiteral("/install.yaml"); }
    /// Holds the keys of the cluster: there for as long as the installer is at work; after a crash until the next start
    /// of the console.
    QString kubeconfig() const { return path + QStringLiteral("/kubeconfig"); }
    void removeKubeconfig() const;
    QString lockFile() const { return path + QStringLiteral("/lock"); }
    QString programs() const { return path + QStringLiteral("/bin"); }
    QString configFile() const { return path + QStringLiteral("/config.json"); }
    QString oldConfigFile() const { return configFile() + QStringLiteral(".before"); }
};

/// Makes the folder ready and holds it for as long as the lock lives: the install file (none when it is empty), a copy
/// of an earlier configuration, and links by which the installer finds these programs under their own names. Fails with
/// kind Conflict when another console is at work in it. For a worker.
models::Result<std::shared_ptr<QLockFile>> prepareInstallFolder(const InstallFolder& folder,
                                                                const QByteArray& installFile,
                                                                const QMap<QString, QString>& programs,
                                                                const QString& tried);

/// Removes what a console that was killed left of the keys of clusters, in each folder of `root` in which nobody is at
/// work. For a worker.
void sweepInstallFolders(const QString& root);

} // namespace client
