// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/drivers/driversupervisor.h"
#include "server/functions/functionruntime.h"

namespace server {

/// What runs drivers. The program uses DriverSupervisor; a test may pretend.
class DriverBackend
{
public:
    virtual ~DriverBackend() = default;
    virtual void start(const DriverSpec& spec) = 0;
    virtual void stop(const std::string& id, std::function<void()> done) = 0;
};

/// What runs functions. The program uses FunctionRuntime; a test may pretend.
class FunctionBackend
{
public:
    virtual ~FunctionBackend() = default;
    virtual void prepare(const FunctionSpec& spec, std::function<void(const std::string& problem)> done) = 0;
    virtual bool run(const std::string& id, RunInput input, std::function<void(RunOutcome)> done) = 0;
    virtual void retire(const std::string& id) = 0;
    virtual void forget(const std::string& owner) = 0;
};

struct Backends
{
    std::function<std::unique_ptr<DriverBackend>(DriverSupervisor::Emit, DriverSupervisor::Report)> drivers;
    std::function<std::unique_ptr<FunctionBackend>(const std::string& workDirectory)> functions;
};

/// The built-in drivers and the host's interpreters.
Backends hostBackends();

} // namespace server
