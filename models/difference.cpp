// SPDX-License-Identifier: Apache-2.0
#include "models/difference.h"

#include <QHash>

namespace models {

namespace {

bool sameButModified(const Resource& before, const Resource& after)
{
    if (before.index() != after.index())
        return false;
    return std::visit(
        [&after](const auto& left) {
            using T = std::decay_t<decltype(left)>;
            const T& right = std::get<T>(after);
            if constexpr (requires { left.modified; }) {
                if (left.modified != right.modified) {
                    T aligned = right;
                    aligned.modified = left.modified;
                    return left == aligned;
                }
            }
            return left == right;
        },
        before);
}

} // namespace

Difference difference(const std::vector<Resource>& before, const std::vector<Resource>& after)
{
    QHash<QString, const Resource*> old;
    old.reserve(static_cast<qsizetype>(before.size()));
    for (const Resource& resource : before)
        old.insert(nameOf(resource), &resource);

    Difference result;
    for (const Resource& resource : after) {
        const Resource* previous = old.take(nameOf(resource));
        if (!previous)
            result.added.push_back(resource);
        else if (!sameButModified(*previous, resource))
            result.changed.push_back(resource);
    }
    result.removed = old.keys();
    result.removed.sort();
    return result;
}

} // namespace models
