// SPDX-License-Identifier: Apache-2.0
#include "server/delivery/runs.h"

#include "server/resources/uuid.h"
#include "server/wire/answers.h"
#include "server/wire/gojson.h"

#include <chrono>

namespace server {

using models::Json;

namespace {

constexpr int kFromQueue = 32; ///< runs of events under way at once
constexpr std::size_t kActiveLimit = 512; ///< beyond that even a person's run waits on disk
constexpr std::int64_t kNotFinished = -6795364578871345152; ///< Go's zero time in nanoseconds

std::int64_t nowNSecs()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::int64_t nowSecs()
{
    return nowNSecs() / 1'000'000'000;
}

std::string text(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json newRun(const Entity& function)
{
    return {{"name", newUuid()},          {"functionName", function.name},
            {"functionId", function.id},  {"faasId", function.hidden.value("live", "")},
            {"executedTime", nowNSecs()}, {"finishedTime", kNotFinished},
            {"status", "INITIALIZED"},    {"reason", nullptr},
            {"secrets", nullptr},         {"services", nullptr},
            {"tags", Json::array()}};
}

RunRow rowOf(const Entity& function, const Json& run, bool queued)
{
    return {run["name"], function.organization, function.name, nowSecs(), text(run), queued, 0};
}

Json linesOrNull(const std::vector<std::string>& lines)
{
    return lines.empty() ? Json(nullptr) : Json(lines);
}

void conclude(Json& doc, const RunOutcome& outcome)
{
    const bool good = outcome.errorType.empty() && outcome.errorMessage.empty();
    doc["status"] = good ? "READY" : "ERROR";
    doc["logs"] = {{"stderr", linesOrNull(outcome.logStderr)}, {"stdout", linesOrNull(outcome.logStdout)}};
    if (good) {
        doc["finishedTime"] = nowNSecs();
        if (!outcome.output.is_null())
            doc["output"] = outcome.output;
        return;
    }
    doc["error"] = {{"type", outcome.errorType},
                    {"message", outcome.errorMessage},
                    {"stacktrace", linesOrNull(outcome.stacktrace)}};
    doc["reason"]
        = Json::array({"error running function: " + doc.value("functionName", "") + ": " + outcome.errorMessage});
}

Json valueOrNull(const Json& doc, const char* member)
{
    const auto it = doc.find(member);
    return it == doc.end() ? Json(nullptr) : *it;
}

} // namespace

Runs::Runs(Store& store, Registry& registry, Resources& resources)
    : m_store(store)
    , m_registry(registry)
    , m_resources(resources)
{
}

std::optional<RunRow> Runs::forEvent(const std::string& organization, const std::string& name, const Json& event) const
{
    const auto function = m_registry.find(Kind::Function, organization, name);
    if (!function || function->hidden.value("live", "").empty() || function->status() == "DELETING")
        return std::nullopt;
    Json run = newRun(*function);
    run["event"] = event;
    if (const auto data = event.find("data"); data != event.end() && !data->is_null())
        run["input"] = *data;
    run["event"]["data"] = nullptr;
    return rowOf(*function, run, true);
}

void Runs::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_awake = true;
    }
    pump();
}

void Runs::stop()
{
    const std::lock_guard lock(m_mutex);
    m_awake = false;
}

void Runs::pump()
{
    std::int64_t after = 0;
    int room = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_awake)
            return;
        if (m_reading) {
            m_readAgain = true;
            return;
        }
        room = kFromQueue - m_queued;
        after = m_last;
        if (room <= 0)
            return;
        m_reading = true;
    }
    m_store.pendingRuns(after, room, [this](std::vector<RunRow> rows) {
        bool again = false;
        {
            const std::lock_guard lock(m_mutex);
            for (const RunRow& row : rows) {
                m_active[row.id] = true;
                ++m_queued;
                m_last = row.sequence;
            }
            m_reading = false;
            again = std::exchange(m_readAgain, false);
        }
        for (const RunRow& row : rows)
            start(row, {});
        if (again || !rows.empty())
            pump();
    });
}

void Runs::start(const RunRow& row, Respond waiter)
{
    Json doc = Json::parse(row.doc, nullptr, false);
    const auto function = m_registry.find(Kind::Function, row.organization, row.function);
    RunOutcome outcome;
    if (!function || function->hidden.value("live", "").empty()) {
        outcome.errorType = "SystemError";
        outcome.errorMessage = "function " + row.function + " is not READY";
        return finish(row.id, std::move(doc), outcome, waiter);
    }
    Json names = Json::array();
    for (const Json& list : {valueOrNull(function->doc, "secrets"), valueOrNull(doc, "secrets")})
        names.insert(names.end(), list.begin(), list.end());
    auto secrets = m_resources.secretValues(row.organization, names);
    if (!secrets) {
        outcome.errorType = "InputError";
        outcome.errorMessage = "error when retrieving secrets from secret store: failed to get secrets from secret "
                               "store: "
            + secrets.error();
        return finish(row.id, std::move(doc), outcome, waiter);
    }
    RunInput input{valueOrNull(doc, "input"), valueOrNull(doc, "event"), valueOrNull(doc, "httpContext"),
                   std::move(*secrets), std::chrono::milliseconds(function->doc.value("timeout", std::int64_t{0}))};
    m_functions->run(function->hidden.value("live", ""), std::move(input),
                     [this, id = row.id, doc = std::move(doc), waiter](const RunOutcome& result) {
                         finish(id, doc, result, waiter);
                     });
}

void Runs::finish(const std::string& id, Json doc, const RunOutcome& outcome, const Respond& waiter)
{
    conclude(doc, outcome);
    m_store.finishRun(id, text(doc), nowSecs(), [this, id, doc, waiter](bool) {
        {
            const std::lock_guard lock(m_mutex);
            if (const auto it = m_active.find(id); it != m_active.end()) {
                m_queued -= it->second ? 1 : 0;
                m_active.erase(it);
            }
        }
        if (waiter)
            waiter(entity(200, doc));
        pump();
    });
}

bool Runs::isActive(const std::string& id) const
{
    const std::lock_guard lock(m_mutex);
    return m_active.contains(id);
}

void Runs::execute(const std::string& organization, const std::string& name, const std::string& body, Respond respond)
{
    if (name.empty())
        return respond(problem(400, "Bad Request: No function specified"));
    if (body.empty())
        return respond(problem(400, "Bad Request: Invalid Payload"));
    auto parsed = parseGoJson(body);
    const auto sent = parsed ? readGoStruct(kRunStruct, std::move(*parsed)) : parsed;
    if (!sent)
        return respond(problem(400, "parsing body body from \"\" failed, because " + sent.error()));
    if (const auto broken = firstViolation(kRunStruct, {}, *sent))
        return respond(violation(broken->code, broken->serverMessage));
    const auto function = m_registry.find(Kind::Function, organization, name);
    if (!function)
        return respond(problem(404, "function " + name + " not found"));
    if (function->status() != "READY")
        return respond(problem(404, "function " + name + " is not READY"));
    Json run = newRun(*function);
    const bool blocking = sent->value("blocking", false);
    if (blocking)
        run["blocking"] = true;
    for (const char* member : {"input", "event", "httpContext"}) {
        if (const auto it = sent->find(member); it != sent->end() && !it->is_null())
            run[member] = *it;
    }
    if (const auto it = sent->find("secrets"); it != sent->end() && !it->empty())
        run["secrets"] = *it;
    if (const Json tags = collapsedPairs(valueOrNull(*sent, "tags")); !tags.is_null())
        run["tags"] = tags;
    bool direct = true;
    const std::string id = run["name"];
    {
        const std::lock_guard lock(m_mutex);
        direct = blocking || m_active.size() < kActiveLimit;
        if (direct)
            m_active[id] = false;
    }
    const RunRow row = rowOf(*function, run, !direct);
    m_store.addRun(row, [this, row, run, blocking, direct, respond](bool good) {
        if (!good) {
            const std::lock_guard lock(m_mutex);
            m_active.erase(row.id);
            return respond(problem(500, "internal error when processing function run " + row.id));
        }
        if (!blocking)
            respond(entity(202, run));
        direct ? start(row, blocking ? respond : Respond()) : pump();
    });
}

void Runs::get(const std::string& organization, const std::string& id, const std::string& function, Respond respond)
{
    m_store.findRun(organization, id, [this, id, function, respond](const std::optional<std::string>& found) {
        if (!found)
            return respond(problem(404, "function run  not found"));
        Json doc = Json::parse(*found, nullptr, false);
        if (!function.empty() && doc.value("functionName", "") != function)
            return respond(problem(404, "function run " + id + " not found"));
        if (doc.value("status", "") == "INITIALIZED" && isActive(id))
            doc["status"] = "CREATING";
        respond(entity(200, doc));
    });
}

void Runs::list(const std::string& organization, const std::string& function, std::int64_t since, Respond respond)
{
    m_store.listRuns(organization, function, since, [this, respond](const std::vector<RunRow>& rows) {
        std::string body = "[";
        for (const RunRow& row : rows) {
            if (body.size() > 1)
                body += ',';
            if (!isActive(row.id)) {
                body += goEscape(row.doc);
                continue;
            }
            Json doc = Json::parse(row.doc, nullptr, false);
            if (doc.value("status", "") == "INITIALIZED")
                doc["status"] = "CREATING";
            body += goDump(doc);
        }
        respond({200, body + "]\n", "application/json", {}});
    });
}

} // namespace server
