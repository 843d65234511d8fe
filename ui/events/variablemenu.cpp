// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/variablemenu.h"

#include "models/variables.h"
#include "ui/wording.h"

#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QShortcut>

namespace ui {

VariableMenu::VariableMenu(QWidget* fields, QWidget* parent)
    : QToolButton(parent)
    , m_fields(fields)
{
    setObjectName(QStringLiteral("event.variables"));
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::TabFocus);
    auto* menu = new QMenu(this);
    for (const models::VariableInfo& info : models::variableInfos()) {
        const QString usage = QString::fromLatin1(info.usage);
        QAction* action = menu->addAction(usage);
        action->setData(usage);
        connect(action, &QAction::triggered, this, [this, usage] { insert(usage); });
    }
    setMenu(menu);
    keepWorded(*this, [this] { retranslate(); });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { remember(now); });
    auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Space), fields);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, &QToolButton::showMenu);
}

void VariableMenu::retranslate()
{
    setText(tr("Variables"));
    setToolTip(tr("Put a variable into the field with the cursor (Ctrl+Space)"));
    const QList<QAction*> actions = menu()->actions();
    for (qsizetype i = 0; i < actions.size(); ++i) {
        const models::VariableInfo& info = models::variableInfos()[static_cast<std::size_t>(i)];
        actions[i]->setText(
            tr("%1  –  %2")
                .arg(QString::fromLatin1(info.usage), QCoreApplication::translate("models::Variables", info.help)));
    }
}

void VariableMenu::remember(QWidget* focused)
{
    const bool isField = qobject_cast<QLineEdit*>(focused) || qobject_cast<QPlainTextEdit*>(focused);
    if (isField && m_fields->isAncestorOf(focused))
        m_field = focused;
}

void VariableMenu::insert(const QString& variable)
{
    if (!m_field)
        return;
    if (auto* line = qobject_cast<QLineEdit*>(m_field.data()); line && !line->isReadOnly())
        line->insert(variable);
    else if (auto* text = qobject_cast<QPlainTextEdit*>(m_field.data()); text && !text->isReadOnly())
        text->insertPlainText(variable);
    m_field->setFocus(Qt::OtherFocusReason);
}

} // namespace ui
