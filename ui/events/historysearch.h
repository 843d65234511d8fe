// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/journalrecords.h"

namespace ui {

/// What a person types to search the history: words that must occur, and `type:` `source:` `id:` with what must be in
/// that attribute; quotes keep blanks together. Anything that is not understood is a word.
client::SentQuery historySearch(const QString& typed);

} // namespace ui
