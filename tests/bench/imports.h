// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace bench {

/// Resources a second into a real dispatch-local: an import, and one request after the other; and how soon a plan is
/// there.
bool imports();

} // namespace bench
