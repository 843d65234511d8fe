// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cloudevent.h"

#include <optional>
#include <vector>

namespace models {

enum class DataMode
{
    JsonText,
    Text,
    File
};

/// A file that is sent, never its content: what it was when it was chosen, so that a change can be noticed.
struct FileReference
{
    QString path;
    qint64 size = 0;
    qint64 modifiedMSecs = 0; ///< since 1970 UTC
    QByteArray sha256; ///< hexadecimal; empty = not computed
    QString contentType; ///< by its first bytes, see sniffContent()
    bool isText = false; ///< can be sent as a JSON string

    bool operator==(const FileReference&) const = default;
    /// False for a path that a person wrote into a template: the file must be looked at before it can be sent.
    bool isKnown() const { return !contentType.isEmpty(); }
};

/// One row of the grid of extensions. `value` is JSON text as typed.
struct ExtensionRow
{
    QString name;
    QString value;

    bool operator==(const ExtensionRow&) const = default;
    bool isBlank() const { return name.trimmed().isEmpty() && value.trimmed().isEmpty(); }
};

/// The sides of a draft that can be wrong or can hold variables.
enum class DraftField
{
    EventType,
    Source,
    EventId,
    EventTime,
    EventTypeVersion,
    SchemaUrl,
    ContentType,
    Extensions,
    Data
};

/// An event being composed, all of it as typed: texts may hold variables and may be wrong. What was typed for the other
/// modes of data is kept when the mode changes.
struct EventDraft
{
    QString eventType;
    QString source = QStringLiteral("dispatch"); ///< the default of the original command line
    QString eventId; ///< empty = a fresh UUIDv4 for each send
    QString eventTime; ///< empty = the time of sending
    QString eventTypeVersion;
    QString schemaUrl;
    QString contentType; ///< empty = by the kind of data
    std::vector<ExtensionRow> extensions;
    DataMode mode = DataMode::JsonText;
    QString json;
    QString text;
    std::optional<FileReference> file;
    bool forceBinary = false; ///< send a file as base64 even when it is text

    bool operator==(const EventDraft&) const = default;
};

/// For the journal and history; members that say nothing are left out. The reader is tolerant.
Json toJson(const EventDraft& draft);
EventDraft eventDraftFromJson(const Json& json);

/// "json", "text", "file": how codecs write the mode.
QString wordOf(DataMode mode);
std::optional<DataMode> dataModeFromWord(const QString& word);

/// False for blank JSON, empty text, no file, and an empty file: `data` is then left out (contract §4.5).
bool hasData(const EventDraft& draft);
/// True when the file goes as a JSON string, false when it goes as base64.
bool sendsFileAsText(const EventDraft& draft);
/// What is typed, else by the kind of data: application/json; text/plain; charset=utf-8; what the file was sniffed as.
/// Empty when nothing is typed and there is no data. An empty file keeps its type, as the command line does.
QString effectiveContentType(const EventDraft& draft);

/// For "edit and resend": id and time are left to be fresh; a string goes to text unless its content type is JSON.
EventDraft eventDraftFromEvent(const CloudEvent& event);

} // namespace models
