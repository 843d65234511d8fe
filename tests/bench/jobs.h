// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace bench {

/// Events a second to a real dispatch-local: a job, one request after the other, the original command line.
bool jobs();

} // namespace bench
