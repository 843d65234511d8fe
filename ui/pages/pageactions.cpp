// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/pageactions.h"

#include "ui/icons.h"

#include <QAction>
#include <QBoxLayout>
#include <QEvent>
#include <QMenu>
#include <QToolButton>

namespace ui {

namespace {

constexpr const char* kCopyNames[] = {"copyYaml", "copyJson", "copyCommand", "copyCurl"};

QToolButton* flatButton(QWidget* parent, const QString& objectName)
{
    auto* button = new QToolButton(parent);
    button->setObjectName(objectName);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

PageActions::PageActions(models::Kind kind, const QString& pageName, QWidget* parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_pageName(pageName)
    , m_new(make("new", "add"))
    , m_edit(make("edit", "edit"))
    , m_duplicate(make("duplicate", "duplicate"))
    , m_delete(make("delete", "delete"))
    , m_line(new QHBoxLayout(this))
{
    m_line->setContentsMargins(0, 0, 0, 0);
    m_line->setSpacing(fontMetrics().averageCharWidth() / 2);
    addButton(m_new, "new");
    addButton(m_edit, "edit");
    addButton(m_duplicate, "duplicate");
    addButton(m_delete, "delete");
    buildCopyMenu();
    m_line->addStretch(1);
    connect(m_new, &QAction::triggered, this, &PageActions::newRequested);
    connect(m_edit, &QAction::triggered, this, &PageActions::editRequested);
    connect(m_duplicate, &QAction::triggered, this, &PageActions::duplicateRequested);
    connect(m_delete, &QAction::triggered, this, &PageActions::deleteRequested);
    retranslate();
}

QAction* PageActions::make(const char* part, const char* drawing)
{
    auto* action = new QAction(icon(QLatin1String(drawing)), {}, this);
    action->setObjectName(QStringLiteral("%1.%2.action").arg(m_pageName, QLatin1String(part)));
    return action;
}

void PageActions::addButton(QAction* action, const char* part)
{
    QToolButton* button = flatButton(this, QStringLiteral("%1.%2").arg(m_pageName, QLatin1String(part)));
    button->setDefaultAction(action);
    m_line->addWidget(button);
}

void PageActions::buildCopyMenu()
{
    m_copyMenu = new QMenu(this);
    for (std::size_t i = 0; i < std::size(m_copies); ++i) {
        m_copies[i] = make(kCopyNames[i], "copy");
        m_copyMenu->addAction(m_copies[i]);
        connect(m_copies[i], &QAction::triggered, this,
                [this, i] { Q_EMIT copyRequested(static_cast<CopyFormat>(i)); });
    }
    m_copyButton = flatButton(this, m_pageName + QStringLiteral(".copy"));
    m_copyButton->setIcon(icon(QStringLiteral("copy")));
    m_copyButton->setPopupMode(QToolButton::InstantPopup);
    m_copyButton->setMenu(m_copyMenu);
    m_line->addWidget(m_copyButton);
}

void PageActions::installKeys(QWidget& page, QWidget& table)
{
    const auto give = [](QAction* action, const QKeySequence& keys, QWidget& where, Qt::ShortcutContext context) {
        action->setShortcut(keys);
        action->setShortcutContext(context);
        where.addAction(action);
    };
    give(m_new, QKeySequence::New, page, Qt::WidgetWithChildrenShortcut);
    give(m_duplicate, QKeySequence(Qt::CTRL | Qt::Key_D), page, Qt::WidgetWithChildrenShortcut);
    give(m_delete, QKeySequence::Delete, table, Qt::WidgetShortcut);
    give(m_copies[0], QKeySequence::Copy, table, Qt::WidgetShortcut);
    retranslate();
}

QList<QAction*> PageActions::all() const
{
    return {m_new, m_edit, m_duplicate, m_delete, m_copies[0], m_copies[1], m_copies[2], m_copies[3]};
}

void PageActions::setSelectedCount(int count)
{
    m_edit->setEnabled(m_mayChange && count == 1);
    m_duplicate->setEnabled(m_mayChange && count == 1);
    m_delete->setEnabled(m_mayChange && count > 0);
    m_copyButton->setEnabled(count > 0);
    for (QAction* action : m_copies)
        action->setEnabled(count > 0);
}

void PageActions::forbidChanges()
{
    m_mayChange = false;
    for (QAction* action : {m_new, m_edit, m_duplicate, m_delete}) {
        action->setVisible(false);
        action->setEnabled(false);
    }
    for (QToolButton* button : findChildren<QToolButton*>()) {
        if (button->defaultAction() && !button->defaultAction()->isVisible())
            button->hide();
    }
}

void PageActions::popUpMenu(const QPoint& at)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({m_new, m_edit, m_duplicate, m_delete});
    menu->addSeparator();
    menu->addMenu(m_copyMenu);
    menu->popup(at);
}

void PageActions::append(QWidget* widget)
{
    m_line->addWidget(widget);
}

void PageActions::retranslate()
{
    m_new->setText(tr("&New…"));
    m_edit->setText(tr("&Edit…"));
    m_duplicate->setText(tr("D&uplicate…"));
    m_delete->setText(tr("&Delete…"));
    m_copies[0]->setText(tr("Copy as &YAML"));
    m_copies[1]->setText(tr("Copy as &JSON"));
    m_copies[2]->setText(tr("Copy as co&mmand line"));
    m_copies[3]->setText(tr("Copy as cu&rl"));
    m_copyButton->setText(tr("&Copy as"));
    m_copyButton->setAccessibleName(tr("Copy the selection as text"));
    m_copyMenu->setTitle(m_copyButton->text());
    const QString kind = models::singularOf(m_kind);
    m_new->setToolTip(tr("New %1 (%2)").arg(kind, m_new->shortcut().toString(QKeySequence::NativeText)));
    m_edit->setToolTip(tr("Edit the selected %1 (Enter)").arg(kind));
    m_duplicate->setToolTip(tr("New %1 with the values of the selected one").arg(kind));
    m_delete->setToolTip(tr("Delete the selection, after a question (Del)"));
}

void PageActions::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace ui
