// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/legiblestyle.h"

#include <QPainter>
#include <QStyleOption>

namespace ui {

namespace {

constexpr int kDarkLightness = 128;
constexpr float kFrameShare = 0.6F;

} // namespace

void LegibleStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                 const QWidget* widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool isRound = element == PE_IndicatorRadioButton;
    const bool isTicked = isRound || element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck;
    if (!isTicked || option->palette.color(QPalette::Base).lightness() >= kDarkLightness)
        return;
    QColor frame = option->palette.color(QPalette::Text);
    frame.setAlphaF(kFrameShare);
    painter->save();
    painter->setPen(frame);
    painter->setBrush(Qt::NoBrush);
    painter->setRenderHint(QPainter::Antialiasing, isRound);
    const QRect box = option->rect.adjusted(0, 0, -1, -1);
    if (isRound)
        painter->drawEllipse(box);
    else
        painter->drawRect(box);
    painter->restore();
}

} // namespace ui
