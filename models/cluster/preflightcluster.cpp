// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/preflightjudges.h"

#include <QCoreApplication>

namespace models {

namespace {

#define WORD(text) QT_TRANSLATE_NOOP("models::Preflight", text)

constexpr Version kOldest{1, 10, 0};
constexpr Version kOldestForPatched{1, 19, 0}; ///< ingresses of networking.k8s.io/v1
constexpr int kCpus = 4;
constexpr int kMemoryMegabytes = 6'144;
constexpr int kLeastMemoryMegabytes = 4'096;
constexpr int kDiskMegabytes = 51'200;
constexpr const char* kApi = "extensions/v1beta1";

QString recreate()
{
    return preflightWords(
               WORD("Create a cluster with Kubernetes %1. That needs minikube %2 or older, and a driver with a "
                    "virtual machine (kvm2, virtualbox, hyperkit) or a machine with cgroup v1. Or take another "
                    "way of installing."))
        .arg(QLatin1String(kClassicKubernetes), QLatin1String(kClassicMinikube));
}

Finding judgePatched(const Version& version)
{
    if (version < kOldestForPatched)
        return {PreflightVerdict::Warning, version.text(),
                preflightWords(WORD("Charts for a current Kubernetes ask for 1.19 or newer."))};
    return {PreflightVerdict::Good, version.text()};
}

} // namespace

Finding judgeState(const PreflightFacts& facts)
{
    const QString word = wordOf(facts.state);
    if (facts.state == ClusterState::Running)
        return {PreflightVerdict::Good, word};
    Finding finding{PreflightVerdict::Bad, word, hintOf(facts.state)};
    finding.isPending = isMoving(facts.state);
    switch (facts.state) {
    case ClusterState::Unknown:
        finding.verdict = PreflightVerdict::Unknown;
        break;
    case ClusterState::Absent:
    case ClusterState::Broken:
    case ClusterState::HostMissing:
        finding.fix = ClusterFix::RecreateCluster;
        break;
    case ClusterState::Stopped:
    case ClusterState::Paused:
    case ClusterState::Degraded:
        finding.fix = ClusterFix::StartCluster;
        break;
    default:
        break;
    }
    return finding;
}

Finding judgeDriver(const PreflightFacts& facts)
{
    if (!facts.settings.isKnown())
        return openFinding(facts.settings);
    const QString driver = facts.settings.value.driver;
    if (answersKubectl(facts.state) || facts.state == ClusterState::Paused)
        return {PreflightVerdict::Good, driver};
    if (facts.state == ClusterState::DriverDown)
        return {PreflightVerdict::Bad, preflightWords(WORD("%1 does not answer")).arg(driver), hintOf(facts.state)};
    return {PreflightVerdict::Unknown, driver, preflightWords(WORD("Starting the cluster tells whether it works."))};
}

Finding judgeResources(const PreflightFacts& facts)
{
    if (!facts.settings.isKnown())
        return openFinding(facts.settings);
    const ClusterProfile& has = facts.settings.value;
    const QString found = preflightWords(WORD("%1 processors, %2 MB memory, %3 MB disk"))
                              .arg(has.cpus)
                              .arg(has.memoryMegabytes)
                              .arg(has.diskMegabytes);
    if (has.cpus >= kCpus && has.memoryMegabytes >= kMemoryMegabytes && has.diskMegabytes >= kDiskMegabytes)
        return {PreflightVerdict::Good, found};
    const bool isHopeless = has.memoryMegabytes < kLeastMemoryMegabytes;
    return {
        isHopeless ? PreflightVerdict::Bad : PreflightVerdict::Warning, found,
        preflightWords(WORD("Dispatch wants %1 processors, %2 MB memory and %3 MB disk. A cluster keeps what it was "
                            "created with: create it again."))
            .arg(kCpus)
            .arg(kMemoryMegabytes)
            .arg(kDiskMegabytes),
        ClusterFix::RecreateCluster};
}

Finding judgeContext(const PreflightFacts& facts)
{
    if (!facts.contexts.isKnown())
        return openFinding(facts.contexts);
    if (facts.contexts.value.contains(facts.profile))
        return {PreflightVerdict::Good,
                preflightWords(WORD("%1; the installer gets a file of its own with this one only")).arg(facts.profile)};
    return {PreflightVerdict::Bad, preflightWords(WORD("there is no context %1")).arg(facts.profile),
            preflightWords(WORD("Start the cluster again, which writes it.")), ClusterFix::StartCluster};
}

Finding judgeKubernetes(const PreflightFacts& facts)
{
    // Of a cluster that is stopped its settings tell.
    const auto version = facts.kubernetes();
    if (!version)
        return facts.settings.isOpen() ? openFinding(facts.settings) : openFinding(facts.server);
    if (facts.method == InstallMethod::PatchedCharts)
        return judgePatched(*version);
    if (*version >= kTooNew)
        return {PreflightVerdict::Bad,
                preflightWords(WORD("%1: the charts of the installer need 1.10 to 1.15")).arg(version->text()),
                recreate(), ClusterFix::RecreateCluster};
    if (*version < kOldest)
        return {PreflightVerdict::Warning, version->text(),
                preflightWords(WORD("The charts were tried with 1.10 to 1.15."))};
    return {PreflightVerdict::Good, version->text()};
}

Finding judgeApis(const PreflightFacts& facts)
{
    if (!facts.apiVersions.isKnown())
        return openFinding(facts.apiVersions);
    const bool isThere = facts.apiVersions.value.contains(QLatin1String(kApi));
    const bool isTooNew = facts.server.isKnown() && facts.server.value >= kTooNew;
    // Until 1.21 the group was still there, without the deployments.
    if (isThere && !isTooNew)
        return {PreflightVerdict::Good, QLatin1String(kApi)};
    return {PreflightVerdict::Bad,
            isThere ? preflightWords(WORD("%1 without deployments, which the charts ask for")).arg(QLatin1String(kApi))
                    : preflightWords(WORD("no %1, which the charts ask for")).arg(QLatin1String(kApi)),
            recreate(), ClusterFix::RecreateCluster};
}

Finding judgeNodes(const PreflightFacts& facts)
{
    if (!facts.nodes.isKnown())
        return openFinding(facts.nodes);
    const NodesFact& nodes = facts.nodes.value;
    if (nodes.count == 0 || !nodes.notReady.isEmpty())
        return {PreflightVerdict::Bad,
                preflightWords(WORD("not ready: %1")).arg(nodes.notReady.join(QStringLiteral(", "))),
                preflightWords(WORD("Wait until the nodes are ready, or start the cluster again."))};
    if (!nodes.pressed.isEmpty())
        return {PreflightVerdict::Bad, nodes.pressed.join(QStringLiteral(", ")),
                preflightWords(WORD("The node runs out of it: pods are turned away. Make room, or create a larger "
                                    "cluster.")),
                ClusterFix::RecreateCluster};
    for (const QString& runtime : nodes.runtimes) {
        if (!runtime.startsWith(QLatin1String("docker://")))
            return {PreflightVerdict::Bad, runtime,
                    preflightWords(WORD("Create the cluster with the container runtime docker: others refuse the image "
                                        "registry in the cluster, which has no TLS.")),
                    ClusterFix::RecreateCluster};
    }
    return {PreflightVerdict::Good,
            preflightWords(WORD("%1 ready, %2")).arg(nodes.count).arg(nodes.runtimes.join(QStringLiteral(", ")))};
}

Finding judgeStorage(const PreflightFacts& facts)
{
    const bool isWanted = facts.file.flag(QStringLiteral("dispatch.persistData"))
        || facts.file.flag(QStringLiteral("postgresql.persistence"))
        || facts.file.flag(QStringLiteral("rabbitmq.persistence"));
    if (!isWanted)
        return {PreflightVerdict::NotNeeded, preflightWords(WORD("no data is kept on disk"))};
    if (!facts.storage.isKnown())
        return openFinding(facts.storage);
    if (facts.storage.value)
        return {PreflightVerdict::Good, preflightWords(WORD("there is a default storage class"))};
    return {PreflightVerdict::Bad, preflightWords(WORD("no default storage class")),
            preflightWords(WORD("Turn the add-on default-storageclass on, or keep no data.")),
            ClusterFix::CopyStorageAddon};
}

Finding judgeNodePorts(const PreflightFacts& facts)
{
    if (!facts.settings.isKnown())
        return openFinding(facts.settings);
    const QString driver = facts.settings.value.driver;
    if (!facts.isLinux && (driver == QLatin1String("docker") || driver == QLatin1String("podman")))
        return {PreflightVerdict::Bad,
                preflightWords(WORD("the driver %1 hides the ports of the cluster here")).arg(driver),
                preflightWords(WORD("Forward the ports of the pods of the ingress and of kongproxy, and connect to "
                                    "those."))};
    return {PreflightVerdict::Good, preflightWords(WORD("at its address; tried after the installation"))};
}

#undef WORD

} // namespace models
