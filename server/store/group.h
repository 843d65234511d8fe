// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <mutex>
#include <vector>

namespace server {

/// Runs work soon, on one thread.
using Executor = std::function<void(std::function<void()>)>;

/// Collects jobs from any thread and does all that came together as one group, on the thread of an executor.
template <typename Job> class Group
{
public:
    explicit Group(std::function<void(std::vector<Job>&)> work)
        : m_work(std::move(work))
    {
    }

    /// Before the first job.
    void setExecutor(Executor executor) { m_executor = std::move(executor); }

    /// Does nothing after close().
    void add(Job job)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed)
                return;
            m_jobs.push_back(std::move(job));
            if (m_jobs.size() > 1)
                return;
        }
        m_executor([this] { run(); });
    }

    /// Does here what is left. The executor must have ended.
    void close()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        run();
    }

private:
    void run()
    {
        std::vector<Job> jobs;
        {
            const std::lock_guard lock(m_mutex);
            jobs.swap(m_jobs);
        }
        if (!jobs.empty())
            m_work(jobs);
    }

    std::function<void(std::vector<Job>&)> m_work;
    Executor m_executor;
    std::mutex m_mutex;
    std::vector<Job> m_jobs;
    bool m_closed = false;
};

} // namespace server
