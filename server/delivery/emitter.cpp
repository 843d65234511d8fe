// SPDX-License-Identifier: Apache-2.0
#include "server/delivery/emitter.h"

#include "server/wire/answers.h"
#include "server/wire/gojson.h"
#include "server/wire/gotime.h"

#include <iostream>

namespace server {

using models::Json;

namespace {

std::string textOf(const Json& event, const char* member)
{
    const auto it = event.find(member);
    return it != event.end() && it->is_string() ? it->get<std::string>() : std::string();
}

Response invalidEvent(const std::string& field, const char* tag)
{
    return problem(400,
                   "Error validating event: Key: 'CloudEvent." + field + "' Error:Field validation for '" + field
                       + "' failed on the '" + tag + "' tag");
}

std::optional<Response> brokenEventRule(const Json& event)
{
    if (textOf(event, "cloudEventsVersion") != "0.1")
        return invalidEvent("CloudEventsVersion", "eq");
    if (textOf(event, "source").empty())
        return invalidEvent("Source", "required");
    if (textOf(event, "eventID").empty())
        return invalidEvent("EventID", "required");
    if (const std::string url = textOf(event, "schemaURL"); !url.empty() && !models::isUri(url))
        return invalidEvent("SchemaURL", "uri");
    if (const auto it = event.find("extensions"); it != event.end() && it->empty())
        return invalidEvent("Extensions", "min");
    return std::nullopt;
}

} // namespace

Emitter::Emitter(Store& store, Registry& registry, Runs& runs)
    : m_store(store)
    , m_registry(registry)
    , m_runs(runs)
{
}

tl::expected<Json, Response> Emitter::check(Json event)
{
    auto typed = readGoStruct(kEmissionStruct, std::move(event));
    if (!typed)
        return tl::unexpected(problem(400, "parsing body body from \"\" failed, because " + typed.error()));
    if (const auto broken = firstViolation(kEmissionStruct, models::emissionRules(), *typed))
        return tl::unexpected(violation(broken->code, broken->serverMessage));
    if (const auto broken = brokenEventRule(*typed))
        return tl::unexpected(*broken);
    (*typed)["eventTime"] = normalizedGoTime(textOf(*typed, "eventTime")).value_or(std::string(kGoZeroTime));
    if (const auto tags = typed->find("tags"); tags != typed->end())
        *tags = collapsedPairs(*tags);
    return std::move(*typed);
}

bool Emitter::isNews(const std::string& organization, const std::string& function, bool delivered)
{
    const std::lock_guard lock(m_mutex);
    if (delivered)
        return m_undelivered.erase({organization, function}) > 0;
    return m_undelivered.insert({organization, function}).second;
}

void Emitter::store(const std::string& organization, const Json& event, std::string text, Store::Done done)
{
    const std::string type = textOf(event, "eventType");
    std::vector<RunRow> runs;
    std::vector<std::string> functions;
    for (const std::string& function : m_registry.subscribers(organization, type)) {
        auto run = m_runs.forEvent(organization, function, event);
        const bool news = isNews(organization, function, run.has_value());
        if (run) {
            runs.push_back(std::move(*run));
            functions.push_back(function);
        } else if (news) {
            std::clog << "events of " << organization << " are not delivered while function " << function
                      << " is not READY, from " << type << " on\n";
        }
    }
    m_store.addEvent(organization, type, std::move(text), std::move(runs),
                     [this, organization, functions = std::move(functions), done = std::move(done)](bool good) {
                         if (done)
                             done(good);
                         for (const std::string& function : functions) {
                             if (good)
                                 m_runs.wake(organization, function);
                         }
                     });
}

void Emitter::emit(const std::string& organization, const std::string& body, Respond respond)
{
    if (body.empty())
        return respond(violation(602, "body in body is required"));
    auto parsed = parseGoJson(body);
    if (!parsed)
        return respond(problem(400, "parsing body body from \"\" failed, because " + parsed.error()));
    const auto event = check(std::move(*parsed));
    if (!event)
        return respond(event.error());
    Response echo = entity(200, *event);
    std::string text = echo.body;
    store(organization, *event, std::move(text),
          [respond = std::move(respond), echo = std::move(echo)](bool good) mutable {
              respond(good ? std::move(echo) : problem(500, "internal error when emitting an event"));
          });
}

void Emitter::take(const std::string& organization, const Json& event, Store::Done done)
{
    const auto checked = check(event);
    if (!checked)
        return done(false);
    store(organization, *checked, goDump(*checked), std::move(done));
}

} // namespace server
