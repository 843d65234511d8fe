// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/resourcekind.h"

namespace models {

// What one cell of a resource says: to eyes, to the pointer, to a screen reader and to sorting.

QString displayText(const Column& column, const Resource& resource);
QString toolTip(const Column& column, const Resource& resource);
/// "Title: text", so that a cell makes sense without its header.
QString accessibleText(const Column& column, const QString& text);
/// Comparable; troubled states and young ages come first.
QVariant sortValue(const Column& column, const Resource& resource);

/// "3 s", "5 min", "2 h", "4 d" for an age in seconds; translated.
QString ageText(qint64 seconds);

} // namespace models
