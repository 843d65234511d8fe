// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/messagelabel.h"

#include <QEvent>

namespace ui {

namespace {

constexpr int kMiddleLightness = 128;

QColor colorOf(MessageLabel::Tone tone, const QPalette& palette)
{
    const bool dark = palette.color(QPalette::Window).lightness() < kMiddleLightness;
    switch (tone) {
    case MessageLabel::Tone::Problem:
        return dark ? QColor(0xff, 0x8a, 0x80) : QColor(0xb0, 0x1c, 0x1c);
    case MessageLabel::Tone::Warning:
        return dark ? QColor(0xff, 0xc4, 0x60) : QColor(0x8a, 0x55, 0x00);
    case MessageLabel::Tone::Help:
        break;
    }
    QColor muted = palette.color(QPalette::WindowText);
    muted.setAlphaF(0.66F);
    return muted;
}

} // namespace

MessageLabel::MessageLabel(QWidget* parent)
    : QLabel(parent)
{
    setWordWrap(true);
    QSizePolicy wide(QSizePolicy::Expanding, QSizePolicy::Preferred);
    wide.setHeightForWidth(true);
    setSizePolicy(wide);
    setTextFormat(Qt::PlainText);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.92);
    setFont(small);
    paintTone();
}

void MessageLabel::say(Tone tone, const QString& text)
{
    m_tone = tone;
    QString sign;
    if (tone == Tone::Problem)
        sign = QStringLiteral("\u2716 ");
    else if (tone == Tone::Warning)
        sign = QStringLiteral("\u26A0 ");
    setText(text.isEmpty() ? QString() : sign + text);
    setVisible(!text.isEmpty());
    paintTone();
}

void MessageLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_painting)
        paintTone();
}

void MessageLabel::paintTone()
{
    m_painting = true;
    const QPalette around = parentWidget() ? parentWidget()->palette() : palette();
    QPalette own = around;
    own.setColor(QPalette::WindowText, colorOf(m_tone, around));
    setPalette(own);
    m_painting = false;
}

} // namespace ui
