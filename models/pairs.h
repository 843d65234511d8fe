// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"

#include <vector>

namespace models {

/// One entry of `config` or `tags`: `{"key":…, "value":…}`. An empty value is left out on the wire.
struct Pair
{
    QString key;
    QString value;

    bool operator==(const Pair&) const = default;
};

/// A list on the wire, a map in meaning: order is random on each read, the last of two equal keys wins (contract §1.4).
struct Pairs
{
    std::vector<Pair> items;

    /// Equal as maps.
    bool operator==(const Pairs& other) const;
    bool isEmpty() const { return items.empty(); }
    /// The value of the last entry with this key, or `fallback`.
    QString value(const QString& key, const QString& fallback = {}) const;
    bool contains(const QString& key) const;
    /// Replaces the value of a key, or appends it.
    void set(const QString& key, const QString& value);
    void remove(const QString& key);
};

/// `null`, absent and anything that is no list read as empty; entries without a key are dropped.
Pairs pairsAt(const Json& object, const char* member);
Json toJson(const Pairs& pairs);

} // namespace models
