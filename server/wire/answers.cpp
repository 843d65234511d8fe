// SPDX-License-Identifier: Apache-2.0
#include "server/wire/answers.h"

#include "models/rules.h"

namespace server {

using models::Json;

Response problem(int status, const std::string& message)
{
    return {status, goDump({{"code", status}, {"message", message}}), "application/json", {}};
}

Response violation(int code, const std::string& message)
{
    return {422, goDump({{"code", code}, {"message", message}}), "application/json", {}};
}

std::optional<Response> patternProblem(const char* parameter, const std::string& value, const char* place)
{
    const auto broken = models::check({parameter, true, 0, &models::kPathPattern}, value, place);
    return broken ? std::optional(violation(broken->code, broken->serverMessage)) : std::nullopt;
}

Response entity(int status, const Json& body)
{
    return {status, goDump(body) + '\n', "application/json", {}};
}

std::string goDump(const Json& value)
{
    return goEscape(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string goEscape(std::string json)
{
    constexpr std::string_view kSuspects = "<>&\xE2";
    auto at = json.find_first_of(kSuspects);
    if (at == std::string::npos)
        return json;
    std::string out;
    out.reserve(json.size() + 16);
    std::size_t from = 0;
    for (; at != std::string::npos; at = json.find_first_of(kSuspects, at)) {
        const std::string_view rest = std::string_view(json).substr(at);
        const char c = json[at];
        const char* escaped = c == '<' ? "\\u003c" : c == '>' ? "\\u003e" : c == '&' ? "\\u0026" : nullptr;
        std::size_t length = 1;
        if (!escaped && (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9"))) {
            escaped = rest[2] == '\xA8' ? "\\u2028" : "\\u2029";
            length = 3;
        }
        if (escaped) {
            out.append(json, from, at - from).append(escaped);
            from = at + length;
        }
        at += length;
    }
    return out.append(json, from);
}

} // namespace server
