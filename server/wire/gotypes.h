// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"

#include <tl/expected.hpp>

#include <span>
#include <string>

namespace server {

/// How the original declares a member; decides what it accepts and what it complains about.
enum class GoType
{
    Any,
    Text,
    Uuid,
    Status, ///< v1.Status, an enum
    Flag,
    Integer,
    Texts, ///< []string
    TextMap, ///< map[string]string
    Configs, ///< []*v1.Config
    Tags, ///< []*v1.Tag
    Object, ///< map[string]interface{}
    Base64,
    Time, ///< strfmt.DateTime
    Struct, ///< checked only for being an object
};

struct GoField
{
    const char* member;
    GoType type;
    const char* goName = ""; ///< of a Struct, for the message
};

/// One body type of the contract.
struct GoStruct
{
    const char* name; ///< "EventDriverType"
    std::span<const GoField> fields;
};

/// Renames members to their canonical spelling (Go matches them ignoring case), drops members the struct does not have
/// and `null` ones that are no Any, and checks types. The error is Go's sentence.
tl::expected<models::Json, std::string> readGoStruct(const GoStruct& type, models::Json value);

/// A pair list as the original stores it: a map, so the last of equal keys wins; null when empty.
models::Json collapsedPairs(const models::Json& list);

/// Go's complaint about base64 text; empty when it is fine.
std::string base64Error(std::string_view text);
/// Decodes text that base64Error() accepts.
std::string fromBase64(std::string_view text);

} // namespace server
