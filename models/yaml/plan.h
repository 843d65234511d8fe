// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"
#include "models/yaml/importitem.h"
#include "models/yaml/recordform.h"

#include <QStringList>

#include <array>
#include <functional>
#include <map>

namespace models {

enum class PlanAction
{
    Create,
    Change,
    Same,
    Delete, ///< only for an import that deletes what the files do not name
    Blocked
};

struct PlanItem
{
    ImportItem item;
    PlanAction action = PlanAction::Create;
    Json before; ///< request form of the server's copy, without values of secrets; null when there is none
    std::vector<MemberDifference> differences; ///< of a new one all its members
    QStringList warnings;
    QString reason; ///< why Blocked
    bool canRepeat = false; ///< Same as far as anybody can tell; may be sent again
    std::vector<std::size_t> needs; ///< indexes of items of the same plan that have to be done first
};

/// In the order of doing.
using Plan = std::vector<PlanItem>;

/// What the server has of one kind: request forms by name, or why it cannot be had (501: not on this server).
struct ServerCopies
{
    std::map<QString, Json> byName; ///< of secrets with their values; drop it after planning
    std::optional<Failure> unavailable;
};

struct PlanWorld
{
    std::array<ServerCopies, kRecordKindCount>
        kinds; ///< only those that occur in the files or are referred to need be filled
    bool sharesEvents = false; ///< an original Solo: subscriptions of one type share events (contract §9.2)
    bool onKubernetes = false; ///< names must fit Kubernetes (contract §1.5)
    std::set<std::pair<RecordKind, QString>> deletions; ///< what shall go, whatever the files name
    bool deletesOthers = false; ///< what the server has of the kinds in the files and they do not name is to be deleted
    QString organization; ///< part of names on Kubernetes
};

/// `progress` is told how many of the items are planned, from the calling thread; returning false ends early with an
/// empty plan. Pure otherwise: call it on a worker.
Plan planImport(std::vector<ImportItem> items, const PlanWorld& world,
                const std::function<bool(std::size_t)>& progress = {});

} // namespace models
