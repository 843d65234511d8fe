// SPDX-License-Identifier: Apache-2.0
#include "models/references.h"

#include <algorithm>

namespace models {

namespace {

void append(std::vector<Reference>& references, Kind kind, const QString& name)
{
    const Reference reference{kind, name};
    if (!name.isEmpty() && std::find(references.begin(), references.end(), reference) == references.end())
        references.push_back(reference);
}

bool before(const Reference& left, const Reference& right)
{
    return left.kind != right.kind ? left.kind < right.kind : left.name < right.name;
}

} // namespace

Dependents::Dependents(const Lookup& lookup)
{
    for (const ResourceKind& user : resourceKinds()) {
        for (const Resource& resource : lookup(user.kind)) {
            for (const Reference& used : usedBy(resource))
                m_users[static_cast<std::size_t>(used.kind)][used.name].push_back({user.kind, nameOf(resource)});
        }
    }
    for (auto& ofKind : m_users) {
        for (std::vector<Reference>& users : ofKind) {
            // Most servers list by name: then there is nothing to sort.
            if (!std::is_sorted(users.begin(), users.end(), before))
                std::sort(users.begin(), users.end(), before);
        }
    }
}

const std::vector<Reference>& Dependents::of(Kind kind, const QString& name) const
{
    static const std::vector<Reference> kNobody;
    const auto& ofKind = m_users[static_cast<std::size_t>(kind)];
    const auto found = ofKind.constFind(name);
    return found == ofKind.constEnd() ? kNobody : *found;
}

std::vector<Reference> Dependents::allOf(Kind kind, const QStringList& names) const
{
    Seen seen;
    std::vector<Reference> found;
    for (const QString& name : names)
        collect({kind, name}, seen, found);
    return found;
}

/// As deep as kinds use each other, which is not deep.
void Dependents::collect(const Reference& used, Seen& seen, std::vector<Reference>& found) const
{
    for (const Reference& user : of(used.kind, used.name)) {
        QSet<QString>& ofKind = seen[static_cast<std::size_t>(user.kind)];
        const qsizetype known = ofKind.size();
        ofKind.insert(user.name);
        if (ofKind.size() == known)
            continue;
        collect(user, seen, found);
        found.push_back(user);
    }
}

std::vector<Reference> usedBy(const Resource& resource)
{
    std::vector<Reference> used;
    if (const auto* driver = std::get_if<Driver>(&resource))
        append(used, Kind::DriverType, driver->type);
    if (const auto* subscription = std::get_if<Subscription>(&resource))
        append(used, Kind::Function, subscription->function);
    if (kindOf(resource) != Kind::Secret) {
        for (const QString& secret : secretsUsedBy(resource))
            append(used, Kind::Secret, secret);
    }
    std::sort(used.begin(), used.end(), before);
    return used;
}

std::vector<Reference> missingFrom(const Resource& resource, const Lookup& lookup)
{
    std::vector<Reference> missing = usedBy(resource);
    std::erase_if(missing, [&lookup](const Reference& reference) {
        const std::vector<Resource>& known = lookup(reference.kind);
        return std::any_of(known.begin(), known.end(),
                           [&reference](const Resource& other) { return nameOf(other) == reference.name; });
    });
    return missing;
}

} // namespace models
