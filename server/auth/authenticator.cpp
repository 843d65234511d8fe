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

tl::expected<std::string, Response> Authenticator::admit(const Request& request, bool driverRoute) const
{
    if (m_mode == AuthMode::Jwt && !driverRoute)
        return admitBearer(request);
    if (request.cookie.empty() && request.authorization.empty())
        return tl::unexpected(problem(401, "unauthenticated for invalid credentials"));
    return request.organization;
}

/// A service account has no policies here that could let it into another organization than its own (contract §2.3).
tl::expected<std::string, Response> Authenticator::admitBearer(const Request& request) const
{
    if (request.authorization.empty())
        return tl::unexpected(problem(401, "unauthenticated for invalid credentials"));
    const std::string_view token = bearerToken(request.authorization);
    if (token.empty())
        return tl::unexpected(
            problem(401, "invalid Authorization header, it must be of form 'Authorization: Bearer <token>'"));
    const auto issuer = m_verifier.verify(token, std::time(nullptr));
    if (!issuer)
        return tl::unexpected(problem(401, "unable to validate bearer token: " + issuer.error()));
    std::string own = issuer->substr(0, issuer->find('/'));
    if (!request.organization.empty() && request.organization != own)
        return tl::unexpected(problem(403, "Forbidden, please make sure you have required privileges"));
    return own;
}

} // namespace server
