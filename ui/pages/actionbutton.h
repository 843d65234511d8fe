// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QAction;
class QPushButton;
class QString;
class QWidget;

namespace ui {

/// A button for an action that is also reached by key and menu: it shows the action's words, can be pressed when the
/// action can be triggered, and is there when the action is. The action must outlive it.
QPushButton* buttonFor(QAction& action, const QString& objectName, QWidget* parent);

} // namespace ui
