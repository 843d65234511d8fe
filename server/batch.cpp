// SPDX-License-Identifier: Apache-2.0
#include "server/batch.h"

#include "server/wire/answers.h"
#include "server/wire/gojson.h"

#include <mutex>
#include <optional>
#include <vector>

namespace server {

using models::Json;

namespace {

constexpr std::size_t kMostParts = 100;

/// The answers as they come, from any thread; whoever brings the last one sends them all.
class Answers
{
public:
    Answers(std::size_t count, Respond respond)
        : m_parts(count)
        , m_missing(count)
        , m_respond(std::move(respond))
    {
    }

    void take(std::size_t part, Response response)
    {
        {
            const std::lock_guard lock(m_guard);
            m_parts[part] = std::move(response);
            if (--m_missing > 0)
                return;
        }
        Response whole;
        whole.body = joined();
        m_respond(std::move(whole));
    }

private:
    /// What the parts answer is JSON already.
    std::string joined() const
    {
        std::string text;
        for (const Response& part : m_parts) {
            text += text.empty() ? "[" : ",";
            text += "{\"status\":" + std::to_string(part.status)
                + ",\"body\":" + (part.body.empty() ? "null" : part.body) + '}';
        }
        return text + "]\n";
    }

    std::mutex m_guard;
    std::vector<Response> m_parts;
    std::size_t m_missing;
    const Respond m_respond;
};

std::optional<Request> partOf(const Request& whole, const Json& item)
{
    const auto method = item.is_object() ? item.find("method") : item.end();
    const auto path = item.is_object() ? item.find("path") : item.end();
    if (!item.is_object() || method == item.end() || path == item.end() || !method->is_string() || !path->is_string())
        return std::nullopt;
    Request part = whole;
    part.method = method->get<std::string>();
    part.path = path->get<std::string>();
    const auto question = part.path.find('?');
    part.query = question == std::string::npos ? std::string() : part.path.substr(question + 1);
    part.path.resize(std::min(question, part.path.size()));
    const auto body = item.find("body");
    part.body = body == item.end() || body->is_null() ? std::string() : goDump(*body);
    return part;
}

} // namespace

void answerBatch(const Request& whole, const Handler& handle, const Respond& respond)
{
    const auto items = parseGoJson(whole.body);
    if (!items || !items->is_array() || items->empty() || items->size() > kMostParts)
        return respond(problem(400, "a batch is a list of 1 to 100 requests"));
    std::vector<Request> parts;
    for (const Json& item : *items) {
        auto part = partOf(whole, item);
        if (!part)
            return respond(problem(400, "each request of a batch has a method and a path"));
        parts.push_back(std::move(*part));
    }
    const auto answers = std::make_shared<Answers>(parts.size(), respond);
    for (std::size_t i = 0; i < parts.size(); ++i)
        handle(std::move(parts[i]), [answers, i](Response response) { answers->take(i, std::move(response)); });
}

} // namespace server
