// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariant>

class QWidget;

namespace ui {

/// Whether a window goes on where the person left it. One that does not, such as that of the tour, neither reads nor
/// writes the settings, and nor does what lies in it.
enum class Memory
{
    Kept,
    None
};

/// Of a window and everything below it, its dialogs too.
void setMemory(QWidget& window, Memory memory);

QVariant remembered(const QWidget& widget, const QString& key, const QVariant& otherwise = {});
void remember(const QWidget& widget, const QString& key, const QVariant& value);

} // namespace ui
