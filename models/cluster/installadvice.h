// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cluster/clusterfix.h"
#include "models/cluster/helmlist.h"
#include "models/cluster/installoutput.h"
#include "models/failure.h"

namespace models {

/// What the end of `dispatch install` means.
struct InstallAdvice
{
    QString id; ///< of the line of the table, for tests and reports: "no-tiller"; empty = none fits
    Failure failure; ///< in words, with the next step
    ClusterFix fix = ClusterFix::None;
    QString subject; ///< what the fix is about: the releases to purge

    bool operator==(const InstallAdvice&) const = default;
};

/// Error text -> what to do (contract minikube §5.7). `errors` is its standard error as it came; secrets are to be out
/// of it. `tried` is the sentence part for the failure.
InstallAdvice installAdvice(const QString& errors, const InstallOutput& output, const QString& tried);
/// For one that ended with exit code 0 and still did not install everything; the id is empty when it did.
InstallAdvice emptyInstallAdvice(const InstallOutput& output, const QString& tried);
/// For one that says it installed everything: an exit code alone proves nothing. The id is empty when helm does not
/// know better of any of its releases.
InstallAdvice undeployedAdvice(const std::vector<HelmRelease>& releases, const InstallOutput& output,
                               const QString& tried);

/// The installer passes what helm and kubectl print as a format, which spoils their percent signs: `%!D(MISSING)` was
/// `%3D`.
QString unmangled(const QString& text);

} // namespace models
