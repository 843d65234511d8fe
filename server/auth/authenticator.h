// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/auth/jwt.h"
#include "server/http/message.h"

#include <optional>

namespace server {

enum class AuthMode
{
    Jwt, ///< a bearer token of a known service account
    None, ///< as Solo: any non-empty Cookie or Authorization
};

/// Decides who may ask (contract §2.1, §2.5).
class Authenticator
{
public:
    explicit Authenticator(AuthMode mode)
        : m_mode(mode)
    {
    }

    JwtVerifier& verifier() { return m_verifier; }

    /// The refusal, or nothing. Drivers carry a token of their own in the query, so for them a header is enough.
    std::optional<Response> refuse(const Request& request, bool driverRoute) const;

private:
    AuthMode m_mode;
    JwtVerifier m_verifier;
};

} // namespace server
