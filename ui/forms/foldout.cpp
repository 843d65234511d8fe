// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/foldout.h"

#include "ui/forms/layouts.h"
#include "ui/forms/mnemonics.h"
#include "ui/wording.h"

#include <QDialog>
#include <QToolButton>

namespace ui {

FoldOut::FoldOut(const std::function<QString()>& title, QWidget* parent)
    : QWidget(parent)
    , m_toggle(new QToolButton(this))
    , m_content(new QWidget(this))
{
    auto* layout = bareLayout<QVBoxLayout>(this);
    layout->addWidget(m_toggle);
    layout->addWidget(m_content);
    keepWorded(*m_toggle, [this, title] {
        m_toggle->setText(title());
        m_toggle->setAccessibleName(title().remove(QLatin1Char('&')));
    });
    m_toggle->setObjectName(QStringLiteral("form.more"));
    m_toggle->setCheckable(true);
    m_toggle->setAutoRaise(true);
    m_toggle->setFocusPolicy(Qt::StrongFocus);
    m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_toggle, &QToolButton::toggled, this, &FoldOut::setOpen);
    setOpen(false);
}

void FoldOut::setOpen(bool open)
{
    m_toggle->setChecked(open);
    m_toggle->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    m_content->setVisible(open);
    // A window of pages has letters that people know by heart; those of a dialog are given out anew.
    if (qobject_cast<QDialog*>(window()))
        giveMnemonics(*window());
}

} // namespace ui
