// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/eventdraft.h"

#include <QByteArrayView>

namespace models {

/// The exact bytes of an emit: head, then what the file at `path` becomes, then tail.
struct EventBody
{
    enum class Filling
    {
        None,
        Base64File, ///< standard base64 with padding, no line ends
        TextFile ///< UTF-8 through appendJsonEscaped()
    };
    QByteArray head;
    Filling filling = Filling::None;
    QString path;
    QByteArray tail;

    bool operator==(const EventBody&) const = default;
};

/// The body of a resolved draft without problems. Members in the order of the original: eventType, eventTypeVersion,
/// cloudEventsVersion, source, eventID, eventTime, schemaURL, contentType, extensions, data; those that say nothing are
/// left out. JSON goes as typed, text as a JSON string; ends with a line end, as the command line's does.
EventBody eventBody(const EventDraft& draft);

/// All bytes, when there is no file in them.
QByteArray wholeBody(const EventBody& body);
/// The number of bytes of the base64 of a file of `size` bytes.
qint64 base64Size(qint64 size);

/// Appends the inside of a JSON string. Works byte by byte: a text may be handed over in parts cut anywhere.
void appendJsonEscaped(QByteArray& out, QByteArrayView utf8);

} // namespace models
