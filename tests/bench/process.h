// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtGlobal>

namespace bench {

/// What a process keeps in memory now; 0 when there is none.
double residentMebibytes(qint64 pid);
/// User and system time of a process so far: what a busy machine does not distort.
double cpuMicroseconds(qint64 pid);

} // namespace bench
