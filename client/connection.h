// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/profile.h"
#include "client/tls.h"

#include <QMetaType>
#include <QString>
#include <QUrl>

#include <optional>
#include <variant>

namespace client {

// The ways to sign in (contract §2). Values live in memory only; nothing here is ever written to disk or a log.

/// The whole Cookie header. Solo takes any non-empty value; `cookie` is its convention.
struct CookieSignIn
{
    QString cookie = QStringLiteral("cookie");
};

struct TokenSignIn
{
    QString token; ///< without the word Bearer
};

/// RS256 tokens made here and renewed before they expire (contract §2.5).
struct ServiceAccountSignIn
{
    QString account; ///< `ORG/NAME`; a bare `NAME` gets the connection's organization
    QByteArray privateKeyPem; ///< PKCS#1 or PKCS#8
};

using SignIn = std::variant<CookieSignIn, TokenSignIn, ServiceAccountSignIn>;

/// Where a Dispatch is and how we enter.
struct Connection
{
    QString name; ///< what people call it: "local"
    QUrl base; ///< scheme, host, port; no path
    QString organization = QStringLiteral("dispatch");
    SignIn signIn;
    bool isLocal = false; ///< the local Dispatch this console started
    QString profile = {}; ///< id of the profile it was made from; empty = of none
    std::optional<TlsTrust> tls = {}; ///< nothing = the certificates of the system
    ProxySettings proxy = {};
    Mark mark = Mark::None;
    Protection protection = Protection::Normal;
};

/// Whether a session of the one can go on with the other: the same server, seen in the same way. How to sign in may
/// differ. The local Dispatch has another address after each restart.
bool isSameServer(const Connection& one, const Connection& other);

} // namespace client
