// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/maintoolbar.h"

#include "ui/icons.h"
#include "ui/mainactions.h"

#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace ui {

using Act = MainActions::Act;

MainToolBar::MainToolBar(MainActions& actions, QWidget* parent)
    : QToolBar(parent)
    , m_actions(actions)
    , m_connectionMenu(new QMenu(this))
    , m_filter(new QLineEdit(this))
{
    setObjectName(QStringLiteral("toolbar"));
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    const int side = fontMetrics().height() * 5 / 4;
    setIconSize(QSize(side, side));
    m_connectionMenu->addActions({m_actions[Act::Local], m_actions[Act::Connect]});
    m_connection = addMenuButton("connection", m_connectionMenu, "server");
    m_new = addMenuButton("new", m_actions.newMenu(), "add");
    m_newAction = this->actions().last();
    for (const Act act : {Act::Import, Act::Export, Act::Undo}) {
        addAction(m_actions[act]);
        qobject_cast<QToolButton*>(widgetForAction(m_actions[act]))->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    }
    auto* gap = new QWidget(this);
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(gap);
    m_filter->setObjectName(QStringLiteral("filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(QStringLiteral("filter")), QLineEdit::LeadingPosition);
    m_filter->setMaximumWidth(fontMetrics().averageCharWidth() * 40);
    addWidget(m_filter);
    addAction(m_actions[Act::Look]);
}

QToolButton* MainToolBar::addMenuButton(const char* objectName, QMenu* menu, const char* drawing)
{
    auto* button = new QToolButton(this);
    button->setObjectName(QLatin1String(objectName));
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setIcon(icon(QLatin1String(drawing)));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::StrongFocus);
    addWidget(button);
    return button;
}

void MainToolBar::retranslate()
{
    const auto keyOf = [this](Act act) { return m_actions[act]->shortcut().toString(QKeySequence::NativeText); };
    setWindowTitle(tr("Main tool bar"));
    m_actions[Act::Look]->setToolTip(tr("Look now (%1)").arg(keyOf(Act::Look)));
    m_actions[Act::Import]->setIconText(tr("Import"));
    m_actions[Act::Export]->setIconText(tr("Export"));
    m_actions[Act::Undo]->setIconText(tr("Undo"));
    m_actions[Act::Undo]->setToolTip(tr("Undo the latest change (%1)").arg(keyOf(Act::Undo)));
    m_new->setText(tr("New"));
    m_new->setAccessibleName(tr("New resource"));
    m_filter->setPlaceholderText(tr("Filter (%1)").arg(keyOf(Act::Find)));
    m_filter->setAccessibleName(tr("Filter the table"));
    m_filter->setToolTip(tr("All words must occur in a row; a word after - must not."));
    const QList<QToolButton*> buttons = findChildren<QToolButton*>();
    for (QToolButton* button : buttons) {
        if (button != m_connection && button != m_new)
            button->setAccessibleName(button->text().isEmpty() ? tr("More tools") : button->text());
    }
}

void MainToolBar::setConnection(const QString& name)
{
    m_connection->setText(name.isEmpty() ? tr("Not connected") : name);
    m_connection->setAccessibleName(name.isEmpty() ? tr("Not connected") : tr("Connection %1").arg(name));
}

void MainToolBar::setMayCreate(bool isConnected, bool isAllowed)
{
    m_newAction->setVisible(isAllowed);
    m_new->setEnabled(isConnected);
}

} // namespace ui
