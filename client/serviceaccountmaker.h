// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/changes.h"
#include "client/keypair.h"
#include "client/profilekeeper.h"

namespace client {

/// Makes a service account on a server (contract §2.5, §2.6): the key is made here and stays here, its public half goes
/// to the server, a policy says what the account may do, and a profile signs in with it from then on. Ends in made() or
/// failed(); what was made before a failure stays and is named.
class ServiceAccountMaker final : public QObject
{
    Q_OBJECT
public:
    struct Wish
    {
        QString name;
        bool withPolicy = true; ///< everything in its organization; without one it can only sign in
        Profile profile; ///< of the new connection, but for its account
    };

    /// Both must outlive it.
    ServiceAccountMaker(Changes& changes, ProfileKeeper& keeper, QObject* parent = nullptr);

    void start(const Wish& wish);
    static QString policyName(const QString& account) { return account + QStringLiteral("-policy"); }

Q_SIGNALS:
    /// Translated: what is being done.
    void stepped(const QString& words);
    void made(const client::Profile& profile);
    void failed(const models::Failure& failure);

private:
    void upload(const KeyPair& keys);
    void allow();
    void keep();
    void create(models::RecordKind kind, const models::Json& body, void (ServiceAccountMaker::*then)());

    Changes& m_changes;
    ProfileKeeper& m_keeper;
    Wish m_wish;
    QByteArray m_privatePem;
    QStringList m_done; ///< what a failure leaves behind
};

} // namespace client
