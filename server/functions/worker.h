// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/functions/childprocess.h"
#include "server/functions/functionruntime.h"

#include <chrono>
#include <optional>
#include <string>

namespace server {

/// A warm interpreter that holds one loaded function and runs it again and again, one run at a time. Everything but
/// kill() belongs to one thread at a time.
class Worker
{
public:
    using Clock = std::chrono::steady_clock;

    Worker(std::unique_ptr<ChildProcess> process, const FunctionLimits& limits)
        : m_process(std::move(process))
        , m_limits(limits)
    {
    }

    /// Waits until the function is loaded; what is wrong with it otherwise.
    std::optional<std::string> load();
    RunOutcome run(const RunInput& input);
    /// Whether it can take another run.
    bool isFit() const { return m_fit && m_process->isAlive(); }
    void kill() { m_process->kill(); }
    void end() { m_process->end(); }

private:
    enum class Heard
    {
        Answer,
        Ended,
        TimedOut,
        TooMuch
    };
    struct Log
    {
        std::string text;
        bool cut = false;
    };

    /// Writes `request`, then collects what is printed until an answer to `id` is here.
    Heard talk(std::string request, long long id, std::optional<Clock::time_point> deadline);
    std::optional<Heard> readAnswer(long long id);
    /// Takes the first complete line off what came in; true when it answers `id`.
    bool takeLine(size_t end, long long id);
    void readLog(Descriptor& from, Log& log) const;
    bool writeSome(const std::string& request, size_t& written);
    void readLogs();
    RunOutcome judged(Heard heard, const RunInput& input);
    std::vector<std::string> lines(const Log& log) const;

    std::unique_ptr<ChildProcess> m_process;
    const FunctionLimits& m_limits;
    bool m_fit = true;
    long long m_lastId = 0;
    std::string m_incoming; ///< the answer so far
    models::Json m_answer;
    Log m_stdout;
    Log m_stderr;
};

} // namespace server
