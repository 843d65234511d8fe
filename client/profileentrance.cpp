// SPDX-License-Identifier: Apache-2.0
#include "client/profileentrance.h"

#include "client/keychain.h"
#include "client/privatekey.h"
#include "client/profileconnection.h"
#include "client/whendone.h"

namespace client {

ProfileEntrance::ProfileEntrance(Keychain& keychain, QObject* parent)
    : QObject(parent)
    , m_keychain(keychain)
{
}

void ProfileEntrance::open(const Profile& profile, const std::optional<QByteArray>& typed, const QByteArray& passPhrase)
{
    const int turn = ++m_turn;
    const QString key = secretKeyOf(profile);
    if (key.isEmpty())
        return conclude(profile, {});
    if (typed)
        return unlock(profile, *typed, passPhrase);
    whenDone(m_keychain.read(key), this, [this, turn, profile, passPhrase](const models::Result<QByteArray>& secret) {
        if (turn != m_turn)
            return;
        if (secret)
            return unlock(profile, *secret, passPhrase);
        // Without one, the words of a profile fit better than those of a keychain.
        if (secret.error().kind == models::FailureKind::NotFound)
            return conclude(profile, {});
        Q_EMIT failed(secret.error());
    });
}

void ProfileEntrance::unlock(const Profile& profile, const QByteArray& secret, const QByteArray& passPhrase)
{
    if (profile.signIn != SignInMethod::ServiceAccount)
        return conclude(profile, secret);
    if (needsPassPhrase(secret) && passPhrase.isEmpty()) {
        Q_EMIT passPhraseNeeded();
        return;
    }
    whenDone(openPrivateKeyLater(secret, passPhrase), this,
             [this, turn = m_turn, profile](const models::Result<QByteArray>& key) {
                 if (turn != m_turn)
                     return;
                 if (key)
                     conclude(profile, *key);
                 else
                     Q_EMIT failed(key.error());
             });
}

void ProfileEntrance::conclude(const Profile& profile, const QByteArray& secret)
{
    using Trust = models::Result<std::optional<TlsTrust>>;
    whenDone(tlsTrustLater(profile.tls), this, [this, turn = m_turn, profile, secret](const Trust& trust) {
        if (turn != m_turn)
            return;
        const auto connection
            = trust ? connectionOf(profile, secret, *trust) : models::Result<Connection>(models::failed(trust.error()));
        if (connection)
            Q_EMIT opened(*connection);
        else
            Q_EMIT failed(connection.error());
    });
}

} // namespace client
