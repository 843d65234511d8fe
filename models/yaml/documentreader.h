// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/yaml/importitem.h"
#include "models/yaml/yamltree.h"

namespace models {

/// Reads one document by the table of kinds: adds an item to the reading, or the complaints why it is none.
void readDocument(const YamlNode& document, const QString& file, const QString& folder, ImportReading& reading);

} // namespace models
