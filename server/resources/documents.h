// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/resources/registry.h"

namespace server {

/// The entity a create makes from a checked body. `type` is the driver's type, if it is a driver.
Entity newEntity(Kind kind, const std::string& organization, const models::Json& body, const Entity* type);
/// What an update makes of an entity: everything is replaced (contract §1.4), identity and times are kept.
void applyUpdate(Entity& entity, const models::Json& body, const Entity* type);

} // namespace server
