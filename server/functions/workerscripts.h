// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace server {

/// The texts of worker.py and worker.js, built into the program.
const char* pythonWorkerScript();
const char* nodeWorkerScript();

} // namespace server
