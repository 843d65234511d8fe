// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QSyntaxHighlighter>

#include <array>

namespace ui {

/// Colours JSON, and {{variables}} in it. Wrong JSON is coloured as far as it can be told.
class JsonHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    JsonHighlighter(QTextDocument* document, const QPalette& palette);

    /// Colours again when `palette` is dark where the last one was light, or the other way round.
    void setPalette(const QPalette& palette);

protected:
    void highlightBlock(const QString& text) override;

private:
    enum Colour
    {
        Key,
        String,
        Number,
        Word,
        Variable,
        ColourCount
    };

    void choose(bool dark);
    qsizetype string(const QString& text, qsizetype start);
    qsizetype bare(const QString& text, qsizetype start);
    void variables(const QString& text);

    std::array<QTextCharFormat, ColourCount> m_formats;
    bool m_dark = false;
};

} // namespace ui
