// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/events/jobsamples.h"

#include <QWidget>

namespace ui {

/// The course of a job as two curves over time: events a second, and how long answers took. Lines differ in dashes and
/// not in colour alone; what they show is also the accessible description.
class JobPlot final : public QWidget
{
    Q_OBJECT
public:
    explicit JobPlot(QWidget* parent = nullptr);

    void setSamples(const std::vector<JobSample>& samples);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Curve
    {
        double JobSample::*value;
        QColor colour;
        Qt::PenStyle dashes;
        QString name;
    };
    struct Band
    {
        QString title;
        std::vector<Curve> curves;
    };

    void describe();
    double topOf(const Band& band) const;
    void paintBand(QPainter& painter, const QRectF& area, double labels, const Band& band) const;
    void paintLegend(QPainter& painter, const QRectF& area, const Band& band) const;
    QPolygonF line(const QRectF& plot, double JobSample::*value, double top) const;

    std::vector<JobSample> m_samples;
};

/// The end of a scale that holds `most`: 1, 2 or 5 times a power of ten.
double scaleEnd(double most);

} // namespace ui
