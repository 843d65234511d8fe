// SPDX-License-Identifier: Apache-2.0
#include "server/backends.h"

namespace server {

namespace {

class HostDrivers final : public DriverBackend
{
public:
    HostDrivers(DriverSupervisor::Emit emit, DriverSupervisor::Report report)
        : m_supervisor(std::move(emit), std::move(report))
    {
    }
    void start(const DriverSpec& spec) override { m_supervisor.start(spec); }
    void stop(const std::string& id, std::function<void()> done) override { m_supervisor.stop(id, std::move(done)); }

private:
    DriverSupervisor m_supervisor;
};

class HostFunctions final : public FunctionBackend
{
public:
    explicit HostFunctions(const std::string& workDirectory)
        : m_runtime(workDirectory)
    {
    }
    void prepare(const FunctionSpec& spec, std::function<void(const std::string&)> done) override
    {
        m_runtime.prepare(spec, std::move(done));
    }
    bool run(const std::string& id, RunInput input, std::function<void(RunOutcome)> done) override
    {
        return m_runtime.run(id, std::move(input), std::move(done));
    }
    void retire(const std::string& id) override { m_runtime.retire(id); }
    void forget(const std::string& owner) override { m_runtime.forget(owner); }

private:
    FunctionRuntime m_runtime;
};

} // namespace

Backends hostBackends()
{
    return {[](DriverSupervisor::Emit emit, DriverSupervisor::Report report) {
                return std::make_unique<HostDrivers>(std::move(emit), std::move(report));
            },
            [](const std::string& workDirectory) { return std::make_unique<HostFunctions>(workDirectory); }};
}

} // namespace server
