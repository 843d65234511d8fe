// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/connection.h"
#include "client/profile.h"
#include "models/result.h"

#include <QStringList>

namespace client {

/// Where the keychain has the secret of this profile; empty when its way to sign in has none.
QString secretKeyOf(const Profile& profile);
/// Of every secret that a profile may ever have had: what to forget with it.
QStringList secretKeysOf(const QString& profileId);

/// What a session needs. `secret` is the cookie, the token or the opened private key (openPrivateKey()), and empty for
/// SignInMethod::None; `tls` what tlsTrustLater() read. Fails when the secret or the account is missing.
models::Result<Connection> connectionOf(const Profile& profile, const QByteArray& secret,
                                        const std::optional<TlsTrust>& tls = {});

} // namespace client
