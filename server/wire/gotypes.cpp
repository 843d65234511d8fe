// SPDX-License-Identifier: Apache-2.0
#include "server/wire/gotypes.h"

#include "server/wire/gotime.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>

namespace server {

using models::Json;

namespace {

const char* valueName(const Json& value)
{
    switch (value.type()) {
    case Json::value_t::object:
        return "object";
    case Json::value_t::array:
        return "array";
    case Json::value_t::string:
        return "string";
    case Json::value_t::boolean:
        return "bool";
    default:
        return "number";
    }
}

bool equalFold(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

std::string mismatch(const Json& value, const std::string& place, const char* goName)
{
    std::string what = valueName(value);
    if (value.is_number() && std::string_view(goName) == "int64")
        what.append(" ").append(value.dump());
    return "json: cannot unmarshal " + what + " into Go " + place + " of type " + goName;
}

using Problem = std::string;

Problem checkPairs(const Json& value, const std::string& owner, const std::string& member, const char* goName)
{
    const std::string list = std::string("[]*v1.") + goName;
    if (!value.is_array())
        return mismatch(value, "struct field " + owner + "." + member, list.c_str());
    for (const Json& item : value) {
        if (item.is_null())
            continue;
        const std::string type = std::string("v1.") + goName;
        if (!item.is_object())
            return mismatch(item, "struct field " + owner + "." + member, type.c_str());
        for (const auto& [key, text] : item.items()) {
            const bool known = equalFold(key, "key") || equalFold(key, "value");
            if (known && !text.is_string() && !text.is_null())
                return mismatch(text, std::string("struct field ") + goName + "." + member + "." + key, "string");
        }
    }
    return {};
}

Problem checkTextItems(const Json& value, const std::string& place)
{
    for (const Json& item : value) {
        if (!item.is_string() && !item.is_null())
            return mismatch(item, place, "string");
    }
    return {};
}

bool fitsInt64(const Json& value)
{
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return value.is_number_integer() && !(value.is_number_unsigned() && value.get<std::uint64_t>() > kMost);
}

Problem checkField(const Json& value, const GoField& field, const std::string& owner)
{
    const std::string place = "struct field " + owner + "." + field.member;
    const auto demand
        = [&](bool good, const char* goName) { return good ? Problem() : mismatch(value, place, goName); };
    switch (field.type) {
    case GoType::Any:
        return {};
    case GoType::Text:
        return demand(value.is_string(), "string");
    case GoType::Uuid:
        return value.is_string() ? Problem() : mismatch(value, "value", "string");
    case GoType::Status:
        return demand(value.is_string(), "v1.Status");
    case GoType::Flag:
        return demand(value.is_boolean(), "bool");
    case GoType::Integer:
        return demand(fitsInt64(value), "int64");
    case GoType::Texts: {
        Problem problem = demand(value.is_array(), "[]string");
        return problem.empty() ? checkTextItems(value, place) : problem;
    }
    case GoType::TextMap: {
        Problem problem = demand(value.is_object(), "map[string]string");
        return problem.empty() ? checkTextItems(value, place) : problem;
    }
    case GoType::Configs:
        return checkPairs(value, owner, field.member, "Config");
    case GoType::Tags:
        return checkPairs(value, owner, field.member, "Tag");
    case GoType::Object:
        return demand(value.is_object(), "map[string]interface {}");
    case GoType::Base64:
        if (!value.is_string())
            return mismatch(value, place, "[]uint8");
        return base64Error(value.get_ref<const std::string&>());
    case GoType::Time: {
        if (!value.is_string())
            return mismatch(value, "value", "string");
        const auto time = normalizedGoTime(value.get_ref<const std::string&>());
        return time ? Problem() : time.error();
    }
    case GoType::Struct:
        return demand(value.is_object(), field.goName);
    }
    return {};
}

const GoField* fieldOf(const GoStruct& type, std::string_view key)
{
    const auto exact = std::find_if(type.fields.begin(), type.fields.end(), [&](auto& f) { return key == f.member; });
    if (exact != type.fields.end())
        return &*exact;
    const auto folded
        = std::find_if(type.fields.begin(), type.fields.end(), [&](auto& f) { return equalFold(key, f.member); });
    return folded == type.fields.end() ? nullptr : &*folded;
}

int sextet(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool isLineEnd(char c)
{
    return c == '\r' || c == '\n';
}

} // namespace

tl::expected<Json, std::string> readGoStruct(const GoStruct& type, Json value)
{
    if (value.is_null())
        return Json::object();
    if (!value.is_object())
        return tl::unexpected(mismatch(value, "value", (std::string("v1.") + type.name).c_str()));
    Json out = Json::object();
    for (auto it = value.begin(); it != value.end(); ++it) {
        const GoField* field = fieldOf(type, it.key());
        if (!field || (it->is_null() && field->type != GoType::Any))
            continue;
        if (Problem problem = checkField(*it, *field, type.name); !problem.empty())
            return tl::unexpected(std::move(problem));
        out[field->member] = std::move(*it);
    }
    return out;
}

Json collapsedPairs(const Json& list)
{
    if (!list.is_array())
        return nullptr;
    std::map<std::string, std::string> pairs;
    for (const Json& item : list) {
        std::string key;
        std::string value;
        if (item.is_object()) {
            for (const auto& [name, text] : item.items()) {
                if (text.is_string() && equalFold(name, "key"))
                    key = text.get<std::string>();
                else if (text.is_string() && equalFold(name, "value"))
                    value = text.get<std::string>();
            }
        }
        pairs[key] = value;
    }
    Json out = Json::array();
    for (const auto& [key, value] : pairs) {
        Json item = Json::object();
        if (!key.empty())
            item["key"] = key;
        if (!value.empty())
            item["value"] = value;
        out.push_back(std::move(item));
    }
    return out.empty() ? Json(nullptr) : out;
}

std::string base64Error(std::string_view text)
{
    const auto illegal = [](std::size_t at) { return "illegal base64 data at input byte " + std::to_string(at); };
    std::size_t in = 0; // characters of the current group of four
    std::size_t at = 0;
    for (; at < text.size() && text[at] != '='; ++at) {
        if (isLineEnd(text[at]))
            continue;
        if (sextet(text[at]) < 0)
            return illegal(at);
        in = (in + 1) % 4;
    }
    if (at == text.size())
        return in == 0 ? std::string() : illegal(at - in);
    if (in < 2)
        return illegal(at);
    for (; in < 4; ++at) {
        if (at < text.size() && isLineEnd(text[at]))
            continue;
        if (at == text.size() || text[at] != '=')
            return illegal(at);
        ++in;
    }
    while (at < text.size() && isLineEnd(text[at]))
        ++at;
    return at == text.size() ? std::string() : illegal(at);
}

std::string fromBase64(std::string_view text)
{
    std::string out;
    out.reserve(text.size() * 3 / 4);
    unsigned buffer = 0;
    int bits = 0;
    for (const char c : text) {
        const int value = sextet(c);
        if (value < 0)
            continue;
        buffer = (buffer << 6) | static_cast<unsigned>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out += static_cast<char>((buffer >> bits) & 0xFF);
        }
    }
    return out;
}

} // namespace server
