// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/pairs.h"

#include <optional>

namespace models {

/// A CloudEvents 0.1 event as Dispatch takes it (contract §1.9): flat, `data` is any JSON value or absent.
struct CloudEvent
{
    QString eventType;
    QString cloudEventsVersion = QStringLiteral("0.1");
    QString source;
    QString eventId; ///< wire: `eventID`
    QString eventTime; ///< RFC 3339 as on the wire; empty, or the year 1, means "not given"
    QString eventTypeVersion;
    QString schemaUrl; ///< wire: `schemaURL`
    QString contentType;
    Json extensions; ///< an object; an empty one is never sent, the server refuses it
    std::optional<Json> data;
    Json unknown;

    bool operator==(const CloudEvent&) const = default;
};

/// Tolerant: members of the wrong type read as empty.
CloudEvent cloudEventFromJson(const Json& json);
Json toJson(const CloudEvent& event);

/// An event with the defaults of the original command line: source `dispatch`, a fresh UUIDv4, time now in UTC.
CloudEvent newCloudEvent(const QString& eventType);

} // namespace models
