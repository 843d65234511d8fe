// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace bench {

/// Events a second through a real `dispatch-local`, over 1 and 16 connections, held against a loop that only answers;
/// counts afterwards, in the file that a killed server leaves, that every acknowledged event is there.
bool emit();

} // namespace bench
