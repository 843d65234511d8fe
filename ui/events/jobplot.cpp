// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/jobplot.h"

#include "ui/forms/layouts.h"
#include "ui/icons.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr int kLinesHigh = 16;
constexpr int kLettersWide = 60;
constexpr double kWidthOfLines = 1.6;

double most(const std::vector<JobSample>& samples, double JobSample::*value)
{
    double highest = 0;
    for (const JobSample& sample : samples)
        highest = std::max(highest, sample.*value);
    return highest;
}

QString number(double value)
{
    return QLocale().toString(value, 'f', value < 10 ? 1 : 0);
}

} // namespace

double scaleEnd(double most)
{
    if (most <= 0)
        return 1;
    const double power = std::pow(10, std::floor(std::log10(most)));
    for (const double step : {1.0, 2.0, 5.0}) {
        if (most <= step * power)
            return step * power;
    }
    return 10 * power;
}

JobPlot::JobPlot(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("event.job.plot"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    describe();
}

void JobPlot::setSamples(const std::vector<JobSample>& samples)
{
    if (samples == m_samples)
        return;
    m_samples = samples;
    describe();
    update();
}

QSize JobPlot::sizeHint() const
{
    return {letters(this, kLettersWide), lines(this, kLinesHigh)};
}

QSize JobPlot::minimumSizeHint() const
{
    return {letters(this, kLettersWide / 2), lines(this, kLinesHigh / 2)};
}

void JobPlot::describe()
{
    setAccessibleName(tr("Rate and latency of the job"));
    if (m_samples.empty()) {
        setAccessibleDescription(tr("Nothing was sent yet."));
        return;
    }
    const JobSample& last = m_samples.back();
    setAccessibleDescription(
        tr("After %1 seconds: %2 events a second now, %3 at most; answers take %4 ms, the slowest twentieth more than "
           "%5 ms; %6 ms at worst.")
            .arg(number(last.seconds), number(last.perSecond), number(most(m_samples, &JobSample::perSecond)),
                 number(last.p50), number(last.p95), number(most(m_samples, &JobSample::p95))));
    setToolTip(accessibleDescription());
}

void JobPlot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (m_samples.empty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("The rate and the latency of the job appear here."));
        return;
    }
    const QColor rate = stateColour(models::State::Creating, palette());
    const QColor middle = stateColour(models::State::Ready, palette());
    const QColor slow = stateColour(models::State::Deleting, palette());
    const double half = height() / 2.0;
    const Band bands[] = {
        {tr("Events a second"), {{&JobSample::perSecond, rate, Qt::SolidLine, {}}}},
        {tr("Answer, ms"),
         {{&JobSample::p50, middle, Qt::SolidLine, tr("p50")}, {&JobSample::p95, slow, Qt::DashLine, tr("p95")}}},
    };
    double left = 0;
    for (const Band& band : bands)
        left = std::max(left, QFontMetricsF(font()).horizontalAdvance(number(topOf(band))));
    paintBand(painter, QRectF(0, 0, width(), half), left, bands[0]);
    paintBand(painter, QRectF(0, half, width(), half), left, bands[1]);
}

double JobPlot::topOf(const Band& band) const
{
    double top = 0;
    for (const Curve& curve : band.curves)
        top = std::max(top, most(m_samples, curve.value));
    return scaleEnd(top);
}

void JobPlot::paintBand(QPainter& painter, const QRectF& area, double labels, const Band& band) const
{
    const QFontMetricsF metrics(font());
    const double gap = metrics.height() / 3;
    const double top = topOf(band);
    const QRectF plot = area.adjusted(labels + 2 * gap, metrics.height() + gap, -gap, -metrics.height() - gap);
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawLine(plot.topLeft(), plot.topRight());
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(area.adjusted(gap, 0, -gap, 0), Qt::AlignLeft | Qt::AlignTop, band.title);
    const QRectF scale(area.left() + gap, plot.top() - metrics.height() / 2, labels, metrics.height());
    painter.drawText(scale, Qt::AlignRight | Qt::AlignVCenter, number(top));
    painter.drawText(scale.translated(0, plot.height()), Qt::AlignRight | Qt::AlignVCenter, number(0));
    painter.drawText(QRectF(plot.left(), plot.bottom(), plot.width(), metrics.height() + gap),
                     Qt::AlignRight | Qt::AlignVCenter, tr("%1 s").arg(number(m_samples.back().seconds)));
    for (const Curve& curve : band.curves) {
        painter.setPen(QPen(curve.colour, kWidthOfLines, curve.dashes));
        painter.drawPolyline(line(plot, curve.value, top));
    }
    paintLegend(painter, area, band);
}

void JobPlot::paintLegend(QPainter& painter, const QRectF& area, const Band& band) const
{
    const QFontMetricsF metrics(font());
    const double gap = metrics.height() / 3;
    const double height = area.top() + metrics.height() / 2;
    double right = area.right() - gap;
    for (auto curve = band.curves.rbegin(); curve != band.curves.rend(); ++curve) {
        if (curve->name.isEmpty())
            continue;
        const double words = right - metrics.horizontalAdvance(curve->name);
        painter.setPen(QPen(curve->colour, kWidthOfLines, curve->dashes));
        painter.drawLine(QPointF(words - 5 * gap, height), QPointF(words - gap, height));
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(QPointF(words, area.top() + metrics.ascent()), curve->name);
        right = words - 7 * gap;
    }
}

QPolygonF JobPlot::line(const QRectF& plot, double JobSample::*value, double top) const
{
    const double last = std::max(m_samples.back().seconds, 0.001);
    QPolygonF points;
    for (const JobSample& sample : m_samples)
        points << QPointF(plot.left() + plot.width() * sample.seconds / last,
                          plot.bottom() - plot.height() * std::min(sample.*value / top, 1.0));
    // A sample is of the time before it; alone, it would be a point nobody sees.
    points.prepend(QPointF(plot.left(), points.front().y()));
    return points;
}

void JobPlot::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        describe();
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        update();
}

} // namespace ui
