// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace models {

/// What can be done about a finding of the preflight or a failed installation. Some the console does itself, some are
/// commands to copy, because they change a cluster in ways that people should see first.
enum class ClusterFix
{
    None,
    StartCluster,
    RecreateCluster, ///< with the Kubernetes version that the charts were written for
    ChooseDispatch,
    ChooseHelm,
    ChooseKubectl,
    ChooseMinikube,
    ChooseOpenSsl,
    CopyHelmInit,
    CopyHelmUpgrade,
    CopyTillerBinding,
    CopyPurge,
    CopyHelmClean,
    CopyImageLoad,
    CopyNoProxy,
    CopyStorageAddon,
    ReplaceRepositories,
    UseClusterAddress, ///< in the install file
    UseLocalDispatch,
    CheckForm,
    Uninstall,
    ShowPods
};

/// The label of its button; empty for None.
QString fixTitle(ClusterFix fix);
/// The commands of a fix that is copied, with the profile and whatever it is about; empty for one that the console does
/// itself.
QString fixCommands(ClusterFix fix, const QString& profile, const QString& subject = {});

/// The Kubernetes that the charts of Dispatch 0.1.24 were written for, at its newest, and the newest minikube that
/// makes a cluster of it (contract minikube §5.4).
inline constexpr const char* kClassicKubernetes = "v1.15.12";
inline constexpr const char* kClassicMinikube = "v1.24.0";

} // namespace models
