// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <compare>
#include <functional>
#include <vector>

namespace models {

/// The keys of the JSON objects that are open, 16 bytes each, to find those that stand twice in one object. Keys are
/// compared by what they mean: with escapes replaced.
class JsonKeys
{
public:
    struct Duplicate
    {
        qsizetype offset;
        qsizetype first; ///< offset of the first key of this name
        QString name;
    };
    /// For people, translated.
    static QString explain(const Duplicate& duplicate, int firstLine);
    using NameAt = std::function<QString(qsizetype offset)>;

    JsonKeys();

    /// A text begins, goes on with a character, and was a key.
    void begin() { m_hash = m_seed; }
    void mix(char32_t c)
    {
        if (QChar::requiresSurrogates(c)) {
            mixUnit(QChar::highSurrogate(c));
            c = QChar::lowSurrogate(c);
        }
        mixUnit(c);
    }
    void end(qsizetype offset) { m_keys.push_back({m_hash, offset}); }

    /// How many keys are open; given to closeObject() when the object that opens here ends.
    std::size_t count() const { return m_keys.size(); }
    void closeObject(std::size_t firstKey, const NameAt& nameAt);

    const std::vector<Duplicate>& duplicates() const { return m_duplicates; }

private:
    struct Key
    {
        quint64 hash;
        qsizetype offset;
        auto operator<=>(const Key&) const = default;
    };

    void mixUnit(char32_t unit)
    {
        constexpr quint64 kOdd = 0x9E3779B97F4A7C15ULL;
        constexpr int kHalf = 32;
        m_hash = (m_hash ^ unit) * kOdd;
        m_hash ^= m_hash >> kHalf;
    }

    quint64 m_seed;
    quint64 m_hash = 0;
    std::vector<Key> m_keys;
    std::vector<Duplicate> m_duplicates;
};

} // namespace models
