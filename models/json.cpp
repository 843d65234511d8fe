// SPDX-License-Identifier: Apache-2.0
#include "models/json.h"

#include <QCoreApplication>

#include <algorithm>

namespace models {

namespace {

Failure malformed(const QString& cameBack, const QByteArray& text)
{
    Failure failure;
    failure.kind = FailureKind::Malformed;
    failure.tried = QCoreApplication::translate("models::Json", "read JSON");
    failure.cameBack = cameBack;
    failure.meaning = QCoreApplication::translate("models::Json", "The text is not valid JSON.");
    failure.raw = text.left(4096);
    return failure;
}

const Json* memberOf(const Json& object, const char* member)
{
    if (!object.is_object())
        return nullptr;
    const auto found = object.find(member);
    return found == object.end() ? nullptr : &*found;
}

} // namespace

bool withinDepth(std::string_view text, int limit)
{
    int depth = 0;
    bool inText = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inText) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inText = false;
        } else if (c == '"') {
            inText = true;
        } else if (c == '{' || c == '[') {
            if (++depth > limit)
                return false;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return true;
}

Result<Json> parseJson(const QByteArray& text)
{
    if (!withinDepth(std::string_view(text.constData(), static_cast<std::size_t>(text.size())), kMaxJsonDepth)) {
        return failed(malformed(
            QCoreApplication::translate("models::Json", "nested deeper than %1 levels").arg(kMaxJsonDepth), text));
    }
    const auto syntaxError = [&text](qulonglong byte) {
        return failed(
            malformed(QCoreApplication::translate("models::Json", "syntax error at byte %1").arg(byte), text));
    };
    // The parser would take a zero byte for the end of the text, and read what is before it.
    if (const qsizetype zero = text.indexOf('\0'); zero >= 0)
        return syntaxError(static_cast<qulonglong>(zero + 1));
    try {
        return Json::parse(text.constData(), text.constData() + text.size());
    } catch (const Json::parse_error& error) {
        return syntaxError(static_cast<qulonglong>(error.byte));
    } catch (const Json::exception& error) {
        return failed(malformed(QString::fromUtf8(error.what()), text));
    }
}

QByteArray dumpJson(const Json& value, int indent)
{
    return QByteArray::fromStdString(value.dump(indent, ' ', false, Json::error_handler_t::replace));
}

std::string toStd(const QString& text)
{
    const QByteArray utf8 = text.toUtf8();
    return {utf8.constData(), static_cast<std::size_t>(utf8.size())};
}

QString fromStd(std::string_view text)
{
    // QString drops a byte order mark at the start; here it is a character like any other.
    const QString rest = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    return text.starts_with("\xEF\xBB\xBF") ? QChar(QChar::ByteOrderMark) + rest : rest;
}

QString textAt(const Json& object, const char* member)
{
    const Json* found = memberOf(object, member);
    return found && found->is_string() ? fromStd(found->get_ref<const std::string&>()) : QString();
}

bool flagAt(const Json& object, const char* member)
{
    const Json* found = memberOf(object, member);
    return found && found->is_boolean() && found->get<bool>();
}

qint64 numberAt(const Json& object, const char* member)
{
    const Json* found = memberOf(object, member);
    return found && found->is_number_integer() ? found->get<qint64>() : 0;
}

QStringList textsAt(const Json& object, const char* member)
{
    QStringList texts;
    const Json* found = memberOf(object, member);
    if (!found || !found->is_array())
        return texts;
    for (const Json& item : *found) {
        if (item.is_string())
            texts << fromStd(item.get_ref<const std::string&>());
    }
    return texts;
}

Json valueAt(const Json& object, const char* member)
{
    const Json* found = memberOf(object, member);
    return found ? *found : Json();
}

Json unknownMembers(const Json& object, std::initializer_list<const char*> known)
{
    Json rest;
    if (!object.is_object())
        return rest;
    for (auto member = object.begin(); member != object.end(); ++member) {
        const bool isKnown
            = std::any_of(known.begin(), known.end(), [&member](const char* name) { return member.key() == name; });
        if (!isKnown)
            rest[member.key()] = member.value();
    }
    return rest;
}

Json toJsonArray(const QStringList& texts)
{
    Json array = Json::array();
    for (const QString& text : texts)
        array.push_back(toStd(text));
    return array;
}

} // namespace models
