// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/mnemonics.h"

#include <QAbstractButton>
#include <QLabel>
#include <QSet>

#include <algorithm>

namespace ui {

namespace {

constexpr QChar kMark = u'&';
constexpr const char16_t* kAlphabet = u"abcdefghijklmnopqrstuvwxyz0123456789";

/// The place of the mark, -1 without one; "&&" is a plain ampersand.
qsizetype markIn(const QString& text)
{
    for (qsizetype i = 0; i + 1 < text.size(); ++i) {
        if (text[i] != kMark)
            continue;
        if (text[i + 1] != kMark)
            return i;
        ++i;
    }
    return -1;
}

bool canBePressed(QChar letter)
{
    return letter.unicode() < 0x250 && letter.isLetterOrNumber();
}

/// The best free place for a mark: the first letter of a word, else any letter; -1 when all are taken.
qsizetype placeIn(const QString& text, const QSet<QChar>& taken)
{
    qsizetype any = -1;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!canBePressed(text[i]) || taken.contains(text[i].toLower()))
            continue;
        if (i == 0 || !text[i - 1].isLetterOrNumber())
            return i;
        any = any < 0 ? i : any;
    }
    return any;
}

QString marked(const QString& text, QSet<QChar>& taken)
{
    QString plain = text;
    if (const qsizetype mark = markIn(text); mark >= 0) {
        if (const QChar own = text[mark + 1].toLower(); !taken.contains(own)) {
            taken.insert(own);
            return text;
        }
        plain.remove(mark, 1);
    }
    if (const qsizetype place = placeIn(plain, taken); place >= 0) {
        taken.insert(plain[place].toLower());
        return plain.insert(place, kMark);
    }
    for (const QChar letter : QStringView(kAlphabet)) {
        if (taken.contains(letter))
            continue;
        taken.insert(letter);
        return plain + QStringLiteral(" (&%1)").arg(letter.toUpper());
    }
    return plain;
}

template <typename Widget, typename Wanted>
void markAll(QWidget& window, QSet<QChar>& taken, bool byHand, Wanted wanted)
{
    const auto all = window.findChildren<Widget*>();
    for (Widget* widget : all) {
        if (!widget->isVisibleTo(&window) || widget->text().isEmpty() || !wanted(*widget)
            || (markIn(widget->text()) >= 0) != byHand)
            continue;
        if (const QString text = marked(widget->text(), taken); text != widget->text())
            widget->setText(text);
    }
}

bool isTitle(const QLabel& label)
{
    return label.buddy() != nullptr;
}

bool hasWords(const QAbstractButton& button)
{
    const QString text = button.text();
    return std::any_of(text.begin(), text.end(), [](QChar each) { return each.isLetter(); });
}

} // namespace

void giveMnemonics(QWidget& window)
{
    QSet<QChar> taken;
    for (const bool byHand : {true, false}) {
        markAll<QLabel>(window, taken, byHand, isTitle);
        markAll<QAbstractButton>(window, taken, byHand, hasWords);
    }
}

} // namespace ui
