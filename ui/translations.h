// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCoreApplication;

namespace ui {

/// Makes the application speak the first language of the desktop that it knows, Qt's own dialogs included.
/// Call once, before the first window. Unknown languages leave English.
void installTranslations(QCoreApplication& application);

} // namespace ui
