// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/commands.h"
#include "models/cluster/preflight.h"

#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <vector>

namespace client {

/// Finds out what the rows of the preflight are judged by: asks tools, minikube, kubectl and helm, several at once,
/// each with a deadline. Changes nothing, but for charts fetched into a folder that goes again.
class PreflightRun final : public QObject
{
    Q_OBJECT
public:
    /// What it is about.
    struct Subject
    {
        models::InstallMethod method = models::InstallMethod::Classic;
        QString profile;
        models::ClusterState state = models::ClusterState::Unknown;
        QString address; ///< empty = not known
        models::InstallFile file;
        QString workFolder;
    };

    /// The commands must outlive it.
    explicit PreflightRun(Commands& commands, QObject* parent = nullptr);
    ~PreflightRun() override;

    /// Gives up what still runs, and asks everything anew.
    void start(const Subject& subject);
    /// What is still open stays unknown.
    void cancel();
    /// The file or the cluster changed: judged anew, without asking. Of another cluster nothing is known yet.
    void update(const Subject& subject);
    bool isRunning() const { return m_isRunning; }
    const models::PreflightFacts& facts() const { return m_facts; }

Q_SIGNALS:
    void changed();
    /// Every answer is there.
    void finished();

private:
    using Take = std::function<void(const models::Result<ProcessResult>&)>;

    struct Question
    {
        Tool tool = Tool::Kubectl;
        QStringList arguments;
        int deadlineMSecs = 0;
        Take take;
    };

    void adopt(const Subject& subject);
    void takeTools();
    void toolsChanged();
    void ask();
    void askFolder();
    void askOfMachine();
    void askOfCluster();
    void askOfHelm();
    void askOfTiller();
    void askForCharts();
    void queue(Tool tool, const QStringList& arguments, Take take, int deadlineMSecs = 0);
    void kubectl(const QStringList& arguments, Take take);
    void next();
    void answered(ProcessRun* run, const Take& take, const models::Result<ProcessResult>& result);
    void look();
    bool isHelm2() const;
    QStringList helmArguments(const QStringList& arguments) const;

    Commands& m_commands;
    Subject m_subject;
    models::PreflightFacts m_facts;
    std::vector<Question> m_questions; ///< that wait
    std::vector<std::unique_ptr<ProcessRun>> m_runs;
    std::unique_ptr<QTemporaryDir> m_charts;
    int m_round = 0;
    int m_openCharts = 0;
    bool m_isRunning = false;
    bool m_awaitsTools = false;
    bool m_awaitsFolder = false;
};

} // namespace client
