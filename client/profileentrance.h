// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/connection.h"
#include "client/profile.h"
#include "models/result.h"

#include <QObject>

#include <optional>

namespace client {

class Keychain;

/// From a profile to a connection: fetches the secret and opens the key. Asks the server nothing. Ends in opened(),
/// passPhraseNeeded() or failed(); another open() takes the place of one that is on its way.
class ProfileEntrance final : public QObject
{
    Q_OBJECT
public:
    explicit ProfileEntrance(Keychain& keychain, QObject* parent = nullptr);

    /// `typed` is a secret that is not in the keychain yet, and goes before the one that is there.
    void open(const Profile& profile, const std::optional<QByteArray>& typed, const QByteArray& passPhrase);

Q_SIGNALS:
    void opened(const client::Connection& connection);
    /// The key is locked, and no pass phrase was given.
    void passPhraseNeeded();
    void failed(const models::Failure& failure);

private:
    void unlock(const Profile& profile, const QByteArray& secret, const QByteArray& passPhrase);
    void conclude(const Profile& profile, const QByteArray& secret);

    Keychain& m_keychain;
    int m_turn = 0; ///< answers to earlier ones are of no interest
};

} // namespace client
