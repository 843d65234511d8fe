// SPDX-License-Identifier: Apache-2.0
#include "models/cloudevent.h"

#include <QDateTime>
#include <QUuid>

namespace models {

CloudEvent cloudEventFromJson(const Json& json)
{
    CloudEvent event;
    event.eventType = textAt(json, "eventType");
    event.cloudEventsVersion = textAt(json, "cloudEventsVersion");
    event.source = textAt(json, "source");
    event.eventId = textAt(json, "eventID");
    event.eventTime = textAt(json, "eventTime");
    event.eventTypeVersion = textAt(json, "eventTypeVersion");
    event.schemaUrl = textAt(json, "schemaURL");
    event.contentType = textAt(json, "contentType");
    event.extensions = valueAt(json, "extensions");
    if (json.is_object() && json.contains("data"))
        event.data = json.at("data");
    event.unknown = unknownMembers(json,
                                   {"eventType", "cloudEventsVersion", "source", "eventID", "eventTime",
                                    "eventTypeVersion", "schemaURL", "contentType", "extensions", "data"});
    return event;
}

Json toJson(const CloudEvent& event)
{
    Json json = event.unknown.is_object() ? event.unknown : Json::object();
    json["eventType"] = toStd(event.eventType);
    json["cloudEventsVersion"] = toStd(event.cloudEventsVersion);
    json["source"] = toStd(event.source);
    json["eventID"] = toStd(event.eventId);
    const auto putText = [&json](const char* member, const QString& text) {
        if (!text.isEmpty())
            json[member] = toStd(text);
    };
    putText("eventTime", event.eventTime);
    putText("eventTypeVersion", event.eventTypeVersion);
    putText("schemaURL", event.schemaUrl);
    putText("contentType", event.contentType);
    if (event.extensions.is_object() && !event.extensions.empty())
        json["extensions"] = event.extensions;
    if (event.data)
        json["data"] = *event.data;
    return json;
}

CloudEvent newCloudEvent(const QString& eventType)
{
    CloudEvent event;
    event.eventType = eventType;
    event.source = QStringLiteral("dispatch");
    event.eventId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    event.eventTime = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    return event;
}

} // namespace models
