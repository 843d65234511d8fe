// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/backends.h"

#include <map>
#include <mutex>
#include <vector>

/// What the fakes remember for the test. Outlives the server.
struct FakeWorld
{
    std::mutex mutex;
    std::map<std::string, std::string> driverIds; ///< by name
    std::vector<std::function<void(const std::string&)>> heldPreparations;
    std::vector<std::function<void(server::RunOutcome)>> heldRuns; ///< of `{"sleep":…}`; they never end
    bool holdsPreparations = false;

    void releasePreparations()
    {
        std::vector<std::function<void(const std::string&)>> ready;
        {
            const std::lock_guard lock(mutex);
            holdsPreparations = false;
            ready.swap(heldPreparations);
        }
        for (const auto& done : ready)
            done({});
    }

    std::string driverId(const std::string& name)
    {
        const std::lock_guard lock(mutex);
        return driverIds[name];
    }
};

/// Drivers of the simulated Docker that the recordings were made with: every image works unless it contains "nope".
class FakeDrivers final : public server::DriverBackend
{
public:
    FakeDrivers(FakeWorld& world, server::DriverSupervisor::Report report)
        : m_world(world)
        , m_report(std::move(report))
    {
    }

    void start(const server::DriverSpec& spec) override
    {
        {
            const std::lock_guard lock(m_world.mutex);
            m_world.driverIds[spec.name] = spec.id;
        }
        if (spec.image.find("nope") == std::string::npos)
            return m_report(spec.id, true, {});
        const std::string repository = spec.image.substr(0, spec.image.find(':'));
        m_report(spec.id, false,
                 "err pulling image " + spec.image + ": Error response from daemon: pull access denied for "
                     + repository + ", repository does not exist or may require 'docker login'");
    }
    void stop(const std::string&, std::function<void()> done) override { done(); }

private:
    FakeWorld& m_world;
    server::DriverSupervisor::Report m_report;
};

/// The function of the recordings: answers its context and payload, and fails on request.
class FakeFunctions final : public server::FunctionBackend
{
public:
    explicit FakeFunctions(FakeWorld& world)
        : m_world(world)
    {
    }

    void prepare(const server::FunctionSpec&, std::function<void(const std::string&)> done) override
    {
        {
            const std::lock_guard lock(m_world.mutex);
            if (m_world.holdsPreparations) {
                m_world.heldPreparations.push_back(std::move(done));
                return;
            }
        }
        done({});
    }

    bool run(const std::string&, server::RunInput input, std::function<void(server::RunOutcome)> done) override
    {
        if (input.payload.contains("sleep")) {
            const std::lock_guard lock(m_world.mutex);
            m_world.heldRuns.push_back(std::move(done));
            return true;
        }
        done(outcomeOf(input));
        return true;
    }
    void retire(const std::string&) override { }
    void forget(const std::string&) override { }

private:
    static server::RunOutcome outcomeOf(const server::RunInput& input)
    {
        server::RunOutcome outcome;
        if (input.payload.contains("status")) {
            outcome.errorType = "SystemError";
            outcome.errorMessage = "Server returned unexpected status code: 500 - bad things";
            return outcome;
        }
        outcome.logStdout = {"received " + pythonText(input.payload)};
        if (input.payload.contains("fail")) {
            outcome.errorType = "FunctionError";
            outcome.errorMessage = "boom: requested failure";
            outcome.stacktrace = {"line 1", "line 2"};
            return outcome;
        }
        models::Json context = {{"secrets", input.secrets}};
        if (!input.event.is_null())
            context["event"] = input.event;
        outcome.output = {{"context", context}, {"payload", input.payload}};
        return outcome;
    }

    /// JSON with a blank after each comma and colon.
    static std::string pythonText(const models::Json& value)
    {
        if (!value.is_object())
            return value.dump();
        std::string text;
        for (const auto& [key, member] : value.items())
            text += (text.empty() ? "" : ", ") + models::Json(key).dump() + ": " + pythonText(member);
        return "{" + text + "}";
    }

    FakeWorld& m_world;
};

inline server::Backends fakeBackends(FakeWorld& world)
{
    return {[&world](const server::DriverSupervisor::Emit&, server::DriverSupervisor::Report report) {
                return std::make_unique<FakeDrivers>(world, std::move(report));
            },
            [&world](const std::string&) { return std::make_unique<FakeFunctions>(world); }};
}
