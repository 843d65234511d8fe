// SPDX-License-Identifier: Apache-2.0
#include "server/resources/registry.h"

namespace server {

using models::Json;

namespace {

std::string indexKey(const std::string& organization, const std::string& eventType)
{
    return organization + '\n' + eventType;
}

std::string indexKey(const Entity& subscription)
{
    return indexKey(subscription.organization, subscription.doc.value("eventType", ""));
}

Json parsed(const std::string& text)
{
    Json value = Json::parse(text, nullptr, false);
    return value.is_object() ? value : Json::object();
}

/// No process of an earlier start is left, so a function is not READY before it is prepared again.
void unprepare(Entity& function)
{
    function.hidden.erase("live");
    if (function.status() == "READY")
        function.doc["status"] = "UPDATING";
}

} // namespace

std::string Entity::status() const
{
    const auto it = doc.find("status");
    return it != doc.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::string Entity::live() const
{
    return status() == "DELETING" ? std::string() : hidden.value("live", "");
}

EntityRow Entity::row() const
{
    const auto text = [](const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); };
    return {id, static_cast<int>(kind), organization, name, text(doc), text(hidden)};
}

void Registry::load(std::vector<EntityRow> rows)
{
    const std::lock_guard lock(m_mutex);
    for (EntityRow& row : rows) {
        if (row.kind < 0 || row.kind >= kKinds)
            continue;
        const auto kind = static_cast<Kind>(row.kind);
        const Key key{row.organization, row.name};
        if (kind == Kind::Driver)
            m_drivers[row.id] = key;
        Entity& entity = of(kind)[key];
        entity = {row.id, kind, row.organization, row.name, parsed(row.doc), parsed(row.hidden), ++m_generation};
        if (kind == Kind::Function)
            unprepare(entity);
        include(entity);
    }
}

std::optional<Entity> Registry::find(Kind kind, const std::string& organization, const std::string& name) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = of(kind).find({organization, name});
    return it == of(kind).end() ? std::nullopt : std::optional(it->second);
}

std::optional<Entity> Registry::findDriver(const std::string& id) const
{
    const std::lock_guard lock(m_mutex);
    const auto key = m_drivers.find(id);
    if (key == m_drivers.end())
        return std::nullopt;
    const auto it = of(Kind::Driver).find(key->second);
    return it == of(Kind::Driver).end() ? std::nullopt : std::optional(it->second);
}

std::vector<Entity> Registry::list(Kind kind, const std::string& organization) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Entity> entities;
    for (auto it = of(kind).lower_bound({organization, {}}); it != of(kind).end(); ++it) {
        if (it->first.first != organization)
            break;
        entities.push_back(it->second);
    }
    return entities;
}

std::vector<Entity> Registry::all(Kind kind) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Entity> entities;
    for (const auto& [key, entity] : of(kind))
        entities.push_back(entity);
    return entities;
}

bool Registry::insert(Entity& entity)
{
    const std::lock_guard lock(m_mutex);
    entity.generation = ++m_generation;
    const Key key{entity.organization, entity.name};
    if (!of(entity.kind).emplace(key, entity).second)
        return false;
    if (entity.kind == Kind::Driver)
        m_drivers[entity.id] = key;
    include(entity);
    return true;
}

std::optional<Entity> Registry::change(Kind kind, const std::string& organization, const std::string& name,
                                       const std::function<bool(Entity&)>& change)
{
    const std::lock_guard lock(m_mutex);
    const auto it = of(kind).find({organization, name});
    if (it == of(kind).end())
        return std::nullopt;
    exclude(it->second);
    const bool changed = change(it->second);
    include(it->second);
    if (!changed)
        return std::nullopt;
    it->second.generation = ++m_generation;
    return it->second;
}

void Registry::revert(const Entity& former, std::uint64_t generation)
{
    const std::lock_guard lock(m_mutex);
    const auto it = of(former.kind).find({former.organization, former.name});
    if (it == of(former.kind).end() || it->second.generation != generation)
        return;
    exclude(it->second);
    it->second = former;
    include(it->second);
}

void Registry::erase(Kind kind, const std::string& organization, const std::string& name, const std::string& id)
{
    const std::lock_guard lock(m_mutex);
    const auto it = of(kind).find({organization, name});
    if (it == of(kind).end() || it->second.id != id)
        return;
    exclude(it->second);
    of(kind).erase(it);
    m_drivers.erase(id);
}

std::vector<std::string> Registry::subscribers(const std::string& organization, const std::string& eventType) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_subscribers.find(indexKey(organization, eventType));
    std::vector<std::string> functions;
    if (it != m_subscribers.end()) {
        for (const auto& [subscription, function] : it->second)
            functions.push_back(function);
    }
    return functions;
}

void Registry::include(const Entity& entity)
{
    if (entity.kind == Kind::Subscription && entity.status() != "DELETING")
        m_subscribers[indexKey(entity)][entity.name] = entity.doc.value("function", "");
}

void Registry::exclude(const Entity& entity)
{
    if (entity.kind != Kind::Subscription)
        return;
    const auto it = m_subscribers.find(indexKey(entity));
    if (it != m_subscribers.end() && it->second.erase(entity.name) > 0 && it->second.empty())
        m_subscribers.erase(it);
}

} // namespace server
