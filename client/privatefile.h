// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QString>

namespace client {

/// Writes a file that only the user can read (0600) from its first byte on; whole or not at all. Fails with kind
/// Storage. Waits for the disk: for a worker.
models::Result<bool> writePrivately(const QString& path, const QByteArray& bytes, const QString& tried);

} // namespace client
