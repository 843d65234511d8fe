// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace server {

/// Parses a request body as Go's encoding/json does; the error is its sentence to the letter, for example
/// "invalid character 'b' looking for beginning of object key string". Never recurses on hostile input: nesting beyond
/// models::kMaxJsonDepth is refused. Invalid UTF-8 and lone surrogates are replaced, as Go does.
tl::expected<models::Json, std::string> parseGoJson(std::string_view text);

/// Go's complaint about the syntax of `text`; empty when it is well formed.
std::string goSyntaxError(std::string_view text);

} // namespace server
