// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/profile.h"
#include "models/result.h"

#include <QFuture>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>

namespace client {

/// What makes a server trusted, read from the files of a profile. The private key is in memory only.
struct TlsTrust
{
    QSslConfiguration configuration;
    QByteArray pinnedSha256; ///< in hexadecimal digits; when set, this certificate and no other is good
    bool isInsecure = false; ///< any certificate is good
};

/// What came to light while a connection was being secured.
struct TlsTrouble
{
    QList<QSslError> errors;
    QList<QSslCertificate> chain; ///< the server's own first; empty when it sent none
    bool isNotThePinned = false;
};

/// Reads the files of the settings, on a worker. Nothing when the settings are those of every connection. Fails when a
/// file cannot be read, is no PEM, or a key is locked or missing.
QFuture<models::Result<std::optional<TlsTrust>>> tlsTrustLater(const TlsSettings& settings);

/// Whether a person has decided to take this certificate all the same.
bool isTrusted(const std::optional<TlsTrust>& trust, const QList<QSslCertificate>& chain);

/// In hexadecimal digits, two by two: "AB:12:…".
QString fingerprintOf(const QSslCertificate& certificate);
/// Digits without anything between them, in small letters: as a pin is kept. Empty when it is no SHA-256.
QByteArray pinFrom(const QString& fingerprint);

} // namespace client
