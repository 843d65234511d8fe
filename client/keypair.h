// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QFuture>

namespace client {

/// A key pair for a service account: RSA-2048, unencrypted PEM.
struct KeyPair
{
    QByteArray privatePem; ///< PKCS#8
    QByteArray publicPem; ///< SubjectPublicKeyInfo
};

/// Takes about 100 ms, sometimes much longer: not on the UI thread.
models::Result<KeyPair> makeKeyPair();
/// The same on a worker thread.
QFuture<models::Result<KeyPair>> makeKeyPairLater();

} // namespace client
