// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/installfolder.h"
#include "models/cluster/installfile.h"

#include <QStringList>

namespace client {

/// What the installer of Dispatch is asked to do in one cluster.
struct InstallOrder
{
    enum class Deed
    {
        Install,
        DryRun, ///< asks the cluster, changes nothing, and fails on one without Dispatch (contract minikube §5.3)
        Uninstall
    };

    Deed deed = Deed::Install;
    QString profile; ///< of minikube; also the context
    models::InstallFile file; ///< not for Uninstall
    QString workFolder; ///< of this profile
    QString chartsFolder = {}; ///< with charts of a checkout; empty = fetched
    int timeoutSeconds = 600; ///< for each chart
    bool ignoreFailedReleases = false;
    bool keepNamespaces = false; ///< of Uninstall

    InstallFolder folder() const { return {workFolder}; }
    /// As a part of a sentence, for failures.
    QString tried() const;
    /// Of the command line of Dispatch. Looks whether there is an install file.
    QStringList arguments() const;
};

} // namespace client
