// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace server {

struct FunctionSpec
{
    std::string id; ///< changes with every new source (the wire's faasId)
    std::string name;
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
    std::chrono::milliseconds timeout {0}; ///< 0 = none
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

/// Runs functions as child processes on the host's interpreters, kept warm between runs, with the payload and context
/// of contract §7. A time-out kills the process; children never outlive us. Thread-safe; callbacks come on its own
/// threads and must not block.
class FunctionRuntime
{
public:
    /// Unpacked sources go below `workDirectory`.
    explicit FunctionRuntime(const std::string& workDirectory, int parallelRuns = 4);
    ~FunctionRuntime();

    /// Unpacks and checks a function; `done` gets an empty text, or why it cannot run (missing interpreter, unreadable
    /// archive, no such handler).
    void prepare(const FunctionSpec& spec, std::function<void(const std::string& problem)> done);
    /// Runs a prepared function. Runs of one function may overlap.
    void run(const std::string& functionId, RunInput input, std::function<void(RunOutcome)> done);
    /// Ends its processes and removes its files.
    void forget(const std::string& functionId);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace server
