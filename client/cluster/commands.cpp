// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/commands.h"

#include <QPromise>

namespace client {

Commands::Commands(Toolbox& toolbox, CommandLog& log, QObject* parent)
    : QObject(parent)
    , m_toolbox(toolbox)
    , m_log(log)
{
}

std::unique_ptr<ProcessRun> Commands::prepare(const ProcessOrder& order)
{
    auto run = std::make_unique<ProcessRun>(order);
    m_log.follow(*run, order);
    return run;
}

Commands::Answer Commands::run(const ProcessOrder& order)
{
    auto promise = std::make_shared<QPromise<models::Result<ProcessResult>>>();
    promise->start();
    ProcessRun* const run = prepare(order).release();
    run->setParent(this);
    connect(run, &ProcessRun::finished, run, [run, promise](const models::Result<ProcessResult>& result) {
        promise->addResult(result);
        promise->finish();
        run->deleteLater();
    });
    run->start();
    return promise->future();
}

} // namespace client
