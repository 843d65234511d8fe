// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/functions/preparedfunction.h"
#include "server/functions/worker.h"

#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <thread>

namespace server {

using WorkerPtr = std::unique_ptr<Worker>;

/// A thread that takes no signals: a broken pipe is an error value there, and the rest belongs to the main thread.
std::thread threadWithoutSignals(std::function<void()> body);

/// The interpreters of all functions: starts them, keeps them warm between runs, ends the ones that idle too long.
/// Thread-safe. A child dies with the thread that started it, so threads that call start() live as long as the pool.
class WorkerPool
{
public:
    using Started = tl::expected<WorkerPtr, std::string>;

    WorkerPool(std::filesystem::path scripts, std::string searchPath, const FunctionLimits& limits);
    ~WorkerPool();

    /// A new one with the function loaded, or why there is none.
    Started start(const FunctionPtr& function);
    /// One that waits for this function; null when none does.
    WorkerPtr takeIdle(const FunctionPtr& function);
    RunOutcome run(const FunctionPtr& function, Worker& worker, const RunInput& input);
    void keep(const FunctionPtr& function, WorkerPtr worker);
    /// Ends all of a function, in the background; its files go with the last one who holds it.
    void letGo(FunctionPtr function);
    /// Kills the busy ones, also those that become busy later.
    void stop();

private:
    struct Idle
    {
        FunctionPtr function;
        WorkerPtr worker;
        Worker::Clock::time_point since;
    };

    void addBusy(const FunctionPtr& function, Worker* worker);
    void removeBusy(Worker* worker);
    void keepLoop();

    const std::filesystem::path m_scripts;
    const std::string m_searchPath;
    const FunctionLimits& m_limits;

    std::mutex m_mutex;
    std::condition_variable m_idleChanged;
    bool m_stopping = false;
    std::list<Idle> m_idle; ///< the longest idle first
    std::list<Idle> m_doomed; ///< to be ended by the keeper
    std::map<Worker*, FunctionPtr> m_busy;
    std::thread m_keeper;
};

} // namespace server
