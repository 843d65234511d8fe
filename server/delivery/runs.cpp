// SPDX-License-Identifier: Apache-2.0
#include "server/delivery/runs.h"

#include "server/resources/uuid.h"
#include "server/wire/answers.h"
#include "server/wire/gojson.h"

#include <chrono>
#include <numeric>

namespace server {

using models::Json;

namespace {

constexpr int kFromQueue = 64; ///< runs of events under way at once
constexpr int kOfOneFunction = 16; ///< of them
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
    const std::string live = function.live();
    return {{"name", newUuid()},          {"functionName", function.name},
            {"functionId", function.id},  {"faasId", live.empty() ? function.doc.value("faasId", "") : live},
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

/// A run that has been started, as text.
std::string underWay(const std::string& run)
{
    Json doc = Json::parse(run, nullptr, false);
    if (doc.value("status", "") == "INITIALIZED")
        doc["status"] = "CREATING";
    return goDump(doc);
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
    if (!function || (function->live().empty() && function->status() != "UPDATING"))
        return std::nullopt;
    Json run = newRun(*function);
    run["event"] = event;
    if (const auto data = event.find("data"); data != event.end() && !data->is_null())
        run["input"] = *data;
    run["event"]["data"] = nullptr;
    return rowOf(*function, run, true);
}

void Runs::wake(const std::string& organization, const std::string& function)
{
    {
        const std::lock_guard lock(m_mutex);
        Lane& lane = m_lanes[{organization, function}];
        if (lane.function.empty()) {
            lane.organization = organization;
            lane.function = function;
        }
        lane.more = true;
        offer(lane);
    }
    pump();
}

void Runs::stop()
{
    const std::lock_guard lock(m_mutex);
    m_stopped = true;
}

void Runs::offer(Lane& lane)
{
    if (lane.due || !lane.more || lane.active >= kOfOneFunction)
        return;
    lane.due = true;
    m_due.push_back(&lane);
}

void Runs::leave(const std::string& id)
{
    const auto it = m_active.find(id);
    if (it == m_active.end())
        return;
    if (Lane* lane = it->second) {
        --m_queued;
        --lane->active;
        offer(*lane);
    }
    m_active.erase(it);
}

void Runs::pump()
{
    Lane* lane = nullptr;
    std::int64_t after = 0;
    int wanted = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopped || m_reading || m_due.empty() || m_queued >= kFromQueue)
            return;
        lane = m_due.front();
        m_due.pop_front();
        lane->due = false;
        lane->more = false;
        after = lane->last;
        wanted = std::min(kFromQueue - m_queued, kOfOneFunction - lane->active);
        m_reading = true;
    }
    m_store.pendingRuns(lane->organization, lane->function, after, wanted,
                        [this, lane, wanted](std::vector<RunRow> rows) { take(*lane, wanted, std::move(rows)); });
}

void Runs::take(Lane& lane, int wanted, std::vector<RunRow> rows)
{
    {
        const std::lock_guard lock(m_mutex);
        lane.more = lane.more || static_cast<int>(rows.size()) == wanted;
        if (!rows.empty())
            lane.last = rows.back().sequence;
        // After one was put back, those behind it are read a second time.
        std::erase_if(rows, [this](const RunRow& row) { return m_active.contains(row.id); });
        for (const RunRow& row : rows)
            m_active[row.id] = &lane;
        lane.active += static_cast<int>(rows.size());
        m_queued += static_cast<int>(rows.size());
        m_reading = false;
        offer(lane);
    }
    for (const RunRow& row : rows)
        start(row, {});
    pump();
}

std::string Runs::liveOf(const std::string& organization, const std::string& function) const
{
    const auto found = m_registry.find(Kind::Function, organization, function);
    return found ? found->live() : std::string();
}

void Runs::start(const RunRow& row, Respond waiter)
{
    Json doc = Json::parse(row.doc, nullptr, false);
    const auto function = m_registry.find(Kind::Function, row.organization, row.function);
    const std::string live = function ? function->live() : std::string();
    RunOutcome outcome;
    if (live.empty()) {
        if (function && row.queued)
            return postpone(row);
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
    const bool known = m_functions->run(live, std::move(input),
                                        [this, id = row.id, doc = std::move(doc), waiter](const RunOutcome& result) {
                                            finish(id, doc, result, waiter);
                                        });
    // It was replaced since we asked.
    if (!known)
        start(row, std::move(waiter));
}

/// Puts a run back until its function is prepared.
void Runs::postpone(const RunRow& row)
{
    {
        const std::lock_guard lock(m_mutex);
        if (Lane* lane = m_active[row.id]) {
            lane->last = std::min(lane->last, row.sequence - 1);
            leave(row.id);
        }
    }
    // Whoever prepared it meanwhile woke us too early.
    if (!liveOf(row.organization, row.function).empty())
        wake(row.organization, row.function);
}

void Runs::finish(const std::string& id, Json doc, const RunOutcome& outcome, const Respond& waiter)
{
    conclude(doc, outcome);
    m_store.finishRun(id, text(doc), nowSecs(), [this, id, doc, waiter](bool good) {
        {
            const std::lock_guard lock(m_mutex);
            leave(id);
        }
        if (waiter)
            waiter(good ? entity(200, doc) : problem(500, "internal error when processing function run " + id));
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
    auto parsed = body.empty() ? Json::object() : parseGoJson(body);
    const auto sent = parsed ? readGoStruct(kRunStruct, std::move(*parsed)) : parsed;
    if (!sent)
        return respond(problem(400, "parsing body body from \"\" failed, because " + sent.error()));
    if (const auto broken = firstViolation(kRunStruct, {}, *sent))
        return respond(violation(broken->code, broken->serverMessage));
    if (name.empty())
        return respond(problem(400, "Bad Request: No function specified"));
    if (const auto refusal = patternProblem("functionName", name, "query"))
        return respond(*refusal);
    if (body.empty())
        return respond(problem(400, "Bad Request: Invalid Payload"));
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
            m_active[id] = nullptr;
    }
    const RunRow row = rowOf(*function, run, !direct);
    m_store.addRun(row, [this, row, run, blocking, direct, respond](bool good) {
        if (!good) {
            {
                const std::lock_guard lock(m_mutex);
                leave(row.id);
            }
            return respond(problem(500, "internal error when processing function run " + row.id));
        }
        if (!blocking)
            respond(entity(202, run));
        direct ? start(row, blocking ? respond : Respond()) : wake(row.organization, row.function);
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
    m_store.listRuns(organization, function, since, [this, respond](std::vector<RunRow> rows) {
        std::string body = "[";
        body.reserve(std::accumulate(rows.begin(), rows.end(), std::size_t{3},
                                     [](std::size_t sum, const RunRow& row) { return sum + row.doc.size() + 1; }));
        for (RunRow& row : rows) {
            if (body.size() > 1)
                body += ',';
            // A run may be large: each is let go as soon as it is copied.
            std::string doc = std::move(row.doc);
            body += isActive(row.id) ? underWay(doc) : goEscape(std::move(doc));
        }
        body += "]\n";
        respond({200, std::move(body), "application/json", {}});
    });
}

} // namespace server
