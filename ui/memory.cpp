// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/memory.h"

#include <QSettings>
#include <QWidget>

namespace ui {

namespace {

constexpr const char* kProperty = "remembersNothing";

bool remembers(const QWidget& widget)
{
    for (const QWidget* at = &widget; at; at = at->parentWidget()) {
        if (at->property(kProperty).toBool())
            return false;
    }
    return true;
}

} // namespace

void setMemory(QWidget& window, Memory memory)
{
    window.setProperty(kProperty, memory == Memory::None);
}

QVariant remembered(const QWidget& widget, const QString& key, const QVariant& otherwise)
{
    return remembers(widget) ? QSettings().value(key, otherwise) : otherwise;
}

void remember(const QWidget& widget, const QString& key, const QVariant& value)
{
    if (remembers(widget))
        QSettings().setValue(key, value);
}

} // namespace ui
