// SPDX-License-Identifier: Apache-2.0
#include "models/rules.h"

#include "models/json.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace models {

namespace {

constexpr bool isLowerOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// `\w` is ASCII on the server (contract §1.5).
constexpr bool isWord(char c)
{
    return isLowerOrDigit(c) || (c >= 'A' && c <= 'Z') || c == '_';
}

template <typename First, typename Rest> bool matchesClasses(std::string_view text, First first, Rest rest)
{
    return !text.empty() && first(text.front()) && std::all_of(text.begin() + 1, text.end(), rest);
}

bool matchesDriverName(std::string_view text)
{
    return matchesClasses(text, isLowerOrDigit, [](char c) { return isLowerOrDigit(c) || c == '-'; });
}

bool matchesName(std::string_view text)
{
    return matchesClasses(text, isWord, [](char c) { return isWord(c) || c == '-'; });
}

bool matchesPath(std::string_view text)
{
    const auto allowed = [](char c) { return isWord(c) || c == '-'; };
    return matchesClasses(text, allowed, allowed);
}

bool matchesEventType(std::string_view text)
{
    const auto allowed = [](char c) { return isWord(c) || c == '-' || c == '.'; };
    return matchesClasses(text, allowed, allowed);
}

constexpr int kMaxTypeName = 32;
constexpr int kMaxEventType = 128;

// Members in the order in which the server checks them: by name (contract §1.6).
constexpr std::array kDriverTypeRules = {
    Rule{"image", true, 0, nullptr},
    Rule{"name", true, kMaxTypeName, &kNamePattern},
};
constexpr std::array kDriverRules = {
    Rule{"name", true, 0, &kDriverNamePattern},
    Rule{"type", true, kMaxTypeName, nullptr},
};
constexpr std::array kSecretRules = {
    Rule{"name", true, 0, &kNamePattern},
};
constexpr std::array kSubscriptionRules = {
    Rule{"eventType", true, kMaxEventType, &kEventTypePattern},
    Rule{"function", true, 0, &kPathPattern},
    Rule{"name", true, 0, &kNamePattern},
};
constexpr std::array kFunctionRules = {
    Rule{"image", true, 0, &kNamePattern},
    Rule{"name", true, 0, &kNamePattern},
};
constexpr std::array kImageRules = {
    Rule{"baseImageName", true, 0, &kNamePattern},
    Rule{"name", true, 0, &kNamePattern},
};
constexpr std::array kBaseImageRules = {
    Rule{"dockerUrl", true, 0, nullptr},
    Rule{"language", true, 0, nullptr},
    Rule{"name", true, 0, &kNamePattern},
};
constexpr std::array kEmissionRules = {
    Rule{"cloudEventsVersion", true, 0, nullptr},
    Rule{"eventType", true, kMaxEventType, &kEventTypePattern},
    Rule{"source", true, 0, nullptr},
};

QString translated(const char* text)
{
    return QCoreApplication::translate("models::Rules", text);
}

/// Characters, not bytes: the server counts runes.
int characterCount(std::string_view utf8)
{
    return static_cast<int>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

Violation missing(const Rule& rule, std::string_view place)
{
    return {602, std::string(rule.member) + " in " + std::string(place) + " is required",
            translated(QT_TRANSLATE_NOOP("models::Rules", "This is required."))};
}

Violation tooLong(const Rule& rule, std::string_view place, int length)
{
    return {603,
            std::string(rule.member) + " in " + std::string(place) + " should be at most "
                + std::to_string(rule.maxLength) + " chars long",
            translated(QT_TRANSLATE_NOOP("models::Rules", "At most %1 characters; this has %2."))
                .arg(rule.maxLength)
                .arg(length)};
}

Violation wrongPattern(const Rule& rule, std::string_view place)
{
    const std::string message = rule.pattern->prose
        ? std::string(rule.member) + " " + rule.pattern->prose
        : std::string(rule.member) + " in " + std::string(place) + " should match '" + rule.pattern->regex + "'";
    return {605, message, translated(rule.pattern->hint)};
}

} // namespace

const Pattern kDriverNamePattern
    = {"^[a-z0-9][a-z0-9\\-]*$",
       "should start with lower case letter or number and may only contain lower case letters, numbers and dashes",
       QT_TRANSLATE_NOOP(
           "models::Rules",
           "Only lower-case letters, digits and dashes, starting with a letter or digit, as in vcenter-lab."),
       matchesDriverName};
const Pattern kNamePattern
    = {"^[\\w\\d][\\w\\d\\-]*$",
       "should start with letter or number and may only contain letters, numbers, underscores and dashes",
       QT_TRANSLATE_NOOP("models::Rules",
                         "Only letters, digits, underscores and dashes, and no dash at the start. No dots, no spaces."),
       matchesName};
const Pattern kPathPattern
    = {"^[\\w\\d\\-]+$", nullptr, QT_TRANSLATE_NOOP("models::Rules", "Only letters, digits, underscores and dashes."),
       matchesPath};
const Pattern kEventTypePattern
    = {"^[\\w\\d\\-\\.]+$", nullptr,
       QT_TRANSLATE_NOOP("models::Rules",
                         "Only letters, digits, underscores, dashes and dots. Wildcards such as * are not supported."),
       matchesEventType};
const Pattern kDottedNamePattern
    = {"^[\\w\\d\\-\\.]+$", nullptr,
       QT_TRANSLATE_NOOP("models::Rules", "Only letters, digits, underscores, dashes and dots."), matchesEventType};

std::optional<Violation> check(const Rule& rule, std::optional<std::string_view> value, std::string_view place,
                               bool emptyIsMissing)
{
    const bool absent = !value || (emptyIsMissing && value->empty());
    if (absent)
        return rule.required ? std::optional(missing(rule, place)) : std::nullopt;
    if (rule.maxLength > 0) {
        if (const int length = characterCount(*value); length > rule.maxLength)
            return tooLong(rule, place, length);
    }
    if (rule.pattern && !rule.pattern->matches(*value))
        return wrongPattern(rule, place);
    return std::nullopt;
}

std::optional<QString> explainViolation(const Rule& rule, const QString& text)
{
    const std::string utf8 = toStd(text);
    if (auto violation = check(rule, utf8, "body", true))
        return violation->explanation;
    return std::nullopt;
}

std::span<const Rule> driverTypeRules()
{
    return kDriverTypeRules;
}
std::span<const Rule> driverRules()
{
    return kDriverRules;
}
std::span<const Rule> secretRules()
{
    return kSecretRules;
}
std::span<const Rule> subscriptionRules()
{
    return kSubscriptionRules;
}
std::span<const Rule> functionRules()
{
    return kFunctionRules;
}
std::span<const Rule> imageRules()
{
    return kImageRules;
}
std::span<const Rule> baseImageRules()
{
    return kBaseImageRules;
}
std::span<const Rule> emissionRules()
{
    return kEmissionRules;
}

Rule ruleFor(std::span<const Rule> rules, std::string_view member)
{
    const auto found
        = std::find_if(rules.begin(), rules.end(), [member](const Rule& rule) { return rule.member == member; });
    return found == rules.end() ? Rule{""} : *found;
}

bool isUuid(std::string_view text)
{
    constexpr std::size_t kLength = 36;
    if (text.size() != kLength)
        return false;
    for (std::size_t i = 0; i < kLength; ++i) {
        const char c = text[i];
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (dash ? c != '-' : !hex)
            return false;
    }
    return true;
}

bool isUri(std::string_view text)
{
    if (text.find_first_of(" \t\r\n") != std::string_view::npos)
        return false;
    if (text.starts_with('/'))
        return true;
    const auto isLetter = [](char c) { return isWord(c) && c != '_' && !(c >= '0' && c <= '9'); };
    const auto isScheme = [](char c) { return (isWord(c) && c != '_') || c == '+' || c == '-' || c == '.'; };
    const auto colon = text.find(':');
    return colon != std::string_view::npos && matchesClasses(text.substr(0, colon), isLetter, isScheme);
}

} // namespace models
