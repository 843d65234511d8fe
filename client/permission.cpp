// SPDX-License-Identifier: Apache-2.0
#include "client/permission.h"

#include <QStringList>

namespace client {

namespace {

struct ActionRow
{
    const char* method;
    const char* action;
};

constexpr ActionRow kActions[]
    = {{"GET", "get"}, {"POST", "create"}, {"PUT", "update"}, {"PATCH", "update"}, {"DELETE", "delete"}};

} // namespace

std::optional<Permission> permissionFor(const QByteArray& method, const QString& path)
{
    const QStringList segments = path.section(u'?', 0, 0).split(u'/', Qt::SkipEmptyParts);
    if (segments.size() < 2)
        return std::nullopt;
    // The query is taken for a part of the name when it follows the second segment.
    const bool hasQuery = segments.size() == 2 && path.contains(u'?');
    for (const ActionRow& row : kActions) {
        if (method == row.method)
            return Permission{QLatin1String(row.action), segments[1], hasQuery ? QStringLiteral("*") : segments[1]};
    }
    return std::nullopt;
}

} // namespace client
