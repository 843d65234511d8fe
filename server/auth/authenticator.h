// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/auth/jwt.h"
#include "server/http/message.h"

#include <tl/expected.hpp>

#include <string>

namespace server {

enum class AuthMode
{
    Jwt, ///< a bearer token of a known service account
    None, ///< as Solo: any non-empty Cookie or Authorization
};

/// Decides who may ask, and about which organization (contract §2.1, §2.3, §2.5).
class Authenticator
{
public:
    explicit Authenticator(AuthMode mode)
        : m_mode(mode)
    {
    }

    JwtVerifier& verifier() { return m_verifier; }

    /// The organization that the request goes on with, or the refusal. Drivers carry a token of their own in the query,
    /// so for them a header is enough.
    tl::expected<std::string, Response> admit(const Request& request, bool driverRoute) const;

private:
    tl::expected<std::string, Response> admitBearer(const Request& request) const;

    AuthMode m_mode;
    JwtVerifier m_verifier;
};

} // namespace server
