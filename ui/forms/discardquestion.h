// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

class QString;
class QWidget;

namespace ui {

/// Asks, on top of this dialog, before what is in it goes. Keeping is the default.
void askToDiscard(QWidget& dialog, const QString& question, const std::function<void()>& discard);

} // namespace ui
