// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/jsonhighlighter.h"

namespace ui {

namespace {

constexpr int kMiddleLightness = 128;

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::Base).lightness() < kMiddleLightness;
}

bool isBare(QChar c)
{
    return c.isLetterOrNumber() || c == u'-' || c == u'+' || c == u'.';
}

} // namespace

JsonHighlighter::JsonHighlighter(QTextDocument* document, const QPalette& palette)
    : QSyntaxHighlighter(document)
{
    choose(isDark(palette));
}

void JsonHighlighter::setPalette(const QPalette& palette)
{
    if (isDark(palette) == m_dark)
        return;
    choose(isDark(palette));
    rehighlight();
}

void JsonHighlighter::choose(bool dark)
{
    m_dark = dark;
    struct Pair
    {
        QColor light;
        QColor dark;
    };
    const std::array<Pair, ColourCount> colours = {{{{0x1d, 0x4f, 0x91}, {0x8a, 0xb4, 0xf8}},
                                                    {{0x1b, 0x6e, 0x3c}, {0x8f, 0xd1, 0x9e}},
                                                    {{0x9a, 0x45, 0x00}, {0xf5, 0xb3, 0x7f}},
                                                    {{0x7b, 0x2d, 0x8b}, {0xd7, 0xa6, 0xe8}},
                                                    {{0x00, 0x63, 0x6b}, {0x7f, 0xdc, 0xe3}}}};
    for (std::size_t i = 0; i < m_formats.size(); ++i)
        m_formats[i].setForeground(dark ? colours[i].dark : colours[i].light);
    m_formats[Variable].setFontItalic(true);
}

void JsonHighlighter::highlightBlock(const QString& text)
{
    for (qsizetype i = 0; i < text.size();) {
        if (text[i] == u'"')
            i = string(text, i);
        else if (isBare(text[i]))
            i = bare(text, i);
        else
            ++i;
    }
    variables(text);
}

qsizetype JsonHighlighter::string(const QString& text, qsizetype start)
{
    qsizetype end = start + 1;
    while (end < text.size() && text[end] != u'"')
        end += text[end] == u'\\' ? 2 : 1;
    end = qMin(end + 1, text.size());
    qsizetype next = end;
    while (next < text.size() && text[next].isSpace())
        ++next;
    const bool isKey = next < text.size() && text[next] == u':';
    setFormat(static_cast<int>(start), static_cast<int>(end - start), m_formats[isKey ? Key : String]);
    return end;
}

qsizetype JsonHighlighter::bare(const QString& text, qsizetype start)
{
    qsizetype end = start;
    while (end < text.size() && isBare(text[end]))
        ++end;
    const bool isWord = text[start].isLetter();
    setFormat(static_cast<int>(start), static_cast<int>(end - start), m_formats[isWord ? Word : Number]);
    return end;
}

void JsonHighlighter::variables(const QString& text)
{
    for (qsizetype open = text.indexOf(QLatin1String("{{")); open >= 0;) {
        const qsizetype close = text.indexOf(QLatin1String("}}"), open);
        if (close < 0)
            return;
        setFormat(static_cast<int>(open), static_cast<int>(close + 2 - open), m_formats[Variable]);
        open = text.indexOf(QLatin1String("{{"), close);
    }
}

} // namespace ui
