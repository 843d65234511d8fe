// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/eventbody.h"
#include "models/result.h"

#include <QFuture>

namespace client {

/// A file that was looked through just now and is what it was when it was chosen.
struct CheckedFile
{
    QString path;
    qint64 size = 0;
    qint64 modifiedMSecs = 0;
    qint64 filledSize = 0; ///< bytes it takes between head and tail of a body
};

// Both read the whole file on a worker thread, say how far they are as progress of the future (0 to 1000), and end
// soon after it is cancelled.

/// What the file at `path` is: size, time, SHA-256, type, and whether it can be sent as text.
QFuture<models::Result<models::FileReference>> inspectFile(const QString& path);

/// Looks whether the file still is the one that was chosen. Fails with kind Conflict when it is not, see changedFile().
QFuture<models::Result<CheckedFile>> checkFile(const models::FileReference& chosen, models::EventBody::Filling filling);

} // namespace client
