// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace server {

/// A thread that does one job after the other.
class JobThread
{
public:
    using Job = std::function<void()>;

    JobThread()
        : m_thread([this] { loop(); })
    {
    }
    ~JobThread() { close(); }

    /// Does nothing after close().
    void add(Job job)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed)
                return;
            m_jobs.push_back(std::move(job));
        }
        m_wake.notify_one();
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
            for (const Job& job : jobs)
                job();
            jobs.clear();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Job> m_jobs;
    bool m_closed = false;
    std::thread m_thread;
};

} // namespace server
