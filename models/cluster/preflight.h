// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cluster/clusterfix.h"
#include "models/cluster/preflightfacts.h"
#include "models/status.h"

#include <QMetaType>

#include <vector>

namespace models {

enum class PreflightVerdict
{
    Good,
    Warning, ///< it may work
    Bad, ///< it cannot work
    Unknown,
    NotNeeded
};

QString wordOf(PreflightVerdict verdict);
/// Its shape and colour are those of this state of a resource.
State looksLike(PreflightVerdict verdict);

/// One thing that has to be right before an installation can work (contract minikube §5.6).
struct PreflightRow
{
    QString id; ///< never translated: "helm.version"
    QString title;
    PreflightVerdict verdict = PreflightVerdict::Unknown;
    bool isPending = false; ///< the answer is still to come
    QString found;
    QString remedy; ///< in words; empty = nothing to do
    ClusterFix fix = ClusterFix::None;
    QString subject; ///< what the fix is about

    bool operator==(const PreflightRow&) const = default;
};

/// All rows, always the same ones in the same order. Those that the way of installing does not need say so.
std::vector<PreflightRow> preflight(const PreflightFacts& facts);

struct PreflightSummary
{
    int good = 0;
    int warnings = 0;
    int bad = 0;
    int unknown = 0;
    int pending = 0;
    QString text; ///< translated, one sentence or two

    bool operator==(const PreflightSummary&) const = default;
};

PreflightSummary summaryOf(const std::vector<PreflightRow>& rows, InstallMethod method);

/// Whether an address is among those that a NO_PROXY names.
bool isWithoutProxy(const QString& noProxy, const QString& address);

} // namespace models

Q_DECLARE_METATYPE(models::PreflightVerdict)
