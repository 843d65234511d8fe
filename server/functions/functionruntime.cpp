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
    FunctionPtr function;
    RunInput input;
    std::function<void(RunOutcome)> done;
};

} // namespace

class FunctionRuntime::Private
{
public:
    Private(const std::string& workDirectory, int parallelRuns, FunctionLimits limits);
    ~Private();

    void prepare(const FunctionSpec& spec, std::function<void(const std::string&)> done);
    void run(const std::string& id, RunInput input, std::function<void(RunOutcome)> done);
    void forget(const std::string& id);

private:
    void writeScripts();
    void prepareLoop();
    void runLoop();
    std::string prepareNow(const FunctionSpec& spec);
    RunOutcome runNow(Run& run);

    const fs::path m_folder;
    const FunctionLimits m_limits;
    const std::string m_searchPath;
    std::atomic<int> m_unpackings{0};
    WorkerPool m_pool{m_folder / kScriptFolder, m_searchPath, m_limits};

    std::mutex m_mutex;
    std::condition_variable m_preparationAdded;
    std::condition_variable m_runAdded;
    bool m_stopping = false;
    std::map<std::string, FunctionPtr> m_functions;
    std::deque<Preparation> m_preparations;
    std::deque<Run> m_runs;
    std::vector<std::thread> m_threads;
};

FunctionRuntime::Private::Private(const std::string& workDirectory, int parallelRuns, FunctionLimits limits)
    : m_folder(workDirectory)
    , m_limits(std::move(limits))
    , m_searchPath(m_limits.searchPath ? *m_limits.searchPath : usualSearchPath())
{
    writeScripts();
    for (int i = 0; i < kPreparingThreads; ++i)
        m_threads.push_back(threadWithoutSignals([this] { prepareLoop(); }));
    for (int i = 0; i < std::max(1, parallelRuns); ++i)
        m_threads.push_back(threadWithoutSignals([this] { runLoop(); }));
}

FunctionRuntime::Private::~Private()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_pool.stop();
    for (std::condition_variable* condition : {&m_preparationAdded, &m_runAdded})
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

void FunctionRuntime::Private::run(const std::string& id, RunInput input, std::function<void(RunOutcome)> done)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_functions.find(id);
        m_runs.push_back({found == m_functions.end() ? nullptr : found->second, std::move(input), std::move(done)});
    }
    m_runAdded.notify_one();
}

void FunctionRuntime::Private::forget(const std::string& id)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_functions.find(id);
    if (found == m_functions.end())
        return;
    m_pool.letGo(found->second);
    m_functions.erase(found);
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
        FunctionPtr& place = m_functions[spec.id];
        if (place)
            m_pool.letGo(place);
        place = *function;
    }
    m_pool.keep(*function, std::move(*worker));
    return {};
}

void FunctionRuntime::Private::runLoop()
{
    for (;;) {
        Run next;
        {
            std::unique_lock lock(m_mutex);
            m_runAdded.wait(lock, [this] { return m_stopping || !m_runs.empty(); });
            if (m_stopping)
                return;
            next = std::move(m_runs.front());
            m_runs.pop_front();
        }
        RunOutcome outcome = runNow(next);
        {
            const std::lock_guard lock(m_mutex);
            if (m_stopping)
                return;
        }
        next.done(std::move(outcome));
    }
}

RunOutcome FunctionRuntime::Private::runNow(Run& run)
{
    if (!run.function)
        return systemError(tr("The function is not ready on this machine.").toStdString());
    WorkerPtr worker = m_pool.takeIdle(run.function);
    if (!worker) {
        auto made = m_pool.start(run.function);
        if (!made && !run.function->forgotten)
            return systemError(made.error());
        if (made)
            worker = std::move(*made);
    }
    RunOutcome outcome;
    if (worker)
        outcome = m_pool.run(run.function, *worker, run.input);
    if (run.function->forgotten)
        return systemError(tr("The function was deleted or replaced while it ran.").toStdString());
    m_pool.keep(run.function, std::move(worker));
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

void FunctionRuntime::run(const std::string& functionId, RunInput input, std::function<void(RunOutcome)> done)
{
    d->run(functionId, std::move(input), std::move(done));
}

void FunctionRuntime::forget(const std::string& functionId)
{
    d->forget(functionId);
}

} // namespace server
