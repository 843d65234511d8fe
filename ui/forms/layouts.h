// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBoxLayout>
#include <QFontDatabase>
#include <QWidget>

namespace ui {

/// A layout without margins, for the inside of a composed control.
template <typename Layout> Layout* bareLayout(QWidget* owner)
{
    auto* layout = new Layout(owner);
    layout->setContentsMargins(0, 0, 0, 0);
    return layout;
}

/// Widths and heights in letters and lines, so that forms grow with the font.
inline int letters(const QWidget* widget, int count)
{
    return widget->fontMetrics().averageCharWidth() * count;
}

inline int lines(const QWidget* widget, int count)
{
    return widget->fontMetrics().lineSpacing() * count;
}

inline QFont monospaceFont(const QWidget* widget)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(widget->font().pointSizeF());
    return font;
}

} // namespace ui
