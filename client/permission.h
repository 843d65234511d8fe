// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace client {

/// What a policy has to allow for a request (contract §2.3).
struct Permission
{
    QString action; ///< get, create, update or delete
    QString resource; ///< the second part of the path
    QString policyResource; ///< what the policy has to name: of a path with a query only `*` will do
};

/// Nothing for a request that needs no policy.
std::optional<Permission> permissionFor(const QByteArray& method, const QString& path);

} // namespace client
