// SPDX-License-Identifier: Apache-2.0
#include "models/eventdraft.h"

#include <array>
#include <utility>

namespace models {

namespace {

constexpr std::array<std::pair<DataMode, const char*>, 3> kModes = {{
    {DataMode::JsonText, "json"},
    {DataMode::Text, "text"},
    {DataMode::File, "file"},
}};

const QString kJsonType = QStringLiteral("application/json");
const QString kTextType = QStringLiteral("text/plain; charset=utf-8");

/// The plain texts of a draft and their members.
constexpr std::array<std::pair<const char*, QString EventDraft::*>, 9> kTexts = {{
    {"eventType", &EventDraft::eventType},
    {"source", &EventDraft::source},
    {"eventID", &EventDraft::eventId},
    {"eventTime", &EventDraft::eventTime},
    {"eventTypeVersion", &EventDraft::eventTypeVersion},
    {"schemaURL", &EventDraft::schemaUrl},
    {"contentType", &EventDraft::contentType},
    {"json", &EventDraft::json},
    {"text", &EventDraft::text},
}};

Json toJson(const FileReference& file)
{
    return {{"path", toStd(file.path)},
            {"size", file.size},
            {"modified", file.modifiedMSecs},
            {"sha256", file.sha256.toStdString()},
            {"contentType", toStd(file.contentType)},
            {"isText", file.isText}};
}

std::optional<FileReference> fileReferenceFromJson(const Json& json)
{
    FileReference file;
    file.path = textAt(json, "path");
    if (file.path.isEmpty())
        return std::nullopt;
    file.size = numberAt(json, "size");
    file.modifiedMSecs = numberAt(json, "modified");
    file.sha256 = textAt(json, "sha256").toLatin1();
    file.contentType = textAt(json, "contentType");
    file.isText = flagAt(json, "isText");
    return file;
}

QString defaultContentType(const EventDraft& draft)
{
    switch (draft.mode) {
    case DataMode::JsonText:
        return kJsonType;
    case DataMode::Text:
        return kTextType;
    case DataMode::File:
        return draft.file ? draft.file->contentType : QString();
    }
    return {};
}

} // namespace

Json toJson(const EventDraft& draft)
{
    Json json = {{"mode", toStd(wordOf(draft.mode))}};
    for (const auto& [member, text] : kTexts) {
        if (!(draft.*text).isEmpty())
            json[member] = toStd(draft.*text);
    }
    for (const ExtensionRow& row : draft.extensions)
        json["extensions"].push_back({{"name", toStd(row.name)}, {"value", toStd(row.value)}});
    if (draft.file)
        json["file"] = toJson(*draft.file);
    if (draft.forceBinary)
        json["binary"] = true;
    return json;
}

EventDraft eventDraftFromJson(const Json& json)
{
    EventDraft draft;
    for (const auto& [member, text] : kTexts)
        draft.*text = textAt(json, member);
    const Json rows = valueAt(json, "extensions");
    for (const Json& row : rows.is_array() ? rows : Json::array()) {
        if (row.is_object())
            draft.extensions.push_back({textAt(row, "name"), textAt(row, "value")});
    }
    draft.mode = dataModeFromWord(textAt(json, "mode")).value_or(DataMode::JsonText);
    draft.file = fileReferenceFromJson(valueAt(json, "file"));
    draft.forceBinary = flagAt(json, "binary");
    return draft;
}

QString wordOf(DataMode mode)
{
    for (const auto& [known, word] : kModes) {
        if (known == mode)
            return QString::fromLatin1(word);
    }
    return {};
}

std::optional<DataMode> dataModeFromWord(const QString& word)
{
    for (const auto& [mode, known] : kModes) {
        if (word == QLatin1String(known))
            return mode;
    }
    return std::nullopt;
}

bool hasData(const EventDraft& draft)
{
    switch (draft.mode) {
    case DataMode::JsonText:
        return !QStringView(draft.json).trimmed().isEmpty();
    case DataMode::Text:
        return !draft.text.isEmpty();
    case DataMode::File:
        return draft.file && draft.file->size > 0;
    }
    return false;
}

bool sendsFileAsText(const EventDraft& draft)
{
    return draft.file && draft.file->isText && !draft.forceBinary;
}

QString effectiveContentType(const EventDraft& draft)
{
    if (!draft.contentType.isEmpty())
        return draft.contentType;
    return hasData(draft) || draft.mode == DataMode::File ? defaultContentType(draft) : QString();
}

EventDraft eventDraftFromEvent(const CloudEvent& event)
{
    EventDraft draft;
    draft.eventType = event.eventType;
    draft.source = event.source;
    draft.eventTypeVersion = event.eventTypeVersion;
    draft.schemaUrl = event.schemaUrl;
    if (event.extensions.is_object()) {
        for (auto member = event.extensions.begin(); member != event.extensions.end(); ++member)
            draft.extensions.push_back({fromStd(member.key()), QString::fromUtf8(dumpJson(member.value()))});
    }
    if (event.data && event.data->is_string() && !event.contentType.contains(QLatin1String("json"))) {
        draft.mode = DataMode::Text;
        draft.text = fromStd(event.data->get_ref<const std::string&>());
    } else if (event.data) {
        draft.json = QString::fromUtf8(dumpJson(*event.data, 2));
    }
    if (event.contentType != defaultContentType(draft))
        draft.contentType = event.contentType;
    return draft;
}

} // namespace models
