// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"
#include "server/http/message.h"

#include <optional>

namespace server {

/// The bodies of contract §1.3: `{"code":…,"message":…}` without a newline at the end.
Response problem(int status, const std::string& message);
/// A broken rule: HTTP 422 with a code of its own.
Response violation(int code, const std::string& message);
/// The violation of a parameter in the "path" or "query" that is no name; it is judged after the body.
std::optional<Response> patternProblem(const char* parameter, const std::string& value, const char* place);
/// An entity or a list, with a newline at the end.
Response entity(int status, const models::Json& body);

/// Serializes as Go does: `<`, `>`, `&` and the two Unicode line ends escaped; invalid UTF-8 replaced.
std::string goDump(const models::Json& value);
/// Takes text that is already JSON and escapes as goDump() does.
std::string goEscape(std::string json);

} // namespace server
