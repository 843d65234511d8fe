// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace ui {

/// Tells a person who works in another program: the window asks for attention, and where the desktop takes messages it
/// shows this one for a while. Does nothing while the program is in front.
void tellInBackground(QWidget& window, const QString& text);

} // namespace ui
