// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"

#include <string>

namespace models {

// What an unquoted word of YAML means. The rules are those of the YAML library behind the original command line, so
// that its files mean the same here (contract §5).

/// null, a truth value, a number or a text.
Json plainScalar(const std::string& word);

/// What the word means where a text is wanted: `8080` is "8080", `yes` is "true", `0x10` is "16", `1.10` is "1.1",
/// nothing is "".
std::string plainScalarAsText(const std::string& word);

} // namespace models
