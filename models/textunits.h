// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QStringView>

#include <array>
#include <span>
#include <vector>

namespace models {

// What lets one walk serve texts in UTF-16 (QStringView) and in UTF-8 (QByteArrayView).

inline constexpr char32_t kBroken = 0xFFFFFFFE; ///< no character: invalid UTF-8
inline constexpr char32_t kFirstBeyondAscii = 0x80;

inline char32_t unitAt(QStringView text, qsizetype at)
{
    return text[at].unicode();
}

inline char32_t unitAt(QByteArrayView text, qsizetype at)
{
    return static_cast<uchar>(text[at]);
}

/// -1 when it is none.
inline int hexDigit(char32_t c)
{
    constexpr char32_t kLowerBit = 0x20;
    if (c >= '0' && c <= '9')
        return static_cast<int>(c - '0');
    const char32_t lower = c | kLowerBit;
    return lower >= 'a' && lower <= 'f' ? static_cast<int>(lower - 'a') + 10 : -1;
}

/// White space of JSON.
inline bool isBlank(char32_t c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

inline bool isDigit(char32_t c)
{
    return c >= '0' && c <= '9';
}

/// Half of a character in UTF-16, as a unit or as an escape.
inline bool isHigh(char32_t c)
{
    return c >= 0xD800 && c < 0xDC00;
}

inline bool isLow(char32_t c)
{
    return c >= 0xDC00 && c < 0xE000;
}

/// The character at `at`, which is moved behind it. UTF-16 units stay single: halves are looked at by the caller.
inline char32_t take(QStringView text, qsizetype& at)
{
    return text[at++].unicode();
}

inline char32_t take(QByteArrayView text, qsizetype& at)
{
    const auto byte = [&text](qsizetype i) { return i < text.size() ? static_cast<uchar>(text[i]) : uchar(0); };
    const char32_t first = byte(at);
    if (first < kFirstBeyondAscii) {
        ++at;
        return first;
    }
    const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    constexpr std::array<char32_t, 4> kSmallest = {0, 0x80, 0x800, 0x10000};
    char32_t c = first & (0x3Fu >> more);
    for (int i = 1; i <= more; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80)
            return kBroken;
        c = c << 6 | (byte(at + i) & 0x3F);
    }
    if (first < 0xC0 || first > 0xF4 || c < kSmallest[static_cast<std::size_t>(more)] || c > 0x10FFFF || isHigh(c)
        || isLow(c))
        return kBroken;
    at += more + 1;
    return c;
}

inline QByteArray toUtf8(QStringView text)
{
    return text.toUtf8();
}

inline QByteArray toUtf8(QByteArrayView text)
{
    return text.toByteArray();
}

/// Not the first unit of a character in UTF-8, not the last one in UTF-16.
inline bool isPartOfNext(QStringView, char32_t unit)
{
    return isHigh(unit);
}

inline bool isPartOfNext(QByteArrayView, char32_t unit)
{
    return (unit & 0xC0) == 0x80;
}

/// A place for people, counted from 1; columns are characters.
struct Place
{
    int line = 1;
    int column = 1;
};

/// The places of offsets, which must be sorted; one pass over the text.
template <typename View> std::vector<Place> placesOf(View text, std::span<const qsizetype> sorted)
{
    std::vector<Place> places;
    Place place;
    qsizetype at = 0;
    for (const qsizetype offset : sorted) {
        for (; at < offset; ++at) {
            const char32_t unit = unitAt(text, at);
            if (unit == '\n')
                place = {place.line + 1, 1};
            else if (!isPartOfNext(text, unit))
                ++place.column;
        }
        places.push_back(place);
    }
    return places;
}

} // namespace models
