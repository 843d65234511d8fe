// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace bench {

/// What the running console weighs, and what an unchanged look costs its UI thread, with 10,000 resources.
bool console();

} // namespace bench
