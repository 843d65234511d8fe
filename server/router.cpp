// SPDX-License-Identifier: Apache-2.0
#include "server/router.h"

#include "server/batch.h"
#include "server/wire/answers.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace server {

using models::Json;

namespace {

std::string decoded(std::string_view text, bool plusIsSpace)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        if (text[i] == '%' && i + 2 < text.size()
            && std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr == text.data() + i + 3) {
            out += static_cast<char>(value);
            i += 2;
        } else {
            out += text[i] == '+' && plusIsSpace ? ' ' : text[i];
        }
    }
    return out;
}

std::optional<std::string> queryValue(std::string_view query, std::string_view name)
{
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(pair.size() + 1, query.size()));
        const auto equals = pair.find('=');
        if (decoded(pair.substr(0, equals), true) == name)
            return equals == std::string_view::npos ? std::string() : decoded(pair.substr(equals + 1), true);
    }
    return std::nullopt;
}

/// Without doubled and trailing slashes.
std::string collapsed(const std::string& path)
{
    std::string out;
    for (const char c : path) {
        if (c != '/' || out.empty() || out.back() != '/')
            out += c;
    }
    while (out.size() > 1 && out.back() == '/')
        out.pop_back();
    return out;
}

Json versionObject()
{
    return {{"version", DISPATCH_VERSION},
            {"commit", ""},
            {"buildDate", ""},
            {"goVersion", ""},
            {"compiler", "g++"},
            {"platform", "linux/amd64"},
            {"server", "dispatch-local"}}; // not in the originals: so that clients tell us from them
}

bool acceptsJson(const std::string& accept)
{
    return accept.empty() || accept.find("application/json") != std::string::npos
        || accept.find("*/*") != std::string::npos || accept.find("application/*") != std::string::npos;
}

std::optional<Response> mediaTypeProblem(const Request& request)
{
    if (request.body.empty() || (request.method != "POST" && request.method != "PUT"))
        return std::nullopt;
    std::string type = request.contentType.substr(0, request.contentType.find(';'));
    type.erase(std::remove(type.begin(), type.end(), ' '), type.end());
    std::transform(type.begin(), type.end(), type.begin(), [](unsigned char c) { return std::tolower(c); });
    if (type == "application/json")
        return std::nullopt;
    if (type.empty())
        type = "application/octet-stream";
    return problem(415, "unsupported media type \"" + type + "\", only [application/json] are allowed");
}

} // namespace

struct Router::Target
{
    enum class Is
    {
        Version,
        Health,
        Emit,
        Batch,
        Ingest,
        RunList,
        Run,
        List,
        Item,
        Elsewhere,
        Nowhere
    };
    Is is = Is::Nowhere;
    Kind kind = Kind::DriverType;
    std::string name;
    const char* methods = ""; ///< as in Allow
    Response answer{}; ///< of Elsewhere and Nowhere
};

Router::Router(const Authenticator& authenticator, Registry& registry, Resources& resources, Runs& runs,
               Emitter& emitter)
    : m_authenticator(authenticator)
    , m_registry(registry)
    , m_resources(resources)
    , m_runs(runs)
    , m_emitter(emitter)
{
}

Router::Target Router::find(const std::string& path)
{
    using Is = Target::Is;
    if (path.starts_with("/healthz"))
        return {Is::Health, {}, {}, "GET"};
    if (path == "/v1/version")
        return {Is::Version, {}, {}, "GET"};
    constexpr std::array kMissing
        = {"/v1/iam", "/v1/eventdrivers", "/v1/application", "/v1/serviceclass", "/v1/serviceinstance", "/v1/api"};
    for (const char* start : kMissing) {
        if (path.starts_with(start))
            return {Is::Elsewhere, {}, {}, "", problem(501, "Endpoint is not implemented in this version of Dispatch")};
    }
    if (path == "/v1/event")
        return {Is::Emit, {}, {}, "POST"};
    if (path == "/v1/batch")
        return {Is::Batch, {}, {}, "POST"};
    if (path == "/v1/event/ingest")
        return {Is::Ingest, {}, {}, "POST"};
    const auto below = [&path](const std::string& start) -> std::optional<std::string> {
        if (!path.starts_with(start + "/") || path.find('/', start.size() + 1) != std::string::npos)
            return std::nullopt;
        return decoded(std::string_view(path).substr(start.size() + 1), false);
    };
    if (path == "/v1/runs")
        return {Is::RunList, {}, {}, "GET,POST"};
    if (const auto name = below("/v1/runs"))
        return {Is::Run, {}, *name, "GET"};
    for (const Served& kind : servedKinds()) {
        if (path == kind.path)
            return {Is::List, kind.kind, {}, "GET,POST"};
        if (const auto name = below(kind.path))
            return {Is::Item, kind.kind, *name, "DELETE,GET,PUT"};
    }
    constexpr std::array kServices
        = {"/v1/event", "/v1/runs", "/v1/secret", "/v1/function", "/v1/image", "/v1/baseimage"};
    const bool known = std::any_of(kServices.begin(), kServices.end(), [&](auto s) { return path.starts_with(s); });
    return {
        Is::Nowhere, {}, {}, "", problem(404, known ? "path " + path + " was not found" : "resource does not exist")};
}

void Router::handle(const Request& request, const Respond& respond)
{
    using Is = Target::Is;
    const Target target = find(collapsed(request.path));
    if (target.is == Is::Nowhere || target.is == Is::Elsewhere)
        return respond(target.answer);
    const std::string_view allowed = target.methods;
    const auto at = allowed.find(request.method);
    const bool allows = at != std::string_view::npos && !request.method.empty() && (at == 0 || allowed[at - 1] == ',')
        && (at + request.method.size() == allowed.size() || allowed[at + request.method.size()] == ',');
    if (!allows) {
        Response refusal
            = problem(405, "method " + request.method + " is not allowed, but [" + target.methods + "] are");
        refusal.allow = target.methods;
        return respond(refusal);
    }
    if (target.is == Is::Health)
        return respond(entity(200, {{"version", versionObject()}}));
    if (target.is == Is::Version)
        return respond(entity(200, versionObject()));
    auto organization = m_authenticator.admit(request, target.is == Is::Ingest);
    if (!organization)
        return respond(organization.error());
    if (const auto refusal = mediaTypeProblem(request))
        return respond(*refusal);
    if (*organization == request.organization)
        return answer(target, request, respond);
    Request completed = request;
    completed.organization = std::move(*organization);
    answer(target, completed, respond);
}

void Router::batch(const Request& request, const Respond& respond)
{
    answerBatch(
        request,
        [this](const Request& part, const Respond& partRespond) {
            if (find(collapsed(part.path)).is == Target::Is::Batch)
                return partRespond(problem(400, "a batch holds no batch"));
            handle(part, partRespond);
        },
        respond);
}

void Router::answer(const Target& target, const Request& request, const Respond& respond)
{
    if (acceptsJson(request.accept))
        return dispatch(target, request, respond);
    // The original leaves the type empty when the client did not ask for JSON (contract §1.1).
    dispatch(target, request, [respond](Response response) {
        response.contentType.clear();
        respond(std::move(response));
    });
}

void Router::dispatch(const Target& target, const Request& request, const Respond& respond)
{
    using Is = Target::Is;
    if (target.is == Is::Ingest)
        return ingest(request, respond);
    if (target.is == Is::Batch)
        return batch(request, respond);
    if (request.organization.empty())
        return respond(violation(602, "X-Dispatch-Org in header is required"));
    if (target.is == Is::Emit)
        return m_emitter.emit(request.organization, request.body, respond);
    if (target.is == Is::RunList || target.is == Is::Run)
        return runs(target, request, respond);
    resource(target, request, respond);
}

void Router::ingest(const Request& request, const Respond& respond)
{
    const auto token = queryValue(request.query, "authToken");
    if (!token)
        return respond(violation(602, "authToken in query is required"));
    const auto driver = m_registry.findDriver(*token);
    if (!driver)
        return respond(problem(401, "token not recognized"));
    m_emitter.emit(driver->organization, request.body, respond);
}

void Router::runs(const Target& target, const Request& request, const Respond& respond)
{
    const std::string function = queryValue(request.query, "functionName").value_or("");
    if (request.method == "POST")
        return m_runs.execute(request.organization, function, request.body, respond);
    if (!function.empty()) {
        if (const auto refusal = patternProblem("functionName", function, "query"))
            return respond(*refusal);
    }
    if (target.is == Target::Is::Run) {
        if (!models::isUuid(target.name))
            return respond(violation(601, "runName in path must be of type uuid: " + Json(target.name).dump()));
        return m_runs.get(request.organization, target.name, function, respond);
    }
    const std::string since = queryValue(request.query, "since").value_or("");
    std::int64_t seconds = std::numeric_limits<std::int64_t>::min();
    if (!since.empty()) {
        const auto [end, error] = std::from_chars(since.data(), since.data() + since.size(), seconds);
        if (error != std::errc() || end != since.data() + since.size())
            return respond(violation(601, "since in query must be of type int64: " + Json(since).dump()));
    }
    m_runs.list(request.organization, function, seconds, respond);
}

void Router::resource(const Target& target, const Request& request, const Respond& respond)
{
    if (target.is == Target::Is::List) {
        if (request.method == "GET")
            return m_resources.list(target.kind, request.organization, respond);
        return m_resources.create(target.kind, request.organization, request.body, respond);
    }
    if (request.method == "PUT")
        return m_resources.update(target.kind, request.organization, target.name, request.body, respond);
    if (const auto refusal = patternProblem(served(target.kind).pathParameter, target.name, "path"))
        return respond(*refusal);
    if (request.method == "GET")
        return m_resources.get(target.kind, request.organization, target.name, respond);
    m_resources.remove(target.kind, request.organization, target.name, respond);
}

} // namespace server
