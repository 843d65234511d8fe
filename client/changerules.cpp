// SPDX-License-Identifier: Apache-2.0
#include "client/changerules.h"

#include <algorithm>

namespace client {

using models::Json;
using models::RecordKind;

namespace {

bool hasNoValues(const Json& form)
{
    const Json values = models::valueAt(form, "secrets");
    return std::all_of(values.begin(), values.end(),
                       [](const Json& value) { return value.is_null() || value == Json(""); });
}

} // namespace

models::State stateOf(const Json& copy)
{
    return models::statusFromWord(models::textAt(copy, "status")).state;
}

bool isAsExpected(const ChangeOrder& order, const Json& copy)
{
    if (!order.expected)
        return true;
    const Json& expected = *order.expected;
    if (expected.is_null() || copy.is_null())
        return expected.is_null() == copy.is_null();
    const bool keysOnly = order.kind == RecordKind::Secret && hasNoValues(expected);
    return models::meansTheSame(order.kind, keysOnly ? kept(order.kind, copy) : models::requestForm(order.kind, copy),
                                expected);
}

Json withHidden(const ChangeOrder& order, const Json& copy)
{
    Json body = order.body;
    if (order.operation != ChangeOperation::Update)
        return body;
    if (order.kind == RecordKind::Driver && !body.contains("expose") && models::flagAt(copy, "expose"))
        body["expose"] = true;
    if (order.kind == RecordKind::Secret) {
        // Servers do not change the tags of a secret (contract §9.3).
        body.erase("tags");
        if (const Json tags = models::valueAt(copy, "tags"); !tags.is_null())
            body["tags"] = tags;
    }
    return body;
}

/// Sending what is there already does harm on the originals (contract §9.1), except that it starts what is in ERROR
/// again (§9.5). Whether the source of a function is the same nobody can tell.
bool isNeeded(const ChangeOrder& order, const Json& copy)
{
    return copy.is_null() || order.operation == ChangeOperation::Delete || stateOf(copy) == models::State::Error
        || order.body.contains("source")
        || !models::meansTheSame(order.kind, models::requestForm(order.kind, copy),
                                 models::requestForm(order.kind, order.body));
}

Json kept(RecordKind kind, const Json& entity)
{
    return entity.is_null() ? Json() : models::withoutValues(kind, models::requestForm(kind, entity));
}

std::map<QString, QString> valuesOf(RecordKind kind, const Json& copy)
{
    std::map<QString, QString> values;
    if (kind != RecordKind::Secret)
        return values;
    const Json secrets = models::valueAt(copy, "secrets");
    if (!secrets.is_object())
        return values;
    for (const auto& [key, value] : secrets.items())
        values[models::fromStd(key)] = value.is_string() ? models::fromStd(value.get<std::string>()) : QString();
    return values;
}

} // namespace client
