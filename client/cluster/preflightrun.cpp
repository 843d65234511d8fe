// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/preflightrun.h"

#include <algorithm>
#include <utility>

namespace client {

using models::PreflightFacts;

namespace {

constexpr std::size_t kAtOnce = 4;

constexpr std::pair<PreflightFacts::Tool, Tool> kTools[] = {{PreflightFacts::Dispatch, Tool::Dispatch},
                                                            {PreflightFacts::Helm, Tool::Helm},
                                                            {PreflightFacts::Kubectl, Tool::Kubectl},
                                                            {PreflightFacts::OpenSsl, Tool::OpenSsl},
                                                            {PreflightFacts::Minikube, Tool::Minikube}};

} // namespace

PreflightRun::PreflightRun(Commands& commands, QObject* parent)
    : QObject(parent)
    , m_commands(commands)
{
    connect(&commands.toolbox(), &Toolbox::changed, this, &PreflightRun::toolsChanged);
}

PreflightRun::~PreflightRun() = default;

void PreflightRun::adopt(const Subject& subject)
{
    m_subject = subject;
    m_facts.method = subject.method;
    m_facts.profile = subject.profile;
    m_facts.state = subject.state;
    m_facts.address = subject.address;
    m_facts.file = subject.file;
    // Found long ago, perhaps, and told in the language of now.
    takeTools();
}

void PreflightRun::start(const Subject& subject)
{
    ++m_round;
    m_runs.clear();
    m_questions.clear();
    m_facts = {};
    m_awaitsTools = false;
    m_awaitsFolder = false;
    adopt(subject);
    m_isRunning = true;
    if (subject.method == models::InstallMethod::LocalDispatch) {
        QMetaObject::invokeMethod(this, &PreflightRun::look, Qt::QueuedConnection);
        Q_EMIT changed();
        return;
    }
    askOfMachine();
    m_awaitsTools = true;
    m_commands.toolbox().look();
    toolsChanged();
}

void PreflightRun::update(const Subject& subject)
{
    // What was found in one cluster says nothing about another.
    if (subject.profile != m_subject.profile) {
        cancel();
        m_facts = {};
    }
    adopt(subject);
    Q_EMIT changed();
}

void PreflightRun::cancel()
{
    if (!std::exchange(m_isRunning, false))
        return;
    ++m_round;
    m_awaitsTools = false;
    m_questions.clear();
    m_runs.clear();
    const PreflightFacts kept = std::exchange(m_facts, {});
    adopt(m_subject);
    // Only what has been answered counts.
    const auto keep = [](const auto& from, auto& to) {
        if (from.is != std::decay_t<decltype(from)>::Is::Asking)
            to = from;
        else
            to.fail(tr("given up"));
    };
    m_facts.tools = kept.tools;
    m_facts.isLinux = kept.isLinux;
    m_facts.hasCgroup2 = kept.hasCgroup2;
    m_facts.httpProxy = kept.httpProxy;
    m_facts.noProxy = kept.noProxy;
    m_facts.hasOldConfig = kept.hasOldConfig;
    keep(kept.folder, m_facts.folder);
    keep(kept.settings, m_facts.settings);
    keep(kept.contexts, m_facts.contexts);
    keep(kept.server, m_facts.server);
    keep(kept.apiVersions, m_facts.apiVersions);
    keep(kept.nodes, m_facts.nodes);
    keep(kept.storage, m_facts.storage);
    keep(kept.helm, m_facts.helm);
    keep(kept.tillerReady, m_facts.tillerReady);
    keep(kept.tillerMay, m_facts.tillerMay);
    keep(kept.failedReleases, m_facts.failedReleases);
    keep(kept.kubectlNoise, m_facts.kubectlNoise);
    keep(kept.charts, m_facts.charts);
    keep(kept.images, m_facts.images);
    keep(kept.releases, m_facts.releases);
    keep(kept.spaces, m_facts.spaces);
    Q_EMIT changed();
    Q_EMIT finished();
}

// ----- tools

void PreflightRun::takeTools()
{
    for (const auto& [fact, tool] : kTools) {
        const FoundTool& found = m_commands.toolbox().found(tool);
        models::ToolFact& into = m_facts.tools[fact];
        into.isLooking = found.verdict == FoundTool::Verdict::Looking;
        // Too old for the console may be right for this.
        into.isUsable = found.verdict == FoundTool::Verdict::Good || found.verdict == FoundTool::Verdict::TooOld;
        into.path = found.path;
        into.version = found.version;
        into.said = found.path.isEmpty() ? Toolbox::howToGet(tool) : found.said;
    }
}

void PreflightRun::toolsChanged()
{
    takeTools();
    const auto& tools = m_facts.tools;
    const bool isLooking
        = std::any_of(tools.begin(), tools.end(), [](const models::ToolFact& tool) { return tool.isLooking; });
    if (m_awaitsTools && !isLooking) {
        m_awaitsTools = false;
        ask();
    }
    Q_EMIT changed();
}

// ----- answers

void PreflightRun::next()
{
    while (m_runs.size() < kAtOnce && !m_questions.empty()) {
        const Question question = m_questions.front();
        m_questions.erase(m_questions.begin());
        ProcessOrder order
            = m_commands.toolbox().order(question.tool, question.arguments, tr("look at what an installation needs"));
        order.deadlineMSecs = question.deadlineMSecs;
        m_runs.push_back(m_commands.prepare(order));
        ProcessRun* const run = m_runs.back().get();
        connect(run, &ProcessRun::finished, this,
                [this, run, take = question.take](const models::Result<ProcessResult>& result) {
                    answered(run, take, result);
                });
        run->start();
    }
}

void PreflightRun::answered(ProcessRun* run, const Take& take, const models::Result<ProcessResult>& result)
{
    const auto at = std::find_if(m_runs.begin(), m_runs.end(), [run](const auto& one) { return one.get() == run; });
    if (at == m_runs.end())
        return;
    // It is its own signal that is heard.
    at->release()->deleteLater();
    m_runs.erase(at);
    take(result);
    next();
    look();
}

void PreflightRun::look()
{
    Q_EMIT changed();
    if (!m_isRunning || m_awaitsTools || m_awaitsFolder || !m_runs.empty() || !m_questions.empty())
        return;
    m_isRunning = false;
    m_charts.reset();
    Q_EMIT finished();
}

} // namespace client
