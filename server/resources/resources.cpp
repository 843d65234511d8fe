// SPDX-License-Identifier: Apache-2.0
#include "server/resources/resources.h"

#include "server/resources/documents.h"
#include "server/wire/answers.h"
#include "server/wire/gojson.h"

namespace server {

using models::Json;

namespace {

Response storeProblem(Kind kind, const std::string& name)
{
    return problem(500, std::string("internal error when processing ") + served(kind).noun + " " + name);
}

Response notFound(Kind kind, const std::string& name)
{
    return problem(404, std::string(served(kind).noun) + " " + name + " not found");
}

} // namespace

Resources::Resources(Store& store, Registry& registry)
    : m_store(store)
    , m_registry(registry)
{
}

void Resources::setBackends(DriverBackend* drivers, FunctionBackend* functions, FunctionReady functionReady)
{
    m_drivers = drivers;
    m_functions = functions;
    m_functionReady = std::move(functionReady);
}

Response Resources::show(int status, const Entity& entity) const
{
    if (status == 204)
        return {204, {}, {}, {}};
    return server::entity(status, entity.doc);
}

void Resources::list(Kind kind, const std::string& organization, Respond respond)
{
    Json docs = Json::array();
    for (Entity& entity : m_registry.list(kind, organization))
        docs.push_back(std::move(entity.doc));
    respond(server::entity(200, docs));
}

void Resources::get(Kind kind, const std::string& organization, const std::string& name, Respond respond)
{
    const auto entity = m_registry.find(kind, organization, name);
    respond(entity ? show(200, *entity) : notFound(kind, name));
}

tl::expected<Json, Response> Resources::readBody(Kind kind, const std::string& body) const
{
    const Served& about = served(kind);
    if (body.empty())
        return tl::unexpected(violation(602, std::string(about.bodyName) + " in body is required"));
    auto parsed = parseGoJson(body);
    auto typed = parsed ? readGoStruct(about.body, std::move(*parsed)) : parsed;
    if (!typed)
        return tl::unexpected(problem(
            400, std::string("parsing ") + about.bodyName + " body from \"\" failed, because " + typed.error()));
    if (const auto broken = firstViolation(about.body, about.rules(), *typed))
        return tl::unexpected(violation(broken->code, broken->serverMessage));
    return std::move(*typed);
}

std::optional<Response> Resources::complaint(Kind kind, const std::string& organization, const Json& body,
                                             const Entity* former) const
{
    const std::string name = body["name"];
    // A driver keeps the image of its type (contract §1.6): it goes on when the type is gone.
    const bool keepsType = former && former->doc["type"] == body["type"];
    if (kind == Kind::Driver && !keepsType && !m_registry.find(Kind::DriverType, organization, body["type"]))
        return problem(400,
                       "bad request when processing event driver " + name + ": driver type "
                           + body["type"].get<std::string>() + " does not exist");
    if (kind == Kind::Function && body.value("source", "").empty())
        return problem(400, "either source or sourceURL must be specified");
    if (kind == Kind::Image && !m_registry.find(Kind::BaseImage, organization, body["baseImageName"]))
        return problem(400, "Error fetching base image " + body["baseImageName"].get<std::string>());
    return std::nullopt;
}

void Resources::save(const Entity& entity, Store::Done done, std::optional<SourceRow> source)
{
    m_store.put(entity.row(), std::move(source), std::move(done));
}

void Resources::create(Kind kind, const std::string& organization, const std::string& text, Respond respond)
{
    const auto body = readBody(kind, text);
    if (!body)
        return respond(body.error());
    const std::string name = (*body)["name"];
    const auto exists = [&] { return problem(409, std::string(served(kind).noun) + " " + name + " already exists"); };
    if (m_registry.find(kind, organization, name))
        return respond(exists());
    if (const auto refusal = complaint(kind, organization, *body, nullptr))
        return respond(*refusal);
    const auto type = kind == Kind::Driver ? m_registry.find(Kind::DriverType, organization, (*body)["type"])
                                           : std::optional<Entity>();
    Entity entity = newEntity(kind, organization, *body, type ? &*type : nullptr);
    if (kind == Kind::Image) {
        if (const auto base = m_registry.find(Kind::BaseImage, organization, (*body)["baseImageName"]))
            entity.doc["language"] = base->doc.value("language", "");
    }
    if (!m_registry.insert(entity))
        return respond(exists());
    std::optional<SourceRow> source;
    if (kind == Kind::Function)
        source = {entity.doc["faasId"], (*body)["source"], {}};
    Entity shown = entity;
    // A create echoes the empty list it was sent, while a later read says null (contract §1.4).
    if (kind != Kind::Secret && body->contains("secrets") && (*body)["secrets"].empty())
        shown.doc["secrets"] = Json::array();
    save(
        entity,
        [this, kind, entity, shown, respond](bool good) {
            if (!good) {
                m_registry.erase(kind, entity.organization, entity.name, entity.id);
                return respond(storeProblem(kind, entity.name));
            }
            respond(show(served(kind).createStatus, shown));
            settle(entity);
        },
        std::move(source));
}

void Resources::update(Kind kind, const std::string& organization, const std::string& name, const std::string& text,
                       Respond respond)
{
    const auto body = readBody(kind, text);
    if (!body)
        return respond(body.error());
    if (const auto refusal = patternProblem(served(kind).pathParameter, name, "path"))
        return respond(*refusal);
    const auto former = m_registry.find(kind, organization, name);
    if (!former)
        return respond(notFound(kind, name));
    if (const std::string sent = (*body)["name"]; sent != name)
        return respond(storeProblem(kind, kind == Kind::Driver ? name : sent));
    if (const auto refusal = complaint(kind, organization, *body, &*former))
        return respond(*refusal);
    const auto type = kind == Kind::Driver ? m_registry.find(Kind::DriverType, organization, (*body)["type"])
                                           : std::optional<Entity>();
    std::string obstacle;
    const auto changed = m_registry.change(kind, organization, name, [&](Entity& entity) {
        const std::string status = entity.status();
        if (status == "DELETING" || (kind == Kind::Subscription && status == "UPDATING")) {
            obstacle = status == "DELETING" ? "deleted" : "updated";
            return false;
        }
        applyUpdate(entity, *body, type ? &*type : nullptr);
        return true;
    });
    if (!changed)
        return respond(obstacle.empty() ? notFound(kind, name)
                                        : problem(400,
                                                  std::string("Unable to update ") + served(kind).noun + " " + name
                                                      + ": " + served(kind).noun + " is already being " + obstacle));
    std::optional<SourceRow> source;
    if (kind == Kind::Function)
        source = {changed->doc["faasId"], (*body)["source"], former->doc["faasId"]};
    save(
        *changed,
        [this, kind, former = *former, entity = *changed, respond](bool good) {
            if (!good) {
                m_registry.revert(former, entity.generation);
                return respond(storeProblem(kind, entity.name));
            }
            respond(show(served(kind).updateStatus, entity));
            settle(entity);
        },
        std::move(source));
}

void Resources::remove(Kind kind, const std::string& organization, const std::string& name, Respond respond)
{
    const auto former = m_registry.find(kind, organization, name);
    if (!former)
        return respond(notFound(kind, name));
    const bool lives = kind == Kind::Driver || kind == Kind::Subscription || kind == Kind::Function;
    if (!lives) {
        Entity shown = *former;
        if (kind == Kind::Image)
            shown.doc["status"] = "DELETED";
        m_registry.erase(kind, organization, name, former->id);
        return m_store.remove(former->id, [this, kind, former = *former, shown, respond](bool good) {
            if (!good) {
                Entity back = former;
                m_registry.insert(back);
                return respond(storeProblem(kind, former.name));
            }
            respond(show(served(kind).deleteStatus, shown));
        });
    }
    bool again = false;
    const auto changed = m_registry.change(kind, organization, name, [&](Entity& entity) {
        again = entity.status() == "DELETING";
        entity.doc["status"] = "DELETING";
        return !again;
    });
    if (again) {
        // The first attempt may not have reached the disk.
        finishRemoval(*former);
        return respond(kind == Kind::Subscription ? problem(
                           400, "Unable to delete subscription " + name + ": subscription is already being deleted")
                                                  : show(200, *former));
    }
    if (!changed)
        return respond(notFound(kind, name));
    save(*changed, [this, kind, former = *former, entity = *changed, respond](bool good) {
        if (!good) {
            m_registry.revert(former, entity.generation);
            return respond(storeProblem(kind, entity.name));
        }
        respond(show(served(kind).deleteStatus, entity));
        finishRemoval(entity);
    });
}

} // namespace server
