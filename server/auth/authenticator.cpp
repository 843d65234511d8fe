// SPDX-License-Identifier: Apache-2.0
#include "server/auth/authenticator.h"

#include "server/wire/answers.h"

#include <algorithm>
#include <ctime>

namespace server {

namespace {

/// The token of `Bearer x`, the word in any case; empty when the header has another form.
std::string_view bearerToken(std::string_view header)
{
    constexpr std::string_view kWord = "bearer ";
    const bool starts = header.size() > kWord.size()
        && std::equal(kWord.begin(), kWord.end(), header.begin(),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b); });
    const std::string_view token = starts ? header.substr(kWord.size()) : std::string_view();
    return token.find(' ') == std::string_view::npos ? token : std::string_view();
}

} // namespace

std::optional<Response> Authenticator::refuse(const Request& request, bool driverRoute) const
{
    if (m_mode == AuthMode::None || driverRoute) {
        if (request.cookie.empty() && request.authorization.empty())
            return problem(401, "unauthenticated for invalid credentials");
        return std::nullopt;
    }
    if (request.authorization.empty())
        return problem(401, "unauthenticated for invalid credentials");
    const std::string_view token = bearerToken(request.authorization);
    if (token.empty())
        return problem(401, "invalid Authorization header, it must be of form 'Authorization: Bearer <token>'");
    const auto issuer = m_verifier.verify(token, std::time(nullptr));
    if (!issuer)
        return problem(401, "unable to validate bearer token: " + issuer.error());
    return std::nullopt;
}

} // namespace server
