// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/copytext.h"

#include "models/yaml/exportwriter.h"

#include <QRegularExpression>

namespace ui {

namespace {

QString pretty(const models::Json& json)
{
    return QString::fromUtf8(models::dumpJson(json, 2));
}

QString asJson(const std::vector<models::Resource>& resources)
{
    if (resources.size() == 1)
        return pretty(models::toJson(resources.front()));
    models::Json list = models::Json::array();
    for (const models::Resource& resource : resources)
        list.push_back(models::toJson(resource));
    return pretty(list);
}

/// A document on standard input works for every kind and member, which flags do not.
QString asCommandLine(const models::Resource& resource)
{
    return QStringLiteral("printf '%s' %1 | dispatch create --file /dev/stdin")
        .arg(shellQuoted(models::toYaml(resource)));
}

QString asCurl(const models::Resource& resource, const client::Connection& connection)
{
    const models::ResourceKind& kind = models::resourceKind(models::kindOf(resource));
    const QString address
        = connection.base.toString(QUrl::StripTrailingSlash | QUrl::RemoveUserInfo) + QLatin1String(kind.path);
    const QString signIn = std::holds_alternative<client::CookieSignIn>(connection.signIn)
        ? QStringLiteral("-H 'Cookie: cookie'")
        : QStringLiteral("-H \"Authorization: Bearer $DISPATCH_TOKEN\"");
    return QStringLiteral("curl -X POST %1 %2 -H 'Content-Type: application/json' -H %3 --data-binary %4")
        .arg(shellQuoted(address), signIn,
             shellQuoted(QStringLiteral("X-Dispatch-Org: %1").arg(connection.organization)),
             shellQuoted(QString::fromUtf8(models::dumpJson(models::toJson(resource)))));
}

} // namespace

QString shellQuoted(const QString& word)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./:=@,+-]+$"));
    if (plain.match(word).hasMatch() && !word.endsWith(QLatin1Char('\n')))
        return word;
    QString quoted = word;
    quoted.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
    return QLatin1Char('\'') + quoted + QLatin1Char('\'');
}

QString copyText(CopyFormat format, const std::vector<models::Resource>& resources,
                 const client::Connection& connection)
{
    if (format == CopyFormat::Json)
        return asJson(resources);
    QStringList parts;
    for (const models::Resource& resource : resources) {
        switch (format) {
        case CopyFormat::Yaml:
            parts << models::toYaml(resource);
            break;
        case CopyFormat::CommandLine:
            parts << asCommandLine(resource);
            break;
        case CopyFormat::Curl:
            parts << asCurl(resource, connection);
            break;
        case CopyFormat::Json:
            break;
        }
    }
    return parts.join(format == CopyFormat::Yaml ? QStringLiteral("---\n") : QStringLiteral("\n"));
}

} // namespace ui
