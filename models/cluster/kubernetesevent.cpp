// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/kubernetesevent.h"

#include "models/cluster/kubernetesjson.h"

#include <QCoreApplication>

#include <algorithm>

namespace models {

namespace {

KubernetesEvent eventFromJson(const Json& json)
{
    KubernetesEvent event;
    const Json& metadata = partOf(json, "metadata");
    const Json& series = partOf(json, "series");
    // The newer form of the same thing calls it "regarding" and "note".
    const Json& involved = partOf(json, "involvedObject");
    const Json& object = involved.is_object() ? involved : partOf(json, "regarding");
    event.nameSpace = textAt(metadata, "namespace");
    event.uid = textAt(metadata, "uid");
    if (event.uid.isEmpty())
        event.uid = event.nameSpace + u'/' + textAt(metadata, "name");
    event.type = textAt(json, "type");
    event.reason = textAt(json, "reason");
    event.objectKind = textAt(object, "kind");
    event.objectName = textAt(object, "name");
    event.message = textAt(json, "message");
    if (event.message.isEmpty())
        event.message = textAt(json, "note");
    event.source = textAt(partOf(json, "source"), "component");
    if (event.source.isEmpty())
        event.source = textAt(json, "reportingComponent");
    event.count = std::max<qint64>({1, numberAt(json, "count"), numberAt(series, "count")});
    event.last
        = std::max({timeAt(json, "lastTimestamp"), timeAt(series, "lastObservedTime"), timeAt(json, "eventTime")});
    if (!event.last.isSet())
        event.last = std::max(timeAt(json, "firstTimestamp"), timeAt(metadata, "creationTimestamp"));
    return event;
}

} // namespace

bool KubernetesEvent::isWarning() const
{
    return !type.isEmpty() && type != QLatin1String("Normal");
}

QString KubernetesEvent::object() const
{
    return objectKind.isEmpty() ? objectName : objectKind + u' ' + objectName;
}

Result<std::vector<KubernetesEvent>> eventsFromJson(const QByteArray& text)
{
    const auto items = kubernetesItems(text, QCoreApplication::translate("models::Kubernetes", "The list of events"));
    if (!items)
        return failed(items.error());
    std::vector<KubernetesEvent> events;
    forEachOf(*items, [&events](const Json& item) { events.push_back(eventFromJson(item)); });
    std::stable_sort(events.begin(), events.end(),
                     [](const KubernetesEvent& left, const KubernetesEvent& right) { return left.last > right.last; });
    if (events.size() > kMostEvents)
        events.resize(kMostEvents);
    return events;
}

} // namespace models
