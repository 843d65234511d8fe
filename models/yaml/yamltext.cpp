// SPDX-License-Identifier: Apache-2.0
#include "models/yaml/yamltext.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace models {

namespace {

bool isPlainCharacter(char c)
{
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    return letter || digit || std::string_view("_./:@+-").find(c) != std::string_view::npos;
}

/// Words that some parser reads as a truth value or as nothing.
bool isReserved(const std::string& text)
{
    constexpr std::array<std::string_view, 10> kWords
        = {"true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan"};
    std::string lower = text;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

} // namespace

bool isPlainYaml(const std::string& text)
{
    if (text.empty() || text.back() == ':' || text.find(kYamlSeparator) != std::string::npos || isReserved(text))
        return false;
    const char first = text.front();
    const bool startsLikeText = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '_';
    return startsLikeText && std::all_of(text.begin(), text.end(), isPlainCharacter);
}

/// A block keeps a text as it is only when it ends in exactly one line end and starts at the margin.
bool fitsYamlBlock(const std::string& text)
{
    if (text.size() < 2 || text.back() != '\n' || text[text.size() - 2] == '\n')
        return false;
    if (text.front() == ' ' || text.front() == '\n')
        return false;
    // Control characters would be lost; above ASCII some code points (line separators) count as line ends.
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= ' ' && c < 0x7F); });
}

} // namespace models
