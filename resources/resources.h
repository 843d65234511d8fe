// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Makes `:/icons` and `:/catalogue` known. A static library's resources are otherwise dropped by the linker. Call it
/// before the first use; more than once is harmless. Global, because the resource system's macro demands it.
void initConsoleResources();
