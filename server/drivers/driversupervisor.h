// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace server {

/// What a driver needs to run. Secrets are already merged, later ones winning (contract §6).
struct DriverSpec
{
    std::string id; ///< the entity's id, unique
    std::string organization;
    std::string name;
    std::string image;
    std::map<std::string, std::string> config; ///< key to value; a flag has an empty value
    std::map<std::string, std::string> secrets;
};

/// Runs the drivers that are built in (ticker, cron), matched by image name whatever the registry or tag. Restarts them
/// with back-off when they fail. Any other image is refused with a reason. Thread-safe; callbacks come on its own
/// thread and must not block.
class DriverSupervisor
{
public:
    /// Told, from any thread, whether an event was taken; when it was not, the driver sends it again.
    using Taken = std::function<void(bool good)>;
    /// One CloudEvents 0.1 object.
    using Emit = std::function<void(const std::string& organization, const models::Json& event, Taken done)>;
    /// The driver is READY (empty reason) or in ERROR (reason says why).
    using Report = std::function<void(const std::string& id, bool ready, const std::string& reason)>;

    /// The pauses before a failed driver starts anew: they double from `first` to `longest`.
    struct Backoff
    {
        std::chrono::milliseconds first{1000};
        std::chrono::milliseconds longest{60000};
    };

    DriverSupervisor(Emit emit, Report report)
        : DriverSupervisor(std::move(emit), std::move(report), Backoff{})
    {
    }
    DriverSupervisor(Emit emit, Report report, Backoff backoff);
    /// Ends the drivers; whoever waits for a stop is still told.
    ~DriverSupervisor();

    /// Starts, or restarts with a new specification under the same id. Answers through Report.
    void start(const DriverSpec& spec);
    /// Stops and forgets. `done` is called, on the supervisor's thread, when nothing of it runs any more; unknown ids
    /// are done at once.
    void stop(const std::string& id, std::function<void()> done);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace server
