// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/profile.h"
#include "models/result.h"

#include <QFuture>

#include <vector>

namespace client {

/// Writes the profiles in the form of the file they are kept in, for another person or machine. There are no secrets in
/// a profile, so there are none in it. On a worker thread; answers the path.
QFuture<models::Result<QString>> exportProfilesLater(const QString& path, const std::vector<Profile>& profiles);

} // namespace client
