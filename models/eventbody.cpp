// SPDX-License-Identifier: Apache-2.0
#include "models/eventbody.h"

#include <algorithm>

namespace models {

namespace {

void appendString(QByteArray& out, const QString& text)
{
    out += '"';
    appendJsonEscaped(out, text.toUtf8());
    out += '"';
}

class BodyWriter
{
public:
    QByteArray bytes = "{";

    void name(const QString& member)
    {
        if (!m_first)
            bytes += ',';
        m_first = false;
        appendString(bytes, member);
        bytes += ':';
    }

    void text(const char* member, const QString& value)
    {
        if (value.isEmpty())
            return;
        name(QLatin1String(member));
        appendString(bytes, value);
    }

    void extensions(const std::vector<ExtensionRow>& rows)
    {
        BodyWriter object;
        for (const ExtensionRow& row : rows) {
            if (row.isBlank())
                continue;
            object.name(row.name);
            object.bytes += row.value.toUtf8();
        }
        if (object.m_first)
            return;
        name(QStringLiteral("extensions"));
        bytes += object.bytes + '}';
    }

private:
    bool m_first = true;
};

EventBody withFile(QByteArray head, const EventDraft& draft)
{
    EventBody body;
    body.head = std::move(head) + '"';
    body.filling = sendsFileAsText(draft) ? EventBody::Filling::TextFile : EventBody::Filling::Base64File;
    body.path = draft.file->path;
    body.tail = "\"}\n";
    return body;
}

} // namespace

EventBody eventBody(const EventDraft& draft)
{
    BodyWriter writer;
    writer.text("eventType", draft.eventType);
    writer.text("eventTypeVersion", draft.eventTypeVersion);
    writer.text("cloudEventsVersion", QStringLiteral("0.1"));
    writer.text("source", draft.source);
    writer.text("eventID", draft.eventId);
    writer.text("eventTime", draft.eventTime);
    writer.text("schemaURL", draft.schemaUrl);
    writer.text("contentType", effectiveContentType(draft));
    writer.extensions(draft.extensions);
    EventBody body;
    if (hasData(draft)) {
        writer.name(QStringLiteral("data"));
        if (draft.mode == DataMode::File)
            return withFile(std::move(writer.bytes), draft);
        if (draft.mode == DataMode::Text)
            appendString(writer.bytes, draft.text);
        else
            writer.bytes += draft.json.toUtf8();
    }
    body.head = std::move(writer.bytes);
    body.tail = "}\n";
    return body;
}

QByteArray wholeBody(const EventBody& body)
{
    return body.head + body.tail;
}

qint64 base64Size(qint64 size)
{
    constexpr qint64 kBytesIn = 3;
    constexpr qint64 kCharactersOut = 4;
    return (size + kBytesIn - 1) / kBytesIn * kCharactersOut;
}

void appendJsonEscaped(QByteArray& out, QByteArrayView utf8)
{
    constexpr uchar kFirstPrintable = 0x20;
    constexpr QByteArrayView kNamed("\b\f\n\r\t\"\\");
    constexpr QByteArrayView kNames("bfnrt\"\\");
    const auto needsEscape = [](char c) { return static_cast<uchar>(c) < kFirstPrintable || c == '"' || c == '\\'; };
    out.reserve(out.size() + utf8.size());
    for (auto at = utf8.begin(); at != utf8.end();) {
        const auto next = std::find_if(at, utf8.end(), needsEscape);
        out.append(at, next - at);
        at = next;
        for (; at != utf8.end() && needsEscape(*at); ++at) {
            if (const qsizetype named = kNamed.indexOf(*at); named >= 0)
                (out += '\\') += kNames[named];
            else
                (out += "\\u00") += QByteArray(1, *at).toHex();
        }
    }
}

} // namespace models
