// SPDX-License-Identifier: Apache-2.0
#include "client/profilekeeper.h"

#include "client/keychain.h"
#include "client/profileconnection.h"
#include "client/whendone.h"

#include <QPromise>

namespace client {

using models::Result;

namespace {

/// A promise that an answer of any of the steps keeps.
std::shared_ptr<QPromise<Result<bool>>> begun()
{
    auto promise = std::make_shared<QPromise<Result<bool>>>();
    promise->start();
    return promise;
}

std::function<void(const Result<bool>&)> keeping(const std::shared_ptr<QPromise<Result<bool>>>& promise)
{
    return [promise](const Result<bool>& result) {
        promise->addResult(result);
        promise->finish();
    };
}

} // namespace

ProfileKeeper::ProfileKeeper(ProfileStore& store, Keychain& keychain, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_keychain(keychain)
{
}

QFuture<Result<bool>> ProfileKeeper::save(const Profile& profile, const std::optional<Profile>& before,
                                          const std::optional<QByteArray>& secret)
{
    const auto promise = begun();
    const Then then = keeping(promise);
    const auto write = [this, profile, before, secret, then] {
        whenDone(m_store.save(profile, before), this,
                 [this, profile, secret, then](const Result<ProfileListing>& saved) {
                     if (saved)
                         keepSecret(profile, secret, then);
                     else
                         then(tl::unexpected(saved.error()));
                 });
    };
    // When the profile has moved on, the store will say so: nothing is forgotten for a change that is not made.
    const Profile* const now = m_store.find(profile.id);
    if (!before || before->signIn == profile.signIn || !now || *now != *before) {
        write();
        return promise->future();
    }
    QStringList stale = secretKeysOf(profile.id);
    stale.removeAll(secretKeyOf(profile));
    forget(stale, [write, then](const Result<bool>& forgotten) {
        if (forgotten)
            write();
        else
            then(forgotten);
    });
    return promise->future();
}

void ProfileKeeper::keepSecret(const Profile& profile, const std::optional<QByteArray>& secret, const Then& then)
{
    const QString key = secretKeyOf(profile);
    if (key.isEmpty() || !secret)
        return then(true);
    whenDone(m_keychain.write(key, *secret), this, then);
}

QFuture<Result<bool>> ProfileKeeper::remove(const Profile& profile)
{
    const auto promise = begun();
    const Then then = keeping(promise);
    // A profile without a secret does not bother the keychain.
    QStringList keys;
    if (profile.signIn != SignInMethod::None)
        keys = secretKeysOf(profile.id);
    forget(keys, [this, profile, then](const Result<bool>& forgotten) {
        if (!forgotten)
            return then(forgotten);
        whenDone(m_store.remove(profile), this, [then](const Result<ProfileListing>& removed) {
            then(removed ? Result<bool>(true) : tl::unexpected(removed.error()));
        });
    });
    return promise->future();
}

void ProfileKeeper::forget(QStringList keys, const Then& then)
{
    if (keys.isEmpty())
        return then(true);
    const QString key = keys.takeFirst();
    whenDone(m_keychain.remove(key), this, [this, keys, then](const Result<bool>& removed) {
        if (removed)
            forget(keys, then);
        else
            then(removed);
    });
}

} // namespace client
