// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/rules.h"
#include "server/wire/gotypes.h"

#include <optional>
#include <span>
#include <string>

namespace server {

/// The kinds this server keeps. The numbers are on disk.
enum class Kind
{
    DriverType,
    Driver,
    Secret,
    Subscription,
    Function,
    Image,
    BaseImage
};
inline constexpr int kKinds = 7;

/// Everything the generic handlers need to know about a kind.
struct Served
{
    Kind kind;
    const char* wireKind; ///< "DriverType"
    const char* path;
    const char* pathParameter;
    const char* noun;
    const char* bodyName; ///< in "parsing body body from …"
    GoStruct body;
    std::span<const models::Rule> (*rules)();
    int createStatus;
    int updateStatus;
    int deleteStatus;
    const char* createdKey; ///< null = the kind has no times
    const char* modifiedKey;
    bool showsId;
};

const Served& served(Kind kind);
std::span<const Served> servedKinds();

extern const GoStruct kEmissionStruct;
extern const GoStruct kRunStruct;

/// The first broken rule of a body, checked in the order of the members' names (contract §1.3).
std::optional<models::Violation> firstViolation(const GoStruct& type, std::span<const models::Rule> rules,
                                                const models::Json& body);

} // namespace server
