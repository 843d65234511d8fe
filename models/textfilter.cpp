// SPDX-License-Identifier: Apache-2.0
#include "models/textfilter.h"

#include "models/json.h"

#include <QStringList>

#include <algorithm>

namespace models {

TextFilter::TextFilter(const QString& text)
{
    const QStringList words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& word : words) {
        if (!word.startsWith(QLatin1Char('-')))
            m_wanted.push_back(folded(word));
        else if (word.size() > 1)
            m_unwanted.push_back(folded(word.mid(1)));
    }
}

bool TextFilter::accepts(std::string_view haystack) const
{
    const auto occurs = [haystack](const std::string& word) { return haystack.find(word) != std::string_view::npos; };
    return std::all_of(m_wanted.begin(), m_wanted.end(), occurs)
        && std::none_of(m_unwanted.begin(), m_unwanted.end(), occurs);
}

std::string TextFilter::folded(const QString& text)
{
    return toStd(text.toCaseFolded());
}

QString naturalKey(const QString& text)
{
    const bool plain = std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c.unicode() < 0x80; });
    const QString folded = (plain ? text : text.normalized(QString::NormalizationForm_KD)).toCaseFolded();
    QString key;
    key.reserve(folded.size() + 4);
    for (qsizetype i = 0; i < folded.size();) {
        const auto isDigit = [&folded](qsizetype at) { return folded[at] >= u'0' && folded[at] <= u'9'; };
        if (!isDigit(i)) {
            key += folded[i++];
            continue;
        }
        while (i + 1 < folded.size() && folded[i] == u'0' && isDigit(i + 1))
            ++i;
        qsizetype end = i;
        while (end < folded.size() && isDigit(end))
            ++end;
        // The number of digits decides before the digits do. It stays below ':' for all but absurd numbers.
        key += QChar(static_cast<char16_t>(u'0' + qMin<qsizetype>(end - i, 9)));
        key += QStringView(folded).mid(i, end - i);
        i = end;
    }
    return key;
}

} // namespace models
