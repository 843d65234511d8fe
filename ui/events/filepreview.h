// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/eventdraft.h"

#include <QImage>

namespace ui {

/// The beginning of a file, for a look.
struct FilePreview
{
    QString text; ///< lines of text, or a hex dump
    QImage picture; ///< small; null for what is no picture

    static constexpr int kPictureEdge = 320;
    static constexpr qint64 kLargestPicture = 32 * 1024 * 1024; ///< bytes of a file that is decoded
};

/// Reads and decodes: for a worker. Empty when the file cannot be read.
FilePreview previewOf(const models::FileReference& file);

/// "00000010  68 65 6c 6c 6f …  |hello…|", 16 bytes a line.
QString hexDump(QByteArrayView bytes);
/// The first lines, with signs in place of control characters and of those that turn the direction of writing.
QString safeHead(QByteArrayView utf8);

} // namespace ui
