// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/messagebar.h"

#include <QStringList>
#include <QTest>
#include <QWidget>

/// A widget by its name; a window that is being built is waited for.
template <typename Widget> Widget* part(QWidget& parent, const char* objectName)
{
    Widget* found = nullptr;
    const auto isThere
        = [&] { return (found = parent.findChild<Widget*>(QString::fromLatin1(objectName))) != nullptr; };
    if (!isThere() && !QTest::qWaitFor(isThere, 10'000))
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
