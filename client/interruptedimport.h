// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/changes.h"

namespace client {

/// What became of an import whose console ended without a word.
struct InterruptedImport
{
    ImportRecord run;
    int done = 0; ///< changes that the server has, and that have not been taken back
    int left = 0; ///< not done, or refused
    int unknown = 0; ///< what the journal keeps does not tell: new values of a secret, a new source of a function
};

/// Compares what the run meant to do with what the server has, and corrects the journal: from then on it knows each
/// change that was made, also those that were sent and never confirmed, so that they can be taken back like any other.
/// A failure leaves everything as it was.
Answer<InterruptedImport> settleInterrupted(Changes& changes, const ImportRecord& run);

} // namespace client
