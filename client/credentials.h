// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/connection.h"
#include "client/jwt.h"
#include "models/result.h"

#include <optional>

namespace client {

/// The one header that signs a request in: Cookie or Authorization, never both (contract §1.2).
struct CredentialHeader
{
    QByteArray name;
    QByteArray value;
};

/// Turns the sign-in of a connection into a header, and makes tokens before the old ones run out. Memory only.
class Credentials final
{
public:
    explicit Credentials(const Connection& connection);

    /// Fails when the key is unusable or a value could not stand in a header.
    models::Result<CredentialHeader> header(qint64 nowSeconds);
    /// The server refused the token: the next request brings a fresh one.
    void forgetToken() { m_token.reset(); }
    /// -1 when nothing expires.
    qint64 secondsLeft(qint64 nowSeconds) const;

private:
    models::Result<CredentialHeader> headerFor(const CookieSignIn& signIn);
    models::Result<CredentialHeader> headerFor(const TokenSignIn& signIn);
    models::Result<CredentialHeader> headerFor(const ServiceAccountSignIn& signIn, qint64 nowSeconds);

    SignIn m_signIn;
    QString m_organization;
    std::optional<models::Result<JwtSigner>> m_signer;
    std::optional<Token> m_token;
};

} // namespace client
