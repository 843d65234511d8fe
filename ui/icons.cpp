// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"

#include "resources/resources.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <QSvgRenderer>

namespace ui {

namespace {

/// Paints by a function of mode, with the palette of the moment.
template <typename Paint> class LiveIcon final : public QIconEngine
{
public:
    explicit LiveIcon(Paint paint)
        : m_paint(std::move(paint))
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        m_paint(*painter, rect, mode);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return picture;
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        return pixmap(size, mode, state);
    }

    QIconEngine* clone() const override { return new LiveIcon(m_paint); }

private:
    Paint m_paint;
};

template <typename Paint> QIcon liveIcon(Paint paint)
{
    return QIcon(new LiveIcon<Paint>(std::move(paint)));
}

QColor inkFor(QIcon::Mode mode)
{
    const QPalette palette = QGuiApplication::palette();
    if (mode == QIcon::Disabled)
        return palette.color(QPalette::Disabled, QPalette::ButtonText);
    return palette.color(mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::ButtonText);
}

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::Base).lightness() < 128;
}

} // namespace

QIcon icon(const QString& name)
{
    initConsoleResources();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return liveIcon([drawing = file.readAll()](QPainter& painter, const QRect& rect, QIcon::Mode mode) {
        QByteArray tinted = drawing;
        tinted.replace("currentColor", inkFor(mode).name(QColor::HexRgb).toLatin1());
        QSvgRenderer renderer(tinted);
        const int side = qMin(rect.width(), rect.height());
        QRect square(0, 0, side, side);
        square.moveCenter(rect.center());
        renderer.render(&painter, square);
    });
}

QColor stateColour(models::State state, const QPalette& palette)
{
    const bool dark = isDark(palette);
    switch (state) {
    case models::State::Ready:
        return QColor(dark ? 0x6fcf97 : 0x1b7a3d);
    case models::State::Error:
        return QColor(dark ? 0xff8a80 : 0xb3261e);
    case models::State::Initialized:
    case models::State::Creating:
    case models::State::Updating:
        return QColor(dark ? 0x8ab4f8 : 0x1a5fb4);
    case models::State::Deleting:
        return QColor(dark ? 0xe0b070 : 0x8a5300);
    case models::State::None:
    case models::State::Other:
        break;
    }
    return palette.color(QPalette::PlaceholderText);
}

static void paintShape(QPainter& painter, const QRectF& box, models::State state, const QColor& colour)
{
    const qreal line = box.width() / 9.0;
    const QRectF inner = box.adjusted(line, line, -line, -line);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, line));
    painter.setBrush(Qt::NoBrush);
    QPainterPath path;
    switch (state) {
    case models::State::Ready:
        painter.setBrush(colour);
        path.addEllipse(inner);
        break;
    case models::State::Error:
        painter.setBrush(colour);
        path.addPolygon(QPolygonF({inner.bottomLeft(), QPointF(inner.center().x(), inner.top()), inner.bottomRight()}));
        path.closeSubpath();
        break;
    case models::State::Deleting:
        path.addEllipse(inner);
        path.moveTo(inner.left() + line * 2, inner.center().y());
        path.lineTo(inner.right() - line * 2, inner.center().y());
        break;
    case models::State::Initialized:
        path.addEllipse(inner);
        break;
    case models::State::Creating:
    case models::State::Updating: {
        path.addEllipse(inner);
        QPainterPath half;
        half.moveTo(inner.center());
        half.arcTo(inner, 90, 180);
        half.closeSubpath();
        painter.fillPath(half, colour);
        break;
    }
    case models::State::None:
    case models::State::Other:
        path.addPolygon(
            QPolygonF({QPointF(inner.center().x(), inner.top()), QPointF(inner.right(), inner.center().y()),
                       QPointF(inner.center().x(), inner.bottom()), QPointF(inner.left(), inner.center().y())}));
        path.closeSubpath();
        break;
    }
    painter.drawPath(path);
    painter.restore();
}

void paintState(QPainter& painter, const QRectF& box, models::State state, const QPalette& palette)
{
    paintShape(painter, box, state, stateColour(state, palette));
}

QIcon stateIcon(models::State state)
{
    return liveIcon([state](QPainter& painter, const QRect& rect, QIcon::Mode mode) {
        const qreal side = qMin(rect.width(), rect.height()) * 0.85;
        QRectF square(0, 0, side, side);
        square.moveCenter(QRectF(rect).center());
        if (mode == QIcon::Selected)
            paintShape(painter, square, state, QGuiApplication::palette().color(QPalette::HighlightedText));
        else
            paintState(painter, square, state, QGuiApplication::palette());
    });
}

} // namespace ui
