// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace server {

/// A thread that takes everything that is queued at once, so that its owner can treat it as one group.
template <typename Job> class Worker
{
public:
    explicit Worker(std::function<void(std::vector<Job>&)> work)
        : m_work(std::move(work))
        , m_thread([this] { loop(); })
    {
    }
    ~Worker() { close(); }

    /// False after close().
    bool add(Job job)
    {
        bool first = false;
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed)
                return false;
            first = m_jobs.empty();
            m_jobs.push_back(std::move(job));
        }
        if (first)
            m_wake.notify_one();
        return true;
    }

    /// Does what is queued, then ends.
    void close()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        m_wake.notify_one();
        if (m_thread.joinable())
            m_thread.join();
    }

private:
    void loop()
    {
        std::vector<Job> jobs;
        for (;;) {
            {
                std::unique_lock lock(m_mutex);
                m_wake.wait(lock, [this] { return m_closed || !m_jobs.empty(); });
                if (m_jobs.empty())
                    return;
                jobs.swap(m_jobs);
            }
            m_work(jobs);
            jobs.clear();
        }
    }

    std::function<void(std::vector<Job>&)> m_work;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Job> m_jobs;
    bool m_closed = false;
    std::thread m_thread;
};

} // namespace server
