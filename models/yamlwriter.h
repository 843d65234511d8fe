// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/resources.h"

namespace models {

/// One YAML document in the canonical member order of contract §5, without server-owned members and secret values.
/// Texts that another parser could read as something else are quoted.
QString toYaml(const Resource& resource);

/// True when every YAML parser reads the text, as it stands, as this text.
bool isPlainYaml(const std::string& text);

} // namespace models
