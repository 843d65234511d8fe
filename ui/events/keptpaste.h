// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/journal.h"

#include <QFuture>

namespace ui {

/// Writes a text that is too long for an editor into a new file of `folder`, readable for this user only, on a worker.
/// Answers its path.
QFuture<models::Result<QString>> keepAsFile(const QString& text, const QString& folder);

/// How long a file is left alone, whatever is known of it: it may be in a composer that is open.
inline constexpr qint64 kPasteRestMSecs = 24LL * 60 * 60 * 1'000;

/// Removes the files of `folder` that keepAsFile() wrote longer ago than `restMSecs` and that stand in no draft,
/// history or job of the journal and in no template. At most a few hundred at a time; what goes wrong is left for the
/// next time. The journal must outlive `context`, whose end stops it.
void clearPastes(client::Journal& journal, const QString& folder, const QString& templateFolder, QObject* context,
                 qint64 restMSecs = kPasteRestMSecs);

} // namespace ui
