// SPDX-License-Identifier: Apache-2.0
#include "models/yamlwriter.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace models {

namespace {

/// The original command line cuts files at every `---`, wherever it stands (contract §5).
constexpr std::string_view kSeparator = "---";

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

/// A block keeps a text as it is only when it ends in exactly one line end and starts at the margin.
bool fitsBlock(const std::string& text)
{
    if (text.size() < 2 || text.back() != '\n' || text[text.size() - 2] == '\n')
        return false;
    if (text.front() == ' ' || text.front() == '\n' || text.find(kSeparator) != std::string::npos)
        return false;
    // Control characters would be lost; above ASCII some code points (line separators) count as line ends.
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= ' ' && c < 0x7F); });
}

void put(YAML::Emitter& out, const std::string& text)
{
    if (isPlainYaml(text))
        out << text;
    else if (fitsBlock(text))
        out << YAML::Literal << text;
    else
        out << YAML::DoubleQuoted << text;
}

void put(YAML::Emitter& out, const QString& text)
{
    put(out, toStd(text));
}

void put(YAML::Emitter& out, const Json& value)
{
    if (value.is_object()) {
        out << YAML::BeginMap;
        for (auto member = value.begin(); member != value.end(); ++member) {
            out << YAML::Key;
            // A key never stands as a block.
            if (isPlainYaml(member.key()))
                out << member.key();
            else
                out << YAML::DoubleQuoted << member.key();
            out << YAML::Value;
            put(out, member.value());
        }
        out << YAML::EndMap;
    } else if (value.is_array()) {
        out << YAML::BeginSeq;
        for (const Json& item : value)
            put(out, item);
        out << YAML::EndSeq;
    } else if (value.is_string()) {
        put(out, value.get_ref<const std::string&>());
    } else {
        out << value.dump();
    }
}

void putText(YAML::Emitter& out, const char* member, const QString& text)
{
    if (text.isEmpty())
        return;
    out << YAML::Key << member << YAML::Value;
    put(out, text);
}

void putFlag(YAML::Emitter& out, const char* member, bool flag)
{
    out << YAML::Key << member << YAML::Value << (flag ? "true" : "false");
}

void putPairs(YAML::Emitter& out, const char* member, const Pairs& pairs)
{
    if (pairs.isEmpty())
        return;
    out << YAML::Key << member << YAML::Value << YAML::BeginSeq;
    for (const Pair& pair : pairs.items) {
        out << YAML::BeginMap << YAML::Key << "key" << YAML::Value;
        put(out, pair.key);
        putText(out, "value", pair.value);
        out << YAML::EndMap;
    }
    out << YAML::EndSeq;
}

void putTexts(YAML::Emitter& out, const char* member, const QStringList& texts)
{
    if (texts.isEmpty())
        return;
    out << YAML::Key << member << YAML::Value << YAML::BeginSeq;
    for (const QString& text : texts)
        put(out, text);
    out << YAML::EndSeq;
}

void putMembers(YAML::Emitter& out, const DriverType& value)
{
    putText(out, "image", value.image);
    putFlag(out, "expose", value.expose);
    putPairs(out, "config", value.config);
}

void putMembers(YAML::Emitter& out, const Driver& value)
{
    putText(out, "type", value.type);
    if (value.expose)
        putFlag(out, "expose", true);
    putPairs(out, "config", value.config);
    putTexts(out, "secrets", value.secrets);
}

void putMembers(YAML::Emitter&, const Secret&) { }

void putMembers(YAML::Emitter& out, const Subscription& value)
{
    putText(out, "eventType", value.eventType);
    putText(out, "function", value.function);
    putTexts(out, "secrets", value.secrets);
}

void putMembers(YAML::Emitter& out, const Function& value)
{
    putText(out, "image", value.image);
    putText(out, "handler", value.handler);
    if (value.schema.is_object() && !value.schema.empty()) {
        out << YAML::Key << "schema" << YAML::Value;
        put(out, value.schema);
    }
    putTexts(out, "secrets", value.secrets);
    if (value.timeoutMSecs > 0)
        out << YAML::Key << "timeout" << YAML::Value << std::to_string(value.timeoutMSecs);
}

/// Every text with a separator stands in double quotes, so its dashes can be written as escapes.
QString withoutSeparators(const std::string& yaml)
{
    QString text = fromStd(yaml);
    return text.replace(QLatin1String("---"), QLatin1String("\\x2D\\x2D\\x2D"));
}

} // namespace

QString toYaml(const Resource& resource)
{
    YAML::Emitter out;
    out << YAML::BeginMap;
    std::visit(
        [&out](const auto& value) {
            const Json kind = toJson(value);
            putText(out, "kind", textAt(kind, "kind"));
            putText(out, "name", value.name);
            putMembers(out, value);
            putPairs(out, "tags", value.tags);
        },
        resource);
    out << YAML::EndMap;
    return withoutSeparators(std::string(out.c_str(), out.size())) + QLatin1Char('\n');
}

bool isPlainYaml(const std::string& text)
{
    if (text.empty() || text.back() == ':' || text.find(kSeparator) != std::string::npos || isReserved(text))
        return false;
    const char first = text.front();
    const bool startsLikeText = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '_';
    return startsLikeText && std::all_of(text.begin(), text.end(), isPlainCharacter);
}

} // namespace models
