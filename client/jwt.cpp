// SPDX-License-Identifier: Apache-2.0
#include "client/jwt.h"

#include "client/opensslerror.h"
#include "models/json.h"

#include <QCoreApplication>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace client {

using models::Failure;

class JwtSigner::Private
{
public:
    ~Private() { EVP_PKEY_free(key); }

    EVP_PKEY* key = nullptr;
};

namespace {

constexpr int kSmallestKeyBits = 2048;
constexpr auto kBase64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QString words(const char* text)
{
    return QCoreApplication::translate("client::JwtSigner", text);
}

Failure keyFailure(const QString& cameBack, const QString& remedy)
{
    Failure failure;
    failure.kind = models::FailureKind::Unauthorized;
    failure.tried = words(QT_TRANSLATE_NOOP("client::JwtSigner", "sign in as a service account"));
    failure.cameBack = cameBack;
    failure.meaning
        = words(QT_TRANSLATE_NOOP("client::JwtSigner", "The private key of the service account cannot be used."));
    failure.remedy = remedy;
    return failure;
}

Failure unreadableKey(const QByteArray& pem)
{
    const QString complaint = openSslError();
    if (pem.contains("PUBLIC KEY"))
        return keyFailure(words(QT_TRANSLATE_NOOP("client::JwtSigner", "a public key")),
                          words(QT_TRANSLATE_NOOP("client::JwtSigner", "Choose the private key that belongs to it.")));
    if (pem.contains("OPENSSH PRIVATE KEY"))
        return keyFailure(
            words(QT_TRANSLATE_NOOP("client::JwtSigner", "a key in the form of OpenSSH")),
            words(QT_TRANSLATE_NOOP("client::JwtSigner", "Convert a copy of it: ssh-keygen -p -m PKCS8 -f COPY")));
    if (pem.contains("BEGIN CERTIFICATE") && !pem.contains("PRIVATE KEY"))
        return keyFailure(words(QT_TRANSLATE_NOOP("client::JwtSigner", "a certificate")),
                          words(QT_TRANSLATE_NOOP("client::JwtSigner", "Choose the private key that belongs to it.")));
    if (pem.contains("ENCRYPTED"))
        return keyFailure(
            words(QT_TRANSLATE_NOOP("client::JwtSigner", "a key with a pass phrase")),
            words(QT_TRANSLATE_NOOP("client::JwtSigner", "Remove the pass phrase: openssl pkey -in KEY -out NEWKEY")));
    if (!pem.contains("PRIVATE KEY"))
        return keyFailure(words(QT_TRANSLATE_NOOP("client::JwtSigner", "no key in PEM form")),
                          words(QT_TRANSLATE_NOOP("client::JwtSigner",
                                                  "Choose a file that begins with -----BEGIN PRIVATE KEY-----.")));
    return keyFailure(complaint,
                      words(QT_TRANSLATE_NOOP("client::JwtSigner", "Choose an undamaged RSA key in PEM form.")));
}

/// Without this OpenSSL would ask for a pass phrase on the terminal.
int noPassPhrase(char*, int, int, void*)
{
    return 0;
}

QByteArray part(const models::Json& json)
{
    return models::dumpJson(json).toBase64(kBase64Url);
}

} // namespace

JwtSigner::JwtSigner(std::unique_ptr<Private> data)
    : d(std::move(data))
{
}

JwtSigner::JwtSigner(JwtSigner&&) noexcept = default;
JwtSigner& JwtSigner::operator=(JwtSigner&&) noexcept = default;
JwtSigner::~JwtSigner() = default;

models::Result<JwtSigner> JwtSigner::fromPem(const QByteArray& privateKeyPem)
{
    auto data = std::make_unique<Private>();
    BIO* const memory = BIO_new_mem_buf(privateKeyPem.constData(), static_cast<int>(privateKeyPem.size()));
    data->key = PEM_read_bio_PrivateKey(memory, nullptr, noPassPhrase, nullptr);
    BIO_free(memory);
    if (!data->key)
        return models::failed(unreadableKey(privateKeyPem));
    if (EVP_PKEY_is_a(data->key, "RSA") != 1)
        return models::failed(
            keyFailure(words(QT_TRANSLATE_NOOP("client::JwtSigner", "a key that is not RSA")),
                       words(QT_TRANSLATE_NOOP("client::JwtSigner", "Dispatch takes RSA keys only: make one."))));
    if (EVP_PKEY_get_bits(data->key) < kSmallestKeyBits)
        return models::failed(keyFailure(
            words(QT_TRANSLATE_NOOP("client::JwtSigner", "an RSA key of %1 bits")).arg(EVP_PKEY_get_bits(data->key)),
            words(QT_TRANSLATE_NOOP("client::JwtSigner",
                                    "Make a key of 2048 bits or more: shorter ones are not safe."))));
    return JwtSigner(std::move(data));
}

models::Result<Token> JwtSigner::sign(const QString& issuer, qint64 now) const
{
    Token token;
    token.expires = now + kLifetimeSeconds;
    const QByteArray content = part({{"alg", "RS256"}, {"typ", "JWT"}}) + '.'
        + part({{"iss", models::toStd(issuer)}, {"iat", now - kBackdatedSeconds}, {"exp", token.expires}});

    QByteArray signature(EVP_PKEY_get_size(d->key), '\0');
    size_t length = static_cast<size_t>(signature.size());
    EVP_MD_CTX* const context = EVP_MD_CTX_new();
    const bool signedWell = context && EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, d->key) == 1
        && EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &length,
                          reinterpret_cast<const unsigned char*>(content.constData()),
                          static_cast<size_t>(content.size()))
            == 1;
    EVP_MD_CTX_free(context);
    if (!signedWell)
        return models::failed(
            keyFailure(openSslError(), words(QT_TRANSLATE_NOOP("client::JwtSigner", "Choose another key."))));
    signature.truncate(static_cast<qsizetype>(length));
    token.text = content + '.' + signature.toBase64(kBase64Url);
    return token;
}

QString issuerOf(const QString& account, const QString& organization)
{
    return account.contains(QLatin1Char('/')) ? account : organization + QLatin1Char('/') + account;
}

std::optional<qint64> expiryOf(const QByteArray& token)
{
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3)
        return std::nullopt;
    const auto claims = models::parseJson(QByteArray::fromBase64(parts[1], QByteArray::Base64UrlEncoding));
    if (!claims)
        return std::nullopt;
    const models::Json expiry = models::valueAt(*claims, "exp");
    if (!expiry.is_number())
        return std::nullopt;
    if (expiry.is_number_integer())
        return expiry.get<qint64>();
    // A time that does not fit is as good as none.
    constexpr double kLargest = 9e18;
    const double seconds = expiry.get<double>();
    return qAbs(seconds) < kLargest ? std::optional(qRound64(seconds)) : std::nullopt;
}

} // namespace client
