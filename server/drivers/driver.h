// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/drivers/driversupervisor.h"

#include <tl/expected.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace server {

/// A built-in driver: says when its next event is due and makes it. Lives on the supervisor's thread. May throw: the
/// supervisor then starts it anew after a pause.
class Driver
{
public:
    using WallTime = std::chrono::system_clock::time_point;

    Driver() = default;
    virtual ~Driver() = default;
    Driver(const Driver&) = delete;
    Driver& operator=(const Driver&) = delete;

    /// True when events are due at times of the calendar, false when they come at a distance.
    virtual bool followsWallClock() const = 0;
    /// When the event after `from` is due; none when there will be no more.
    virtual std::optional<WallTime> next(WallTime from) = 0;
    virtual models::Json event() = 0;
    /// False for a dry run: events are made and logged but not sent.
    virtual bool sends() const = 0;
    virtual bool logs() const = 0;
};

/// One kind of built-in driver. A new kind is one new file and one line in drivercatalog.cpp.
struct DriverKind
{
    using Made = tl::expected<std::unique_ptr<Driver>, std::string>; ///< or the reason, for a person

    std::string name;
    std::vector<std::string> images; ///< base names, without registry and tag
    Made (*make)(const DriverSpec& spec);
};

/// The kinds in the order they are offered.
const std::vector<DriverKind>& driverKinds();
/// "ticker" of "docker.io/dispatchframework/ticker:0.0.2@sha256:…".
std::string imageBaseName(const std::string& image);
/// Finds the kind of the specification's image and makes the driver.
DriverKind::Made makeDriver(const DriverSpec& spec);

/// A fresh CloudEvents 0.1 object (contract §1.9) without data.
models::Json driverEvent(const std::string& eventType, const std::string& source);

} // namespace server
