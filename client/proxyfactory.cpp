// SPDX-License-Identifier: Apache-2.0
#include "client/proxyfactory.h"

#include <QHostAddress>

#include <algorithm>

namespace client {

namespace {

/// Of minikube's drivers as they come: docker and podman, kvm2, virtualbox, vfkit and hyperkit.
const QStringList kAlwaysDirect
    = {QStringLiteral("localhost"),       QStringLiteral("127.0.0.0/8"),     QStringLiteral("::1"),
       QStringLiteral("192.168.49.0/24"), QStringLiteral("192.168.39.0/24"), QStringLiteral("192.168.59.0/24"),
       QStringLiteral("192.168.99.0/24"), QStringLiteral("192.168.64.0/24")};

bool isIn(const QHostAddress& address, const QString& exception)
{
    if (address.isNull())
        return false;
    if (exception.contains(u'/')) {
        const auto subnet = QHostAddress::parseSubnet(exception);
        return subnet.second >= 0 && address.isInSubnet(subnet);
    }
    return QHostAddress(exception) == address;
}

} // namespace

ProxyFactory::ProxyFactory(ProxySettings settings)
    : m_settings(std::move(settings))
{
}

QList<QNetworkProxy> ProxyFactory::queryProxy(const QNetworkProxyQuery& query)
{
    const QList<QNetworkProxy> direct = {QNetworkProxy(QNetworkProxy::NoProxy)};
    const QString host = query.peerHostName();
    if (m_settings.kind == ProxySettings::Kind::None || bypasses(kAlwaysDirect, host))
        return direct;
    if (m_settings.kind == ProxySettings::Kind::System)
        return systemProxyForQuery(query);
    if (bypasses(m_settings.bypass, host))
        return direct;
    return {QNetworkProxy(QNetworkProxy::HttpProxy, m_settings.host, m_settings.port)};
}

bool bypasses(const QStringList& exceptions, const QString& host)
{
    const QHostAddress address(host);
    return std::any_of(exceptions.begin(), exceptions.end(), [&](const QString& exception) {
        QString name = exception.trimmed();
        if (name.isEmpty())
            return false;
        if (isIn(address, name))
            return true;
        if (name.startsWith(QLatin1String("*.")))
            name.remove(0, 1);
        return name.startsWith(u'.') ? host.endsWith(name, Qt::CaseInsensitive)
                                     : host.compare(name, Qt::CaseInsensitive) == 0;
    });
}

} // namespace client
