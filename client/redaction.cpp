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

} // namespace

Json redactedJson(Json json)
{
    redact(json);
    return json;
}

QString redactedLine(const QString& line, QStringList secrets)
{
    static const QRegularExpression encoded(QStringLiteral("^\\s*[A-Za-z0-9+/=]{44,}\\s*$"));
    static const QRegularExpression pair(
        QStringLiteral("([A-Za-z0-9_.\\-]+)(\"?\\s*[=:]\\s*)(\"[^\"]*\"|'[^']*'|(?:Bearer |Basic )?[^\\s,;&]+)"));
    static const QRegularExpression word(QStringLiteral("[^\\s\"']{12,}"));
    if (encoded.match(line).hasMatch())
        return models::secretMask();
    QString shown = line;
    // Before the rules, which see an end of a secret in many a sign; and none may leave a rest of another.
    std::sort(secrets.begin(), secrets.end(),
              [](const QString& left, const QString& right) { return left.size() > right.size(); });
    for (const QString& secret : secrets)
        shown.replace(secret, models::secretMask());
    const auto mask = [&shown](const QRegularExpression& pattern, int part, auto isSecret) {
        qsizetype at = 0;
        for (auto match = pattern.match(shown, at); match.hasMatch(); match = pattern.match(shown, at)) {
            // What stands for a harmless key may be a key itself: "GUEST_START: token: …".
            at = part == 0 ? match.capturedEnd() : match.capturedStart(part);
            if (!isSecret(match))
                continue;
            shown.replace(match.capturedStart(part), match.capturedLength(part), models::secretMask());
            at = match.capturedStart(part) + models::secretMask().size();
        }
    };
    mask(pair, 3, [](const QRegularExpressionMatch& match) {
        const QString key = match.captured(1).section(u'.', -1);
        return models::looksSecretKey(key) || key.endsWith(QLatin1String("key-data"));
    });
    mask(word, 0, [](const QRegularExpressionMatch& match) { return models::looksSecretValue(match.captured()); });
    return shown;
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
