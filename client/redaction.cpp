// SPDX-License-Identifier: Apache-2.0
#include "client/redaction.h"

#include "models/secretkeys.h"

#include <QRegularExpression>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace client {

using models::Json;

namespace {

const std::string kMask = models::secretMask().toStdString();

void maskScalars(Json& json)
{
    if (json.is_structured()) {
        for (Json& member : json)
            maskScalars(member);
    } else if (!json.is_null() && !json.is_boolean() && json != "") {
        json = kMask;
    }
}

bool isSecretPair(const Json& object)
{
    return object.contains("value") && models::looksSecretKey(models::textAt(object, "key"));
}

/// `secrets` with names in it is a list; with values it is a map.
bool hides(const std::string& member, const Json& value)
{
    if (member == "secrets")
        return value.is_object();
    return member != "key" && models::looksSecretKey(models::fromStd(member));
}

void redact(Json& json)
{
    if (json.is_string()) {
        if (models::looksSecretValue(models::fromStd(json.get_ref<const std::string&>())))
            json = kMask;
        return;
    }
    if (!json.is_structured())
        return;
    const bool isPair = json.is_object() && isSecretPair(json);
    for (auto member = json.begin(); member != json.end(); ++member) {
        const bool hidden = json.is_object() && (hides(member.key(), *member) || (isPair && member.key() == "value"));
        if (hidden)
            maskScalars(*member);
        else
            redact(*member);
    }
}

RecordedBody kept(const QByteArray& bytes, qint64 size, const Exchange& exchange)
{
    using State = RecordedBody::State;
    if (size == 0)
        return {};
    if (bytes.isEmpty())
        return {State::NotKept, {}};
    if (bytes.size() > kMostKeptBody || size > bytes.size())
        return {State::TooLong, {}};
    QByteArray text;
    if (auto json = models::parseJson(bytes)) {
        redact(*json);
        text = models::dumpJson(*json);
    } else if (exchange.path.startsWith(QLatin1String("/v1/secret"))
               || models::looksSecretValue(QString::fromUtf8(bytes))) {
        return {State::Hidden, {}};
    } else if (bytes.contains('\0')) {
        return {State::NotText, {}};
    } else {
        text = bytes;
    }
    if (!exchange.credential.isEmpty())
        text.replace(exchange.credential, models::secretMask().toUtf8());
    return {State::Kept, text};
}

/// Behind a key: in quotes, behind the word of a scheme, or up to a sign that ends words.
qsizetype endOfValue(QStringView line, qsizetype at)
{
    const QChar quote = at < line.size() ? line[at] : QChar();
    if (quote == u'"' || quote == u'\'') {
        if (const qsizetype closing = line.indexOf(quote, at + 1); closing >= 0)
            return closing + 1;
    }
    for (const QLatin1String scheme : {QLatin1String("Bearer "), QLatin1String("Basic ")}) {
        if (line.sliced(at).startsWith(scheme))
            at += scheme.size();
    }
    const auto ends = [](QChar sign) { return sign.isSpace() || sign == u',' || sign == u';' || sign == u'&'; };
    return std::distance(line.begin(), std::find_if(line.begin() + at, line.end(), ends));
}

bool isSecretKey(const QString& key)
{
    const QString last = key.section(u'.', -1);
    // A known secret may be a word that keys have, too.
    return models::looksSecretKey(last) || last.endsWith(QLatin1String("key-data"))
        || last.contains(models::secretMask());
}

/// Looks at each place once: lines may be long.
QString withoutSecretValues(const QString& line)
{
    // What stands for a harmless key may be a key itself: "GUEST_START: token: …".
    static const QRegularExpression keys(QStringLiteral("([A-Za-z0-9_.\\-\\x{2022}]+)\"?\\s*[=:]\\s*"));
    QString shown;
    qsizetype from = 0;
    for (auto found = keys.globalMatch(line); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        if (match.capturedEnd() < from || !isSecretKey(match.captured(1)))
            continue;
        const qsizetype end = endOfValue(line, match.capturedEnd());
        if (end == match.capturedEnd())
            continue;
        shown += QStringView(line).sliced(from, match.capturedEnd() - from);
        shown += models::secretMask();
        from = end;
    }
    return shown += QStringView(line).sliced(from);
}

QString withoutSecretWords(const QString& line)
{
    static const QRegularExpression words(QStringLiteral("[^\\s\"']{12,}"));
    QString shown;
    qsizetype from = 0;
    for (auto found = words.globalMatch(line); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        if (!models::looksSecretValue(match.captured()))
            continue;
        shown += QStringView(line).sliced(from, match.capturedStart() - from);
        shown += models::secretMask();
        from = match.capturedEnd();
    }
    return shown += QStringView(line).sliced(from);
}

} // namespace

Json redactedJson(Json json)
{
    redact(json);
    return json;
}

QString redactedLine(const QString& line, QStringList secrets)
{
    static const QRegularExpression encoded(QStringLiteral("^\\s*[A-Za-z0-9+/=]{44,}\\s*$"));
    if (encoded.match(line).hasMatch())
        return models::secretMask();
    // Before the rules, which see an end of a secret in many a sign; and none may leave a rest of another.
    std::sort(secrets.begin(), secrets.end(),
              [](const QString& left, const QString& right) { return left.size() > right.size(); });
    QString shown = line;
    for (const QString& secret : secrets)
        shown.replace(secret, models::secretMask());
    return withoutSecretWords(withoutSecretValues(shown));
}

QString redactedLines(const QString& text)
{
    QStringList lines = text.split(u'\n');
    for (QString& line : lines)
        line = redactedLine(line);
    return lines.join(u'\n');
}

QString redactedPath(const QString& path)
{
    const qsizetype mark = path.indexOf(u'?');
    if (mark < 0)
        return path;
    const QUrlQuery query(path.mid(mark + 1));
    QUrlQuery shown;
    for (const auto& [key, value] : query.queryItems(QUrl::FullyDecoded))
        shown.addQueryItem(key, models::shownValue(key, value));
    return path.left(mark + 1) + shown.toString(QUrl::PrettyDecoded);
}

RedactedExchange redacted(const Exchange& exchange)
{
    RedactedExchange result;
    RequestRecord& record = result.record;
    record.startedAt = exchange.startedAt;
    record.elapsedMSecs = exchange.elapsedMSecs;
    record.method = exchange.method;
    record.address = exchange.address;
    record.path = redactedPath(exchange.path);
    record.credentialName = exchange.credentialName;
    record.status = exchange.status;
    record.problem = exchange.problem;
    record.sentBytes = exchange.sentBytes;
    record.receivedBytes = exchange.receivedBytes;
    result.bodies.sent = kept(exchange.sent, exchange.sentBytes, exchange);
    result.bodies.received = kept(exchange.received, exchange.receivedBytes, exchange);
    return result;
}

} // namespace client
