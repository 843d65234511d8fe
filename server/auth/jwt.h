// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tl/expected.hpp>

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace server {

/// Verifies the tokens of contract §2.5: RS256, RS384, RS512, signed by a service account that was named at start.
/// Good tokens are remembered until they expire, so that a signature is checked once. Thread-safe.
class JwtVerifier
{
public:
    JwtVerifier();
    ~JwtVerifier();

    /// `account` is ORG/NAME, `pem` a public key. The error is a sentence.
    tl::expected<void, std::string> add(const std::string& account, const std::string& pem);
    bool isEmpty() const { return m_keys.empty(); }

    /// The issuer of a good token, else the reason in the words of the original. `now` is in Unix seconds.
    tl::expected<std::string, std::string> verify(std::string_view token, long long now) const;

private:
    struct Known
    {
        std::string issuer;
        double expires = 0; ///< 0 = never
    };

    tl::expected<Known, std::string> examine(std::string_view token, long long now) const;

    std::map<std::string, void*> m_keys; ///< EVP_PKEY by account
    mutable std::mutex m_mutex;
    mutable std::unordered_map<std::string, Known> m_known;
};

} // namespace server
