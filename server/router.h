// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/auth/authenticator.h"
#include "server/delivery/emitter.h"

namespace server {

/// Finds the handler of a request and makes the checks in the order of contract §1.3: route, credentials, media type,
/// organization, parameters.
class Router
{
public:
    Router(const Authenticator& authenticator, Registry& registry, Resources& resources, Runs& runs, Emitter& emitter);

    void handle(const Request& request, const Respond& respond);

private:
    struct Target;
    static Target find(const std::string& path);
    void answer(const Target& target, const Request& request, const Respond& respond);
    void dispatch(const Target& target, const Request& request, const Respond& respond);
    void batch(const Request& request, const Respond& respond);
    void ingest(const Request& request, const Respond& respond);
    void runs(const Target& target, const Request& request, const Respond& respond);
    void resource(const Target& target, const Request& request, const Respond& respond);

    const Authenticator& m_authenticator;
    Registry& m_registry;
    Resources& m_resources;
    Runs& m_runs;
    Emitter& m_emitter;
};

} // namespace server
