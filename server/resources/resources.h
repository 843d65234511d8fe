// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/backends.h"
#include "server/http/message.h"
#include "server/resources/registry.h"

#include <atomic>

namespace server {

/// Create, read, update and delete for every kind, and the states that follow (contract §1.4 to §1.14). Answers after
/// the change is on disk.
class Resources
{
public:
    Resources(Store& store, Registry& registry);

    using FunctionReady = std::function<void(const std::string& organization, const std::string& name)>;

    /// The backends call back into this object, so they come after it and are set once, before the first request.
    /// `functionReady` is told of every source that can run from now on.
    void setBackends(DriverBackend* drivers, FunctionBackend* functions, FunctionReady functionReady);

    void list(Kind kind, const std::string& organization, Respond respond);
    void get(Kind kind, const std::string& organization, const std::string& name, Respond respond);
    void create(Kind kind, const std::string& organization, const std::string& body, Respond respond);
    void update(Kind kind, const std::string& organization, const std::string& name, const std::string& body,
                Respond respond);
    void remove(Kind kind, const std::string& organization, const std::string& name, Respond respond);

    /// Seeds an empty database with the languages that can run here.
    void seed(const std::string& organization);
    /// Takes up what the last run left: starts drivers, prepares functions, finishes deletions.
    void resume();

    void driverReported(const std::string& id, bool ready, const std::string& reason);
    /// The values of the named secrets, later ones winning; the error names the one that is missing.
    tl::expected<std::map<std::string, std::string>, std::string> secretValues(const std::string& organization,
                                                                               const models::Json& names) const;

private:
    Response show(int status, const Entity& entity) const;
    tl::expected<models::Json, Response> readBody(Kind kind, const std::string& body) const;
    std::optional<Response> complaint(Kind kind, const std::string& organization, const models::Json& body,
                                      const Entity* former) const;
    void save(const Entity& entity, Store::Done done, std::optional<SourceRow> source = {});
    void settle(const Entity& entity);
    void setStatus(const Entity& entity, const char* status, const models::Json& reason);
    void startDriver(const Entity& entity);
    void buildFunction(const Entity& entity);
    void finishBuild(const Entity& building, const std::string& trouble);
    void finishRemoval(const Entity& entity);
    std::string imageProblem(const Entity& function, std::string& language) const;

    Store& m_store;
    Registry& m_registry;
    DriverBackend* m_drivers = nullptr;
    FunctionBackend* m_functions = nullptr;
    FunctionReady m_functionReady;
};

} // namespace server
