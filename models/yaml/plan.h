// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"
#include "models/yaml/importitem.h"

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

/// One member that differs. Values are for people; those of secrets are masks of fixed width.
struct MemberDifference
{
    QString member; ///< "config.seconds"
    QString before; ///< empty = absent
    QString after; ///< empty = absent

    bool operator==(const MemberDifference&) const = default;
};

struct PlanItem
{
    ImportItem item;
    PlanAction action = PlanAction::Create;
    Json before; ///< request form of the server's copy, without values of secrets; null when there is none
    std::vector<MemberDifference> differences;
    QStringList warnings;
    QString reason; ///< why Blocked
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
    std::array<ServerCopies, kRecordKindCount> kinds; ///< only those that occur in the files or are referred to need be filled
    bool sharesEvents = false; ///< an original Solo: subscriptions of one type share events (contract §9.2)
    bool onKubernetes = false; ///< names must fit Kubernetes (contract §1.5)
};

/// `progress` is told how many of the items are planned, from the calling thread; returning false ends early with an
/// empty plan. Pure otherwise: call it on a worker.
Plan planImport(std::vector<ImportItem> items, const PlanWorld& world,
                const std::function<bool(std::size_t)>& progress = {});

/// Request form of an entity as the server gave it: only the members of the kind's table, `null` and empty ones left out.
Json requestForm(RecordKind kind, const Json& entity);

/// Whether two request forms mean the same: pairs and names as sets, absent = empty. `source` is not compared.
bool meansTheSame(RecordKind kind, const Json& one, const Json& other);

/// The members in which they differ, for people.
std::vector<MemberDifference> memberDifferences(RecordKind kind, const Json& before, const Json& after);

} // namespace models
