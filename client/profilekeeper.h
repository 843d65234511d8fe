// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/profilestore.h"

#include <QObject>

#include <functional>

namespace client {

class Keychain;

/// Keeps a profile and its secret together: the one in the file, the other in the keychain. Each answer is whether
/// both are done; the first failure ends it.
class ProfileKeeper final : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive it.
    ProfileKeeper(ProfileStore& store, Keychain& keychain, QObject* parent = nullptr);

    ProfileStore& store() { return m_store; }
    Keychain& keychain() { return m_keychain; }

    /// `secret` replaces the one that is kept; without it that stays. Those of another way to sign in are forgotten
    /// before: a change that leaves one behind is not made.
    QFuture<models::Result<bool>> save(const Profile& profile, const std::optional<Profile>& before,
                                       const std::optional<QByteArray>& secret);
    /// Forgets the secrets first: a profile whose secrets cannot be forgotten stays, so that it can be tried again.
    QFuture<models::Result<bool>> remove(const Profile& profile);

private:
    using Then = std::function<void(const models::Result<bool>&)>;
    void forget(QStringList keys, const Then& then);
    void keepSecret(const Profile& profile, const std::optional<QByteArray>& secret, const Then& then);

    ProfileStore& m_store;
    Keychain& m_keychain;
};

} // namespace client
