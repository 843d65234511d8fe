// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/helmlist.h"

#include "models/json.h"

#include <QCoreApplication>

namespace models {

namespace {

/// Helm 2 shouts, and has other words for two of them.
QString wordOf(const QString& status)
{
    const QString word = status.toLower().replace(u'_', u'-');
    if (word == QLatin1String("deleted"))
        return QStringLiteral("uninstalled");
    return word == QLatin1String("deleting") ? QStringLiteral("uninstalling") : word;
}

HelmRelease newer(const Json& item)
{
    HelmRelease release;
    release.name = textAt(item, "name");
    release.space = textAt(item, "namespace");
    // A text since helm 3; nobody promises that it stays one.
    const QString revision = textAt(item, "revision");
    release.revision = revision.isEmpty() ? static_cast<int>(numberAt(item, "revision")) : revision.toInt();
    release.status = wordOf(textAt(item, "status"));
    release.chart = textAt(item, "chart");
    release.updated = textAt(item, "updated");
    return release;
}

HelmRelease older(const Json& item)
{
    HelmRelease release;
    release.name = textAt(item, "Name");
    release.space = textAt(item, "Namespace");
    release.revision = static_cast<int>(numberAt(item, "Revision"));
    release.status = wordOf(textAt(item, "Status"));
    release.chart = textAt(item, "Chart");
    release.updated = textAt(item, "Updated");
    return release;
}

} // namespace

Result<std::vector<HelmRelease>> readHelmList(const QByteArray& output)
{
    std::vector<HelmRelease> releases;
    if (output.trimmed().isEmpty())
        return releases;
    auto parsed = parseJson(output);
    if (!parsed)
        return failed(parsed.error());
    const Json listed = parsed->is_object() ? valueAt(*parsed, "Releases") : *parsed;
    if (!listed.is_array() && !listed.is_null()) {
        Failure failure;
        failure.kind = FailureKind::Malformed;
        failure.cameBack = QString::fromUtf8(output.left(200));
        failure.meaning = QCoreApplication::translate("models::HelmList",
                                                      "What helm listed is not what any of its versions lists.");
        return failed(failure);
    }
    for (const Json& item : listed) {
        const HelmRelease release = parsed->is_object() ? older(item) : newer(item);
        if (!release.name.isEmpty())
            releases.push_back(release);
    }
    return releases;
}

HelmVersions readHelmVersion(const QString& output)
{
    HelmVersions versions;
    for (const QString& line : output.split(u'\n')) {
        if (line.startsWith(QLatin1String("Server:")))
            versions.server = versionIn(line);
        else if (!versions.client)
            versions.client = versionIn(line);
    }
    return versions;
}

} // namespace models
