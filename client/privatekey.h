// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QFuture>

namespace client {

/// True for a PEM that only a pass phrase opens.
bool needsPassPhrase(const QByteArray& pem);

/// The private key of a service account as the signer takes it: RSA of 2048 bits or more, unencrypted PKCS#8. Takes
/// PKCS#1 and PKCS#8, encrypted or not, and says what anything else is. Opening a key is made slow on purpose: not on
/// the UI thread. Nothing of the key or the pass phrase is in a failure.
models::Result<QByteArray> openPrivateKey(const QByteArray& pem, const QByteArray& passPhrase);
/// The same on a worker thread.
QFuture<models::Result<QByteArray>> openPrivateKeyLater(const QByteArray& pem, const QByteArray& passPhrase);

} // namespace client
