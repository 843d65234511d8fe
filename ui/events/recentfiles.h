// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

/// The files chosen last, newest first, kept in the settings.
namespace ui::recentFiles {

inline constexpr int kMost = 10;

QStringList paths();
void add(const QString& path);
void clear();

} // namespace ui::recentFiles
