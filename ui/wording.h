// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

class QWidget;

namespace ui {

/// Calls `say` now, and again whenever the language changes, for as long as the widget lives. `say` writes the words a
/// widget and its parts show; it may touch only what lives as long as the widget.
void keepWorded(QWidget& widget, std::function<void()> say);

} // namespace ui
