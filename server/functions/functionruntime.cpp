// SPDX-License-Identifier: Apache-2.0
#include "server/functions/functionruntime.h"

#include "server/functions/workerpool.h"

#include <QCoreApplication>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>
#include <utility>

namespace server {

namespace {

namespace fs = std::filesystem;

constexpr int kPreparingThreads = 2;
constexpr int kFunctionsAtOnce = 8; ///< that may each use all of their share; then runs wait for one another
constexpr const char* kScriptFolder = ".scripts";

QString tr(const char* text)
{
    return QCoreApplication::translate("server::FunctionRuntime", text);
}

std::string usualSearchPath()
{
    const char* path = std::getenv("PATH");
    return std::string(path ? path : "") + ":/usr/local/bin:/usr/bin:/bin";
}

RunOutcome systemError(std::string message)
{
    RunOutcome outcome;
    outcome.errorType = "SystemError";
    outcome.errorMessage = std::move(message);
    return outcome;
}

struct Preparation
{
    FunctionSpec spec;
    std::function<void(const std::string&)> done;
};

struct Run
{
    RunInput input;
    std::function<void(RunOutcome)> done;
};

/// A prepared source and its runs.
struct Version
{
    FunctionPtr function;
    std::deque<Run> waiting;
    int running = 0;
    bool offered = false; ///< stands in the line of those that may start a run
    bool retired = false; ///< goes when its last run ends
};

} // namespace

class FunctionRuntime::Private
{
public:
    Private(const std::string& workDirectory, int parallelRuns, FunctionLimits limits);
    ~Private();

    void prepare(const FunctionSpec& spec, std::function<void(const std::string&)> done);
    bool run(const std::string& id, RunInput input, std::function<void(RunOutcome)> done);
    void retire(const std::string& id);
    void forget(const std::string& owner);

private:
    using Versions = std::map<std::string, Version>;

    void writeScripts();
    void prepareLoop();
    void runLoop();
    std::string prepareNow(const FunctionSpec& spec);
    RunOutcome runNow(const FunctionPtr& function, const RunInput& input);
    // With the lock held:
    void offer(Versions::iterator at);
    void endIfDone(Versions::iterator at);

    const fs::path m_folder;
    const FunctionLimits m_limits;
    const std::string m_searchPath;
    const int m_share; ///< runs of one function at once
    std::atomic<int> m_unpackings{0};
    WorkerPool m_pool{m_folder / kScriptFolder, m_searchPath, m_limits};

    std::mutex m_mutex;
    std::condition_variable m_preparationAdded;
    std::condition_variable m_runOffered;
    bool m_stopping = false;
    Versions m_versions;
    std::deque<Preparation> m_preparations;
    std::deque<Versions::iterator> m_offered; ///< each once, so that every function gets its turn
    int m_runThreads = 0;
    int m_idleThreads = 0;
    std::vector<std::thread> m_threads;
};

FunctionRuntime::Private::Private(const std::string& workDirectory, int parallelRuns, FunctionLimits limits)
    : m_folder(workDirectory)
    , m_limits(std::move(limits))
    , m_searchPath(m_limits.searchPath ? *m_limits.searchPath : usualSearchPath())
    , m_share(std::max(1, parallelRuns))
{
    writeScripts();
    for (int i = 0; i < kPreparingThreads; ++i)
        m_threads.push_back(threadWithoutSignals([this] { prepareLoop(); }));
}

FunctionRuntime::Private::~Private()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_pool.stop();
    for (std::condition_variable* condition : {&m_preparationAdded, &m_runOffered})
        condition->notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

void FunctionRuntime::Private::writeScripts()
{
    std::error_code ignored;
    const fs::path scripts = m_folder / kScriptFolder;
    // Only a folder that is plainly ours is emptied.
    if (fs::is_directory(scripts, ignored)) {
        for (fs::directory_iterator at(m_folder, ignored), end; !ignored && at != end; at.increment(ignored)) {
            std::error_code kept;
            fs::remove_all(at->path(), kept);
        }
    }
    fs::create_directories(scripts, ignored);
    for (const char* name : {"python3", "nodejs"}) {
        const Language& language = **findLanguage(name);
        std::ofstream(scripts / language.scriptName, std::ios::binary) << language.script();
    }
}

void FunctionRuntime::Private::prepare(const FunctionSpec& spec, std::function<void(const std::string&)> done)
{
    {
        const std::lock_guard lock(m_mutex);
        m_preparations.push_back({spec, std::move(done)});
    }
    m_preparationAdded.notify_one();
}

bool FunctionRuntime::Private::run(const std::string& id, RunInput input, std::function<void(RunOutcome)> done)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_versions.find(id);
    if (found == m_versions.end())
        return false;
    found->second.waiting.push_back({std::move(input), std::move(done)});
    offer(found);
    return true;
}

void FunctionRuntime::Private::retire(const std::string& id)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_versions.find(id);
    if (found == m_versions.end())
        return;
    found->second.retired = true;
    endIfDone(found);
}

void FunctionRuntime::Private::forget(const std::string& owner)
{
    const std::lock_guard lock(m_mutex);
    for (auto at = m_versions.begin(); at != m_versions.end();) {
        const auto next = std::next(at);
        if (at->second.function->owner == owner) {
            at->second.retired = true;
            m_pool.letGo(at->second.function);
            endIfDone(at);
        }
        at = next;
    }
}

void FunctionRuntime::Private::offer(Versions::iterator at)
{
    Version& version = at->second;
    if (version.offered || version.waiting.empty() || version.running >= m_share || m_stopping)
        return;
    version.offered = true;
    m_offered.push_back(at);
    if (int(m_offered.size()) > m_idleThreads && m_runThreads < m_share * kFunctionsAtOnce) {
        ++m_runThreads;
        m_threads.push_back(threadWithoutSignals([this] { runLoop(); }));
    }
    m_runOffered.notify_one();
}

void FunctionRuntime::Private::endIfDone(Versions::iterator at)
{
    if (!at->second.retired || !at->second.waiting.empty() || at->second.running > 0)
        return;
    m_pool.letGo(std::move(at->second.function));
    m_versions.erase(at);
}

void FunctionRuntime::Private::prepareLoop()
{
    for (;;) {
        Preparation next;
        {
            std::unique_lock lock(m_mutex);
            m_preparationAdded.wait(lock, [this] { return m_stopping || !m_preparations.empty(); });
            if (m_stopping)
                return;
            next = std::move(m_preparations.front());
            m_preparations.pop_front();
        }
        const std::string problem = prepareNow(next.spec);
        {
            const std::lock_guard lock(m_mutex);
            if (m_stopping)
                return;
        }
        next.done(problem);
    }
}

std::string FunctionRuntime::Private::prepareNow(const FunctionSpec& spec)
{
    const auto function = unpackFunction(spec, m_folder, ++m_unpackings, m_searchPath, m_limits.unpacked);
    if (!function)
        return function.error();
    auto worker = m_pool.start(*function);
    if (!worker)
        return worker.error();
    {
        const std::lock_guard lock(m_mutex);
        FunctionPtr& place = m_versions[spec.id].function;
        if (place)
            m_pool.letGo(std::move(place));
        place = *function;
    }
    m_pool.keep(*function, std::move(*worker));
    return {};
}

void FunctionRuntime::Private::runLoop()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        ++m_idleThreads;
        m_runOffered.wait(lock, [this] { return m_stopping || !m_offered.empty(); });
        --m_idleThreads;
        if (m_stopping)
            return;
        const auto at = m_offered.front();
        m_offered.pop_front();
        at->second.offered = false;
        const Run next = std::move(at->second.waiting.front());
        at->second.waiting.pop_front();
        ++at->second.running;
        offer(at);
        FunctionPtr function = at->second.function;
        lock.unlock();
        RunOutcome outcome = runNow(function, next.input);
        function.reset();
        lock.lock();
        if (m_stopping)
            return;
        --at->second.running;
        offer(at);
        endIfDone(at);
        lock.unlock();
        next.done(std::move(outcome));
        lock.lock();
    }
}

RunOutcome FunctionRuntime::Private::runNow(const FunctionPtr& function, const RunInput& input)
{
    WorkerPtr worker = m_pool.takeIdle(function);
    if (!worker) {
        auto made = m_pool.start(function);
        if (!made && !function->forgotten)
            return systemError(made.error());
        if (made)
            worker = std::move(*made);
    }
    RunOutcome outcome;
    if (worker)
        outcome = m_pool.run(function, *worker, input);
    if (function->forgotten)
        return systemError(tr("The function was deleted while it ran.").toStdString());
    m_pool.keep(function, std::move(worker));
    return outcome;
}

FunctionRuntime::FunctionRuntime(const std::string& workDirectory, int parallelRuns, FunctionLimits limits)
    : d(std::make_unique<Private>(workDirectory, parallelRuns, std::move(limits)))
{
}

FunctionRuntime::~FunctionRuntime() = default;

void FunctionRuntime::prepare(const FunctionSpec& spec, std::function<void(const std::string& problem)> done)
{
    d->prepare(spec, std::move(done));
}

bool FunctionRuntime::run(const std::string& id, RunInput input, std::function<void(RunOutcome)> done)
{
    return d->run(id, std::move(input), std::move(done));
}

void FunctionRuntime::retire(const std::string& id)
{
    d->retire(id);
}

void FunctionRuntime::forget(const std::string& owner)
{
    d->forget(owner);
}

} // namespace server
