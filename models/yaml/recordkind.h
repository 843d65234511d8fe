// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/resourcekind.h"

#include <optional>
#include <span>

namespace models {

/// Everything a YAML document can describe (contract §5), in the order in which a plan makes it. The value is the index
/// into recordKinds().
enum class RecordKind
{
    Organization,
    ServiceAccount,
    Policy,
    BaseImage,
    Image,
    Secret,
    Function,
    DriverType,
    Driver,
    Subscription,
    Api
};

inline constexpr int kRecordKindCount = 11;

/// How a member is written, read, compared and shown.
enum class MemberType
{
    Text, ///< the scalar rules of the original apply
    Flag,
    Integer,
    Pairs, ///< `[{key, value}]`, compared as a map; values follow the scalar rules
    Values, ///< map of text to text: the values of a secret, never shown
    Names, ///< list of texts
    Tree, ///< any JSON
    SourcePath ///< a file or folder beside the document, sent as base64 tar.gz in `source`
};

struct RecordMember
{
    const char* name;
    MemberType type = MemberType::Text;
    std::optional<RecordKind> refersTo = {}; ///< whose names these are
    bool required = false;
};

struct RecordKindInfo
{
    RecordKind kind;
    const char* yamlKind; ///< "BaseImage"
    const char* noun; ///< translated in context "models::RecordKind": "base image"
    const char* path; ///< "/v1/baseimage"
    std::span<const RecordMember> members; ///< in canonical order, `name` first; server-owned ones are not listed
    std::optional<Kind> resource; ///< the kind of a tab, when there is one
};

std::span<const RecordKindInfo> recordKinds();
const RecordKindInfo& recordKind(RecordKind kind);
const RecordKindInfo& recordKind(Kind kind);
/// Exact case; null when unknown.
const RecordKindInfo* recordKindByYaml(const QString& yamlKind);
/// Null when the kind has no such member.
const RecordMember* memberOf(RecordKind kind, std::string_view name);
/// Translated.
QString nounOf(RecordKind kind);

} // namespace models
