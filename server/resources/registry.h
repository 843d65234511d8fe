// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/resources/served.h"
#include "server/store/store.h"

#include <array>
#include <map>
#include <mutex>
#include <unordered_map>

namespace server {

struct Entity
{
    std::string id;
    Kind kind = Kind::DriverType;
    std::string organization;
    std::string name;
    models::Json doc; ///< the wire form
    models::Json hidden = models::Json::object(); ///< what the wire never shows: a driver's image, …
    std::uint64_t generation = 0; ///< moves with every change, so that a late answer can be told from a current one

    std::string status() const;
    /// Of a function: the source that is prepared and takes runs; empty when none does.
    std::string live() const;
    EntityRow row() const;
};

/// Every entity, in memory; organizations never see each other. Thread-safe, answers are copies.
class Registry
{
public:
    void load(std::vector<EntityRow> rows);

    std::optional<Entity> find(Kind kind, const std::string& organization, const std::string& name) const;
    std::optional<Entity> findDriver(const std::string& id) const;
    /// In the order of names. The second form crosses organizations.
    std::vector<Entity> list(Kind kind, const std::string& organization) const;
    std::vector<Entity> all(Kind kind) const;

    /// False when the name is taken. Stamps the generation.
    bool insert(Entity& entity);
    /// Calls `change` under the lock with the current entity; it returns false to leave it alone. Gives what is there
    /// afterwards, or nothing when the entity is gone or was left alone.
    std::optional<Entity> change(Kind kind, const std::string& organization, const std::string& name,
                                 const std::function<bool(Entity&)>& change);
    /// Puts `former` back unless somebody changed the entity after `generation`.
    void revert(const Entity& former, std::uint64_t generation);
    void erase(Kind kind, const std::string& organization, const std::string& name, const std::string& id);

    /// The functions that want an event: one name per subscription.
    std::vector<std::string> subscribers(const std::string& organization, const std::string& eventType) const;

private:
    using Key = std::pair<std::string, std::string>;
    using Entities = std::map<Key, Entity>;

    const Entities& of(Kind kind) const { return m_entities[static_cast<std::size_t>(kind)]; }
    Entities& of(Kind kind) { return m_entities[static_cast<std::size_t>(kind)]; }
    /// Keep m_subscribers in step with one subscription; other kinds are left alone.
    void include(const Entity& entity);
    void exclude(const Entity& entity);

    mutable std::mutex m_mutex;
    std::array<Entities, kKinds> m_entities;
    std::map<std::string, Key> m_drivers; ///< by id
    /// By organization and event type: the function by the name of its subscription.
    std::unordered_map<std::string, std::map<std::string, std::string>> m_subscribers;
    std::uint64_t m_generation = 0;
};

} // namespace server
