// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/failures.h"

namespace client {

/// For an answer that is a refusal by its status. A page with status 404 is another program, not a missing resource.
models::Failure refusal(const Outcome& outcome);
/// For a web page where JSON should be.
models::Failure webPage(const Outcome& outcome);

} // namespace client
