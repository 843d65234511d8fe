// SPDX-License-Identifier: Apache-2.0
#include "server/resources/served.h"

#include <algorithm>
#include <array>

namespace server {

using models::Json;

namespace {

// Members in alphabetical order: that is the order in which the original checks them.
constexpr std::array kDriverTypeFields = {
    GoField{"config", GoType::Configs},
    GoField{"created-time", GoType::Integer},
    GoField{"expose", GoType::Flag},
    GoField{"id", GoType::Uuid},
    GoField{"image", GoType::Text},
    GoField{"kind", GoType::Text},
    GoField{"modified-time", GoType::Integer},
    GoField{"name", GoType::Text},
    GoField{"tags", GoType::Tags},
};
constexpr std::array kDriverFields = {
    GoField{"config", GoType::Configs}, GoField{"created-time", GoType::Integer},
    GoField{"expose", GoType::Flag},    GoField{"id", GoType::Uuid},
    GoField{"kind", GoType::Text},      GoField{"modified-time", GoType::Integer},
    GoField{"name", GoType::Text},      GoField{"reason", GoType::Texts},
    GoField{"secrets", GoType::Texts},  GoField{"status", GoType::Status},
    GoField{"tags", GoType::Tags},      GoField{"type", GoType::Text},
    GoField{"url", GoType::Text},
};
constexpr std::array kSecretFields = {
    GoField{"id", GoType::Uuid},         GoField{"kind", GoType::Text}, GoField{"name", GoType::Text},
    GoField{"secrets", GoType::TextMap}, GoField{"tags", GoType::Tags},
};
constexpr std::array kSubscriptionFields = {
    GoField{"createdTime", GoType::Integer}, GoField{"eventType", GoType::Text},
    GoField{"function", GoType::Text},       GoField{"id", GoType::Uuid},
    GoField{"kind", GoType::Text},           GoField{"modifiedTime", GoType::Integer},
    GoField{"name", GoType::Text},           GoField{"secrets", GoType::Texts},
    GoField{"status", GoType::Status},       GoField{"tags", GoType::Tags},
};
constexpr std::array kFunctionFields = {
    GoField{"createdTime", GoType::Integer},
    GoField{"faasId", GoType::Uuid},
    GoField{"functionImageURL", GoType::Text},
    GoField{"handler", GoType::Text},
    GoField{"id", GoType::Uuid},
    GoField{"image", GoType::Text},
    GoField{"kind", GoType::Text},
    GoField{"modifiedTime", GoType::Integer},
    GoField{"name", GoType::Text},
    GoField{"reason", GoType::Texts},
    GoField{"schema", GoType::Struct, "v1.Schema"},
    GoField{"secrets", GoType::Texts},
    GoField{"services", GoType::Texts},
    GoField{"source", GoType::Base64},
    GoField{"sourceURL", GoType::Text},
    GoField{"status", GoType::Status},
    GoField{"tags", GoType::Tags},
    GoField{"timeout", GoType::Integer},
};
constexpr std::array kImageFields = {
    GoField{"baseImageName", GoType::Text},
    GoField{"createdTime", GoType::Integer},
    GoField{"id", GoType::Uuid},
    GoField{"kind", GoType::Text},
    GoField{"language", GoType::Text},
    GoField{"name", GoType::Text},
    GoField{"reason", GoType::Texts},
    GoField{"runtimeDependencies", GoType::Struct, "v1.RuntimeDependencies"},
    GoField{"status", GoType::Status},
    GoField{"systemDependencies", GoType::Struct, "v1.SystemDependencies"},
    GoField{"tags", GoType::Tags},
};
constexpr std::array kBaseImageFields = {
    GoField{"createdTime", GoType::Integer}, GoField{"dockerUrl", GoType::Text}, GoField{"id", GoType::Uuid},
    GoField{"kind", GoType::Text},           GoField{"language", GoType::Text},  GoField{"name", GoType::Text},
    GoField{"reason", GoType::Texts},        GoField{"status", GoType::Status},  GoField{"tags", GoType::Tags},
};
constexpr std::array kEmissionFields = {
    GoField{"cloudEventsVersion", GoType::Text},
    GoField{"contentType", GoType::Text},
    GoField{"data", GoType::Any},
    GoField{"emitted-time", GoType::Integer},
    GoField{"eventID", GoType::Text},
    GoField{"eventTime", GoType::Time},
    GoField{"eventType", GoType::Text},
    GoField{"eventTypeVersion", GoType::Text},
    GoField{"extensions", GoType::Object},
    GoField{"schemaURL", GoType::Text},
    GoField{"source", GoType::Text},
    GoField{"id", GoType::Uuid},
    GoField{"tags", GoType::Tags},
};
constexpr std::array kRunFields = {
    GoField{"blocking", GoType::Flag},      GoField{"event", GoType::Struct, "v1.CloudEvent"},
    GoField{"httpContext", GoType::Object}, GoField{"input", GoType::Any},
    GoField{"secrets", GoType::Texts},      GoField{"status", GoType::Status},
    GoField{"tags", GoType::Tags},
};

const std::array<Served, kKinds> kServed = {{
    {Kind::DriverType,
     "DriverType",
     "/v1/event/drivertypes",
     "driverTypeName",
     "event driver type",
     "body",
     {"EventDriverType", kDriverTypeFields},
     models::driverTypeRules,
     201,
     200,
     200,
     "created-time",
     "modified-time",
     false},
    {Kind::Driver,
     "Driver",
     "/v1/event/drivers",
     "driverName",
     "event driver",
     "body",
     {"EventDriver", kDriverFields},
     models::driverRules,
     201,
     200,
     200,
     "created-time",
     "modified-time",
     false},
    {Kind::Secret,
     "Secret",
     "/v1/secret",
     "secretName",
     "secret",
     "secret",
     {"Secret", kSecretFields},
     models::secretRules,
     201,
     201,
     204,
     nullptr,
     nullptr,
     true},
    {Kind::Subscription,
     "Subscription",
     "/v1/event/subscriptions",
     "subscriptionName",
     "subscription",
     "body",
     {"Subscription", kSubscriptionFields},
     models::subscriptionRules,
     201,
     200,
     200,
     "createdTime",
     "modifiedTime",
     false},
    {Kind::Function,
     "Function",
     "/v1/function",
     "functionName",
     "function",
     "body",
     {"Function", kFunctionFields},
     models::functionRules,
     201,
     200,
     200,
     "createdTime",
     nullptr,
     true},
    {Kind::Image,
     "Image",
     "/v1/image",
     "imageName",
     "image",
     "body",
     {"Image", kImageFields},
     models::imageRules,
     201,
     200,
     200,
     "createdTime",
     nullptr,
     true},
    {Kind::BaseImage,
     "BaseImage",
     "/v1/baseimage",
     "baseImageName",
     "base image",
     "body",
     {"BaseImage", kBaseImageFields},
     models::baseImageRules,
     201,
     200,
     200,
     "createdTime",
     nullptr,
     true},
}};

std::optional<models::Violation> checkMember(const GoField& field, const models::Rule& rule, const Json& body)
{
    const auto it = body.find(field.member);
    const bool present = it != body.end() && it->is_string();
    const std::string text = present ? it->get<std::string>() : std::string();
    if (field.type == GoType::Uuid) {
        if (!text.empty() && !models::isUuid(text))
            return models::Violation{
                601, std::string(field.member) + " in body must be of type uuid: " + Json(text).dump(), {}};
        return std::nullopt;
    }
    if (field.type == GoType::Status) {
        constexpr std::array kStates = {"INITIALIZED", "CREATING", "READY", "UPDATING", "ERROR", "DELETING"};
        if (!text.empty() && std::find(kStates.begin(), kStates.end(), text) == kStates.end())
            return models::Violation{606,
                                     std::string(field.member)
                                         + " in body should be one of [INITIALIZED CREATING READY UPDATING ERROR "
                                           "DELETING]",
                                     {}};
        return std::nullopt;
    }
    if (std::string_view(field.member) == "kind" && !text.empty())
        return models::check({"kind", false, 0, &models::kPathPattern}, text);
    if (!*rule.member)
        return std::nullopt;
    return models::check(rule, present ? std::optional<std::string_view>(text) : std::nullopt);
}

} // namespace

const GoStruct kEmissionStruct = {"Emission", kEmissionFields};
const GoStruct kRunStruct = {"Run", kRunFields};

const Served& served(Kind kind)
{
    return kServed[static_cast<std::size_t>(kind)];
}

std::span<const Served> servedKinds()
{
    return kServed;
}

std::optional<models::Violation> firstViolation(const GoStruct& type, std::span<const models::Rule> rules,
                                                const Json& body)
{
    for (const GoField& field : type.fields) {
        if (auto violation = checkMember(field, models::ruleFor(rules, field.member), body))
            return violation;
    }
    return std::nullopt;
}

} // namespace server
