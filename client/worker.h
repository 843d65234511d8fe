// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtConcurrentRun>

namespace client {

/// Runs `work` on the shared thread pool. Watch the future with a QFutureWatcher: it may die at any time. The result
/// may be taken; a QPromise would not do here, since on the worker it may outlive the taking and then says "finished"
/// again.
template <typename Work> auto onWorker(Work work) -> QFuture<std::invoke_result_t<Work>>
{
    return QtConcurrent::run(std::move(work));
}

} // namespace client
