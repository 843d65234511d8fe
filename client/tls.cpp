// SPDX-License-Identifier: Apache-2.0
#include "client/tls.h"

#include "client/regularfile.h"
#include "client/worker.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QRegularExpression>
#include <QSslKey>

namespace client {

using models::Failure;
using models::Result;

namespace {

/// Far above what certificates need.
constexpr qint64 kMostBytes = 4LL * 1024 * 1024;

#define WORD(text) QT_TRANSLATE_NOOP("client::Tls", text)

QString words(const char* text)
{
    return QCoreApplication::translate("client::Tls", text);
}

Failure unusable(const QString& file, const QString& cameBack, const char* meaning)
{
    Failure failure;
    failure.kind = models::FailureKind::Tls;
    failure.tried = words(WORD("read %1")).arg(QDir::toNativeSeparators(file));
    failure.cameBack = cameBack;
    failure.meaning = words(meaning);
    failure.remedy = words(WORD("Choose another file in the settings of the connection."));
    return failure;
}

Result<QByteArray> pemOf(const QString& path)
{
    return contentsOf(path, kMostBytes).map_error([&path](const Failure& failure) {
        return unusable(path, failure.cameBack, WORD("The file cannot be read."));
    });
}

Result<bool> addAuthorities(TlsTrust& trust, const QString& path)
{
    const auto pem = pemOf(path);
    if (!pem)
        return models::failed(pem.error());
    const auto found = QSslCertificate::fromData(*pem, QSsl::Pem);
    if (found.isEmpty())
        return models::failed(
            unusable(path, words(WORD("no certificate")), WORD("That is no file of PEM certificates.")));
    trust.configuration.setCaCertificates(QSslConfiguration::systemCaCertificates() + found);
    return true;
}

QSslKey privateKeyFrom(const QByteArray& pem)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        const QSslKey key(pem, algorithm, QSsl::Pem, QSsl::PrivateKey);
        if (!key.isNull())
            return key;
    }
    return {};
}

Result<bool> addOurCertificate(TlsTrust& trust, const TlsSettings& settings)
{
    const auto certificate = pemOf(settings.certificateFile);
    if (!certificate)
        return models::failed(certificate.error());
    const auto chain = QSslCertificate::fromData(*certificate, QSsl::Pem);
    if (chain.isEmpty())
        return models::failed(unusable(settings.certificateFile, words(WORD("no certificate")),
                                       WORD("That is no file of PEM certificates.")));
    // Both in one file is usual.
    const QString keyFile = settings.keyFile.isEmpty() ? settings.certificateFile : settings.keyFile;
    const auto pem = pemOf(keyFile);
    if (!pem)
        return models::failed(pem.error());
    const QSslKey key = privateKeyFrom(*pem);
    if (key.isNull())
        return models::failed(unusable(keyFile, words(WORD("no private key, or a locked one")),
                                       WORD("The private key of a certificate must be PEM without a pass phrase.")));
    trust.configuration.setLocalCertificateChain(chain);
    trust.configuration.setPrivateKey(key);
    return true;
}

Result<std::optional<TlsTrust>> tlsTrustOf(const TlsSettings& settings)
{
    if (settings == TlsSettings())
        return std::nullopt;
    TlsTrust trust;
    trust.configuration = QSslConfiguration::defaultConfiguration();
    trust.pinnedSha256 = settings.pinnedSha256;
    trust.isInsecure = settings.isInsecure;
    if (!settings.caFile.isEmpty()) {
        if (const auto added = addAuthorities(trust, settings.caFile); !added)
            return models::failed(added.error());
    }
    if (!settings.certificateFile.isEmpty()) {
        if (const auto added = addOurCertificate(trust, settings); !added)
            return models::failed(added.error());
    }
    return trust;
}

} // namespace

QFuture<Result<std::optional<TlsTrust>>> tlsTrustLater(const TlsSettings& settings)
{
    return onWorker([settings] { return tlsTrustOf(settings); });
}

bool isTrusted(const std::optional<TlsTrust>& trust, const QList<QSslCertificate>& chain)
{
    if (!trust)
        return false;
    if (!trust->pinnedSha256.isEmpty())
        return !chain.isEmpty()
            && chain.first().digest(QCryptographicHash::Sha256).toHex() == trust->pinnedSha256.toLower();
    return trust->isInsecure;
}

QString fingerprintOf(const QSslCertificate& certificate)
{
    return QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex(':')).toUpper();
}

QByteArray pinFrom(const QString& fingerprint)
{
    static const QRegularExpression between(QStringLiteral("[\\s:]"));
    static const QRegularExpression digits(QStringLiteral("^[0-9a-f]{64}$"));
    QString pin = fingerprint.toLower();
    pin.remove(between);
    return digits.match(pin).hasMatch() ? pin.toLatin1() : QByteArray();
}

#undef WORD

} // namespace client
