// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/resources/resources.h"

#include <unordered_map>

namespace server {

/// Executes functions: at once for people who ask, one after the other from disk for events (contract §1.13, §7). What
/// waits is on disk, so memory holds only what runs; what was interrupted runs again after a restart.
class Runs
{
public:
    Runs(Store& store, Registry& registry, Resources& resources);
    void setBackend(FunctionBackend* functions) { m_functions = functions; }

    /// The run an event causes; nothing when the function cannot run now.
    std::optional<RunRow> forEvent(const std::string& organization, const std::string& function,
                                   const models::Json& event) const;
    /// Takes up waiting runs.
    void wake();
    void stop();

    void execute(const std::string& organization, const std::string& function, const std::string& body,
                 Respond respond);
    void get(const std::string& organization, const std::string& id, const std::string& function, Respond respond);
    void list(const std::string& organization, const std::string& function, std::int64_t since, Respond respond);

private:
    void pump();
    void start(const RunRow& row, Respond waiter);
    void finish(const std::string& id, models::Json doc, const RunOutcome& outcome, const Respond& waiter);
    bool isActive(const std::string& id) const;

    Store& m_store;
    Registry& m_registry;
    Resources& m_resources;
    FunctionBackend* m_functions = nullptr;
    mutable std::mutex m_mutex;
    std::unordered_map<std::string, bool> m_active; ///< id → came from the queue
    int m_queued = 0; ///< active ones that came from the queue
    bool m_reading = false;
    bool m_readAgain = false;
    bool m_awake = false;
    std::int64_t m_last = 0; ///< sequence of the last run taken from the queue
};

} // namespace server
