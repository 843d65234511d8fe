// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/resourcekind.h"

#include <QHash>
#include <QSet>

#include <array>
#include <functional>

namespace models {

/// One resource that uses another.
struct Reference
{
    Kind kind = Kind::DriverType;
    QString name;

    bool operator==(const Reference&) const = default;
};

/// Gives the resources of a kind as last seen.
using Lookup = std::function<const std::vector<Resource>&(Kind)>;

/// Who uses what, turned round once: drivers of a driver type; drivers, functions and subscriptions of a secret;
/// subscriptions of a function. A value of one moment; make it anew when the resources changed.
class Dependents
{
public:
    explicit Dependents(const Lookup& lookup);

    /// In kind and name order.
    const std::vector<Reference>& of(Kind kind, const QString& name) const;
    /// Everything that would break without these, also by way of others, each once and before what it uses: the order
    /// in which to delete.
    std::vector<Reference> allOf(Kind kind, const QStringList& names) const;

private:
    using Seen = std::array<QSet<QString>, kKindCount>;

    void collect(const Reference& used, Seen& seen, std::vector<Reference>& found) const;

    std::array<QHash<QString, std::vector<Reference>>, kKindCount> m_users; ///< by what is used
};

/// What this resource uses, whether it exists or not.
std::vector<Reference> usedBy(const Resource& resource);
/// The part of usedBy() that does not exist.
std::vector<Reference> missingFrom(const Resource& resource, const Lookup& lookup);

} // namespace models
