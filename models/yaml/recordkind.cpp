// SPDX-License-Identifier: Apache-2.0
#include "models/yaml/recordkind.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace models {

namespace {

using enum MemberType;

constexpr RecordMember kName = {.name = "name", .required = true};
constexpr RecordMember kTags = {.name = "tags", .type = Pairs};
constexpr RecordMember kSecretNames = {.name = "secrets", .type = Names, .refersTo = RecordKind::Secret};

constexpr std::array kOrganization = {kName};
constexpr std::array kServiceAccount = {kName, RecordMember{.name = "publicKey", .required = true}, kTags};
constexpr std::array kPolicy
    = {kName, RecordMember{.name = "global", .type = Flag}, RecordMember{.name = "rules", .type = Tree}, kTags};
constexpr std::array kBaseImage = {
    kName,
    RecordMember{.name = "dockerUrl", .required = true},
    RecordMember{.name = "language", .required = true},
    kTags,
};
constexpr std::array kImage = {
    kName,
    RecordMember{.name = "baseImageName", .refersTo = RecordKind::BaseImage, .required = true},
    RecordMember{.name = "runtimeDependencies", .type = Tree},
    RecordMember{.name = "systemDependencies", .type = Tree},
    kTags,
};
constexpr std::array kSecret = {kName, RecordMember{.name = "secrets", .type = Values}, kTags};
constexpr std::array kFunction = {
    kName,
    RecordMember{.name = "sourcePath", .type = SourcePath},
    RecordMember{.name = "image", .refersTo = RecordKind::Image, .required = true},
    RecordMember{.name = "handler"},
    RecordMember{.name = "schema", .type = Tree},
    kSecretNames,
    RecordMember{.name = "services", .type = Names},
    RecordMember{.name = "timeout", .type = Integer},
    kTags,
};
constexpr std::array kDriverType = {
    kName,
    RecordMember{.name = "image", .required = true},
    RecordMember{.name = "expose", .type = Flag},
    RecordMember{.name = "config", .type = Pairs},
    kTags,
};
constexpr std::array kDriver = {
    kName,
    RecordMember{.name = "type", .refersTo = RecordKind::DriverType, .required = true},
    RecordMember{.name = "expose", .type = Flag},
    RecordMember{.name = "config", .type = Pairs},
    kSecretNames,
    kTags,
};
constexpr std::array kSubscription = {
    kName,
    RecordMember{.name = "eventType", .required = true},
    RecordMember{.name = "function", .refersTo = RecordKind::Function, .required = true},
    kSecretNames,
    kTags,
};
constexpr std::array kApi = {
    kName,
    RecordMember{.name = "enabled", .type = Flag},
    RecordMember{.name = "function", .refersTo = RecordKind::Function, .required = true},
    RecordMember{.name = "authentication"},
    RecordMember{.name = "methods", .type = Names},
    RecordMember{.name = "protocols", .type = Names},
    RecordMember{.name = "uris", .type = Names},
    RecordMember{.name = "hosts", .type = Names},
    RecordMember{.name = "cors", .type = Flag},
    RecordMember{.name = "tls"},
    kTags,
};

#define WORD(text) QT_TRANSLATE_NOOP("models::RecordKind", text)

/// A kind that has a tab takes its names and its path from there.
RecordKindInfo withTab(RecordKind record, Kind kind, std::span<const RecordMember> members)
{
    const ResourceKind& tab = resourceKind(kind);
    return {record, tab.yamlKind, tab.singular, tab.path, members, kind};
}

const std::array<RecordKindInfo, kRecordKindCount>& table()
{
    static const std::array<RecordKindInfo, kRecordKindCount> kKinds = {{
        {RecordKind::Organization, "Organization", WORD("organization"), "/v1/iam/organization", kOrganization, {}},
        {RecordKind::ServiceAccount,
         "ServiceAccount",
         WORD("service account"),
         "/v1/iam/serviceaccount",
         kServiceAccount,
         {}},
        {RecordKind::Policy, "Policy", WORD("policy"), "/v1/iam/policy", kPolicy, {}},
        {RecordKind::BaseImage, "BaseImage", WORD("base image"), "/v1/baseimage", kBaseImage, {}},
        {RecordKind::Image, "Image", WORD("image"), "/v1/image", kImage, {}},
        withTab(RecordKind::Secret, Kind::Secret, kSecret),
        withTab(RecordKind::Function, Kind::Function, kFunction),
        withTab(RecordKind::DriverType, Kind::DriverType, kDriverType),
        withTab(RecordKind::Driver, Kind::Driver, kDriver),
        withTab(RecordKind::Subscription, Kind::Subscription, kSubscription),
        {RecordKind::Api, "API", WORD("API"), "/v1/api", kApi, {}},
    }};
    return kKinds;
}

#undef WORD

} // namespace

std::span<const RecordKindInfo> recordKinds()
{
    return table();
}

const RecordKindInfo& recordKind(RecordKind kind)
{
    return table().at(static_cast<std::size_t>(kind));
}

const RecordKindInfo& recordKind(Kind kind)
{
    return *std::find_if(table().begin(), table().end(),
                         [kind](const RecordKindInfo& info) { return info.resource == kind; });
}

const RecordKindInfo* recordKindByYaml(const QString& yamlKind)
{
    const auto found = std::find_if(table().begin(), table().end(), [&yamlKind](const RecordKindInfo& info) {
        return yamlKind == QLatin1String(info.yamlKind);
    });
    return found == table().end() ? nullptr : &*found;
}

const RecordMember* memberOf(RecordKind kind, std::string_view name)
{
    const auto members = recordKind(kind).members;
    const auto found = std::find_if(members.begin(), members.end(),
                                    [name](const RecordMember& member) { return member.name == name; });
    return found == members.end() ? nullptr : &*found;
}

QString nounOf(RecordKind kind)
{
    const RecordKindInfo& info = recordKind(kind);
    return info.resource ? singularOf(*info.resource) : QCoreApplication::translate("models::RecordKind", info.noun);
}

} // namespace models
