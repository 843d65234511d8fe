// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>

namespace client {

/// One token of a service account (contract §2.5).
struct Token
{
    QByteArray text;
    qint64 expires = 0; ///< unix seconds
};

/// Signs RS256 tokens with one private key. The key stays in here.
class JwtSigner final
{
public:
    static constexpr qint64 kLifetimeSeconds = 3600;
    static constexpr qint64 kBackdatedSeconds = 60; ///< servers give no leeway to clocks that differ
    /// A token is renewed when less than this is left of it.
    static constexpr qint64 kRenewSeconds = 600;

    /// Unencrypted PEM, PKCS#1 or PKCS#8, RSA of 2048 bits or more. Never asks for a pass phrase.
    static models::Result<JwtSigner> fromPem(const QByteArray& privateKeyPem);
    JwtSigner(JwtSigner&&) noexcept;
    JwtSigner& operator=(JwtSigner&&) noexcept;
    ~JwtSigner();

    /// `issuer` is ORG/NAME, `now` unix seconds.
    models::Result<Token> sign(const QString& issuer, qint64 now) const;

private:
    class Private;
    explicit JwtSigner(std::unique_ptr<Private> data);
    std::unique_ptr<Private> d;
};

/// `ORG/NAME` for a service account given with or without its organization.
QString issuerOf(const QString& account, const QString& organization);

/// The numeric `exp` of somebody else's token. Not verified: good for a countdown, for nothing else.
std::optional<qint64> expiryOf(const QByteArray& token);

} // namespace client
