// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/delivery/runs.h"

#include <mutex>
#include <set>

namespace server {

/// Takes events: checks them, stores them with the runs they cause, answers with the echo (contract §1.9, §1.10, §7).
/// Every subscription of the event's type gets its own run.
class Emitter
{
public:
    Emitter(Store& store, Registry& registry, Runs& runs);

    void emit(const std::string& organization, const std::string& body, Respond respond);
    /// From a driver inside this process. `done` is told whether the event is on disk.
    void take(const std::string& organization, const models::Json& event, Store::Done done);

private:
    static tl::expected<models::Json, Response> check(models::Json event);
    void store(const std::string& organization, const models::Json& event, std::string text, Store::Done done);

    /// Whether it is the first event after the function began, or ceased, to take events.
    bool isNews(const std::string& organization, const std::string& function, bool delivered);

    Store& m_store;
    Registry& m_registry;
    Runs& m_runs;
    std::mutex m_mutex;
    /// Organizations and functions that events do not reach.
    std::set<std::pair<std::string, std::string>> m_undelivered;
};

} // namespace server
