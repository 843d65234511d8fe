// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>

class QApplication;

namespace ui {

/// A palette on which placeholders and disabled words can be read: a desktop may name dark colours without these, and
/// Qt then fills in those of a light one. The other roles are not touched, so that they go on following the desktop.
QPalette legible(const QPalette& palette);

/// Makes those changes now and whenever the desktop changes its colours.
void keepLegible(QApplication& application);

} // namespace ui
