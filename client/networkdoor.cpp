// SPDX-License-Identifier: Apache-2.0
#include "client/networkdoor.h"

#include "client/call.h"
#include "client/proxyfactory.h"

#include <QDateTime>

namespace client {

namespace {

models::Failure readOnlyFailure(const Connection& connection, const Request& request)
{
    models::Failure failure;
    failure.kind = models::FailureKind::Forbidden;
    failure.tried = request.tried;
    failure.cameBack = NetworkDoor::tr("nothing was sent");
    failure.meaning
        = NetworkDoor::tr("The connection “%1” is read-only: the console changes nothing there.").arg(connection.name);
    failure.remedy
        = NetworkDoor::tr("Change the protection of the connection, if it is meant to be changed from here.");
    return failure;
}

} // namespace

NetworkDoor::NetworkDoor(Connection connection, QObject* parent)
    : QObject(parent)
    , m_connection(std::move(connection))
    , d(std::make_unique<Private>(m_connection, *this, [this](const Request& request) { return sendNow(request); }))
{
    d->manager.setProxyFactory(new ProxyFactory(m_connection.proxy));
}

NetworkDoor::~NetworkDoor() = default;

void NetworkDoor::moveTo(Connection connection)
{
    m_connection = std::move(connection);
    d->manager.setProxyFactory(new ProxyFactory(m_connection.proxy));
    d->credentials = Credentials(m_connection);
}

QFuture<models::Result<Reply>> NetworkDoor::send(const Request& request)
{
    if (m_connection.protection == Protection::ReadOnly && request.method != "GET" && request.foreign.isEmpty())
        return QtFuture::makeReadyFuture<models::Result<Reply>>(models::failed(readOnlyFailure(m_connection, request)));
    return request.mayShare && d->batcher.isEnabled() ? d->batcher.add(request) : sendNow(request);
}

void NetworkDoor::setTakesBatches(bool takes)
{
    d->batcher.setEnabled(takes);
}

bool NetworkDoor::takesBatches() const
{
    return d->batcher.isEnabled();
}

QFuture<models::Result<Reply>> NetworkDoor::sendNow(const Request& request)
{
    // Somewhere else nobody may learn how we sign in here.
    auto credential = request.foreign.isEmpty() ? d->credentials.header(QDateTime::currentSecsSinceEpoch())
                                                : models::Result<CredentialHeader>(CredentialHeader());
    if (!credential) {
        models::Failure failure = credential.error();
        failure.tried = request.tried;
        return QtFuture::makeReadyFuture<models::Result<Reply>>(models::failed(std::move(failure)));
    }
    auto* const call = new Call(*this, *d, request, *credential);
    auto future = call->future();
    call->start();
    return future;
}

RequestLog& NetworkDoor::log() const
{
    return d->log;
}

const TlsTrouble& NetworkDoor::tlsTrouble() const
{
    return d->tlsTrouble;
}

qint64 NetworkDoor::tokenSecondsLeft() const
{
    return d->credentials.secondsLeft(QDateTime::currentSecsSinceEpoch());
}

void NetworkDoor::setLargestAnswer(qint64 bytes)
{
    d->largestAnswer = bytes;
}

void NetworkDoor::setLongestSilence(int msecs)
{
    d->longestSilenceMSecs = msecs;
}

} // namespace client
