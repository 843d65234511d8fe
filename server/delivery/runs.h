// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/resources/resources.h"

#include <deque>
#include <unordered_map>

namespace server {

/// Executes functions: at once for people who ask, one after the other from disk for events (contract §1.13, §7). What
/// waits is on disk, so memory holds only what runs; what was interrupted runs again after a restart. Runs of events
/// wait until their function is prepared, and a slow function leaves room for the others.
class Runs
{
public:
    Runs(Store& store, Registry& registry, Resources& resources);
    void setBackend(FunctionBackend* functions) { m_functions = functions; }

    /// The run an event causes; nothing when the function cannot run, nor is about to.
    std::optional<RunRow> forEvent(const std::string& organization, const std::string& function,
                                   const models::Json& event) const;
    /// Takes up the waiting runs of a function.
    void wake(const std::string& organization, const std::string& function);
    void stop();

    void execute(const std::string& organization, const std::string& function, const std::string& body,
                 Respond respond);
    void get(const std::string& organization, const std::string& id, const std::string& function, Respond respond);
    void list(const std::string& organization, const std::string& function, std::int64_t since, Respond respond);

private:
    /// The queue of one function.
    struct Lane
    {
        std::string organization;
        std::string function;
        int active = 0;
        std::int64_t last = 0; ///< sequence of the last run taken
        bool more = false; ///< there may be runs after it
        bool due = false; ///< stands in m_due
    };

    void pump();
    void take(Lane& lane, int wanted, std::vector<RunRow> rows);
    void start(const RunRow& row, Respond waiter);
    void postpone(const RunRow& row);
    void finish(const std::string& id, models::Json doc, const RunOutcome& outcome, const Respond& waiter);
    bool isActive(const std::string& id) const;
    std::string liveOf(const std::string& organization, const std::string& function) const;
    // With the lock held:
    void offer(Lane& lane);
    void leave(const std::string& id);

    Store& m_store;
    Registry& m_registry;
    Resources& m_resources;
    FunctionBackend* m_functions = nullptr;
    mutable std::mutex m_mutex;
    std::map<std::pair<std::string, std::string>, Lane> m_lanes; ///< by organization and function
    std::deque<Lane*> m_due; ///< those that may take a run, each once, so that every function gets its turn
    std::unordered_map<std::string, Lane*> m_active; ///< by id of the run; null when it came from no queue
    int m_queued = 0; ///< active ones that came from a queue
    bool m_reading = false;
    bool m_stopped = false;
};

} // namespace server
