// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

namespace bench {

/// From the start of a process to painted rows: the console on a running server against a bare window with a table.
bool firstWindow();
/// What the child processes of firstWindow() do; nothing when the arguments are not for them.
std::optional<int> firstWindowChild(int& argc, char** argv);

} // namespace bench
