// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/status.h"

#include <QColor>
#include <QIcon>

class QPainter;
class QPalette;
class QRectF;

namespace ui {

/// One of the drawings in `:/icons`, by its name without ending ("add", "delete"). Drawn in the colours of the palette
/// at the moment of painting, so that it follows a change between light and dark, and sharp at every scale.
QIcon icon(const QString& name);

/// The colour of a state, readable on the base colour of this palette. Never the only sign of it.
QColor stateColour(models::State state, const QPalette& palette);

/// The shape of a state: ● READY, ▲ ERROR, ◐ on the way, ◇ unknown.
void paintState(QPainter& painter, const QRectF& box, models::State state, const QPalette& palette);
QIcon stateIcon(models::State state);

} // namespace ui
