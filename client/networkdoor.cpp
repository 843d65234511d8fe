// SPDX-License-Identifier: Apache-2.0
#include "client/networkdoor.h"

#include "client/call.h"

#include <QDateTime>
#include <QHostAddress>
#include <QNetworkProxyFactory>

namespace client {

namespace {

bool isLoopback(const QString& host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

/// The proxy of the desktop, but never for this machine itself.
class ProxyFactory final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override
    {
        if (isLoopback(query.peerHostName()))
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        return systemProxyForQuery(query);
    }
};

} // namespace

NetworkDoor::NetworkDoor(Connection connection, QObject* parent)
    : QObject(parent)
    , m_connection(std::move(connection))
    , d(std::make_unique<Private>(m_connection, *this, [this](const Request& request) { return sendNow(request); }))
{
    d->manager.setProxyFactory(new ProxyFactory);
}

NetworkDoor::~NetworkDoor() = default;

void NetworkDoor::moveTo(Connection connection)
{
    m_connection = std::move(connection);
    d->credentials = Credentials(m_connection);
}

QFuture<models::Result<Reply>> NetworkDoor::send(const Request& request)
{
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
