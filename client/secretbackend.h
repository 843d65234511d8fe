// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QFuture>
#include <QString>

namespace client {

/// A place that keeps secrets. It may take its time, or never answer at all: the futures then never finish.
class SecretBackend
{
public:
    SecretBackend() = default;
    SecretBackend(const SecretBackend&) = delete;
    SecretBackend& operator=(const SecretBackend&) = delete;
    virtual ~SecretBackend() = default;

    virtual QString name() const = 0; ///< as the desktop calls it
    virtual QFuture<models::Result<bool>> write(const QString& key, const QByteArray& secret) = 0;
    /// Fails with kind NotFound when there is none.
    virtual QFuture<models::Result<QByteArray>> read(const QString& key) = 0;
    /// What is not there is removed well.
    virtual QFuture<models::Result<bool>> remove(const QString& key) = 0;
};

} // namespace client
