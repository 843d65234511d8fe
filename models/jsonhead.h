// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"

namespace models {

struct JsonHead
{
    QByteArray text;
    bool isWhole = true;
};

/// The first `most` bytes of dumpJson(). Costs as much as these, however large the value is.
JsonHead jsonHead(const Json& value, qsizetype most, int indent = -1);

/// About how much memory a value takes.
qsizetype weightOf(const Json& value);

} // namespace models
