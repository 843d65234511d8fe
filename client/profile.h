// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace client {

/// The ways to sign in, without their secrets (contract §2).
enum class SignInMethod
{
    None, ///< Solo; a cookie that means nothing is sent all the same
    Cookie,
    Token,
    ServiceAccount
};

/// How careful the console is with a server.
enum class Protection
{
    Normal,
    Protected, ///< a change is confirmed by typing the name of the profile
    ReadOnly ///< nothing is changed
};

/// A mark by which people tell servers apart. Which colour that is on which background is the window's business.
enum class Mark
{
    None,
    Red,
    Orange,
    Green,
    Blue,
    Violet
};

/// What makes a server trusted. Empty = the certificates of the system.
struct TlsSettings
{
    QString caFile; ///< PEM
    QString certificateFile; ///< ours, PEM
    QString keyFile; ///< that belongs to it, PEM
    QByteArray pinnedSha256; ///< of the server's certificate, in hexadecimal digits
    bool isInsecure = false; ///< any certificate will do

    bool operator==(const TlsSettings&) const = default;
};

struct ProxySettings
{
    enum class Kind
    {
        System,
        None,
        Manual
    };

    Kind kind = Kind::System;
    QString host;
    quint16 port = 0;
    QStringList bypass; ///< hosts that are reached without it

    bool operator==(const ProxySettings&) const = default;
};

/// A server that people have a name for. Holds no secret: it may be shown, copied and exported.
struct Profile
{
    QString id; ///< never changes, and is the name of its secrets in the keychain
    QString name;
    QUrl base; ///< scheme, host and port
    QString organization = QStringLiteral("dispatch");
    SignInMethod signIn = SignInMethod::None;
    QString account; ///< for ServiceAccount: `ORG/NAME` or `NAME`
    TlsSettings tls;
    ProxySettings proxy;
    Mark mark = Mark::None;
    Protection protection = Protection::Normal;

    bool operator==(const Profile&) const = default;

    /// An id that no other profile has.
    static QString makeId();
};

/// An address as people type it. Without a scheme it is http, without a port it is that of the scheme; path, query and
/// a name before an @ are dropped. Empty when there is no host or another scheme.
QUrl addressFrom(const QString& text);

} // namespace client
