// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace server {

/// Why the server cannot start, and what to do about it; for the first line of standard output.
struct StartProblem
{
    std::string reason;
    std::string remedy;
};

} // namespace server
