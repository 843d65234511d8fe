// SPDX-License-Identifier: Apache-2.0
#include "models/snippets.h"

#include "models/eventbody.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>

namespace models {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("models::Snippets", text);
}

Snippet refuse(const char* reason)
{
    return {{}, translated(reason)};
}

/// Inside single quotes bash takes everything as it is; a quote itself stands outside of them.
QString inBash(const QString& text)
{
    QString quoted = text;
    return u'\'' + quoted.replace(u'\'', QLatin1String("'\\''")) + u'\'';
}

QString bashHeader(const SnippetHeader& header)
{
    QString text = QStringLiteral("  -H ") + inBash(header.name + QLatin1String(": ") + header.value);
    if (!header.variable.isEmpty())
        text += QStringLiteral("\"$%1\"").arg(header.variable);
    return text + QLatin1String(" \\\n");
}

/// A line that does not stand in the text.
QString delimiterFor(const QString& text)
{
    QString delimiter = QStringLiteral("EVENT");
    while (text.contains(delimiter))
        delimiter += QLatin1String("_END");
    return delimiter;
}

QString curlCommand(const SnippetRequest& request)
{
    QString text
        = QStringLiteral("curl --globoff --fail-with-body -sS -X POST ") + inBash(request.url) + QLatin1String(" \\\n");
    for (const SnippetHeader& header : request.headers)
        text += bashHeader(header);
    return text + bashHeader({QStringLiteral("Content-Type"), QStringLiteral("application/json"), {}})
        + QLatin1String("  --data-binary @-");
}

Snippet curlInBash(const SnippetRequest& request)
{
    const EventBody body = eventBody(request.draft);
    switch (body.filling) {
    case EventBody::Filling::None: {
        const QString text = QString::fromUtf8(wholeBody(body));
        const QString delimiter = delimiterFor(text);
        return {curlCommand(request) + QStringLiteral(" <<'%1'\n").arg(delimiter) + text + delimiter + u'\n', {}};
    }
    case EventBody::Filling::Base64File:
        return {QLatin1String("{\n  printf '%s' ") + inBash(QString::fromUtf8(body.head))
                    + QLatin1String("\n  base64 < ") + inBash(body.path)
                    + QLatin1String(" | tr -d '\\n'\n  printf '%s\\n' ")
                    + inBash(QString::fromUtf8(body.tail).chopped(1)) + QLatin1String("\n} | ") + curlCommand(request)
                    + u'\n',
                {}};
    case EventBody::Filling::TextFile:
        break;
    }
    return refuse(QT_TRANSLATE_NOOP("models::Snippets",
                                    "The shell cannot write a text file as a JSON string. Use Python, or send the file "
                                    "as binary."));
}

/// PowerShell takes typographic single quotes for quotes; each is doubled. Line ends are joined in, so that the bytes
/// do not depend on those of the clipboard.
QString inPowerShell(const QString& text)
{
    QString quoted = QStringLiteral("'");
    for (const QChar c : text) {
        const bool isQuote = c == u'\'' || (c >= QChar(0x2018) && c <= QChar(0x201B));
        if (c == u'\n')
            quoted += QLatin1String("' + \"`n\" +\n  '");
        else if (c == u'\r')
            quoted += QLatin1String("' + \"`r\" + '");
        else
            quoted += isQuote ? QString(2, c) : QString(c);
    }
    return u'(' + quoted + QLatin1String("')");
}

QString powerShellHeaders(const SnippetRequest& request)
{
    QStringList entries;
    for (const SnippetHeader& header : request.headers) {
        QString value = inPowerShell(header.value);
        if (!header.variable.isEmpty())
            value += QStringLiteral(" + $Env:%1").arg(header.variable);
        entries << QStringLiteral("  ") + inPowerShell(header.name) + QLatin1String(" = ") + value;
    }
    return QLatin1String("$headers = @{\n") + entries.join(u'\n') + QLatin1String("\n}\n");
}

/// Sets $data to what the file becomes in the body.
QString powerShellData(const EventBody& body)
{
    const QString bytes = QLatin1String("[IO.File]::ReadAllBytes(") + inPowerShell(body.path) + u')';
    switch (body.filling) {
    case EventBody::Filling::None:
        return QStringLiteral("$data = ''\n");
    case EventBody::Filling::Base64File:
        return QLatin1String("$data = [Convert]::ToBase64String(") + bytes + QLatin1String(")\n");
    case EventBody::Filling::TextFile:
        return QLatin1String("$data = ConvertTo-Json -Compress ([Text.Encoding]::UTF8.GetString(") + bytes
            + QLatin1String("))\n$data = $data.Substring(1, $data.Length - 2)\n");
    }
    return {};
}

Snippet powerShell(const SnippetRequest& request)
{
    const EventBody body = eventBody(request.draft);
    return {powerShellHeaders(request) + powerShellData(body) + QLatin1String("$body = ")
                + inPowerShell(QString::fromUtf8(body.head)) + QLatin1String(" + $data + ")
                + inPowerShell(QString::fromUtf8(body.tail)) + QLatin1String("\nInvoke-RestMethod -Method Post -Uri ")
                + inPowerShell(request.url)
                + QLatin1String(" -Headers $headers -ContentType 'application/json' "
                                "-Body ([Text.Encoding]::UTF8.GetBytes($body))\n"),
            {}};
}

/// Why `dispatch emit` cannot send it (contract §4.5); null when it can.
const char* whyNotEmit(const SnippetRequest& request)
{
    const EventDraft& draft = request.draft;
    if (std::any_of(draft.extensions.begin(), draft.extensions.end(), [](const auto& row) { return !row.isBlank(); }))
        return QT_TRANSLATE_NOOP("models::Snippets", "The command line has no option for extensions.");
    if (request.timeIsChosen)
        return QT_TRANSLATE_NOOP("models::Snippets", "The command line always sends the time of sending.");
    if (draft.mode == DataMode::Text && hasData(draft))
        return QT_TRANSLATE_NOOP("models::Snippets", "The command line sends JSON only; it fails on text.");
    if (draft.mode == DataMode::File && draft.file)
        return QT_TRANSLATE_NOOP("models::Snippets", "The command line sends JSON only; it fails on files.");
    if (effectiveContentType(draft) != (hasData(draft) ? QLatin1String("application/json") : QLatin1String()))
        return QT_TRANSLATE_NOOP("models::Snippets",
                                 "The command line always says application/json with data, and nothing without.");
    return nullptr;
}

Snippet dispatchEmit(const SnippetRequest& request)
{
    if (const char* reason = whyNotEmit(request))
        return refuse(reason);
    const EventDraft& draft = request.draft;
    QString text = QStringLiteral("dispatch emit");
    const auto option = [&text](const char* name, const QString& value) {
        if (!value.isEmpty())
            text += QLatin1String(" \\\n  --") + QLatin1String(name) + u'=' + inBash(value);
    };
    option("source-id", draft.source);
    option("event-id", draft.eventId);
    option("event-type-version", draft.eventTypeVersion);
    option("event-schema-url", draft.schemaUrl);
    if (hasData(draft))
        option("data", draft.json);
    return {text + QLatin1String(" \\\n  -- ") + inBash(draft.eventType) + u'\n', {}};
}

/// A string literal of Python; a line of the text is a line of the program.
QString inPython(const QString& text)
{
    static const QString kSpecial = QStringLiteral("\\'\n\r\t");
    static const QStringList kEscaped = {QStringLiteral("\\\\"), QStringLiteral("\\'"), QStringLiteral("\\n'\n    '"),
                                         QStringLiteral("\\r"), QStringLiteral("\\t")};
    QString quoted = QStringLiteral("'");
    for (const QChar c : text) {
        const qsizetype special = kSpecial.indexOf(c);
        if (special >= 0)
            quoted += kEscaped[special];
        else if (!c.isPrint() && !c.isSurrogate())
            quoted += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            quoted += c;
    }
    return quoted + u'\'';
}

QString pythonBody(const EventBody& body)
{
    const QString head = QLatin1String("body = (\n    ") + inPython(QString::fromUtf8(body.head));
    const QString tail = inPython(QString::fromUtf8(body.tail));
    if (body.filling == EventBody::Filling::None)
        return head + QLatin1String("\n    ") + tail + QLatin1String("\n).encode()\n");
    const bool asText = body.filling == EventBody::Filling::TextFile;
    const QString open = QLatin1String("with open(") + inPython(body.path)
        + QLatin1String(", 'rb') as file:\n    data = ")
        + (asText ? QLatin1String("json.dumps(file.read().decode(), ensure_ascii=False)[1:-1].encode()")
                  : QLatin1String("base64.b64encode(file.read())"));
    return open + u'\n' + head + QLatin1String("\n).encode() + data + (\n    ") + tail
        + QLatin1String("\n).encode()\n");
}

Snippet python(const SnippetRequest& request)
{
    QString text = QStringLiteral("import base64, json, os, urllib.request\n\n") + pythonBody(eventBody(request.draft))
        + QLatin1String("request = urllib.request.Request(\n    ") + inPython(request.url)
        + QLatin1String(",\n    data=body,\n    method='POST',\n    headers={\n");
    for (const SnippetHeader& header : request.headers) {
        text += QLatin1String("        ") + inPython(header.name) + QLatin1String(": ") + inPython(header.value);
        if (!header.variable.isEmpty())
            text += QLatin1String(" + os.environ[") + inPython(header.variable) + u']';
        text += QLatin1String(",\n");
    }
    return {text
                + QLatin1String("        'Content-Type': 'application/json',\n    },\n)\n"
                                "with urllib.request.urlopen(request) as answer:\n    print(answer.read().decode())\n"),
            {}};
}

constexpr std::array kTools = {
    SnippetTool{"curl", QT_TRANSLATE_NOOP("models::Snippets", "curl (bash)"), curlInBash},
    SnippetTool{"powershell", QT_TRANSLATE_NOOP("models::Snippets", "PowerShell"), powerShell},
    SnippetTool{"dispatch", QT_TRANSLATE_NOOP("models::Snippets", "dispatch emit"), dispatchEmit},
    SnippetTool{"python", QT_TRANSLATE_NOOP("models::Snippets", "Python"), python},
};

} // namespace

std::span<const SnippetTool> snippetTools()
{
    return kTools;
}

QString nameOf(const SnippetTool& tool)
{
    return translated(tool.name);
}

} // namespace models
