// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace ui {

/// Asks whether Dispatch shall be installed although the check found `bad` things that speak against it. The default is
/// not to; `then` follows a yes.
void askToInstall(QWidget& over, const QString& profile, int bad, const std::function<void()>& then);

/// Asks whether Dispatch shall be uninstalled, and says what goes and what stays (contract §8.2). The default is not
/// to; `then` follows a yes, and hears whether namespaces are kept.
void askToUninstall(QWidget& over, const QString& profile, const QString& workFolder,
                    const std::function<void(bool keepsNamespaces)>& then);

} // namespace ui
