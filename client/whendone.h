// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

namespace client {

/// Calls `then` with the result, on the context's thread, unless the context is gone by then. Use this instead of
/// `future.then(context, …)`, which in Qt 6.4 reaches for its context also after that was destroyed.
template <typename T, typename Then> void whenDone(const QFuture<T>& future, QObject* context, Then then)
{
    auto* watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, then = std::move(then)]() mutable {
        watcher->deleteLater();
        if (watcher->future().resultCount() > 0)
            then(watcher->result());
    });
    watcher->setFuture(future);
}

} // namespace client
