// SPDX-License-Identifier: Apache-2.0
#include "models/yaml/recordform.h"

#include "models/pairs.h"

#include <QCoreApplication>

#include <map>
#include <set>

namespace models {

namespace {

const QString kMask = QStringLiteral("••••••••");

bool isEmpty(const Json& value)
{
    return value.is_null() || (value.is_string() && value.get_ref<const std::string&>().empty())
        || ((value.is_array() || value.is_object()) && value.empty()) || (value.is_boolean() && !value.get<bool>())
        || (value.is_number_integer() && value.get<std::int64_t>() == 0);
}

/// `{"in": null, "out": {}}` says no more than nothing: branches without content are left out.
Json withoutEmpty(const Json& tree)
{
    if (!tree.is_object())
        return tree;
    Json full = Json::object();
    for (auto member = tree.begin(); member != tree.end(); ++member) {
        Json value = withoutEmpty(member.value());
        if (!value.is_null() && !(value.is_object() && value.empty()))
            full[member.key()] = std::move(value);
    }
    return full;
}

Json comparable(const RecordMember& member, const Json& form)
{
    const Json value = valueAt(form, member.name);
    switch (member.type) {
    case MemberType::Pairs: {
        // A map drops doubled keys and the order.
        Json map = Json::object();
        for (const Pair& pair : pairsAt(form, member.name).items)
            map[toStd(pair.key)] = toStd(pair.value);
        return map;
    }
    case MemberType::Names: {
        QStringList names = textsAt(form, member.name);
        names.sort();
        names.removeDuplicates();
        return toJsonArray(names);
    }
    case MemberType::Tree:
        return withoutEmpty(value);
    default:
        return value;
    }
}

QString shown(const Json& value)
{
    if (isEmpty(value))
        return {};
    if (value.is_string())
        return fromStd(value.get_ref<const std::string&>());
    if (value.is_array()
        && std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_string(); })) {
        QStringList texts;
        for (const Json& item : value)
            texts << fromStd(item.get_ref<const std::string&>());
        return texts.join(QStringLiteral(", "));
    }
    return QString::fromUtf8(dumpJson(value, value.is_structured() ? 2 : -1));
}

/// Key by key, so that one changed setting is one line.
void addMapDifferences(const RecordMember& member, const Json& before, const Json& after,
                       std::vector<MemberDifference>& differences)
{
    const bool hidden = member.type == MemberType::Values;
    std::set<std::string> keys;
    for (const Json* side : {&before, &after}) {
        if (!side->is_object())
            continue;
        for (auto entry = side->begin(); entry != side->end(); ++entry)
            keys.insert(entry.key());
    }
    for (const std::string& key : keys) {
        const bool hadOne = before.is_object() && before.contains(key);
        const bool hasOne = after.is_object() && after.contains(key);
        if (hadOne == hasOne && before.at(key) == after.at(key))
            continue;
        // A key without a value is something else than no key.
        const auto text = [&](const Json& side, bool there) {
            if (!there)
                return QString();
            const QString value = hidden ? kMask : fromStd(side.at(key).get<std::string>());
            return value.isEmpty() ? QCoreApplication::translate("models::Plan", "(without a value)") : value;
        };
        differences.push_back({QStringLiteral("%1.%2").arg(QLatin1String(member.name), fromStd(key)),
                               text(before, hadOne), text(after, hasOne)});
    }
}

bool isCompared(const RecordMember& member)
{
    return member.type != MemberType::SourcePath;
}

} // namespace

Json requestForm(RecordKind kind, const Json& entity)
{
    Json form = Json::object();
    for (const RecordMember& member : recordKind(kind).members) {
        const Json value = valueAt(entity, member.name);
        if (!isEmpty(value))
            form[member.name] = value;
    }
    return form;
}

Json withoutValues(RecordKind kind, const Json& form)
{
    Json kept = form;
    for (const RecordMember& member : recordKind(kind).members) {
        if (member.type != MemberType::Values || !valueAt(kept, member.name).is_object())
            continue;
        for (Json& value : kept[member.name])
            value = "";
    }
    kept.erase("source");
    return kept;
}

bool meansTheSame(RecordKind kind, const Json& one, const Json& other)
{
    return memberDifferences(kind, one, other).empty();
}

std::vector<MemberDifference> memberDifferences(RecordKind kind, const Json& before, const Json& after)
{
    std::vector<MemberDifference> differences;
    for (const RecordMember& member : recordKind(kind).members) {
        if (!isCompared(member))
            continue;
        const Json was = comparable(member, before);
        const Json is = comparable(member, after);
        if (was == is || (isEmpty(was) && isEmpty(is)))
            continue;
        if (member.type == MemberType::Pairs || member.type == MemberType::Values)
            addMapDifferences(member, was, is, differences);
        else
            differences.push_back({QLatin1String(member.name), shown(was), shown(is)});
    }
    return differences;
}

} // namespace models
