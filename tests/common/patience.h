// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTest>

// Qt gives up waiting after five seconds, which a chain of processes takes on a busy machine. What comes is not waited
// for any longer.

constexpr int kPatience = 60'000;

#undef QTRY_VERIFY
#define QTRY_VERIFY(expression) QTRY_VERIFY_WITH_TIMEOUT(expression, kPatience)
#undef QTRY_COMPARE
#define QTRY_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT(actual, expected, kPatience)
