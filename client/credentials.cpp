// SPDX-License-Identifier: Apache-2.0
#include "client/credentials.h"

#include <QCoreApplication>

#include <algorithm>

namespace client {

namespace {

QByteArray headerText(const QString& text)
{
    return text.trimmed().toUtf8();
}

/// A line break in a header value would let it write headers of its own.
models::Result<CredentialHeader> checked(CredentialHeader header)
{
    const bool clean = std::none_of(header.value.cbegin(), header.value.cend(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (clean)
        return header;
    models::Failure failure;
    failure.kind = models::FailureKind::Unauthorized;
    failure.tried = QCoreApplication::translate("client::Credentials", "sign in");
    failure.cameBack = QCoreApplication::translate("client::Credentials", "a line break or control character");
    failure.meaning
        = QCoreApplication::translate("client::Credentials", "The cookie or token cannot be sent as it is.");
    failure.remedy = QCoreApplication::translate("client::Credentials", "Copy it again, on one line.");
    return models::failed(failure);
}

} // namespace

Credentials::Credentials(const Connection& connection)
    : m_signIn(connection.signIn)
    , m_organization(connection.organization)
{
}

models::Result<CredentialHeader> Credentials::header(qint64 nowSeconds)
{
    if (const auto* cookie = std::get_if<CookieSignIn>(&m_signIn))
        return headerFor(*cookie);
    if (const auto* token = std::get_if<TokenSignIn>(&m_signIn))
        return headerFor(*token);
    return headerFor(std::get<ServiceAccountSignIn>(m_signIn), nowSeconds);
}

qint64 Credentials::secondsLeft(qint64 nowSeconds) const
{
    if (const auto* token = std::get_if<TokenSignIn>(&m_signIn)) {
        const auto expiry = expiryOf(headerText(token->token));
        return expiry ? std::max<qint64>(0, *expiry - nowSeconds) : -1;
    }
    return m_token ? std::max<qint64>(0, m_token->expires - nowSeconds) : -1;
}

models::Result<CredentialHeader> Credentials::headerFor(const CookieSignIn& signIn)
{
    // Servers without authentication still want the header to be there.
    const QByteArray cookie = headerText(signIn.cookie);
    return checked({QByteArrayLiteral("Cookie"), cookie.isEmpty() ? QByteArrayLiteral("unset") : cookie});
}

models::Result<CredentialHeader> Credentials::headerFor(const TokenSignIn& signIn)
{
    return checked({QByteArrayLiteral("Authorization"), "Bearer " + headerText(signIn.token)});
}

models::Result<CredentialHeader> Credentials::headerFor(const ServiceAccountSignIn& signIn, qint64 nowSeconds)
{
    // A clock that was set back makes a token of the future; it would be refused as "used before issued".
    const bool fresh = m_token && m_token->expires - nowSeconds > JwtSigner::kRenewSeconds
        && m_token->expires - nowSeconds <= JwtSigner::kLifetimeSeconds;
    if (!fresh) {
        if (!m_signer)
            m_signer = JwtSigner::fromPem(signIn.privateKeyPem);
        if (!*m_signer)
            return tl::unexpected(m_signer->error());
        auto token = (*m_signer)->sign(issuerOf(signIn.account, m_organization), nowSeconds);
        if (!token)
            return tl::unexpected(token.error());
        m_token = std::move(*token);
    }
    return checked({QByteArrayLiteral("Authorization"), "Bearer " + m_token->text});
}

} // namespace client
