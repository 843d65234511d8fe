// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QFuture>

namespace ui {

/// Writes a text that is too long for an editor into a new file of `folder`, readable for this user only, on a worker.
/// Answers its path.
QFuture<models::Result<QString>> keepAsFile(const QString& text, const QString& folder);

} // namespace ui
