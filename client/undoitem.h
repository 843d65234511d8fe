// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/undo.h"

namespace client {

// From a change to the one that takes it back. Pure.

/// A form that the journal kept; null when there was none.
models::Json formOf(const QByteArray& kept);
/// Nothing when the journal names a kind that this console does not know.
std::optional<models::RecordKind> kindOf(const ChangeRecord& change);
/// With what speaks against it.
UndoOffer::Item undoItemOf(const ChangeRecord& change, bool knowsValues);
/// Expects the server to have it as the change left it.
ChangeOrder inverseOf(const ChangeRecord& change, const std::map<QString, QString>& valuesBefore);

} // namespace client
