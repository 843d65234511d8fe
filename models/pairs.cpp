// SPDX-License-Identifier: Apache-2.0
#include "models/pairs.h"

#include <algorithm>
#include <map>

namespace models {

namespace {

std::map<QString, QString> asMap(const Pairs& pairs)
{
    std::map<QString, QString> map;
    for (const Pair& pair : pairs.items)
        map[pair.key] = pair.value;
    return map;
}

} // namespace

bool Pairs::operator==(const Pairs& other) const
{
    return asMap(*this) == asMap(other);
}

QString Pairs::value(const QString& key, const QString& fallback) const
{
    const auto found = std::find_if(items.rbegin(), items.rend(), [&key](const Pair& pair) { return pair.key == key; });
    return found == items.rend() ? fallback : found->value;
}

bool Pairs::contains(const QString& key) const
{
    return std::any_of(items.begin(), items.end(), [&key](const Pair& pair) { return pair.key == key; });
}

void Pairs::set(const QString& key, const QString& value)
{
    const auto found = std::find_if(items.rbegin(), items.rend(), [&key](const Pair& pair) { return pair.key == key; });
    if (found != items.rend())
        found->value = value;
    else
        items.push_back({key, value});
}

void Pairs::remove(const QString& key)
{
    items.erase(std::remove_if(items.begin(), items.end(), [&key](const Pair& pair) { return pair.key == key; }),
                items.end());
}

Pairs pairsAt(const Json& object, const char* member)
{
    Pairs pairs;
    const Json list = valueAt(object, member);
    if (!list.is_array())
        return pairs;
    for (const Json& item : list) {
        const QString key = textAt(item, "key");
        if (!key.isEmpty())
            pairs.items.push_back({key, textAt(item, "value")});
    }
    return pairs;
}

Json toJson(const Pairs& pairs)
{
    Json list = Json::array();
    for (const Pair& pair : pairs.items) {
        Json item = {{"key", toStd(pair.key)}};
        if (!pair.value.isEmpty())
            item["value"] = toStd(pair.value);
        list.push_back(std::move(item));
    }
    return list;
}

} // namespace models
