// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/legiblepalette.h"

#include <QApplication>
#include <QEvent>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

/// Secondary words may be faint, but not so faint. As WCAG measures contrast; 1 is none.
constexpr double kPlaceholderContrast = 3.0;
constexpr double kDisabledContrast = 2.0;
constexpr double kLinkContrast = 4.5;

QColor mixed(const QColor& over, const QColor& under, float share)
{
    const auto part = [share](float a, float b) { return a * share + b * (1 - share); };
    return QColor::fromRgbF(part(over.redF(), under.redF()), part(over.greenF(), under.greenF()),
                            part(over.blueF(), under.blueF()));
}

double luminance(const QColor& color)
{
    const auto linear
        = [](double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(double(color.redF())) + 0.7152 * linear(double(color.greenF()))
        + 0.0722 * linear(double(color.blueF()));
}

double contrast(const QColor& words, const QColor& ground)
{
    const double one = luminance(mixed(words, ground, words.alphaF()));
    const double other = luminance(ground);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

struct Pair
{
    QPalette::ColorRole words;
    QPalette::ColorRole ground;
};
constexpr Pair kDisabled[] = {{QPalette::WindowText, QPalette::Window},
                              {QPalette::Text, QPalette::Base},
                              {QPalette::ButtonText, QPalette::Button}};

class Keeper final : public QObject
{
public:
    explicit Keeper(QApplication& application)
        : QObject(&application)
    {
        application.installEventFilter(this);
        repair();
    }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::ApplicationPaletteChange && watched == parent())
            repair();
        return QObject::eventFilter(watched, event);
    }

private:
    static void repair()
    {
        const QPalette now = QApplication::palette();
        if (const QPalette better = legible(now); better != now)
            QApplication::setPalette(better);
    }
};

} // namespace

QPalette legible(const QPalette& palette)
{
    QPalette better = palette;
    for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled}) {
        const QColor ground = palette.color(group, QPalette::Base);
        if (contrast(palette.color(group, QPalette::PlaceholderText), ground) < kPlaceholderContrast)
            better.setColor(group, QPalette::PlaceholderText, mixed(palette.color(QPalette::Text), ground, 0.6F));
    }
    for (const auto role : {QPalette::Link, QPalette::LinkVisited}) {
        // Links stand on windows and on pages; both are dark or both are light.
        const QColor ground = palette.color(QPalette::Active, QPalette::Base);
        if (contrast(palette.color(QPalette::Active, role), ground) < kLinkContrast)
            better.setColor(role, mixed(palette.color(QPalette::Active, role), palette.color(QPalette::Text), 0.4F));
    }
    for (const auto& [words, ground] : kDisabled) {
        const QColor under = palette.color(QPalette::Disabled, ground);
        if (contrast(palette.color(QPalette::Disabled, words), under) < kDisabledContrast)
            better.setColor(QPalette::Disabled, words, mixed(palette.color(QPalette::Active, words), under, 0.5F));
    }
    return better;
}

void keepLegible(QApplication& application)
{
    new Keeper(application); // a child of the application
}

} // namespace ui
