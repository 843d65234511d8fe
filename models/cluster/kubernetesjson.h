// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"
#include "models/timestamp.h"

#include <functional>

namespace models {

// Tolerant reads of what a Kubernetes API server says, as `kubectl -o json` prints it. Lists there are long: nothing is
// copied on the way.

/// The member, or a null value that lives for ever: absent, null and "of something that has no members" are one.
const Json& partOf(const Json& object, const char* member);
/// Of RFC 3339, with any number of decimals; unset when it is null or no time.
Timestamp timeAt(const Json& object, const char* member);
/// Calls `use` for each object of the list; what is no object in it is left out, and so is a list that is none.
void forEachOf(const Json& list, const std::function<void(const Json&)>& use);
/// The items of a List, or the one thing that was asked for by name. Failure kind: Malformed for anything else.
/// `what` is translated: "the list of pods".
Result<Json> kubernetesItems(const QByteArray& text, const QString& what);

} // namespace models
