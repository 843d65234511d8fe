// SPDX-License-Identifier: Apache-2.0
#include "client/redaction.h"

#include "models/secretkeys.h"

#include <QUrl>
#include <QUrlQuery>

namespace client {

using models::Json;

namespace {

const std::string kMask = models::secretMask().toStdString();

Json withoutScalars(const Json& json)
{
    if (json.is_object() || json.is_array()) {
        Json masked = json;
        for (Json& member : masked)
            member = withoutScalars(member);
        return masked;
    }
    const bool tells = !json.is_null() && !json.is_boolean() && json != "";
    return tells ? Json(kMask) : json;
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
    if (const auto json = models::parseJson(bytes))
        text = models::dumpJson(redactedJson(*json));
    else if (exchange.path.startsWith(QLatin1String("/v1/secret"))
             || models::looksSecretValue(QString::fromUtf8(bytes)))
        return {State::Hidden, {}};
    else if (bytes.contains('\0'))
        return {State::NotText, {}};
    else
        text = bytes;
    if (!exchange.credential.isEmpty())
        text.replace(exchange.credential, models::secretMask().toUtf8());
    return {State::Kept, text};
}

} // namespace

Json redactedJson(const Json& json)
{
    if (json.is_string())
        return models::looksSecretValue(models::fromStd(json.get_ref<const std::string&>())) ? Json(kMask) : json;
    if (!json.is_object() && !json.is_array())
        return json;
    Json shown = json;
    const bool isPair = json.is_object() && isSecretPair(json);
    for (auto member = shown.begin(); member != shown.end(); ++member) {
        const bool hidden = json.is_object() && (hides(member.key(), *member) || (isPair && member.key() == "value"));
        *member = hidden ? withoutScalars(*member) : redactedJson(*member);
    }
    return shown;
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
