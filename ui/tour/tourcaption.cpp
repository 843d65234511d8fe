// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tour/tourcaption.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QMainWindow>
#include <QPushButton>
#include <QStatusBar>

namespace ui {

TourCaption::TourCaption(QMainWindow* window)
    : QFrame(window)
    , m_title(new QLabel(this))
    , m_narration(new QLabel(this))
{
    setObjectName(QStringLiteral("tour.caption"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    setForegroundRole(QPalette::ToolTipText);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setForegroundRole(QPalette::ToolTipText);
    m_narration->setForegroundRole(QPalette::ToolTipText);
    m_narration->setWordWrap(true);
    auto* stop = new QPushButton(tr("&Stop tour"), this);
    stop->setObjectName(QStringLiteral("tour.stop"));
    connect(stop, &QPushButton::clicked, this, &TourCaption::stopRequested);
    auto* layout = new QGridLayout(this);
    layout->addWidget(m_title, 0, 0);
    layout->addWidget(m_narration, 1, 0);
    layout->addWidget(stop, 0, 1, 2, 1, Qt::AlignVCenter);
    layout->setColumnStretch(0, 1);
    window->installEventFilter(this);
    place();
    show();
}

void TourCaption::tell(const QString& title, const QString& narration)
{
    m_title->setText(title);
    m_narration->setText(narration);
    setAccessibleName(title);
    setAccessibleDescription(narration);
    place();
    raise();
}

bool TourCaption::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        place();
    return QFrame::eventFilter(watched, event);
}

void TourCaption::place()
{
    const auto* window = static_cast<QMainWindow*>(parentWidget());
    const int margin = fontMetrics().height();
    const int width = window->width() - 2 * margin;
    const int height = qMax(sizeHint().height(), layout()->heightForWidth(width));
    const int foot = window->statusBar()->isVisible() ? window->statusBar()->height() : 0;
    setGeometry(margin, window->height() - foot - height - margin / 2, width, height);
}

} // namespace ui
