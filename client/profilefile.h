// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/profile.h"
#include "models/result.h"

#include <optional>
#include <vector>

namespace client {

/// What the file of the profiles holds. All of it is for one worker at a time; see docs/connections.md.
struct ProfileListing
{
    std::vector<Profile> profiles; ///< in the order of the file
    std::vector<models::Failure> broken; ///< single profiles that cannot be used, and stay in the file
    std::optional<models::Failure> problem; ///< with the whole file
    bool isWritable = true; ///< false: of a later version, or not to be read

    bool operator==(const ProfileListing&) const = default;
};

/// A file that is not there is an empty list.
ProfileListing readProfiles(const QString& path);

/// Writes the profile in place of `before`, or as a new one when there was none. Fails with kind Conflict, and writes
/// nothing, when the file holds another one than `before`. Answers what the file holds now. Waits for other consoles.
models::Result<ProfileListing> saveProfile(const QString& path, const Profile& profile,
                                           const std::optional<Profile>& before);
/// The same for removing. A profile that is gone already is removed well.
models::Result<ProfileListing> removeProfile(const QString& path, const Profile& before);

} // namespace client
