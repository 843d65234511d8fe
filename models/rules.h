// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace models {

/// A pattern of contract §1.5: its text as the server quotes it, a test, and words for a person.
struct Pattern
{
    const char* regex;
    const char* prose; ///< what the server says instead of quoting the regex; null = quotes it
    const char* hint; ///< for people, to be translated in context "models::Rules"
    bool (*matches)(std::string_view text);
};

extern const Pattern kDriverNamePattern; ///< `^[a-z0-9][a-z0-9\-]*$`
extern const Pattern kNamePattern; ///< `^[\w\d][\w\d\-]*$`, every other resource name
extern const Pattern kPathPattern; ///< `^[\w\d\-]+$`, path parameters, function references, organizations
extern const Pattern kEventTypePattern; ///< `^[\w\d\-\.]+$`
extern const Pattern kDottedNamePattern; ///< `^[\w\d\-\.]+$`, service accounts

/// What a server demands of one text member. Checked in the order required, length, pattern (contract §1.3).
struct Rule
{
    const char* member; ///< JSON member, for example "eventType"
    bool required = false;
    int maxLength = 0; ///< in characters; 0 = no limit
    const Pattern* pattern = nullptr;
};

/// A broken rule, in the server's words and in a person's.
struct Violation
{
    int code = 0; ///< 601 type, 602 required, 603 too long, 605 pattern, 606 enum (contract §1.3)
    std::string serverMessage; ///< to the letter what Dispatch answers
    QString explanation; ///< translated: what is wrong and what would be right

    bool operator==(const Violation&) const = default;
};

/// Checks one value. `value` is nullopt when the member is absent or null. `place` is the server's "body", "path",
/// "query". An empty text passes `required` on the wire (contract §1.6); forms ask with `emptyIsMissing`.
std::optional<Violation> check(const Rule& rule, std::optional<std::string_view> value, std::string_view place = "body",
                               bool emptyIsMissing = false);

/// For a form field: the explanation, or nothing when the text is fine. Empty text breaks a required rule.
std::optional<QString> explainViolation(const Rule& rule, const QString& text);

std::span<const Rule> driverTypeRules();
std::span<const Rule> driverRules();
std::span<const Rule> secretRules();
std::span<const Rule> subscriptionRules();
std::span<const Rule> functionRules();
std::span<const Rule> imageRules();
std::span<const Rule> baseImageRules();
/// cloudEventsVersion, eventType and source: what the model check of an emit looks at (contract §1.9).
std::span<const Rule> emissionRules();

/// The rule of `member` in a table; a rule that demands nothing when the table has none.
Rule ruleFor(std::span<const Rule> rules, std::string_view member);

/// True for a UUID in 8-4-4-4-12 form, either case.
bool isUuid(std::string_view text);

/// True for an absolute URI or an absolute path, as the original's check of `schemaURL` has it (contract §1.9).
bool isUri(std::string_view text);

} // namespace models
