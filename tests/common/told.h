// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/result.h"

#include <QFuture>
#include <QTest>

/// What the future comes to say; a failure when it says nothing within a minute.
template <typename T> models::Result<T> told(const QFuture<models::Result<T>>& future)
{
    if (QTest::qWaitFor([&future] { return future.isFinished(); }, 60'000) && future.resultCount() > 0)
        return future.result();
    models::Failure never;
    never.cameBack = QStringLiteral("the future never said anything");
    return models::failed(never);
}
