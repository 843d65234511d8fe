// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionband.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>
#include <QPainter>

namespace ui {

namespace {

struct MarkLook
{
    client::Mark mark;
    QRgb colour; ///< dark enough for white letters
    const char* name;
};

constexpr MarkLook kMarks[] = {
    {client::Mark::Red, 0xb3261e, QT_TRANSLATE_NOOP("ui::ConnectionBand", "red")},
    {client::Mark::Orange, 0x9a4a00, QT_TRANSLATE_NOOP("ui::ConnectionBand", "orange")},
    {client::Mark::Green, 0x1b6e3a, QT_TRANSLATE_NOOP("ui::ConnectionBand", "green")},
    {client::Mark::Blue, 0x1a5fb4, QT_TRANSLATE_NOOP("ui::ConnectionBand", "blue")},
    {client::Mark::Violet, 0x6b3fa0, QT_TRANSLATE_NOOP("ui::ConnectionBand", "violet")},
};

} // namespace

QColor colourOf(client::Mark mark)
{
    for (const MarkLook& look : kMarks) {
        if (look.mark == mark)
            return QColor(look.colour);
    }
    return {};
}

QIcon iconOf(client::Mark mark)
{
    const QColor colour = colourOf(mark);
    if (!colour.isValid())
        return {};
    constexpr int kSide = 64;
    QPixmap dot(kSide, kSide);
    dot.fill(Qt::transparent);
    QPainter painter(&dot);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QRectF(dot.rect()).adjusted(kSide / 8.0, kSide / 8.0, -kSide / 8.0, -kSide / 8.0));
    return QIcon(dot);
}

QString nameOf(client::Mark mark)
{
    for (const MarkLook& look : kMarks) {
        if (look.mark == mark)
            return ConnectionBand::tr(look.name);
    }
    return ConnectionBand::tr("none");
}

QString nameOf(client::Protection protection)
{
    switch (protection) {
    case client::Protection::Normal:
        return ConnectionBand::tr("normal");
    case client::Protection::Protected:
        return ConnectionBand::tr("protected");
    case client::Protection::ReadOnly:
        return ConnectionBand::tr("read-only");
    }
    return {};
}

ConnectionBand::ConnectionBand(const client::Connection& connection, Place place, QWidget* parent)
    : QFrame(parent)
    , m_name(connection.name.isEmpty() ? connection.base.authority() : connection.name)
    , m_mark(connection.mark)
    , m_protection(connection.protection)
    , m_isInsecure(connection.tls && connection.tls->isInsecure)
    , m_text(new QLabel(this))
{
    setObjectName(QStringLiteral("connection.band"));
    setAutoFillBackground(true);
    m_text->setObjectName(QStringLiteral("connection.band.text"));
    m_text->setTextFormat(Qt::PlainText);
    QFont bold = font();
    bold.setBold(true);
    m_text->setFont(bold);
    auto* line = new QHBoxLayout(this);
    const int gap = fontMetrics().lineSpacing() / 4;
    line->setContentsMargins(2 * gap, gap, 2 * gap, gap);
    line->addWidget(m_text);
    reword();
    recolour();
    const bool isSpecial = m_mark != client::Mark::None || m_protection != client::Protection::Normal || m_isInsecure;
    setVisible(place == Place::Dialog || isSpecial);
}

QString ConnectionBand::text() const
{
    return m_text->text();
}

void ConnectionBand::reword()
{
    QStringList parts = {m_name};
    if (m_protection != client::Protection::Normal)
        parts << nameOf(m_protection);
    if (m_isInsecure)
        parts << tr("insecure: the certificate is not checked, anybody may be in between");
    m_text->setText(parts.join(QStringLiteral(" · ")));
    setAccessibleName(tr("Connection %1").arg(m_text->text()));
}

void ConnectionBand::recolour()
{
    const QColor colour = colourOf(m_isInsecure ? client::Mark::Red : m_mark);
    if (!colour.isValid() || m_isPainting)
        return;
    m_isPainting = true;
    QPalette painted = palette();
    painted.setColor(QPalette::Window, colour);
    painted.setColor(QPalette::WindowText, Qt::white);
    setPalette(painted);
    m_isPainting = false;
}

void ConnectionBand::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        reword();
    else if (event->type() == QEvent::PaletteChange)
        recolour();
    QFrame::changeEvent(event);
}

} // namespace ui
