// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"
#include "models/result.h"
#include "models/run.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace client {

// What the answers of a Dispatch hold, read from their JSON. One that is something else is a failure of the kind
// Malformed.

/// A list of objects; `null` is an empty one.
models::Result<std::vector<models::Json>> entitiesFromJson(const models::Json& json);
models::Result<models::Json> entityFromJson(const models::Json& json);
models::Result<std::vector<models::Run>> runsFromJson(const models::Json& json);
/// The names of those that can be used, in order.
models::Result<QStringList> imageNamesFromJson(const models::Json& json);
/// In words for a person. `/v1/version` gives the object itself, `/healthz` wraps it (contract §1.1, §1.14).
models::Result<QString> versionFromJson(const models::Json& json);

} // namespace client
