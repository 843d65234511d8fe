// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace bench {

/// A file on its way into an event, held against encoding the same bytes in memory.
bool encoding();

} // namespace bench
