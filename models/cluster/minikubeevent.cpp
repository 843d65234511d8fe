// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/minikubeevent.h"

#include "models/json.h"

#include <algorithm>

namespace models {

namespace {

struct Row
{
    const char* name; ///< behind the prefix
    MinikubeEvent::Type type;
};

constexpr Row kTypes[] = {
    {"step", MinikubeEvent::Type::Step},         {"info", MinikubeEvent::Type::Info},
    {"warning", MinikubeEvent::Type::Warning},   {"error", MinikubeEvent::Type::Error},
    {"download", MinikubeEvent::Type::Download}, {"download.progress", MinikubeEvent::Type::DownloadProgress},
};

constexpr QLatin1String kPrefix("io.k8s.sigs.minikube.");

MinikubeEvent::Type typeOf(const QString& name)
{
    const QString own = name.mid(kPrefix.size());
    for (const Row& row : kTypes) {
        if (own == QLatin1String(row.name))
            return row.type;
    }
    return MinikubeEvent::Type::Other;
}

int numberIn(const Json& data, const char* member, int otherwise)
{
    bool isNumber = false;
    const int number = textAt(data, member).toInt(&isNumber);
    return isNumber ? number : otherwise;
}

} // namespace

bool MinikubeEvent::isEcho() const
{
    return type == Type::Info
        && (message.startsWith(QLatin1String("MINIKUBE_")) || message.startsWith(QLatin1String("KUBECONFIG=")));
}

std::optional<MinikubeEvent> minikubeEventFrom(const QByteArray& line)
{
    if (!line.startsWith('{'))
        return std::nullopt;
    const auto json = parseJson(line);
    if (!json || !json->is_object())
        return std::nullopt;
    MinikubeEvent event;
    event.typeName = textAt(*json, "type");
    if (!event.typeName.startsWith(kPrefix))
        return std::nullopt;
    event.type = typeOf(event.typeName);
    event.id = textAt(*json, "id");
    const Json data = valueAt(*json, "data");
    event.data = dumpJson(data);
    event.message = textAt(data, "message").trimmed();
    event.name = textAt(data, "name");
    event.step = numberIn(data, "currentstep", -1);
    event.totalSteps = std::max(0, numberIn(data, "totalsteps", 0));
    event.artifact = textAt(data, "artifact");
    event.progress = std::clamp(textAt(data, "progress").toDouble(), 0.0, 1.0);
    event.exitCode = numberIn(data, "exitcode", 0);
    event.advice = textAt(data, "advice");
    event.url = textAt(data, "url");
    event.issues = textAt(data, "issues");
    return event;
}

} // namespace models
