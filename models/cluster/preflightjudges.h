// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cluster/preflight.h"

namespace models {

inline constexpr Version kTooNew{1, 16, 0}; ///< of Kubernetes, for the charts as they are

/// What a judge says about its row. For the sources of the preflight.
struct Finding
{
    PreflightVerdict verdict = PreflightVerdict::Unknown;
    QString found = {};
    QString remedy = {};
    ClusterFix fix = ClusterFix::None;
    QString subject = {};
    bool isPending = false;
};

using Judge = Finding (*)(const PreflightFacts& facts);

/// Translated with the context that all of them share.
QString preflightWords(const char* text);

/// "The answer is to come", or why there is none. Call it for a fact that is not known.
template <typename T> Finding openFinding(const Fact<T>& fact)
{
    Finding finding;
    finding.isPending = fact.isOpen();
    finding.found = fact.said;
    return finding;
}

// Of this machine.
template <PreflightFacts::Tool tool> Finding judgeTool(const PreflightFacts& facts);
Finding judgeToolOf(const PreflightFacts& facts, PreflightFacts::Tool tool);
template <PreflightFacts::Tool tool> Finding judgeTool(const PreflightFacts& facts)
{
    return judgeToolOf(facts, tool);
}
Finding judgeMinikube(const PreflightFacts& facts);
Finding judgeCgroup(const PreflightFacts& facts);
Finding judgeFolder(const PreflightFacts& facts);
Finding judgeProxy(const PreflightFacts& facts);

// Of the cluster.
Finding judgeDriver(const PreflightFacts& facts);
Finding judgeResources(const PreflightFacts& facts);
Finding judgeState(const PreflightFacts& facts);
Finding judgeContext(const PreflightFacts& facts);
Finding judgeKubernetes(const PreflightFacts& facts);
Finding judgeApis(const PreflightFacts& facts);
Finding judgeNodes(const PreflightFacts& facts);
Finding judgeStorage(const PreflightFacts& facts);
Finding judgeNodePorts(const PreflightFacts& facts);

// Of helm and what it brings.
Finding judgeHelm(const PreflightFacts& facts);
Finding judgeTiller(const PreflightFacts& facts);
Finding judgeTillerRights(const PreflightFacts& facts);
Finding judgeFailedReleases(const PreflightFacts& facts);
Finding judgeKubectlNoise(const PreflightFacts& facts);
Finding judgeCharts(const PreflightFacts& facts);
Finding judgeImages(const PreflightFacts& facts);
Finding judgeLeftovers(const PreflightFacts& facts);
Finding judgeHosts(const PreflightFacts& facts);

} // namespace models
