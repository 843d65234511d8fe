// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/installorder.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace client {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(client::InstallOrder)
};

} // namespace

QString InstallOrder::tried() const
{
    switch (deed) {
    case Deed::Install:
        return Words::tr("install Dispatch in the cluster %1").arg(profile);
    case Deed::DryRun:
        return Words::tr("try an installation in the cluster %1").arg(profile);
    case Deed::Uninstall:
        return Words::tr("uninstall Dispatch from the cluster %1").arg(profile);
    }
    return {};
}

QStringList InstallOrder::arguments() const
{
    const InstallFolder place = folder();
    if (deed == Deed::Uninstall) {
        QStringList words = {QStringLiteral("uninstall")};
        if (QFileInfo::exists(place.installFile()))
            words << QStringLiteral("--file") << place.installFile();
        if (keepNamespaces)
            words << QStringLiteral("--keep-namespaces");
        return words;
    }
    QStringList words = {QStringLiteral("install"),
                         QStringLiteral("--file"),
                         place.installFile(),
                         QStringLiteral("-d"),
                         place.path,
                         QStringLiteral("-t"),
                         QString::number(timeoutSeconds)};
    if (!chartsFolder.isEmpty())
        words << QStringLiteral("--charts-dir") << chartsFolder;
    if (ignoreFailedReleases)
        words << QStringLiteral("--ignore-helm-check");
    if (deed == Deed::DryRun)
        words << QStringLiteral("--dry-run");
    return words;
}

} // namespace client
