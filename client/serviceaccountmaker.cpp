// SPDX-License-Identifier: Apache-2.0
#include "client/serviceaccountmaker.h"

#include "client/whendone.h"

namespace client {

using models::Json;
using models::RecordKind;
using models::Result;

ServiceAccountMaker::ServiceAccountMaker(Changes& changes, ProfileKeeper& keeper, QObject* parent)
    : QObject(parent)
    , m_changes(changes)
    , m_keeper(keeper)
{
}

void ServiceAccountMaker::start(const Wish& wish)
{
    m_wish = wish;
    m_done.clear();
    Q_EMIT stepped(tr("Making a key…"));
    whenDone(makeKeyPairLater(), this, [this](const Result<KeyPair>& keys) {
        if (keys)
            upload(*keys);
        else
            Q_EMIT failed(keys.error());
    });
}

void ServiceAccountMaker::upload(const KeyPair& keys)
{
    m_privatePem = keys.privatePem;
    Q_EMIT stepped(tr("Making the service account…"));
    create(RecordKind::ServiceAccount,
           {{"name", models::toStd(m_wish.name)}, {"publicKey", keys.publicPem.toBase64().toStdString()}},
           &ServiceAccountMaker::allow);
}

void ServiceAccountMaker::allow()
{
    m_done << tr("the service account %1").arg(m_wish.name);
    if (!m_wish.withPolicy) {
        keep();
        return;
    }
    Q_EMIT stepped(tr("Making the policy…"));
    create(RecordKind::Policy,
           {{"name", models::toStd(policyName(m_wish.name))},
            {"rules",
             {{{"subjects", {models::toStd(m_wish.name)}},
               {"resources", Json::array({"*"})},
               {"actions", Json::array({"*"})}}}}},
           &ServiceAccountMaker::keep);
}

void ServiceAccountMaker::keep()
{
    Q_EMIT stepped(tr("Keeping the key…"));
    Profile profile = m_wish.profile;
    profile.signIn = SignInMethod::ServiceAccount;
    profile.account = profile.organization + u'/' + m_wish.name;
    whenDone(m_keeper.save(profile, std::nullopt, m_privatePem), this, [this, profile](const Result<bool>& saved) {
        if (saved)
            Q_EMIT made(profile);
        else
            Q_EMIT failed(saved.error());
    });
}

void ServiceAccountMaker::create(RecordKind kind, const Json& body, void (ServiceAccountMaker::*then)())
{
    ChangeOrder order;
    order.kind = kind;
    order.operation = ChangeOperation::Create;
    order.body = body;
    order.expected = Json(); // an account of this name with another key is somebody else's
    whenDone(m_changes.make(order), this, [this, then](const Result<Changed>& changed) {
        if (changed) {
            (this->*then)();
            return;
        }
        models::Failure failure = changed.error();
        if (!m_done.isEmpty())
            failure.meaning
                += u' ' + tr("Made before that, and still there: %1.").arg(m_done.join(QStringLiteral(", ")));
        Q_EMIT failed(failure);
    });
}

} // namespace client
