// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <string>
#include <string_view>
#include <vector>

namespace models {

/// The filter line of a table: words that must all occur, `-word` must not, ignoring case.
class TextFilter
{
public:
    TextFilter() = default;
    explicit TextFilter(const QString& text);

    bool isEmpty() const { return m_wanted.empty() && m_unwanted.empty(); }
    /// `haystack` comes from folded().
    bool accepts(std::string_view haystack) const;

    /// The form in which texts are searched: UTF-8, case folded.
    static std::string folded(const QString& text);

private:
    std::vector<std::string> m_wanted;
    std::vector<std::string> m_unwanted;
};

/// A key whose plain comparison sorts like a person would: case and accents count less than letters, `node-9` comes
/// before `node-10`.
QString naturalKey(const QString& text);

} // namespace models
