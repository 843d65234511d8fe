// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How many times slower than a released program this build is at most: every limit in time that a test sets is
/// multiplied by it.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int kSlowness = 10;
#elif !defined(__OPTIMIZE__)
inline constexpr int kSlowness = 4;
#else
inline constexpr int kSlowness = 1;
#endif
