// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/standingpage.h"

#include <QAction>
#include <QStackedWidget>
#include <QTabWidget>

namespace ui {

StandingPage::StandingPage(QWidget* page, QStackedWidget& stack, QObject* parent)
    : QObject(parent)
    , m_stack(stack)
    , m_page(page)
    , m_action(new QAction(this))
{
    m_stack.addWidget(page);
}

bool StandingPage::isInFront() const
{
    return m_page && m_page->isVisible();
}

void StandingPage::enter(QTabWidget& tabs)
{
    m_tabs = &tabs;
    tabs.addTab(m_page, m_title);
}

void StandingPage::leave()
{
    if (m_tabs && m_page)
        m_stack.addWidget(m_page);
    m_tabs.clear();
}

int StandingPage::tab() const
{
    return m_tabs ? m_tabs->indexOf(m_page) : -1;
}

void StandingPage::showAlone()
{
    m_stack.setCurrentWidget(m_page);
}

void StandingPage::setTitle(const QString& title)
{
    m_title = title;
    m_action->setText(title);
    if (m_tabs)
        m_tabs->setTabText(tab(), title);
}

} // namespace ui
