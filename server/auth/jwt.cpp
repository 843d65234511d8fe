// SPDX-License-Identifier: Apache-2.0
#include "server/auth/jwt.h"

#include "models/json.h"
#include "server/wire/gotypes.h"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <memory>

namespace server {

using models::Json;

namespace {

constexpr std::size_t kRemembered = 512;

std::string fromBase64Url(std::string_view text)
{
    std::string plain(text);
    std::replace(plain.begin(), plain.end(), '-', '+');
    std::replace(plain.begin(), plain.end(), '_', '/');
    return fromBase64(plain);
}

Json parsePart(std::string_view part)
{
    const std::string text = fromBase64Url(part);
    return models::withinDepth(text, models::kMaxJsonDepth) ? Json::parse(text, nullptr, false)
                                                            : Json(Json::value_t::discarded);
}

bool signedBy(EVP_PKEY* key, const EVP_MD* digest, std::string_view content, const std::string& signature)
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return context && EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1
        && EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                            reinterpret_cast<const unsigned char*>(content.data()), content.size())
        == 1;
}

const EVP_MD* digestOf(const std::string& algorithm)
{
    if (algorithm == "RS256")
        return EVP_sha256();
    if (algorithm == "RS384")
        return EVP_sha384();
    return algorithm == "RS512" ? EVP_sha512() : nullptr;
}

/// A claim counts only when it is there and numeric; the last broken one is the one reported, as in the original.
std::string claimProblem(const Json& claims, double now)
{
    const auto number = [&](const char* name) {
        const auto it = claims.find(name);
        return it != claims.end() && it->is_number() ? it->get<double>() : 0.0;
    };
    if (const double nbf = number("nbf"); nbf != 0 && now < nbf)
        return "Token is not valid yet";
    if (const double iat = number("iat"); iat != 0 && now < iat)
        return "Token used before issued";
    if (const double exp = number("exp"); exp != 0 && now > exp)
        return "Token is expired";
    return {};
}

/// Without this OpenSSL would ask for a pass phrase on the terminal and wait for it.
int noPassPhrase(char*, int, int, void*)
{
    return 0;
}

tl::unexpected<std::string> invalid(const std::string& reason)
{
    return tl::unexpected("error validating token: " + reason);
}

} // namespace

JwtVerifier::JwtVerifier() = default;

JwtVerifier::~JwtVerifier()
{
    for (const auto& [account, key] : m_keys)
        EVP_PKEY_free(static_cast<EVP_PKEY*>(key));
}

tl::expected<void, std::string> JwtVerifier::add(const std::string& account, const std::string& pem)
{
    if (std::count(account.begin(), account.end(), '/') != 1 || account.front() == '/' || account.back() == '/')
        return tl::unexpected("'" + account + "' is not of the form ORG/NAME");
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                        BIO_free);
    EVP_PKEY* key = PEM_read_bio_PUBKEY(bio.get(), nullptr, noPassPhrase, nullptr);
    if (!key)
        return tl::unexpected(std::string("it holds no public key in PEM format"));
    if (EVP_PKEY_base_id(key) != EVP_PKEY_RSA) {
        EVP_PKEY_free(key);
        return tl::unexpected(std::string("the key is no RSA key"));
    }
    if (void* former = std::exchange(m_keys[account], key))
        EVP_PKEY_free(static_cast<EVP_PKEY*>(former));
    return {};
}

tl::expected<std::string, std::string> JwtVerifier::verify(std::string_view token, long long now) const
{
    const std::string text(token);
    {
        const std::lock_guard lock(m_mutex);
        if (const auto it = m_known.find(text); it != m_known.end()) {
            if (it->second.expires == 0 || static_cast<double>(now) <= it->second.expires)
                return it->second.issuer;
            m_known.erase(it);
        }
    }
    const auto known = examine(token, now);
    if (!known)
        return tl::unexpected(known.error());
    const std::lock_guard lock(m_mutex);
    if (m_known.size() >= kRemembered)
        m_known.clear();
    m_known.insert_or_assign(text, *known);
    return known->issuer;
}

tl::expected<JwtVerifier::Known, std::string> JwtVerifier::examine(std::string_view token, long long now) const
{
    const auto first = token.find('.');
    const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
    const bool threeParts = second != std::string_view::npos && token.find('.', second + 1) == std::string_view::npos;
    const Json header = threeParts ? parsePart(token.substr(0, first)) : Json();
    const Json claims = threeParts ? parsePart(token.substr(first + 1, second - first - 1)) : Json();
    if (!header.is_object() || !claims.is_object() || !claims.contains("iss") || !claims["iss"].is_string())
        return tl::unexpected(std::string("missing issuer claim in unvalidated token"));
    const std::string issuer = claims["iss"];
    if (std::count(issuer.begin(), issuer.end(), '/') != 1)
        return tl::unexpected(std::string("invalid issuer claim: missing org info"));
    const auto key = m_keys.find(issuer);
    if (key == m_keys.end())
        return tl::unexpected("store error when getting service account " + issuer + ": error getting: no such entity");
    const std::string algorithm = models::toStd(models::textAt(header, "alg"));
    const EVP_MD* digest = digestOf(algorithm);
    if (!digest)
        return invalid("unexpected signing method: " + algorithm);
    if (!signedBy(static_cast<EVP_PKEY*>(key->second), digest, token.substr(0, second),
                  fromBase64Url(token.substr(second + 1))))
        return invalid("crypto/rsa: verification error");
    if (const std::string problem = claimProblem(claims, static_cast<double>(now)); !problem.empty())
        return invalid(problem);
    const auto exp = claims.find("exp");
    return Known{issuer, exp != claims.end() && exp->is_number() ? exp->get<double>() : 0.0};
}

} // namespace server
