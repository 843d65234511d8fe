// SPDX-License-Identifier: Apache-2.0
#include "client/profileconnection.h"

#include <QCoreApplication>

#include <algorithm>

namespace client {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("client::ProfileConnection", text);
}

#define WORD(text) QT_TRANSLATE_NOOP("client::ProfileConnection", text)

tl::unexpected<models::Failure> unusable(models::FailureKind kind, const QString& cameBack, const QString& meaning,
                                         const QString& remedy)
{
    models::Failure failure;
    failure.kind = kind;
    failure.tried = words(WORD("use a connection profile"));
    failure.cameBack = cameBack;
    failure.meaning = meaning;
    failure.remedy = remedy;
    return models::failed(std::move(failure));
}

const char* suffixOf(SignInMethod method)
{
    switch (method) {
    case SignInMethod::None:
        break;
    case SignInMethod::Cookie:
        return "/cookie";
    case SignInMethod::Token:
        return "/token";
    case SignInMethod::ServiceAccount:
        return "/key";
    }
    return "";
}

/// `NAME` or `ORG/NAME`, neither part empty (contract §2.5).
bool isAccount(const QString& account)
{
    const QStringList parts = account.split(QLatin1Char('/'));
    return parts.size() <= 2
        && std::none_of(parts.begin(), parts.end(), [](const QString& part) { return part.trimmed().isEmpty(); });
}

SignIn signInOf(const Profile& profile, const QByteArray& secret)
{
    const QString text = QString::fromUtf8(secret);
    switch (profile.signIn) {
    case SignInMethod::None:
        break;
    case SignInMethod::Cookie:
        return CookieSignIn{text};
    case SignInMethod::Token:
        return TokenSignIn{text};
    case SignInMethod::ServiceAccount:
        return ServiceAccountSignIn{profile.account.trimmed(), secret};
    }
    return CookieSignIn{};
}

} // namespace

QString secretKeyOf(const Profile& profile)
{
    return profile.signIn == SignInMethod::None ? QString() : profile.id + QLatin1String(suffixOf(profile.signIn));
}

QStringList secretKeysOf(const QString& profileId)
{
    QStringList keys;
    for (const SignInMethod method : {SignInMethod::Cookie, SignInMethod::Token, SignInMethod::ServiceAccount})
        keys << profileId + QLatin1String(suffixOf(method));
    return keys;
}

models::Result<Connection> connectionOf(const Profile& profile, const QByteArray& secret,
                                        const std::optional<TlsTrust>& tls)
{
    if (profile.signIn != SignInMethod::None && secret.trimmed().isEmpty())
        return unusable(models::FailureKind::Unauthorized, words(WORD("no secret")),
                        words(WORD("The secret that signs in to “%1” is not here.")).arg(profile.name),
                        words(WORD("Enter the cookie, the token or the key again.")));
    if (profile.signIn == SignInMethod::ServiceAccount && !isAccount(profile.account))
        return unusable(models::FailureKind::Unauthorized, words(WORD("“%1”")).arg(profile.account),
                        words(WORD("That is no service account.")),
                        words(WORD("Enter its name, or ORGANIZATION/NAME.")));
    Connection connection;
    connection.name = profile.name;
    connection.base = profile.base;
    connection.organization = profile.organization;
    connection.signIn = signInOf(profile, secret);
    connection.profile = profile.id;
    connection.tls = tls;
    connection.proxy = profile.proxy;
    connection.mark = profile.mark;
    connection.protection = profile.protection;
    return connection;
}

#undef WORD

} // namespace client
