// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/minikubelists.h"

#include "models/cluster/minikubefailure.h"
#include "models/json.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace models {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(models::MinikubeLists)
};

/// Its JSON, or why there is none.
Result<Json> answerOf(const QString& tried, int exitCode, const QByteArray& output, const QByteArray& errors)
{
    if (exitCode != 0)
        return failed(minikubeFailure(tried, exitCode, std::nullopt, output, errors).failure);
    auto json = parseJson(output);
    if (!json)
        json.error().tried = tried;
    return json;
}

/// minikube writes http for each port (contract minikube §2.7).
QString corrected(const QString& url, const QString& port)
{
    const bool isTls = port.contains(QLatin1String("https")) || port.contains(QLatin1String("ssl"))
        || port.endsWith(QLatin1String("/443"));
    return isTls && url.startsWith(QLatin1String("http:")) ? QStringLiteral("https") + url.mid(4) : url;
}

} // namespace

Result<std::vector<ClusterAddon>> readAddons(int exitCode, const QByteArray& output, const QByteArray& errors)
{
    const auto json = answerOf(Words::tr("list the add-ons"), exitCode, output, errors);
    if (!json)
        return failed(json.error());
    std::vector<ClusterAddon> addons;
    if (!json->is_object())
        return addons;
    for (const auto& [name, entry] : json->items()) {
        const QString status = textAt(entry, "Status");
        if (!status.isEmpty())
            addons.push_back({fromStd(name), status == QLatin1String("enabled")});
    }
    return addons;
}

QStringList readAddonNames(const QByteArray& output)
{
    const auto json = parseJson(output);
    QStringList names;
    if (json && json->is_object()) {
        for (const auto& [name, entry] : json->items()) {
            if (entry.is_object())
                names << fromStd(name);
        }
    }
    return names;
}

Result<std::vector<ClusterService>> readServices(int exitCode, const QByteArray& output, const QByteArray& errors)
{
    const auto json = answerOf(Words::tr("list the services"), exitCode, output, errors);
    if (!json)
        return failed(json.error());
    std::vector<ClusterService> services;
    if (!json->is_array())
        return services;
    for (const Json& entry : *json) {
        ClusterService service{textAt(entry, "Namespace"), textAt(entry, "Name"), textsAt(entry, "PortNames"), {}};
        const QStringList urls = textsAt(entry, "URLs");
        for (qsizetype i = 0; i < urls.size(); ++i)
            service.urls << corrected(urls[i], service.ports.value(i));
        if (service.urls.isEmpty() && service.ports == QStringList{QStringLiteral("No node port")})
            service.ports.clear();
        services.push_back(std::move(service));
    }
    return services;
}

Result<std::vector<ClusterService>> readKubernetesServices(int exitCode, const QByteArray& output,
                                                           const QByteArray& errors, const QString& ip)
{
    const auto json = answerOf(Words::tr("list the services"), exitCode, output, errors);
    if (!json)
        return failed(json.error());
    std::vector<ClusterService> services;
    const Json items = valueAt(*json, "items");
    if (!items.is_array())
        return services;
    for (const Json& item : items) {
        const Json metadata = valueAt(item, "metadata");
        const Json spec = valueAt(item, "spec");
        ClusterService service{textAt(metadata, "namespace"), textAt(metadata, "name"), {}, {}};
        const Json ports = valueAt(spec, "ports");
        for (std::size_t i = 0; ports.is_array() && i < ports.size(); ++i) {
            const qint64 nodePort = numberAt(ports[i], "nodePort");
            const QString label = QStringLiteral("%1/%2").arg(textAt(ports[i], "name")).arg(numberAt(ports[i], "port"));
            service.ports << label;
            if (nodePort > 0)
                service.urls << corrected(QStringLiteral("http://%1:%2").arg(ip).arg(nodePort), label);
        }
        services.push_back(std::move(service));
    }
    return services;
}

Result<QString> readClusterIp(int exitCode, const QByteArray& output, const QByteArray& errors)
{
    static const QRegularExpression address(
        QStringLiteral("\\A(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]+:[0-9a-fA-F:]*)\\z"));
    const QString text = QString::fromUtf8(output).trimmed();
    if (exitCode == 0 && address.match(text).hasMatch())
        return text;
    return failed(
        minikubeFailure(Words::tr("ask for the address of the cluster"), exitCode, std::nullopt, output, errors)
            .failure);
}

QStringList readDrivers(const QByteArray& output)
{
    const auto json = parseJson(output);
    QStringList drivers;
    for (std::size_t i = 0; json && json->is_array() && i < json->size(); ++i) {
        if ((*json)[i].is_string())
            drivers << fromStd((*json)[i].get<std::string>());
    }
    return drivers;
}

} // namespace models
