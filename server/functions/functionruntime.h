// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"
#include "server/functions/archive.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace server {

struct FunctionSpec
{
    std::string id; ///< changes with every new source (the wire's faasId)
    std::string owner; ///< id of the function, the same for all of its sources
    std::string language; ///< "python3", "nodejs"
    std::string handler; ///< "module.function"; empty = the only file's `handle`
    std::string archive; ///< the bytes of the tar.gz (base64 already decoded)
};

struct RunInput
{
    models::Json payload; ///< null when the event had no data
    models::Json event; ///< the event without its data, or null
    models::Json httpContext;
    std::map<std::string, std::string> secrets;
    std::chrono::milliseconds timeout{0}; ///< 0 = none
};

struct RunOutcome
{
    models::Json output;
    std::vector<std::string> logStdout;
    std::vector<std::string> logStderr;
    std::string errorType; ///< empty = success; else InputError, FunctionError, SystemError (contract §1.13)
    std::string errorMessage;
    std::vector<std::string> stacktrace;
};

/// What a function may take. The defaults suit one machine; tests tighten them.
struct FunctionLimits
{
    std::chrono::milliseconds loading{20000}; ///< until the interpreter has loaded the function
    std::chrono::milliseconds idle{60000}; ///< a warm process ends after this time without a run
    size_t idleWorkers = 8; ///< warm processes kept over all functions
    size_t answerBytes = 64 << 20;
    size_t logBytes = 1 << 20; ///< of each of the two logs of a run
    UnpackLimits unpacked;
    std::optional<std::string> searchPath; ///< where interpreters are looked for; none = PATH and the usual folders
};

/// Runs functions as child processes on the host's interpreters, kept warm between runs, with the payload and context
/// of contract §7. A time-out kills the process; children never outlive us. Thread-safe; callbacks come on its own
/// threads and must not block.
class FunctionRuntime
{
public:
    /// Unpacked sources go below `workDirectory`, which belongs to this object alone: what an earlier process left
    /// there is removed. At most `parallelRuns` runs of one function overlap, so that it leaves room for others.
    explicit FunctionRuntime(const std::string& workDirectory, int parallelRuns = 4, FunctionLimits limits = {});
    /// Kills and reaps every process. What was queued or running is given up without calling back: the caller's record
    /// still says "not finished", so that it can run again after a restart.
    ~FunctionRuntime();

    /// Unpacks and checks a function; `done` gets an empty text, or why it cannot run (missing interpreter, unreadable
    /// archive, no such handler).
    void prepare(const FunctionSpec& spec, std::function<void(const std::string& problem)> done);
    /// Runs what was prepared under this id; false, and never `done`, when nothing was.
    bool run(const std::string& id, RunInput input, std::function<void(RunOutcome)> done);
    /// Removes what was prepared under this id, in the background, once its runs have ended.
    void retire(const std::string& id);
    /// Ends and removes everything of a function, in the background. A run under way ends with a SystemError.
    void forget(const std::string& owner);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace server
