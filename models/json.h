// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <string_view>

namespace models {

using Json = nlohmann::json;

/// Deepest nesting an answer or a file may have; deeper is refused before it is parsed.
inline constexpr int kMaxJsonDepth = 512;

/// Parses without throwing. Refuses text nested deeper than kMaxJsonDepth. Failure kind: Malformed, with the place.
Result<Json> parseJson(const QByteArray& text);
/// True when the brackets of the text never nest deeper than `limit`.
bool withinDepth(std::string_view text, int limit);
/// Serializes without throwing: invalid UTF-8 is replaced. `indent` -1 is compact.
QByteArray dumpJson(const Json& value, int indent = -1);

std::string toStd(const QString& text);
QString fromStd(std::string_view text);

/// Tolerant reads: an absent, null or wrongly typed member is empty (contract §1.4).
QString textAt(const Json& object, const char* member);
bool flagAt(const Json& object, const char* member);
qint64 numberAt(const Json& object, const char* member);
QStringList textsAt(const Json& object, const char* member);
Json valueAt(const Json& object, const char* member);

/// The members of `object` that are not in `known`, so that they can be written back.
Json unknownMembers(const Json& object, std::initializer_list<const char*> known);

/// A list of texts as a JSON array.
Json toJsonArray(const QStringList& texts);

} // namespace models
