// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QStringView>

namespace models {

/// Changes nothing but white space outside strings: numbers, escapes and the order of keys stay as typed. Fails on text
/// that checkJson() refuses, and when deep nesting would make the text larger than kMaxFormattedSize.
Result<QString> formattedJson(QStringView text);
Result<QString> compactJson(QStringView text);

inline constexpr qsizetype kMaxFormattedSize = 256 * 1024 * 1024;
inline constexpr int kJsonIndent = 2;

} // namespace models
