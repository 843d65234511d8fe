// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/profile.h"
#include "models/json.h"

namespace client {

/// Fails with what is missing: without id, name and address there is no profile. Anything else falls back to what is
/// careful: a protection nobody knows is read-only, a way to sign in that nobody knows is a failure.
models::Result<Profile> profileFromJson(const models::Json& json);

/// Writes the profile over `into`, whose other members stay. Values as they are at first are left out.
void writeProfile(const Profile& profile, models::Json& into);

} // namespace client
