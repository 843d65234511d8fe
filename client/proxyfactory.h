// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/profile.h"

#include <QNetworkProxyFactory>

namespace client {

/// The proxy of a connection. This machine itself and the addresses that minikube gives its machines are always reached
/// directly: no proxy knows them.
class ProxyFactory final : public QNetworkProxyFactory
{
public:
    explicit ProxyFactory(ProxySettings settings);

    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override;

private:
    const ProxySettings m_settings;
};

/// Whether a host is one of the exceptions: a name, the end of one (".example.com", "*.example.com") or a network
/// ("10.0.0.0/8").
bool bypasses(const QStringList& exceptions, const QString& host);

} // namespace client
