// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/commandlog.h"
#include "client/cluster/toolbox.h"

#include <QFuture>

#include <memory>

namespace client {

/// The one way to a command of others: each is logged, and ends with the console.
class Commands final : public QObject
{
    Q_OBJECT
public:
    using Answer = QFuture<models::Result<ProcessResult>>;

    /// Both must outlive it.
    Commands(Toolbox& toolbox, CommandLog& log, QObject* parent = nullptr);

    Toolbox& toolbox() { return m_toolbox; }
    CommandLog& log() { return m_log; }
    /// One answer. An exit code that is not 0 is a result, not a failure. Continue with whenDone().
    Answer run(const ProcessOrder& order);
    /// For those whose lines matter as they come: connect, then start(). When the owner lets go of it, it is killed.
    std::unique_ptr<ProcessRun> prepare(const ProcessOrder& order);

private:
    Toolbox& m_toolbox;
    CommandLog& m_log;
};

} // namespace client
