// SPDX-License-Identifier: Apache-2.0
#include "models/yaml/yamlscalar.h"

#include <QByteArrayView>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

namespace models {

namespace {

constexpr std::array<std::string_view, 4> kNull = {"~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 9> kTrue = {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"};
constexpr std::array<std::string_view, 9> kFalse = {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"};

template <std::size_t N> bool isOneOf(const std::array<std::string_view, N>& words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool startsLikeNumber(std::string_view word)
{
    return !word.empty() && std::string_view("+-.0123456789").find(word.front()) != std::string_view::npos;
}

/// 0x, 0b and a leading 0 choose the base.
std::optional<Json> integerOf(std::string_view digits)
{
    const bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+'))
        digits.remove_prefix(1);
    int base = 10;
    if (digits.starts_with("0x") || digits.starts_with("0X"))
        base = 16;
    else if (digits.starts_with("0b"))
        base = 2;
    else if (digits.size() > 1 && digits.front() == '0')
        base = 8;
    if (base == 16 || base == 2)
        digits.remove_prefix(2);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!negative)
        return value <= kMost ? Json(static_cast<std::int64_t>(value)) : Json(value);
    if (value > kMost)
        return std::nullopt;
    return Json(-static_cast<std::int64_t>(value));
}

/// `[-+]?[0-9]*\.?[0-9]+([eE][-+][0-9]+)?`
bool looksLikeFloat(std::string_view word)
{
    const auto digits = [&word] {
        const std::size_t count = std::min(word.find_first_not_of("0123456789"), word.size());
        word.remove_prefix(count);
        return count;
    };
    if (word.starts_with('-') || word.starts_with('+'))
        word.remove_prefix(1);
    std::size_t last = digits();
    if (word.starts_with('.')) {
        word.remove_prefix(1);
        last = digits();
    }
    if (last == 0)
        return false;
    if (word.empty())
        return true;
    if (word.front() != 'e' && word.front() != 'E')
        return false;
    word.remove_prefix(1);
    if (!word.starts_with('-') && !word.starts_with('+'))
        return false;
    word.remove_prefix(1);
    return digits() > 0 && word.empty();
}

std::optional<double> floatOf(std::string_view word)
{
    const bool negative = word.starts_with('-');
    const std::string_view bare = negative || word.starts_with('+') ? word.substr(1) : word;
    if (bare == ".inf" || bare == ".Inf" || bare == ".INF") {
        constexpr double kInfinity = std::numeric_limits<double>::infinity();
        return negative ? -kInfinity : kInfinity;
    }
    if (word == ".nan" || word == ".NaN" || word == ".NAN")
        return std::numeric_limits<double>::quiet_NaN();
    if (!looksLikeFloat(word))
        return std::nullopt;
    // Not std::from_chars: it takes no plus sign. Not strtod: it follows the locale.
    bool isNumber = false;
    const double value = QByteArrayView(word.data(), static_cast<qsizetype>(word.size())).toDouble(&isNumber);
    return isNumber ? std::optional(value) : std::nullopt;
}

/// The shortest digits that tell this float apart, with an exponent from a million on and below a ten thousandth: the
/// original writes floats in single precision.
std::string shortFloat(double value)
{
    if (std::isnan(value))
        return "NaN";
    const auto single = static_cast<float>(value);
    if (std::isinf(single))
        return single < 0 ? "-Inf" : "+Inf";
    if (single == 0)
        return std::signbit(single) ? "-0" : "0";
    constexpr float kSmall = 1e-4F;
    constexpr float kLarge = 1e6F;
    const float size = std::fabs(single);
    const auto format = size < kSmall || size >= kLarge ? std::chars_format::scientific : std::chars_format::fixed;
    std::array<char, 64> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), single, format);
    return error == std::errc() ? std::string(text.data(), end) : std::string();
}

} // namespace

Json plainScalar(const std::string& word)
{
    if (word.empty() || isOneOf(kNull, word))
        return nullptr;
    if (isOneOf(kTrue, word))
        return true;
    if (isOneOf(kFalse, word))
        return false;
    if (!startsLikeNumber(word))
        return word;
    std::string number = word;
    std::erase(number, '_');
    if (auto integer = integerOf(number))
        return std::move(*integer);
    if (const auto value = floatOf(number))
        return *value;
    return word;
}

std::string plainScalarAsText(const std::string& word)
{
    const Json value = plainScalar(word);
    if (value.is_null())
        return {};
    if (value.is_boolean())
        return value.get<bool>() ? "true" : "false";
    if (value.is_number_float())
        return shortFloat(value.get<double>());
    return value.is_string() ? word : value.dump();
}

} // namespace models
