// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace ui {

/// Gives each label and button of a window that is not hidden its own Alt+letter. Letters chosen by hand stay, the
/// first of two wins; words without a letter to spare get one in brackets behind them. Cheap and harmless to call
/// again.
void giveMnemonics(QWidget& window);

} // namespace ui
