// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QMainWindow;

namespace ui {

/// Saves the window with the dialogs and windows that lie on it as one PNG. Answers why it could not, or nothing.
QString saveTourPicture(QMainWindow& window, const QString& directory, const QString& fileName);

} // namespace ui
