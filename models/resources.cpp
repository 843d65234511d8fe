// SPDX-License-Identifier: Apache-2.0
#include "models/resources.h"

#include <QCoreApplication>

namespace models {

namespace {

/// Driver errors arrive doubled (contract §1.7); one copy is enough for a person.
QStringList reasonAt(const Json& json)
{
    QStringList reason = textsAt(json, "reason");
    reason.removeDuplicates();
    return reason;
}

Failure nameless(const Json& json)
{
    Failure failure;
    failure.kind = FailureKind::Malformed;
    failure.tried = QCoreApplication::translate("models::Resource", "read a resource");
    failure.cameBack = QCoreApplication::translate("models::Resource", "an entry without a name");
    failure.meaning = QCoreApplication::translate("models::Resource", "The server sent something that is no resource.");
    failure.raw = json.is_object() ? QByteArray("{…}") : dumpJson(json).left(200);
    return failure;
}

Json withUnknown(const Json& unknown)
{
    return unknown.is_object() ? unknown : Json::object();
}

void putTexts(Json& json, const char* member, const QStringList& texts)
{
    json[member] = toJsonArray(texts);
}

template <typename T> Result<T> named(T value, const Json& json)
{
    if (value.name.isEmpty())
        return failed(nameless(json));
    return value;
}

} // namespace

Result<DriverType> driverTypeFromJson(const Json& json)
{
    DriverType value;
    value.name = textAt(json, "name");
    value.image = textAt(json, "image");
    value.expose = flagAt(json, "expose");
    value.config = pairsAt(json, "config");
    value.tags = pairsAt(json, "tags");
    value.created = timestampFromWire(numberAt(json, "created-time"));
    value.modified = timestampFromWire(numberAt(json, "modified-time"));
    value.unknown
        = unknownMembers(json, {"name", "image", "expose", "config", "tags", "created-time", "modified-time", "kind"});
    return named(std::move(value), json);
}

Result<Driver> driverFromJson(const Json& json)
{
    Driver value;
    value.name = textAt(json, "name");
    value.type = textAt(json, "type");
    value.config = pairsAt(json, "config");
    value.secrets = textsAt(json, "secrets");
    value.tags = pairsAt(json, "tags");
    value.expose = flagAt(json, "expose");
    value.url = textAt(json, "url");
    value.status = statusFromWord(textAt(json, "status"));
    value.reason = reasonAt(json);
    value.created = timestampFromWire(numberAt(json, "created-time"));
    value.modified = timestampFromWire(numberAt(json, "modified-time"));
    value.unknown = unknownMembers(json,
                                   {"name", "type", "config", "secrets", "tags", "expose", "url", "status", "reason",
                                    "created-time", "modified-time", "kind"});
    return named(std::move(value), json);
}

Result<Secret> secretFromJson(const Json& json)
{
    Secret value;
    value.id = textAt(json, "id");
    value.name = textAt(json, "name");
    const Json values = valueAt(json, "secrets");
    if (values.is_object()) {
        for (auto member = values.begin(); member != values.end(); ++member)
            value.keys << fromStd(member.key());
    }
    value.tags = pairsAt(json, "tags");
    value.unknown = unknownMembers(json, {"id", "name", "secrets", "tags", "kind"});
    return named(std::move(value), json);
}

Result<SecretValues> secretValuesFromJson(const Json& json)
{
    SecretValues value;
    value.name = textAt(json, "name");
    const Json values = valueAt(json, "secrets");
    if (values.is_object()) {
        for (auto member = values.begin(); member != values.end(); ++member)
            value.values[fromStd(member.key())] = textAt(values, member.key().c_str());
    }
    value.tags = pairsAt(json, "tags");
    return named(std::move(value), json);
}

Result<Subscription> subscriptionFromJson(const Json& json)
{
    Subscription value;
    value.name = textAt(json, "name");
    value.eventType = textAt(json, "eventType");
    value.function = textAt(json, "function");
    value.secrets = textsAt(json, "secrets");
    value.tags = pairsAt(json, "tags");
    value.status = statusFromWord(textAt(json, "status"));
    value.created = timestampFromWire(numberAt(json, "createdTime"));
    value.modified = timestampFromWire(numberAt(json, "modifiedTime"));
    value.unknown = unknownMembers(
        json, {"name", "eventType", "function", "secrets", "tags", "status", "createdTime", "modifiedTime", "kind"});
    return named(std::move(value), json);
}

Result<Function> functionFromJson(const Json& json)
{
    Function value;
    value.id = textAt(json, "id");
    value.name = textAt(json, "name");
    value.image = textAt(json, "image");
    value.handler = textAt(json, "handler");
    value.imageUrl = textAt(json, "functionImageURL");
    value.secrets = textsAt(json, "secrets");
    value.timeoutMSecs = numberAt(json, "timeout");
    value.schema = valueAt(json, "schema");
    value.tags = pairsAt(json, "tags");
    value.status = statusFromWord(textAt(json, "status"));
    value.reason = reasonAt(json);
    value.created = timestampFromWire(numberAt(json, "createdTime"));
    value.unknown = unknownMembers(json,
                                   {"id", "name", "image", "handler", "functionImageURL", "secrets", "timeout",
                                    "schema", "tags", "status", "reason", "createdTime", "kind"});
    return named(std::move(value), json);
}

Json toJson(const DriverType& value)
{
    Json json = withUnknown(value.unknown);
    json["kind"] = "DriverType";
    json["name"] = toStd(value.name);
    json["image"] = toStd(value.image);
    json["expose"] = value.expose;
    json["config"] = toJson(value.config);
    json["tags"] = toJson(value.tags);
    return json;
}

Json toJson(const Driver& value)
{
    Json json = withUnknown(value.unknown);
    json["kind"] = "Driver";
    json["name"] = toStd(value.name);
    json["type"] = toStd(value.type);
    json["config"] = toJson(value.config);
    putTexts(json, "secrets", value.secrets);
    json["tags"] = toJson(value.tags);
    json["expose"] = value.expose;
    if (!value.url.isEmpty())
        json["url"] = toStd(value.url);
    return json;
}

Json toJson(const Secret& value)
{
    Json json = withUnknown(value.unknown);
    json["kind"] = "Secret";
    json["name"] = toStd(value.name);
    json["tags"] = toJson(value.tags);
    return json;
}

Json toJson(const SecretValues& value)
{
    Json values = Json::object();
    for (const auto& [key, text] : value.values)
        values[toStd(key)] = toStd(text);
    return {{"kind", "Secret"}, {"name", toStd(value.name)}, {"secrets", values}, {"tags", toJson(value.tags)}};
}

Json toJson(const Subscription& value)
{
    Json json = withUnknown(value.unknown);
    json["kind"] = "Subscription";
    json["name"] = toStd(value.name);
    json["eventType"] = toStd(value.eventType);
    json["function"] = toStd(value.function);
    putTexts(json, "secrets", value.secrets);
    json["tags"] = toJson(value.tags);
    return json;
}

Json toJson(const Function& value)
{
    Json json = withUnknown(value.unknown);
    json["kind"] = "Function";
    json["name"] = toStd(value.name);
    json["image"] = toStd(value.image);
    json["handler"] = toStd(value.handler);
    putTexts(json, "secrets", value.secrets);
    json["timeout"] = value.timeoutMSecs;
    if (value.schema.is_object())
        json["schema"] = value.schema;
    json["tags"] = toJson(value.tags);
    return json;
}

Json toJson(const Resource& value)
{
    return std::visit([](const auto& resource) { return toJson(resource); }, value);
}

const QString& nameOf(const Resource& resource)
{
    return std::visit([](const auto& value) -> const QString& { return value.name; }, resource);
}

Status statusOf(const Resource& resource)
{
    return std::visit(
        [](const auto& value) -> Status {
            if constexpr (requires { value.status; })
                return value.status;
            else
                return {};
        },
        resource);
}

QStringList reasonOf(const Resource& resource)
{
    return std::visit(
        [](const auto& value) -> QStringList {
            if constexpr (requires { value.reason; })
                return value.reason;
            else
                return {};
        },
        resource);
}

Timestamp createdOf(const Resource& resource)
{
    return std::visit(
        [](const auto& value) -> Timestamp {
            if constexpr (requires { value.created; })
                return value.created;
            else
                return {};
        },
        resource);
}

Timestamp modifiedOf(const Resource& resource)
{
    return std::visit(
        [](const auto& value) -> Timestamp {
            if constexpr (requires { value.modified; })
                return value.modified;
            else
                return {};
        },
        resource);
}

const Pairs& tagsOf(const Resource& resource)
{
    return std::visit([](const auto& value) -> const Pairs& { return value.tags; }, resource);
}

QStringList secretsUsedBy(const Resource& resource)
{
    return std::visit(
        [](const auto& value) -> QStringList {
            if constexpr (requires { value.secrets; })
                return value.secrets;
            else
                return {};
        },
        resource);
}

} // namespace models
