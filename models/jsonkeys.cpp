// SPDX-License-Identifier: Apache-2.0
#include "models/jsonkeys.h"

#include "models/jsontext.h"

#include <QCoreApplication>
#include <QRandomGenerator>

#include <algorithm>

namespace models {

JsonKeys::JsonKeys()
    : m_seed(QRandomGenerator::global()->generate64())
{
}

void JsonKeys::closeObject(std::size_t firstKey, const NameAt& nameAt)
{
    const auto begin = m_keys.begin() + static_cast<std::ptrdiff_t>(firstKey);
    std::sort(begin, m_keys.end());
    auto same = begin;
    for (auto key = begin; key != m_keys.end() && m_duplicates.size() < kMaxOddities; ++key) {
        if (key->hash != same->hash)
            same = key;
        if (key != same && nameAt(same->offset) == nameAt(key->offset))
            m_duplicates.push_back({key->offset, same->offset, nameAt(key->offset)});
    }
    m_keys.resize(firstKey);
}

QString JsonKeys::explain(const Duplicate& duplicate, int firstLine)
{
    constexpr qsizetype kLongestName = 60;
    return QCoreApplication::translate(
               "models::JsonKeys", "\"%1\" is already in this object, on line %2. Receivers keep only the last one.")
        .arg(duplicate.name.left(kLongestName))
        .arg(firstLine);
}

} // namespace models
