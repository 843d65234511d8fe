// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QString>

namespace models {

/// How much of a file decides.
inline constexpr qsizetype kSniffLength = 512;

struct SniffedContent
{
    QString contentType;
    bool isText = false; ///< a text type that is UTF-8 as far as seen, so that it can be a JSON string

    bool operator==(const SniffedContent&) const = default;
};

/// The content type of a file by its first kSniffLength bytes, as the original command line decides (contract §4.5: the
/// WHATWG rules in the form of Go's DetectContentType). JSON, YAML and source code are text/plain; charset=utf-8.
SniffedContent sniffContent(QByteArrayView head);

} // namespace models
