// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/kubernetesnode.h"

#include "models/cluster/kubernetesjson.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace models {

namespace {

struct Unit
{
    const char* suffix;
    double factor;
};

constexpr Unit kUnits[] = {
    {"Ki", 1024.0},
    {"Mi", 1024.0 * 1024},
    {"Gi", 1024.0 * 1024 * 1024},
    {"Ti", 1024.0 * 1024 * 1024 * 1024},
    {"Pi", 1024.0 * 1024 * 1024 * 1024 * 1024},
    {"m", 1e-3},
    {"k", 1e3},
    {"M", 1e6},
    {"G", 1e9},
    {"T", 1e12},
    {"P", 1e15},
};

KubernetesNode nodeFromJson(const Json& json)
{
    KubernetesNode node;
    const Json& status = partOf(json, "status");
    node.name = textAt(partOf(json, "metadata"), "name");
    node.takesPods = !flagAt(partOf(json, "spec"), "unschedulable");
    node.kubelet = textAt(partOf(status, "nodeInfo"), "kubeletVersion");
    node.runtime = textAt(partOf(status, "nodeInfo"), "containerRuntimeVersion");
    const Json& allocatable = partOf(status, "allocatable");
    node.milliCpus = thousandthsOf(textAt(allocatable, "cpu")).value_or(0);
    node.memoryBytes = thousandthsOf(textAt(allocatable, "memory")).value_or(0) / 1'000;
    forEachOf(partOf(status, "conditions"), [&node](const Json& condition) {
        const QString type = textAt(condition, "type");
        const bool isTrue = textAt(condition, "status") == QLatin1String("True");
        if (type == QLatin1String("Ready")) {
            node.isReady = isTrue;
            node.reason = isTrue ? QString() : textAt(condition, "message");
        } else if (isTrue) {
            // Each other condition names something that is wrong.
            node.pressures << type;
        }
    });
    return node;
}

} // namespace

std::optional<qint64> thousandthsOf(const QString& quantity)
{
    QString number = quantity.trimmed();
    double factor = 1'000;
    for (const Unit& unit : kUnits) {
        if (number.endsWith(QLatin1String(unit.suffix))) {
            number.chop(static_cast<qsizetype>(qstrlen(unit.suffix)));
            factor *= unit.factor;
            break;
        }
    }
    bool isNumber = false;
    const double amount = number.toDouble(&isNumber) * factor;
    constexpr double kMost = 9e18;
    if (!isNumber || !std::isfinite(amount) || amount < 0 || amount > kMost)
        return std::nullopt;
    return static_cast<qint64>(std::llround(amount));
}

Result<std::vector<KubernetesNode>> nodesFromJson(const QByteArray& text)
{
    const auto items = kubernetesItems(text, QCoreApplication::translate("models::Kubernetes", "The list of nodes"));
    if (!items)
        return failed(items.error());
    std::vector<KubernetesNode> nodes;
    forEachOf(*items, [&nodes](const Json& item) { nodes.push_back(nodeFromJson(item)); });
    std::sort(nodes.begin(), nodes.end(),
              [](const KubernetesNode& left, const KubernetesNode& right) { return left.name < right.name; });
    return nodes;
}

Result<std::vector<KubernetesNamespace>> namespacesFromJson(const QByteArray& text)
{
    const auto items
        = kubernetesItems(text, QCoreApplication::translate("models::Kubernetes", "The list of namespaces"));
    if (!items)
        return failed(items.error());
    std::vector<KubernetesNamespace> namespaces;
    forEachOf(*items, [&namespaces](const Json& item) {
        const QString name = textAt(partOf(item, "metadata"), "name");
        if (!name.isEmpty())
            namespaces.push_back({name, textAt(partOf(item, "status"), "phase") == QLatin1String("Terminating")});
    });
    std::sort(namespaces.begin(), namespaces.end(),
              [](const KubernetesNamespace& left, const KubernetesNamespace& right) { return left.name < right.name; });
    return namespaces;
}

} // namespace models
