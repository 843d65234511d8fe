// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tour/tourcaption.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace ui {

TourCaption::TourCaption(QWidget* parent)
    : QToolBar(parent)
    , m_title(new QLabel(this))
    , m_narration(new QLabel(this))
{
    setObjectName(QStringLiteral("tour.caption"));
    setMovable(false);
    setWindowTitle(tr("Tour"));
    auto* panel = new QFrame(this);
    panel->setFrameShape(QFrame::StyledPanel);
    panel->setAutoFillBackground(true);
    panel->setBackgroundRole(QPalette::ToolTipBase);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    for (QLabel* label : {m_title, m_narration}) {
        label->setForegroundRole(QPalette::ToolTipText);
        label->setWordWrap(true);
    }
    auto* stop = new QPushButton(tr("&Stop tour"), panel);
    stop->setObjectName(QStringLiteral("tour.stop"));
    connect(stop, &QPushButton::clicked, this, &TourCaption::stopRequested);
    auto* layout = new QGridLayout(panel);
    layout->addWidget(m_title, 0, 0);
    layout->addWidget(m_narration, 1, 0);
    layout->addWidget(stop, 0, 1, 2, 1, Qt::AlignVCenter);
    layout->setColumnStretch(0, 1);
    panel->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(panel);
}

void TourCaption::tell(const QString& title, const QString& narration)
{
    m_title->setText(title);
    m_narration->setText(narration);
    setAccessibleName(title);
    setAccessibleDescription(narration);
}

} // namespace ui
