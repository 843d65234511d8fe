// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/preflightjudges.h"

#include <QCoreApplication>

#include <array>

namespace models {

namespace {

#define WORD(text) QT_TRANSLATE_NOOP("models::Preflight", text)

constexpr Version kNewestMinikube{1, 24, 0};
constexpr const char* kServices = "10.96.0.0/12"; ///< where the services of a minikube are

constexpr std::array<ClusterFix, PreflightFacts::ToolCount> kChoices
    = {ClusterFix::ChooseDispatch, ClusterFix::ChooseHelm, ClusterFix::ChooseKubectl, ClusterFix::ChooseOpenSsl,
       ClusterFix::ChooseMinikube};

bool isContainerDriver(const QString& driver)
{
    return driver == QLatin1String("docker") || driver == QLatin1String("podman");
}

/// One that exists and is old enough needs no old minikube any more.
bool isClassicCluster(const PreflightFacts& facts)
{
    const auto version = facts.kubernetes();
    return version && *version < kTooNew;
}

std::optional<quint32> numberOf(const QString& address)
{
    quint32 number = 0;
    const QStringList parts = address.split(u'.');
    if (parts.size() != 4)
        return std::nullopt;
    for (const QString& part : parts) {
        bool isNumber = false;
        const uint value = part.toUInt(&isNumber);
        if (!isNumber || value > 255)
            return std::nullopt;
        number = number << 8 | value;
    }
    return number;
}

bool isInNetwork(const QString& network, const QString& address)
{
    constexpr int kBits = 32;
    const auto inside = numberOf(address);
    const auto base = numberOf(network.section(u'/', 0, 0));
    bool isNumber = false;
    const int length = network.section(u'/', 1).toInt(&isNumber);
    if (!inside || !base || !isNumber || length < 0 || length > kBits)
        return false;
    const quint32 mask = length == 0 ? 0 : ~quint32(0) << (kBits - length);
    return (*inside & mask) == (*base & mask);
}

} // namespace

Finding judgeToolOf(const PreflightFacts& facts, PreflightFacts::Tool tool)
{
    const ToolFact& found = facts.tools[tool];
    Finding finding;
    finding.isPending = found.isLooking;
    if (finding.isPending)
        return finding;
    const QString version = found.version ? found.version->text() + QStringLiteral(", ") : QString();
    if (found.isUsable)
        return {PreflightVerdict::Good, version + found.path};
    finding.verdict = PreflightVerdict::Bad;
    finding.fix = kChoices[tool];
    if (found.path.isEmpty()) {
        finding.found = preflightWords(WORD("not found"));
        finding.remedy = preflightWords(WORD("Say where it is, or get it: %1")).arg(found.said);
    } else {
        finding.found = preflightWords(WORD("%1%2 cannot be used: %3")).arg(version, found.path, found.said);
        finding.remedy = preflightWords(WORD("Choose another."));
    }
    return finding;
}

Finding judgeMinikube(const PreflightFacts& facts)
{
    const ToolFact& found = facts.tools[PreflightFacts::Minikube];
    if (!found.version || found.isLooking) {
        Finding finding;
        finding.isPending = found.isLooking;
        return finding;
    }
    if (isClassicCluster(facts))
        return {PreflightVerdict::Good,
                preflightWords(WORD("%1; the cluster is there already, and old enough")).arg(found.version->text())};
    if (*found.version <= kNewestMinikube)
        return {PreflightVerdict::Good, found.version->text()};
    // Of a cluster that nobody has asked about yet nobody knows whether it is old enough.
    if (!facts.kubernetes() && facts.settings.is != Fact<ClusterProfile>::Is::Unknown)
        return openFinding(facts.settings);
    return {PreflightVerdict::Bad,
            preflightWords(WORD("%1, which makes no cluster with Kubernetes 1.15")).arg(found.version->text()),
            preflightWords(WORD("Choose minikube %1 or older to create the cluster with."))
                .arg(QLatin1String(kClassicMinikube)),
            ClusterFix::ChooseMinikube};
}

Finding judgeCgroup(const PreflightFacts& facts)
{
    if (!facts.hasCgroup2)
        return {PreflightVerdict::Good, preflightWords(WORD("version 1"))};
    if (!facts.settings.isKnown())
        return {PreflightVerdict::Warning,
                preflightWords(WORD("version 2: Kubernetes 1.15 runs on this machine in a virtual machine only")),
                preflightWords(WORD("Create the cluster with a driver such as kvm2 or virtualbox."))};
    if (!isContainerDriver(facts.settings.value.driver))
        return {PreflightVerdict::Good, preflightWords(WORD("version 2 here; the virtual machine has its own"))};
    if (isClassicCluster(facts) && answersKubectl(facts.state))
        return {PreflightVerdict::Good, preflightWords(WORD("version 2, and the cluster runs all the same"))};
    return {PreflightVerdict::Bad,
            preflightWords(WORD("version 2: a kubelet before 1.19 does not run in a container here")),
            preflightWords(WORD(
                "Create the cluster with a driver such as kvm2 or virtualbox, or start this machine with cgroup v1.")),
            ClusterFix::RecreateCluster};
}

Finding judgeFolder(const PreflightFacts& facts)
{
    if (facts.folder.is == Fact<QString>::Is::Unknown)
        return {PreflightVerdict::Bad, facts.folder.said,
                preflightWords(WORD("Make room or give yourself the right to write there."))};
    if (!facts.folder.isKnown())
        return openFinding(facts.folder);
    return {PreflightVerdict::Good,
            facts.hasOldConfig
                ? preflightWords(WORD("%1; the configuration of an earlier installation is kept beside the new one"))
                      .arg(facts.folder.value)
                : facts.folder.value};
}

Finding judgeProxy(const PreflightFacts& facts)
{
    if (facts.httpProxy.isEmpty())
        return {PreflightVerdict::Good, preflightWords(WORD("none"))};
    QStringList missing;
    if (!facts.address.isEmpty() && !isWithoutProxy(facts.noProxy, facts.address))
        missing << facts.address;
    if (!facts.noProxy.split(u',').contains(QLatin1String(kServices)))
        missing << QLatin1String(kServices);
    if (missing.isEmpty())
        return {PreflightVerdict::Good, preflightWords(WORD("set, and not for the cluster"))};
    return {PreflightVerdict::Warning,
            preflightWords(WORD("set, also for what is in the cluster: %1")).arg(missing.join(QStringLiteral(", "))),
            preflightWords(WORD("Add these to NO_PROXY, and start the console and the cluster again.")),
            ClusterFix::CopyNoProxy, missing.join(u',')};
}

#undef WORD

bool isWithoutProxy(const QString& noProxy, const QString& address)
{
    for (const QString& entry : noProxy.split(u',', Qt::SkipEmptyParts)) {
        const QString one = entry.trimmed();
        if (one == QLatin1String("*") || one == address || isInNetwork(one, address))
            return true;
        if (one.startsWith(u'.') && address.endsWith(one))
            return true;
    }
    return false;
}

} // namespace models
