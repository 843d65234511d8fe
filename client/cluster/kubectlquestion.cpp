// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/kubectlquestion.h"

#include "models/cluster/kubectlfailure.h"

namespace client {

namespace {

constexpr int kPatienceMSecs = 15'000;
/// Of a stream, for its last words.
constexpr qsizetype kLastWords = 16 * 1024;

models::Result<QByteArray> outputOf(const models::Result<ProcessResult>& result, const QString& tried)
{
    if (!result)
        return models::failed(result.error());
    if (result->exitCode != 0)
        return models::failed(models::kubectlFailure(result->exitCode, result->output, result->errors, tried));
    return result->output;
}

} // namespace

ProcessOrder kubectlOrder(const Toolbox& toolbox, const QString& context, const QStringList& arguments,
                          const QString& tried)
{
    const QStringList common = {QStringLiteral("--context=%1").arg(context), QStringLiteral("--request-timeout=10s")};
    ProcessOrder order = toolbox.order(Tool::Kubectl, common + arguments, tried);
    order.deadlineMSecs = kPatienceMSecs;
    return order;
}

ProcessOrder kubectlStream(const Toolbox& toolbox, const QString& context, const QStringList& arguments,
                           const QString& tried)
{
    ProcessOrder order
        = toolbox.order(Tool::Kubectl, QStringList{QStringLiteral("--context=%1").arg(context)} + arguments, tried);
    order.deadlineMSecs = 0;
    order.endSignal = SIGINT;
    order.mostKept = kLastWords;
    return order;
}

KubectlQuestion::KubectlQuestion(Commands& commands, QObject* parent)
    : QObject(parent)
    , m_commands(commands)
{
}

void KubectlQuestion::ask(const ProcessOrder& order)
{
    m_run = m_commands.prepare(order);
    connect(m_run.get(), &ProcessRun::finished, this,
            [this, tried = order.tried](const models::Result<ProcessResult>& result) {
                m_run.release()->deleteLater();
                Q_EMIT answered(outputOf(result, tried));
            });
    m_run->start();
}

} // namespace client
