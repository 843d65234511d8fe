// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/clusterfix.h"

#include <QCoreApplication>

#include <algorithm>

namespace models {

namespace {

#define WORD(text) QT_TRANSLATE_NOOP("models::ClusterFix", text)

struct Fix
{
    ClusterFix fix;
    const char* title;
    const char* commands = nullptr; ///< %1 the profile, %2 the subject
};

constexpr Fix kFixes[] = {
    {ClusterFix::StartCluster, WORD("Start the cluster")},
    {ClusterFix::RecreateCluster, WORD("Create a cluster…")},
    {ClusterFix::ChooseDispatch, WORD("Choose dispatch…")},
    {ClusterFix::ChooseHelm, WORD("Choose helm…")},
    {ClusterFix::ChooseKubectl, WORD("Choose kubectl…")},
    {ClusterFix::ChooseMinikube, WORD("Choose minikube…")},
    {ClusterFix::ChooseOpenSsl, WORD("Choose openssl…")},
    {ClusterFix::CopyHelmInit, WORD("Copy the commands"),
     "kubectl --context=%1 -n kube-system create serviceaccount tiller\n"
     "kubectl --context=%1 create clusterrolebinding tiller-cluster-rule --clusterrole=cluster-admin "
     "--serviceaccount=kube-system:tiller\n"
     "helm --kube-context %1 init --service-account tiller --stable-repo-url https://charts.helm.sh/stable --wait\n"},
    {ClusterFix::CopyHelmUpgrade, WORD("Copy the command"),
     "helm --kube-context %1 init --upgrade --service-account tiller --stable-repo-url "
     "https://charts.helm.sh/stable --wait\n"},
    {ClusterFix::CopyTillerBinding, WORD("Copy the commands"),
     "kubectl --context=%1 -n kube-system create serviceaccount tiller\n"
     "kubectl --context=%1 create clusterrolebinding tiller-cluster-rule --clusterrole=cluster-admin "
     "--serviceaccount=kube-system:tiller\n"
     "kubectl --context=%1 -n kube-system patch deploy tiller-deploy "
     "-p '{\"spec\":{\"template\":{\"spec\":{\"serviceAccount\":\"tiller\"}}}}'\n"},
    {ClusterFix::CopyPurge, WORD("Copy the command"), "helm --kube-context %1 delete --purge %2\n"},
    {ClusterFix::CopyHelmClean, WORD("Copy the commands"),
     "helm repo remove stable\nhelm repo add stable https://charts.helm.sh/stable\n"},
    {ClusterFix::CopyImageLoad, WORD("Copy the command"), "minikube -p %1 image load %2\n"},
    {ClusterFix::CopyNoProxy, WORD("Copy the command"), "export NO_PROXY=\"$NO_PROXY,%2\"\n"},
    {ClusterFix::CopyStorageAddon, WORD("Copy the command"), "minikube -p %1 addons enable default-storageclass\n"},
    {ClusterFix::ReplaceRepositories, WORD("Use today's repositories")},
    {ClusterFix::UseClusterAddress, WORD("Use its address")},
    {ClusterFix::UseLocalDispatch, WORD("Use the local Dispatch")},
    {ClusterFix::CheckForm, WORD("To the settings")},
    {ClusterFix::Uninstall, WORD("Uninstall…")},
    {ClusterFix::ShowPods, WORD("Show the pods")},
};

#undef WORD

const Fix* find(ClusterFix fix)
{
    const auto* const found
        = std::find_if(std::begin(kFixes), std::end(kFixes), [fix](const Fix& one) { return one.fix == fix; });
    return found == std::end(kFixes) ? nullptr : found;
}

} // namespace

QString fixTitle(ClusterFix fix)
{
    const Fix* const found = find(fix);
    return found ? QCoreApplication::translate("models::ClusterFix", found->title) : QString();
}

QString fixCommands(ClusterFix fix, const QString& profile, const QString& subject)
{
    const Fix* const found = find(fix);
    QString commands = found && found->commands ? QString::fromLatin1(found->commands) : QString();
    // Not one after the other: a name may have a % in it.
    commands.replace(QLatin1String("%1"), QLatin1String("\x01"));
    commands.replace(QLatin1String("%2"), QLatin1String("\x02"));
    commands.replace(QLatin1String("\x01"), profile);
    return commands.replace(QLatin1String("\x02"), subject);
}

} // namespace models
