// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/statusline.h"

#include "client/session.h"
#include "ui/icons.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>
#include <QTimer>

namespace ui {

StatusLine::StatusLine(QWidget* parent)
    : QWidget(parent)
    , m_mark(new QLabel(this))
    , m_text(new QLabel(this))
    , m_timer(new QTimer(this))
{
    m_text->setObjectName(QStringLiteral("status"));
    auto* line = new QHBoxLayout(this);
    const int gap = fontMetrics().lineSpacing() / 4;
    line->setContentsMargins(2 * gap, gap, 2 * gap, gap);
    line->addWidget(m_mark);
    line->addWidget(m_text, 1);
    m_timer->setInterval(1'000);
    connect(m_timer, &QTimer::timeout, this, &StatusLine::refresh);
    refresh();
}

void StatusLine::setSession(client::Session* session)
{
    if (m_session)
        disconnect(&m_session->watch(), nullptr, this, nullptr);
    m_session = session;
    if (session)
        connect(&session->watch(), &client::Watch::stateChanged, this, &StatusLine::refresh);
    refresh();
}

void StatusLine::refresh()
{
    models::State mark = models::State::None;
    QStringList parts;
    if (!m_session) {
        parts << tr("not connected");
    } else {
        const client::WatchState state = m_session->watch().state();
        switch (state.phase) {
        case client::WatchState::Phase::Connecting:
            mark = models::State::Creating;
            parts << tr("connecting");
            break;
        case client::WatchState::Phase::Live:
            mark = models::State::Ready;
            parts << (state.latencyMSecs < 0 ? tr("connected") : tr("connected %1 ms").arg(state.latencyMSecs));
            break;
        case client::WatchState::Phase::BackingOff:
            mark = models::State::Error;
            parts << tr("no answer");
            break;
        case client::WatchState::Phase::Paused:
            mark = models::State::Error;
            parts << tr("paused: the sign-in was refused");
            break;
        }
        if (state.nextLookMSecs >= 0)
            parts << tr("next look %1 s").arg((state.nextLookMSecs + 999) / 1000);
        if (const qint64 left = m_session->door().tokenSecondsLeft(); left >= 0)
            parts << (left < 120 ? tr("token %1 s").arg(left) : tr("token %1 min").arg(left / 60));
    }
    const int side = fontMetrics().ascent();
    m_mark->setPixmap(stateIcon(mark).pixmap(QSize(side, side), devicePixelRatioF()));
    m_text->setText(parts.join(QStringLiteral(" · ")));
}

void StatusLine::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        refresh();
    QWidget::changeEvent(event);
}

void StatusLine::showEvent(QShowEvent* event)
{
    refresh();
    m_timer->start();
    QWidget::showEvent(event);
}

void StatusLine::hideEvent(QHideEvent* event)
{
    m_timer->stop();
    QWidget::hideEvent(event);
}

} // namespace ui
