// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace models {

/// The original command line cuts files at every `---`, wherever it stands (contract §5).
inline constexpr const char* kYamlSeparator = "---";

/// True when every YAML parser reads the text, as it stands, as this text.
bool isPlainYaml(const std::string& text);

/// True when the text can stand as a literal block, line for line as it is.
bool fitsYamlBlock(const std::string& text);

} // namespace models
