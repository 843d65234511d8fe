// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/messagebar.h"

#include <QStringList>
#include <QWidget>

template <typename Widget> Widget* part(QWidget& parent, const char* objectName)
{
    auto* found = parent.findChild<Widget*>(QString::fromLatin1(objectName));
    if (!found)
        qFatal("no part %s", objectName);
    return found;
}

/// What the bars of this window, but not of its dialogs, tell a person right now.
inline QStringList visibleMessages(QWidget& window)
{
    QStringList texts;
    for (const ui::MessageBar* bar : window.findChildren<ui::MessageBar*>()) {
        if (bar->isVisible() && bar->window() == &window)
            texts << bar->text();
    }
    return texts;
}
