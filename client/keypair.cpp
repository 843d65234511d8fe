// SPDX-License-Identifier: Apache-2.0
#include "client/keypair.h"

#include "client/opensslerror.h"
#include "client/worker.h"

#include <QCoreApplication>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

namespace client {

namespace {

constexpr unsigned int kBits = 2048;

struct KeyDeleter
{
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(BIO* bio) const { BIO_free(bio); }
};

using Key = std::unique_ptr<EVP_PKEY, KeyDeleter>;
using Memory = std::unique_ptr<BIO, KeyDeleter>;

models::Failure keyFailure()
{
    models::Failure failure;
    failure.kind = models::FailureKind::Storage;
    failure.tried = QCoreApplication::translate("client::KeyPair", "make a key pair");
    failure.cameBack = openSslError();
    failure.meaning = QCoreApplication::translate("client::KeyPair", "The cryptographic library could not make a key.");
    failure.remedy = QCoreApplication::translate("client::KeyPair", "Check the installation of OpenSSL.");
    return failure;
}

QByteArray contentOf(BIO* memory)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return {data, static_cast<qsizetype>(size)};
}

} // namespace

models::Result<KeyPair> makeKeyPair()
{
    const Key key(EVP_RSA_gen(kBits));
    const Memory privatePem(BIO_new(BIO_s_mem()));
    const Memory publicPem(BIO_new(BIO_s_mem()));
    if (!key || !privatePem || !publicPem
        || PEM_write_bio_PKCS8PrivateKey(privatePem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1
        || PEM_write_bio_PUBKEY(publicPem.get(), key.get()) != 1) {
        return models::failed(keyFailure());
    }
    return KeyPair{contentOf(privatePem.get()), contentOf(publicPem.get())};
}

QFuture<models::Result<KeyPair>> makeKeyPairLater()
{
    return onWorker([] { return makeKeyPair(); });
}

} // namespace client
