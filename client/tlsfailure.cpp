// SPDX-License-Identifier: Apache-2.0
#include "client/tlsfailure.h"

#include <QCoreApplication>
#include <QLocale>
#include <QSslKey>

#include <algorithm>

namespace client {

using models::Failure;

namespace {

constexpr int kWeakRsaBits = 2048;

#define WORD(text) QT_TRANSLATE_NOOP("client::Tls", text)

QString words(const char* text)
{
    return QCoreApplication::translate("client::Tls", text);
}

struct TlsWords
{
    QSslError::SslError error;
    const char* meaning; ///< %1 = of whom the certificate is, %2 = by whom, %3 = from, %4 = until, %5 = its names
    const char* remedy;
};

const char* const kUnknownAuthority
    = WORD("The certificate of %1 comes from %2, and nothing on this machine vouches for that.");
const char* const kAddAuthority
    = WORD("Give the connection the CA file of your organization, or compare the fingerprint with the administrator "
           "and pin the certificate.");
const char* const kAskForNewOne = WORD("Ask the administrator for a new certificate.");

// The first that occurred, in this order: what says most comes first.
const TlsWords kWords[] = {
    {QSslError::CertificateExpired, WORD("The certificate of %1 was good until %4."),
     WORD("Ask the administrator for a new certificate; if it should still be good, set the clock of this machine.")},
    {QSslError::CertificateNotYetValid, WORD("The certificate of %1 is good from %3 only."),
     WORD("Set the clock of this machine, or ask the administrator for a new certificate.")},
    {QSslError::CertificateRevoked, WORD("The certificate of %1 was revoked."), kAskForNewOne},
    {QSslError::CertificateBlacklisted, WORD("The certificate of %1 is known to be in the wrong hands."),
     kAskForNewOne},
    {QSslError::HostNameMismatch, WORD("The certificate is for %5, and not for the host of this connection."),
     WORD("Use a name from the certificate as address, or pin the certificate after comparing its fingerprint.")},
    {QSslError::SelfSignedCertificate, WORD("The certificate of %1 is signed by nobody but itself."),
     WORD("Compare the fingerprint with the administrator and pin the certificate, or choose its file as CA file.")},
    {QSslError::SelfSignedCertificateInChain, kUnknownAuthority, kAddAuthority},
    {QSslError::UnableToGetLocalIssuerCertificate, kUnknownAuthority, kAddAuthority},
    {QSslError::UnableToGetIssuerCertificate, kUnknownAuthority, kAddAuthority},
    {QSslError::UnableToVerifyFirstCertificate, kUnknownAuthority, kAddAuthority},
    {QSslError::CertificateUntrusted, kUnknownAuthority, kAddAuthority},
    {QSslError::InvalidCaCertificate, WORD("%2 signed the certificate of %1 without being allowed to."), kAskForNewOne},
    {QSslError::InvalidPurpose, WORD("The certificate of %1 is not one for servers."), kAskForNewOne},
    {QSslError::NoPeerCertificate, WORD("The server sent no certificate."), kAskForNewOne},
};

struct HandshakeWords
{
    const char* said; ///< by OpenSSL
    const char* meaning;
    const char* remedy;
};

const HandshakeWords kHandshakes[] = {
    {"wrong version number", WORD("That port does not speak TLS, probably plain http."),
     WORD("Use http:// in the address, or the port for https.")},
    {"http request", WORD("That port does not speak TLS, probably plain http."),
     WORD("Use http:// in the address, or the port for https.")},
    {"packet length too long", WORD("That port does not speak TLS, probably plain http."),
     WORD("Use http:// in the address, or the port for https.")},
    {"key too small", WORD("The key of the server's certificate is too short to be safe."), kAskForNewOne},
    {"md too weak", WORD("The server's certificate is signed in a way that is no longer safe."), kAskForNewOne},
    {"certificate required", WORD("The server wants a client certificate."),
     WORD("Choose one, with its key, in the settings of the connection.")},
    {"unsupported protocol", WORD("The server speaks only versions of TLS that are no longer safe."),
     WORD("Ask the administrator to switch TLS 1.2 or 1.3 on.")},
    {"protocol version", WORD("The server speaks only versions of TLS that are no longer safe."),
     WORD("Ask the administrator to switch TLS 1.2 or 1.3 on.")},
    {"unknown ca", WORD("The server does not trust our client certificate."),
     WORD("Choose another one in the settings of the connection.")},
    {"bad certificate", WORD("The server does not take our client certificate."),
     WORD("Choose another one in the settings of the connection.")},
    {"closed", WORD("The server hung up while the connection was being secured. It may not speak TLS."),
     WORD("Check the port and whether it must be http or https.")},
};

QString holder(const QStringList& commonNames, const QStringList& organizations)
{
    const QStringList& names = commonNames.isEmpty() ? organizations : commonNames;
    return names.isEmpty() ? words(WORD("(nameless)")) : names.join(QStringLiteral(", "));
}

QString subjectOf(const QSslCertificate& certificate)
{
    return holder(certificate.subjectInfo(QSslCertificate::CommonName),
                  certificate.subjectInfo(QSslCertificate::Organization));
}

QString issuerOf(const QSslCertificate& certificate)
{
    return holder(certificate.issuerInfo(QSslCertificate::CommonName),
                  certificate.issuerInfo(QSslCertificate::Organization));
}

QString namesIn(const QSslCertificate& certificate)
{
    const QStringList alternatives = certificate.subjectAlternativeNames().values();
    return alternatives.isEmpty() ? subjectOf(certificate) : alternatives.join(QStringLiteral(", "));
}

QString day(const QDateTime& time)
{
    return QLocale().toString(time.toLocalTime(), QLocale::ShortFormat);
}

/// Which link of the chain it is.
QString linkOf(const QSslCertificate& certificate, const QList<QSslCertificate>& chain)
{
    const qsizetype at = chain.indexOf(certificate);
    return chain.size() < 2 || at < 0 ? QString() : words(WORD("certificate %1 of %2: ")).arg(at + 1).arg(chain.size());
}

bool isWeak(const QSslCertificate& certificate)
{
    const QSslKey key = certificate.publicKey();
    return key.algorithm() == QSsl::Rsa && key.length() > 0 && key.length() < kWeakRsaBits;
}

void explainErrors(Failure& failure, const TlsTrouble& trouble)
{
    for (const TlsWords& row : kWords) {
        const auto found = std::find_if(trouble.errors.begin(), trouble.errors.end(),
                                        [&row](const QSslError& error) { return error.error() == row.error; });
        if (found == trouble.errors.end())
            continue;
        const QSslCertificate certificate
            = found->certificate().isNull() && !trouble.chain.isEmpty() ? trouble.chain.first() : found->certificate();
        failure.cameBack = linkOf(certificate, trouble.chain) + found->errorString();
        failure.meaning = words(row.meaning);
        const std::pair<const char*, QString> kValues[] = {{"%1", subjectOf(certificate)},
                                                           {"%2", issuerOf(certificate)},
                                                           {"%3", day(certificate.effectiveDate())},
                                                           {"%4", day(certificate.expiryDate())},
                                                           {"%5", namesIn(certificate)}};
        for (const auto& [place, value] : kValues)
            failure.meaning.replace(QLatin1String(place), value);
        failure.remedy = words(row.remedy);
        return;
    }
}

void explainHandshake(Failure& failure, const QString& said)
{
    for (const HandshakeWords& row : kHandshakes) {
        if (said.contains(QLatin1String(row.said), Qt::CaseInsensitive)) {
            failure.meaning = words(row.meaning);
            failure.remedy = words(row.remedy);
            return;
        }
    }
}

} // namespace

Failure tlsFailure(const Outcome& outcome)
{
    Failure failure;
    failure.kind = models::FailureKind::Tls;
    failure.tried = outcome.tried;
    failure.cameBack = words(WORD("%1 (%2)")).arg(outcome.errorText, outcome.address);
    failure.meaning = words(WORD("No trusted connection: the server's certificate was not accepted."));
    failure.remedy = words(WORD("Check the address, and add the server's certificate authority to the connection."));
    const TlsTrouble& trouble = outcome.tls;
    if (trouble.isNotThePinned) {
        failure.cameBack = words(WORD("a certificate with another fingerprint than the pinned one"));
        failure.meaning = words(WORD("This is not the certificate that was pinned: it was renewed, or somebody is in "
                                     "between."));
        failure.remedy = words(WORD("Compare the new fingerprint with the administrator before you pin it."));
    } else if (trouble.errors.isEmpty()) {
        explainHandshake(failure, outcome.errorText);
    } else {
        explainErrors(failure, trouble);
        if (!trouble.chain.isEmpty() && isWeak(trouble.chain.first()))
            failure.meaning += u' ' + words(WORD("Its key is also too short to be safe."));
    }
    failure.raw = chainText(trouble.chain).toUtf8();
    return failure;
}

QString chainText(const QList<QSslCertificate>& chain)
{
    QStringList lines;
    for (const QSslCertificate& certificate : chain) {
        lines << words(WORD("%1, by %2, until %3, SHA-256 %4"))
                     .arg(subjectOf(certificate), issuerOf(certificate), day(certificate.expiryDate()),
                          fingerprintOf(certificate));
    }
    return lines.join(u'\n');
}

#undef WORD

} // namespace client
