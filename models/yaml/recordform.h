// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/yaml/recordkind.h"

#include <vector>

namespace models {

// The request form of a record: what a create or an update sends, and what two copies are compared by. It has only the
// members of the kind's table; `null` and empty ones are left out.

/// One member that differs. Values are for people; those of secrets are masks of fixed width.
struct MemberDifference
{
    QString member; ///< "config.seconds"
    QString before; ///< empty = absent
    QString after; ///< empty = absent

    bool operator==(const MemberDifference&) const = default;
};

/// Out of an entity as the server gave it, or out of a form.
Json requestForm(RecordKind kind, const Json& entity);

/// The same without what must not be kept: of a secret the keys stay, each with an empty value.
Json withoutValues(RecordKind kind, const Json& form);

/// Whether two request forms mean the same: pairs, values and names as sets, absent = empty. `source` is not compared.
bool meansTheSame(RecordKind kind, const Json& one, const Json& other);

/// The members in which they differ, for people. `null` = there is none.
std::vector<MemberDifference> memberDifferences(RecordKind kind, const Json& before, const Json& after);

} // namespace models
