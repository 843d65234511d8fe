// SPDX-License-Identifier: Apache-2.0
#include "server/functions/functionruntime.h"

#include "server/functions/language.h"
#include "server/functions/worker.h"

#include <QCoreApplication>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <filesystem>
#include <fstream>
#include <list>
#include <mutex>
#include <pthread.h>
#include <thread>
#include <utility>

namespace server {

namespace {

namespace fs = std::filesystem;
using Clock = Worker::Clock;

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

/// A prepared function. Its folder goes with the last one who uses it.
struct Function
{
    std::string id;
    fs::path folder;
    const Language* language = nullptr;
    std::string interpreter;
    std::string handler;
    std::atomic<bool> forgotten{false};

    ~Function()
    {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
        fs::remove(folder.parent_path(), ignored);
    }
};

using FunctionPtr = std::shared_ptr<Function>;
using WorkerPtr = std::unique_ptr<Worker>;

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

struct Idle
{
    FunctionPtr function;
    WorkerPtr worker;
    Clock::time_point since;
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
    using Made = tl::expected<WorkerPtr, std::string>;

    void writeScripts();
    void prepareLoop();
    void runLoop();
    void keepLoop();
    std::string prepareNow(const FunctionSpec& spec);
    tl::expected<FunctionPtr, std::string> unpacked(const FunctionSpec& spec);
    RunOutcome runNow(Run& run);
    Made newWorker(const FunctionPtr& function);
    WorkerPtr takeIdle(const FunctionPtr& function);
    void keepIdle(const FunctionPtr& function, WorkerPtr worker);
    void letGo(const FunctionPtr& function);
    void addBusy(const FunctionPtr& function, Worker* worker);
    void removeBusy(Worker* worker);

    const fs::path m_folder;
    const FunctionLimits m_limits;
    const std::string m_searchPath;

    std::mutex m_mutex;
    std::condition_variable m_preparationAdded;
    std::condition_variable m_runAdded;
    std::condition_variable m_idleChanged;
    bool m_stopping = false;
    int m_unpackings = 0;
    std::map<std::string, FunctionPtr> m_functions;
    std::deque<Preparation> m_preparations;
    std::deque<Run> m_runs;
    std::list<Idle> m_idle; ///< the longest idle first
    std::list<Idle> m_doomed; ///< to be ended by the keeper
    std::map<Worker*, FunctionPtr> m_busy;

    // Children die with the thread that started them, so these live as long as the runtime.
    std::vector<std::thread> m_threads;
};

FunctionRuntime::Private::Private(const std::string& workDirectory, int parallelRuns, FunctionLimits limits)
    : m_folder(workDirectory)
    , m_limits(std::move(limits))
    , m_searchPath(m_limits.searchPath ? *m_limits.searchPath : usualSearchPath())
{
    writeScripts();
    // The threads take no signals: a broken pipe is an error value there, and the rest belongs to the main thread.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (int i = 0; i < kPreparingThreads; ++i)
        m_threads.emplace_back([this] { prepareLoop(); });
    for (int i = 0; i < std::max(1, parallelRuns); ++i)
        m_threads.emplace_back([this] { runLoop(); });
    m_threads.emplace_back([this] { keepLoop(); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

FunctionRuntime::Private::~Private()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        for (const auto& [worker, function] : m_busy)
            worker->kill();
    }
    for (std::condition_variable* condition : {&m_preparationAdded, &m_runAdded, &m_idleChanged})
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
    letGo(found->second);
    m_functions.erase(found);
}

void FunctionRuntime::Private::letGo(const FunctionPtr& function)
{
    function->forgotten = true;
    for (const auto& [worker, owner] : m_busy) {
        if (owner == function)
            worker->kill();
    }
    for (auto idle = m_idle.begin(); idle != m_idle.end();) {
        const auto next = std::next(idle);
        if (idle->function == function)
            m_doomed.splice(m_doomed.end(), m_idle, idle);
        idle = next;
    }
    m_idleChanged.notify_one();
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
    const auto function = unpacked(spec);
    if (!function)
        return function.error();
    auto worker = newWorker(*function);
    if (!worker)
        return worker.error();
    {
        const std::lock_guard lock(m_mutex);
        FunctionPtr& place = m_functions[spec.id];
        if (place)
            letGo(place);
        place = *function;
    }
    keepIdle(*function, std::move(*worker));
    return {};
}

tl::expected<FunctionPtr, std::string> FunctionRuntime::Private::unpacked(const FunctionSpec& spec)
{
    const auto isPlain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_'; };
    if (spec.id.empty() || !std::all_of(spec.id.begin(), spec.id.end(), isPlain))
        return tl::unexpected<std::string>(tr("the function's id cannot name a folder").toStdString());
    const auto language = findLanguage(spec.language);
    if (!language)
        return tl::unexpected<std::string>(language.error());
    const auto interpreter = findInterpreter(**language, m_searchPath);
    if (!interpreter)
        return tl::unexpected<std::string>(interpreter.error());

    auto function = std::make_shared<Function>();
    function->id = spec.id;
    function->language = *language;
    function->interpreter = *interpreter;
    {
        const std::lock_guard lock(m_mutex);
        function->folder = m_folder / spec.id / std::to_string(++m_unpackings);
    }
    std::error_code error;
    fs::create_directories(function->folder, error);
    if (error)
        return tl::unexpected<std::string>(
            tr("the folder %1 cannot be made: %2")
                .arg(QString::fromStdString(function->folder.string()), QString::fromStdString(error.message()))
                .toStdString());
    if (const auto problem = unpack(spec.archive, function->folder.string(), m_limits.unpacked))
        return tl::unexpected<std::string>(*problem);
    auto handler = chooseHandler(**language, spec.handler, function->folder.string());
    if (!handler)
        return tl::unexpected<std::string>(handler.error());
    function->handler = std::move(*handler);
    return function;
}

FunctionRuntime::Private::Made FunctionRuntime::Private::newWorker(const FunctionPtr& function)
{
    ChildProcess::Plan plan;
    plan.program = function->interpreter;
    plan.folder = function->folder.string();
    plan.arguments = function->language->options;
    plan.arguments.push_back((m_folder / kScriptFolder / function->language->scriptName).string());
    plan.arguments.push_back(function->handler);
    const char* home = std::getenv("HOME");
    plan.environment = {"PATH=" + m_searchPath, std::string("HOME=") + (home ? home : "/"), "LANG=C.UTF-8"};
    auto process = ChildProcess::start(plan);
    if (!process)
        return tl::unexpected<std::string>(
            tr("%1 could not be started: %2")
                .arg(QString::fromStdString(plan.program), QString::fromLocal8Bit(strerror(errno)))
                .toStdString());
    auto worker = std::make_unique<Worker>(std::move(process), m_limits);
    addBusy(function, worker.get());
    auto problem = worker->load();
    removeBusy(worker.get());
    if (problem)
        return tl::unexpected<std::string>(std::move(*problem));
    return worker;
}

void FunctionRuntime::Private::addBusy(const FunctionPtr& function, Worker* worker)
{
    const std::lock_guard lock(m_mutex);
    m_busy.emplace(worker, function);
    if (m_stopping || function->forgotten)
        worker->kill();
}

void FunctionRuntime::Private::removeBusy(Worker* worker)
{
    const std::lock_guard lock(m_mutex);
    m_busy.erase(worker);
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
    WorkerPtr worker = takeIdle(run.function);
    if (!worker) {
        auto made = newWorker(run.function);
        if (!made && !run.function->forgotten)
            return systemError(made.error());
        if (made)
            worker = std::move(*made);
    }
    RunOutcome outcome;
    if (worker) {
        addBusy(run.function, worker.get());
        outcome = worker->run(run.input);
        removeBusy(worker.get());
    }
    if (run.function->forgotten)
        return systemError(tr("The function was deleted or replaced while it ran.").toStdString());
    keepIdle(run.function, std::move(worker));
    return outcome;
}

WorkerPtr FunctionRuntime::Private::takeIdle(const FunctionPtr& function)
{
    for (;;) {
        WorkerPtr worker;
        {
            const std::lock_guard lock(m_mutex);
            const auto found = std::find_if(m_idle.rbegin(), m_idle.rend(),
                                            [&function](const Idle& idle) { return idle.function == function; });
            if (found == m_idle.rend())
                return nullptr;
            worker = std::move(found->worker);
            m_idle.erase(std::next(found).base());
        }
        if (worker->isFit())
            return worker;
    }
}

void FunctionRuntime::Private::keepIdle(const FunctionPtr& function, WorkerPtr worker)
{
    const bool isFit = worker->isFit();
    const std::lock_guard lock(m_mutex);
    auto& list = isFit && !function->forgotten ? m_idle : m_doomed;
    list.push_back({function, std::move(worker), Clock::now()});
    while (m_idle.size() > m_limits.idleWorkers)
        m_doomed.splice(m_doomed.end(), m_idle, m_idle.begin());
    if (!m_doomed.empty() || m_idle.size() == 1)
        m_idleChanged.notify_one();
}

void FunctionRuntime::Private::keepLoop()
{
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        const auto now = Clock::now();
        while (!m_idle.empty() && m_idle.front().since + m_limits.idle <= now)
            m_doomed.splice(m_doomed.end(), m_idle, m_idle.begin());
        if (!m_doomed.empty()) {
            std::list<Idle> ending;
            ending.swap(m_doomed);
            lock.unlock();
            ending.clear();
            lock.lock();
        } else if (m_idle.empty()) {
            m_idleChanged.wait(lock);
        } else {
            m_idleChanged.wait_until(lock, m_idle.front().since + m_limits.idle);
        }
    }
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
