// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QMainWindow;

namespace ui {

/// A list of the shortcuts of the window's actions and of its tables.
void showShortcuts(QMainWindow& window);
void showAbout(QMainWindow& window);

} // namespace ui
