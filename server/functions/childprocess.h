// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace server {

/// A descriptor that closes itself.
class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int number)
        : m_number(number)
    {
    }
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept
        : m_number(other.release())
    {
    }
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        if (this != &other) {
            close();
            m_number = other.release();
        }
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return m_number; }
    bool isOpen() const { return m_number >= 0; }
    void close();

private:
    int release();

    int m_number = -1;
};

/// How a process ended.
struct Ending
{
    int exitCode = 0;
    int signal = 0; ///< 0 = it exited by itself
};

/// A process in its own group, with pipes for what it prints and for requests (its descriptor 3) and answers (4). It
/// dies with the thread that started it. Ending it ends the whole group and everything else it left behind, found by a
/// mark in the environment. kill() may be called from any thread; the rest belongs to one thread at a time.
class ChildProcess
{
public:
    struct Plan
    {
        std::string program; ///< a path
        std::vector<std::string> arguments;
        std::vector<std::string> environment; ///< NAME=value
        std::string folder;
    };

    /// None when it could not be started; `errno` says why.
    static std::unique_ptr<ChildProcess> start(const Plan& plan);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// Sends SIGKILL to the group. Does nothing once the process is reaped.
    void kill();
    /// Kills the group, waits, and removes what escaped from the group. The second call answers the same.
    Ending end();
    /// True as long as the process has not ended.
    bool isAlive() const;
    /// Becomes readable when the process ends; may be closed when the system has no such thing.
    int exitDescriptor() const { return m_exit.get(); }

    Descriptor requests; ///< to write to, does not block
    Descriptor answers; ///< to read from, these do not block either
    Descriptor output;
    Descriptor errors;

private:
    explicit ChildProcess(std::string mark)
        : m_mark(std::move(mark))
    {
    }
    void sweep() const;

    mutable std::mutex m_mutex; ///< between killing and reaping, so that no foreign process is ever hit
    pid_t m_pid = -1;
    std::optional<Ending> m_ending;
    Descriptor m_exit;
    std::string m_mark;
};

} // namespace server
