// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QString>

namespace client {

/// The largest source that is packed, unpacked size.
inline constexpr qint64 kMaxSourceBytes = 64LL * 1024 * 1024;

/// A file, or all files below a folder, as tar.gz: what a function's source is on the wire. Hidden files, links and
/// version control are left out; times are fixed, so that the same source gives the same archive. Blocks: run it on a
/// worker thread.
models::Result<QByteArray> packSource(const QString& path);

} // namespace client
