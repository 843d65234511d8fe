// SPDX-License-Identifier: Apache-2.0
#include "client/profile.h"

#include <QUuid>

namespace client {

namespace {

/// An IPv6 address needs brackets in a URL; people leave them out.
QString withBrackets(const QString& text)
{
    return text.count(QLatin1Char(':')) > 1 && !text.contains(QLatin1Char('[')) && !text.contains(QLatin1Char('/'))
        ? QLatin1Char('[') + text + QLatin1Char(']')
        : text;
}

} // namespace

QString Profile::makeId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QUrl addressFrom(const QString& text)
{
    QString address = text.trimmed();
    if (!address.contains(QLatin1String("://")))
        address = QLatin1String("http://") + withBrackets(address);
    const QUrl url(address, QUrl::StrictMode);
    const bool isWeb = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (!url.isValid() || !isWeb || url.host().isEmpty() || url.port() == 0)
        return {};
    return url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
}

} // namespace client
