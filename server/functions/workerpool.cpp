// SPDX-License-Identifier: Apache-2.0
#include "server/functions/workerpool.h"

#include <QCoreApplication>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <pthread.h>

namespace server {

namespace {

using Clock = Worker::Clock;

QString tr(const char* text)
{
    return QCoreApplication::translate("server::FunctionRuntime", text);
}

} // namespace

std::thread threadWithoutSignals(std::function<void()> body)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread thread(std::move(body));
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return thread;
}

WorkerPool::WorkerPool(std::filesystem::path scripts, std::string searchPath, const FunctionLimits& limits)
    : m_scripts(std::move(scripts))
    , m_searchPath(std::move(searchPath))
    , m_limits(limits)
    , m_keeper(threadWithoutSignals([this] { keepLoop(); }))
{
}

WorkerPool::~WorkerPool()
{
    stop();
    m_keeper.join();
}

void WorkerPool::stop()
{
    const std::lock_guard lock(m_mutex);
    m_stopping = true;
    for (const auto& [worker, function] : m_busy)
        worker->kill();
    m_idleChanged.notify_all();
}

WorkerPool::Started WorkerPool::start(const FunctionPtr& function)
{
    ChildProcess::Plan plan;
    plan.program = function->interpreter;
    plan.folder = function->folder.string();
    plan.arguments = function->language->options;
    plan.arguments.push_back((m_scripts / function->language->scriptName).string());
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

WorkerPtr WorkerPool::takeIdle(const FunctionPtr& function)
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

RunOutcome WorkerPool::run(const FunctionPtr& function, Worker& worker, const RunInput& input)
{
    addBusy(function, &worker);
    RunOutcome outcome = worker.run(input);
    removeBusy(&worker);
    return outcome;
}

void WorkerPool::keep(const FunctionPtr& function, WorkerPtr worker)
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

void WorkerPool::keepLoop()
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

void WorkerPool::letGo(FunctionPtr function)
{
    const std::lock_guard lock(m_mutex);
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
    // The keeper also removes the files, which may be many.
    m_doomed.push_back({std::move(function), nullptr, Clock::now()});
    m_idleChanged.notify_one();
}

void WorkerPool::addBusy(const FunctionPtr& function, Worker* worker)
{
    const std::lock_guard lock(m_mutex);
    m_busy.emplace(worker, function);
    if (m_stopping || function->forgotten)
        worker->kill();
}

void WorkerPool::removeBusy(Worker* worker)
{
    const std::lock_guard lock(m_mutex);
    m_busy.erase(worker);
}

} // namespace server
