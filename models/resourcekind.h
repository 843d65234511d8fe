// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/resources.h"
#include "models/rules.h"

#include <QVariant>

#include <span>

namespace models {

/// The kinds of resources, in the order of their tabs. The value is the index into resourceKinds() and into Resource.
enum class Kind
{
    DriverType,
    Driver,
    Secret,
    Subscription,
    Function
};

inline constexpr int kKindCount = 5;

/// How a form edits one member.
enum class FieldType
{
    Text,
    Flag,
    Milliseconds,
    Pairs, ///< config, tags
    SecretPairs, ///< key and hidden value
    Reference, ///< name of one resource of kind `refersTo`
    References, ///< names of several
    EventType, ///< text with completion from subscriptions and the catalogue
    Image, ///< a function's language image
    Source, ///< a file or folder, sent as base64 tar.gz
};

/// One member of a kind that a person can edit. Words are translated in context "models::ResourceKind".
struct Field
{
    const char* member; ///< JSON member of the request
    const char* label;
    const char* help;
    FieldType type = FieldType::Text;
    Kind refersTo = Kind::DriverType; ///< for Reference and References
    bool advanced = false; ///< folded away at first
};

enum class ColumnRole
{
    Text,
    State,
    Time,
    Count
};

/// One column of a kind's table. `value` gives QString for Text, Status for State, Timestamp for Time, int for Count.
struct Column
{
    const char* id; ///< stable, for settings
    const char* title;
    ColumnRole role = ColumnRole::Text;
    QVariant (*value)(const Resource& resource) = nullptr;
    bool shownFirst = true; ///< visible unless the person chose otherwise
};

/// Everything the rest of the house needs to know about a kind. Adding a kind is adding a line to this table.
struct ResourceKind
{
    Kind kind;
    const char* yamlKind; ///< "DriverType"
    const char* singular; ///< translated: "driver type"
    const char* plural; ///< translated, for tabs: "Driver Types"
    const char* path; ///< "/v1/event/drivertypes"
    const char* pathParameter; ///< name of the path parameter in server messages: "driverTypeName"
    const char* serverNoun; ///< in server messages: "event driver type"
    const char* cliNoun; ///< in commands: "eventdrivertype"
    bool hasStatus;
    std::span<const Rule> (*rules)();
    std::span<const Field> fields;
    std::span<const Column> columns;
    Result<Resource> (*parse)(const Json& json);
    int createStatus; ///< HTTP status of a good create (contract §12.2)
    int updateStatus;
    int deleteStatus;
};

std::span<const ResourceKind> resourceKinds();
const ResourceKind& resourceKind(Kind kind);
Kind kindOf(const Resource& resource);
/// Finds by the YAML `kind`, exact case; null when unknown.
const ResourceKind* resourceKindByYaml(std::string_view yamlKind);

/// Translated words of the table.
QString singularOf(Kind kind);
QString pluralOf(Kind kind);
QString titleOf(const Column& column);
QString labelOf(const Field& field);
QString helpOf(const Field& field);

/// Reads a list answer. `null` is an empty list. Malformed when it is no list or an entry cannot be read.
Result<std::vector<Resource>> resourcesFromJson(Kind kind, const Json& json);

} // namespace models

Q_DECLARE_METATYPE(models::Kind)
Q_DECLARE_METATYPE(models::Timestamp)
