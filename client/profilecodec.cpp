// SPDX-License-Identifier: Apache-2.0
#include "client/profilecodec.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace client {

using models::Json;

namespace {

template <typename T> using Spelling = std::pair<T, const char*>;

constexpr std::array kMethods = {
    Spelling<SignInMethod>{SignInMethod::None, "none"},
    Spelling<SignInMethod>{SignInMethod::Cookie, "cookie"},
    Spelling<SignInMethod>{SignInMethod::Token, "token"},
    Spelling<SignInMethod>{SignInMethod::ServiceAccount, "service-account"},
};

constexpr std::array kProtections = {
    Spelling<Protection>{Protection::Normal, "normal"},
    Spelling<Protection>{Protection::Protected, "protected"},
    Spelling<Protection>{Protection::ReadOnly, "read-only"},
};

constexpr std::array kMarks = {
    Spelling<Mark>{Mark::None, "none"},   Spelling<Mark>{Mark::Red, "red"},   Spelling<Mark>{Mark::Orange, "orange"},
    Spelling<Mark>{Mark::Green, "green"}, Spelling<Mark>{Mark::Blue, "blue"}, Spelling<Mark>{Mark::Violet, "violet"},
};

constexpr std::array kProxies = {
    Spelling<ProxySettings::Kind>{ProxySettings::Kind::System, "system"},
    Spelling<ProxySettings::Kind>{ProxySettings::Kind::None, "none"},
    Spelling<ProxySettings::Kind>{ProxySettings::Kind::Manual, "manual"},
};

/// Nothing for a word that is not in the table; the first one when there is no word.
template <typename T, std::size_t N>
std::optional<T> readWord(const std::array<Spelling<T>, N>& table, const Json& object, const char* member)
{
    const Json value = models::valueAt(object, member);
    if (value.is_null())
        return table.front().first;
    const auto row = std::find_if(table.begin(), table.end(), [&value](const Spelling<T>& spelling) {
        return value.is_string() && value.get_ref<const std::string&>() == spelling.second;
    });
    return row == table.end() ? std::nullopt : std::optional<T>(row->first);
}

template <typename T, std::size_t N>
void writeWord(const std::array<Spelling<T>, N>& table, Json& object, const char* member, T value)
{
    const auto row = std::find_if(table.begin(), table.end(),
                                  [value](const Spelling<T>& spelling) { return spelling.first == value; });
    if (row == table.begin() || row == table.end())
        object.erase(member);
    else
        object[member] = row->second;
}

void writeText(Json& object, const char* member, const QString& text)
{
    if (text.isEmpty())
        object.erase(member);
    else
        object[member] = models::toStd(text);
}

/// An inner object, gone when nothing is left in it.
template <typename Write> void writeInner(Json& object, const char* member, Write write)
{
    Json inner = models::valueAt(object, member);
    if (!inner.is_object())
        inner = Json::object();
    write(inner);
    if (inner.empty())
        object.erase(member);
    else
        object[member] = std::move(inner);
}

tl::unexpected<models::Failure> unreadable(const QString& cameBack)
{
    models::Failure failure;
    failure.kind = models::FailureKind::Storage;
    failure.tried = QCoreApplication::translate("client::Profile", "read a connection profile");
    failure.cameBack = cameBack;
    failure.meaning = QCoreApplication::translate("client::Profile", "One connection profile cannot be used.");
    failure.remedy = QCoreApplication::translate(
        "client::Profile", "Correct it in the file, or delete it there; the other profiles are not touched.");
    return models::failed(std::move(failure));
}

TlsSettings readTls(const Json& json)
{
    TlsSettings tls;
    tls.caFile = models::textAt(json, "caFile");
    tls.certificateFile = models::textAt(json, "certificateFile");
    tls.keyFile = models::textAt(json, "keyFile");
    tls.pinnedSha256 = models::textAt(json, "pinnedSha256").toLatin1();
    tls.isInsecure = models::flagAt(json, "insecure");
    return tls;
}

void writeTls(const TlsSettings& tls, Json& json)
{
    writeText(json, "caFile", tls.caFile);
    writeText(json, "certificateFile", tls.certificateFile);
    writeText(json, "keyFile", tls.keyFile);
    writeText(json, "pinnedSha256", QString::fromLatin1(tls.pinnedSha256));
    json.erase("insecure");
    if (tls.isInsecure)
        json["insecure"] = true;
}

void writeProxy(const ProxySettings& proxy, Json& json)
{
    writeWord(kProxies, json, "kind", proxy.kind);
    writeText(json, "host", proxy.host);
    json.erase("port");
    if (proxy.port != 0)
        json["port"] = proxy.port;
    json.erase("bypass");
    if (!proxy.bypass.isEmpty())
        json["bypass"] = models::toJsonArray(proxy.bypass);
}

std::optional<ProxySettings> readProxy(const Json& json)
{
    const auto kind = readWord(kProxies, json, "kind");
    const qint64 port = models::numberAt(json, "port");
    if (!kind || port < 0 || port > 65'535)
        return std::nullopt;
    return ProxySettings{*kind, models::textAt(json, "host"), static_cast<quint16>(port),
                         models::textsAt(json, "bypass")};
}

} // namespace

models::Result<Profile> profileFromJson(const Json& json)
{
    const auto words = [](const char* text) { return QCoreApplication::translate("client::Profile", text); };
    if (!json.is_object())
        return unreadable(words(QT_TRANSLATE_NOOP("client::Profile", "something that is no profile")));
    Profile profile;
    profile.id = models::textAt(json, "id");
    profile.name = models::textAt(json, "name");
    profile.base = addressFrom(models::textAt(json, "address"));
    if (profile.id.isEmpty())
        return unreadable(words(QT_TRANSLATE_NOOP("client::Profile", "the profile “%1” has no id")).arg(profile.name));
    if (profile.name.trimmed().isEmpty())
        return unreadable(words(QT_TRANSLATE_NOOP("client::Profile", "the profile %1 has no name")).arg(profile.id));
    if (profile.base.isEmpty())
        return unreadable(
            words(QT_TRANSLATE_NOOP("client::Profile", "the address of “%1” cannot be used")).arg(profile.name));
    const auto method = readWord(kMethods, json, "signIn");
    const auto proxy = readProxy(models::valueAt(json, "proxy"));
    if (!method || !proxy)
        return unreadable((method ? words(QT_TRANSLATE_NOOP("client::Profile", "the proxy of “%1” cannot be used"))
                                  : words(QT_TRANSLATE_NOOP("client::Profile", "“%1” signs in in an unknown way")))
                              .arg(profile.name));
    profile.signIn = *method;
    profile.proxy = *proxy;
    profile.organization = models::textAt(json, "organization");
    profile.account = models::textAt(json, "account");
    profile.tls = readTls(models::valueAt(json, "tls"));
    profile.mark = readWord(kMarks, json, "mark").value_or(Mark::None);
    profile.protection = readWord(kProtections, json, "protection").value_or(Protection::ReadOnly);
    return profile;
}

void writeProfile(const Profile& profile, Json& into)
{
    if (!into.is_object())
        into = Json::object();
    into["id"] = models::toStd(profile.id);
    into["name"] = models::toStd(profile.name);
    into["address"] = models::toStd(profile.base.toString());
    writeText(into, "organization", profile.organization);
    writeWord(kMethods, into, "signIn", profile.signIn);
    writeText(into, "account", profile.account);
    writeInner(into, "tls", [&profile](Json& json) { writeTls(profile.tls, json); });
    writeInner(into, "proxy", [&profile](Json& json) { writeProxy(profile.proxy, json); });
    writeWord(kMarks, into, "mark", profile.mark);
    writeWord(kProtections, into, "protection", profile.protection);
}

} // namespace client
