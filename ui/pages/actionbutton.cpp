// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/actionbutton.h"

#include <QAction>
#include <QPushButton>

namespace ui {

QPushButton* buttonFor(QAction& action, const QString& objectName, QWidget* parent)
{
    auto* button = new QPushButton(parent);
    button->setObjectName(objectName);
    QObject::connect(button, &QPushButton::clicked, &action, &QAction::trigger);
    QObject::connect(&action, &QAction::changed, button, [&action, button] {
        button->setText(action.text());
        // One that nobody gave it only repeats the text.
        const bool tells = action.toolTip() != action.text().remove(u'&');
        button->setToolTip(tells ? action.toolTip() : QString());
        button->setEnabled(action.isEnabled());
        button->setVisible(action.isVisible());
    });
    return button;
}

} // namespace ui
