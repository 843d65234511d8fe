// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/preflightfacts.h"

#include "models/json.h"

namespace models {

namespace {

Result<Json> itemsOf(const QByteArray& output)
{
    const auto parsed = parseJson(output);
    if (!parsed)
        return failed(parsed.error());
    const Json items = valueAt(*parsed, "items");
    return items.is_array() ? items : Json::array();
}

bool isTrue(const Json& condition)
{
    return textAt(condition, "status") == QLatin1String("True");
}

void readConditions(const Json& node, const QString& name, NodesFact& fact)
{
    bool isReady = false;
    const Json conditions = valueAt(valueAt(node, "status"), "conditions");
    if (conditions.is_array()) {
        for (const Json& condition : conditions) {
            const QString type = textAt(condition, "type");
            if (type == QLatin1String("Ready"))
                isReady = isTrue(condition);
            else if (type.endsWith(QLatin1String("Pressure")) && isTrue(condition))
                fact.pressed << QStringLiteral("%1: %2").arg(name, type);
        }
    }
    if (!isReady)
        fact.notReady << name;
}

} // namespace

std::optional<Version> PreflightFacts::kubernetes() const
{
    return server.isKnown() ? std::optional<Version>(server.value) : versionIn(settings.value.kubernetes);
}

std::optional<Version> readServerVersion(const QByteArray& output)
{
    const auto parsed = parseJson(output);
    return parsed ? versionIn(textAt(valueAt(*parsed, "serverVersion"), "gitVersion")) : std::nullopt;
}

Result<NodesFact> readNodesFact(const QByteArray& output)
{
    const auto items = itemsOf(output);
    if (!items)
        return failed(items.error());
    NodesFact fact;
    for (const Json& node : *items) {
        ++fact.count;
        readConditions(node, textAt(valueAt(node, "metadata"), "name"), fact);
        const QString runtime = textAt(valueAt(valueAt(node, "status"), "nodeInfo"), "containerRuntimeVersion");
        if (!runtime.isEmpty() && !fact.runtimes.contains(runtime))
            fact.runtimes << runtime;
    }
    return fact;
}

Result<bool> readDefaultStorage(const QByteArray& output)
{
    const auto items = itemsOf(output);
    if (!items)
        return failed(items.error());
    for (const Json& item : *items) {
        const Json notes = valueAt(valueAt(item, "metadata"), "annotations");
        for (const char* const key :
             {"storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"}) {
            if (textAt(notes, key) == QLatin1String("true"))
                return true;
        }
    }
    return false;
}

Result<QStringList> readNames(const QByteArray& output)
{
    const auto items = itemsOf(output);
    if (!items)
        return failed(items.error());
    QStringList names;
    for (const Json& item : *items)
        names << textAt(valueAt(item, "metadata"), "name");
    return names;
}

} // namespace models
