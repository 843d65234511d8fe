// SPDX-License-Identifier: Apache-2.0
#include "client/privatekey.h"

#include "client/jwt.h"
#include "client/opensslerror.h"
#include "client/worker.h"

#include <QCoreApplication>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <memory>

namespace client {

namespace {

struct KeyDeleter
{
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(BIO* bio) const { BIO_free(bio); }
};

using Key = std::unique_ptr<EVP_PKEY, KeyDeleter>;
using Memory = std::unique_ptr<BIO, KeyDeleter>;

/// What OpenSSL is told when it asks.
struct Question
{
    const QByteArray& passPhrase;
    bool wasAsked = false;
};

int answerQuestion(char* buffer, int size, int, void* data)
{
    auto& question = *static_cast<Question*>(data);
    question.wasAsked = true;
    if (question.passPhrase.size() > size)
        return -1;
    std::copy(question.passPhrase.cbegin(), question.passPhrase.cend(), buffer);
    return static_cast<int>(question.passPhrase.size());
}

QString words(const char* text)
{
    return QCoreApplication::translate("client::PrivateKey", text);
}

#define WORD(text) QT_TRANSLATE_NOOP("client::PrivateKey", text)

tl::unexpected<models::Failure> closed(const QString& cameBack, const QString& meaning, const QString& remedy)
{
    models::Failure failure;
    failure.kind = models::FailureKind::Unauthorized;
    failure.tried = words(WORD("open the private key of the service account"));
    failure.cameBack = cameBack;
    failure.meaning = meaning;
    failure.remedy = remedy;
    return models::failed(std::move(failure));
}

models::Result<QByteArray> asPkcs8(EVP_PKEY* key)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    if (!memory || PEM_write_bio_PKCS8PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return closed(openSslError(), words(WORD("The private key cannot be used.")),
                      words(WORD("Choose another key.")));
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return QByteArray(data, static_cast<qsizetype>(size));
}

models::Result<QByteArray> decrypted(const QByteArray& pem, const QByteArray& passPhrase)
{
    if (passPhrase.isEmpty())
        return closed(words(WORD("a key with a pass phrase")), words(WORD("The private key is locked.")),
                      words(WORD("Enter its pass phrase.")));
    const Memory memory(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
    Question question{passPhrase};
    const Key key(PEM_read_bio_PrivateKey(memory.get(), nullptr, answerQuestion, &question));
    const QString complaint = openSslError();
    if (key)
        return asPkcs8(key.get());
    return question.wasAsked ? closed(complaint, words(WORD("The pass phrase does not open this key.")),
                                      words(WORD("Enter it again; mind capitals and the layout of the keyboard.")))
                             : closed(complaint, words(WORD("The file of the private key is damaged.")),
                                      words(WORD("Choose an undamaged RSA key in PEM form.")));
}

#undef WORD

} // namespace

bool needsPassPhrase(const QByteArray& pem)
{
    return pem.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") || pem.contains("Proc-Type: 4,ENCRYPTED");
}

models::Result<QByteArray> openPrivateKey(const QByteArray& pem, const QByteArray& passPhrase)
{
    QByteArray open = pem;
    if (needsPassPhrase(pem)) {
        auto result = decrypted(pem, passPhrase);
        if (!result)
            return result;
        open = std::move(*result);
    }
    // The signer knows which keys it can use.
    if (auto signer = JwtSigner::fromPem(open); !signer)
        return tl::unexpected(signer.error());
    return open;
}

QFuture<models::Result<QByteArray>> openPrivateKeyLater(const QByteArray& pem, const QByteArray& passPhrase)
{
    return onWorker([pem, passPhrase] { return openPrivateKey(pem, passPhrase); });
}

} // namespace client
