// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/sendrow.h"

#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/wording.h"

#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

namespace ui {

namespace {

/// What is over sooner needs no bar that flashes.
constexpr int kMomentMSecs = 300;
/// A bar counts in int, which is too short for bytes.
constexpr int kSteps = 1'000;

} // namespace

SendRow::SendRow(QWidget* parent)
    : QWidget(parent)
{
    build();
    m_moment.setSingleShot(true);
    m_moment.setInterval(kMomentMSecs);
    connect(&m_moment, &QTimer::timeout, this, [this] {
        m_progressRow->show();
        sayProgress();
    });
    keepWorded(*this, [this] { retranslate(); });
}

void SendRow::build()
{
    auto* column = bareLayout<QVBoxLayout>(this);
    m_progressRow = new QWidget(this);
    auto* progress = bareLayout<QHBoxLayout>(m_progressRow);
    m_bar = new QProgressBar(m_progressRow);
    m_bar->setObjectName(QStringLiteral("event.progress"));
    m_bar->setTextVisible(false);
    m_progressText = new QLabel(m_progressRow);
    m_progressText->setObjectName(QStringLiteral("event.progress.text"));
    m_cancel = new QPushButton(m_progressRow);
    m_cancel->setObjectName(QStringLiteral("event.cancel"));
    progress->addWidget(m_bar, 1);
    progress->addWidget(m_progressText);
    progress->addWidget(m_cancel);
    m_progressRow->hide();
    auto* row = new QHBoxLayout;
    m_hint = new MessageLabel(this);
    m_hint->setObjectName(QStringLiteral("event.hint"));
    m_many = new QPushButton(this);
    m_many->setObjectName(QStringLiteral("event.many"));
    m_send = new QPushButton(this);
    m_send->setObjectName(QStringLiteral("event.send"));
    row->addWidget(m_hint, 1);
    row->addStretch();
    row->addWidget(m_many, 0, Qt::AlignTop);
    row->addWidget(m_send, 0, Qt::AlignTop);
    column->addWidget(m_progressRow);
    column->addLayout(row);
    connect(m_many, &QPushButton::clicked, this, &SendRow::manyRequested);
    connect(m_send, &QPushButton::clicked, this, &SendRow::sendRequested);
    connect(m_cancel, &QPushButton::clicked, this, &SendRow::cancelRequested);
}

void SendRow::retranslate()
{
    m_many->setText(tr("Send man&y…"));
    m_many->setToolTip(tr("Send this event many times, or the lines of a file"));
    m_send->setText(tr("&Send event"));
    m_send->setToolTip(tr("Send the event (Ctrl+Return)"));
    m_bar->setAccessibleName(tr("How much of the event is sent"));
    m_cancel->setText(tr("&Cancel"));
    m_cancel->setAccessibleName(tr("Cancel sending the event"));
    setState(m_obstacle, m_isMistake, m_isSending);
    sayProgress();
}

bool SendRow::canSend() const
{
    return m_send->isEnabled();
}

void SendRow::setState(const std::optional<QString>& obstacle, bool isMistake, bool isSending)
{
    m_obstacle = obstacle;
    m_isMistake = isMistake;
    if (isSending && !m_isSending) {
        m_sent = m_total = 0;
        m_moment.start();
    } else if (!isSending) {
        m_moment.stop();
        m_progressRow->hide();
    }
    m_isSending = isSending;
    m_send->setEnabled(!isSending && !obstacle);
    if (obstacle)
        m_hint->say(isMistake ? MessageLabel::Tone::Problem : MessageLabel::Tone::Help, *obstacle);
    else
        m_hint->say(MessageLabel::Tone::Help, isSending ? tr("Sending…") : QString());
}

void SendRow::showProgress(qint64 sent, qint64 total)
{
    m_sent = sent;
    m_total = total;
    sayProgress();
}

void SendRow::sayProgress()
{
    const QLocale locale;
    m_bar->setRange(0, m_total > 0 && m_sent < m_total ? kSteps : 0);
    if (m_total <= 0) {
        m_progressText->setText(tr("Getting ready…"));
        return;
    }
    m_bar->setValue(static_cast<int>(static_cast<double>(m_sent) / static_cast<double>(m_total) * kSteps));
    const QString total = locale.formattedDataSize(m_total);
    m_progressText->setText(m_sent < m_total ? tr("%1 of %2").arg(locale.formattedDataSize(m_sent), total)
                                             : tr("%1 sent, waiting for the answer…").arg(total));
}

} // namespace ui
