// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/commands.h"

namespace client {

/// One answer of kubectl about one cluster; kubectl itself gives up before we do (contract minikube §3).
ProcessOrder kubectlOrder(const Toolbox& toolbox, const QString& context, const QStringList& arguments,
                          const QString& tried);
/// One that goes on until it is ended. Its lines are all that is wanted of it.
ProcessOrder kubectlStream(const Toolbox& toolbox, const QString& context, const QStringList& arguments,
                           const QString& tried);

/// Asks kubectl one thing at a time. A new question, or the end of this object, ends the one before it, and its answer
/// never comes.
class KubectlQuestion final : public QObject
{
    Q_OBJECT
public:
    /// The commands must outlive it.
    explicit KubectlQuestion(Commands& commands, QObject* parent = nullptr);

    void ask(const ProcessOrder& order);
    void giveUp() { m_run.reset(); }
    bool isAsking() const { return m_run != nullptr; }

Q_SIGNALS:
    /// The standard output of a call that went well; any other is a failure, whatever it printed.
    void answered(const models::Result<QByteArray>& output);

private:
    Commands& m_commands;
    std::unique_ptr<ProcessRun> m_run;
};

} // namespace client
