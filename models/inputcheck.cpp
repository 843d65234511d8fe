// SPDX-License-Identifier: Apache-2.0
#include "models/inputcheck.h"

#include <QCoreApplication>
#include <QCryptographicHash>

#include <algorithm>

namespace models {

namespace {

constexpr qsizetype kMostShown = 120;

using Verdict = InputCheck::Verdict;

QString shortened(const Json& value)
{
    const QString text = QString::fromUtf8(dumpJson(value));
    return text.size() <= kMostShown ? text : text.left(kMostShown) + QChar(0x2026);
}

InputCheck differs(const QString& place, const Json& sent, const Json& received)
{
    return {Verdict::Differs, place, shortened(sent), shortened(received)};
}

QString shownAt(const Json& document, const Json::json_pointer& place)
{
    return document.contains(place) ? shortened(document[place])
                                    : QCoreApplication::translate("models::InputCheck", "nothing");
}

InputCheck firstDifference(const Json& sent, const Json& received)
{
    Json::json_pointer place(Json::diff(sent, received).front()["path"].get<std::string>());
    // A patch writes "-" for the place after the last.
    if (!place.empty() && place.back() == "-" && sent.contains(place.parent_pointer())
        && sent[place.parent_pointer()].is_array())
        place = place.parent_pointer() / sent[place.parent_pointer()].size();
    return {Verdict::Differs, QString::fromStdString(place.to_string()), shownAt(sent, place),
            shownAt(received, place)};
}

InputCheck checkJson(const QString& sent, const Json& received)
{
    const auto value = parseJson(sent.toUtf8());
    if (!value)
        return {};
    return *value == received ? InputCheck{Verdict::Same, {}, {}, {}} : firstDifference(*value, received);
}

InputCheck checkText(const QString& sent, const Json& received)
{
    if (!received.is_string())
        return differs({}, toStd(sent), received);
    const QString text = QString::fromStdString(received.get_ref<const std::string&>());
    if (text == sent)
        return {Verdict::Same, {}, {}, {}};
    const auto same = std::mismatch(sent.cbegin(), sent.cend(), text.cbegin(), text.cend()).first - sent.cbegin();
    return {Verdict::Differs, QCoreApplication::translate("models::InputCheck", "character %1").arg(same + 1),
            shortened(toStd(sent.mid(same, kMostShown))), shortened(toStd(text.mid(same, kMostShown)))};
}

InputCheck checkFile(const EventDraft& sent, const Json& received)
{
    if (sent.file->sha256.isEmpty())
        return {};
    const QString size = QCoreApplication::translate("models::InputCheck", "%1 bytes");
    if (!received.is_string())
        return {Verdict::Differs, {}, size.arg(sent.file->size), shortened(received)};
    const auto& text = received.get_ref<const std::string&>();
    QByteArray bytes = QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
    if (!sendsFileAsText(sent)) {
        const auto decoded = QByteArray::fromBase64Encoding(bytes, QByteArray::AbortOnBase64DecodingErrors);
        if (!decoded)
            return {Verdict::Differs, {}, size.arg(sent.file->size), shortened(received)};
        bytes = decoded.decoded;
    }
    const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    if (hash == sent.file->sha256)
        return {Verdict::Same, {}, {}, {}};
    const QString content = QCoreApplication::translate("models::InputCheck", "%1 bytes, SHA-256 %2");
    return {Verdict::Differs,
            {},
            content.arg(sent.file->size).arg(QString::fromLatin1(sent.file->sha256)),
            content.arg(bytes.size()).arg(QString::fromLatin1(hash))};
}

} // namespace

InputCheck checkInput(const EventDraft& sent, const Json& received)
{
    if (!hasData(sent)) {
        if (received.is_null())
            return {Verdict::Same, {}, {}, {}};
        return {
            Verdict::Differs, {}, QCoreApplication::translate("models::InputCheck", "nothing"), shortened(received)};
    }
    switch (sent.mode) {
    case DataMode::JsonText:
        return checkJson(sent.json, received);
    case DataMode::Text:
        return checkText(sent.text, received);
    case DataMode::File:
        return checkFile(sent, received);
    }
    return {};
}

} // namespace models
