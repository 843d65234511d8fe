// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/preflight.h"

#include "models/cluster/preflightjudges.h"

#include <QCoreApplication>

namespace models {

namespace {

#define WORD(text) QT_TRANSLATE_NOOP("models::Preflight", text)

enum Needs : unsigned
{
    Classic = 1,
    Patched = 2,
    Both = Classic | Patched,
    Running = 4 ///< the cluster has to answer first
};

struct Rule
{
    const char* id;
    const char* title;
    unsigned needs;
    Judge judge;
};

using Facts = PreflightFacts;

constexpr Rule kRules[] = {
    {"cluster.state", WORD("The cluster runs"), Both, &judgeState},
    {"kubernetes.version", WORD("Version of Kubernetes"), Both, &judgeKubernetes},
    {"kubernetes.apis", WORD("What the charts ask Kubernetes for"), Classic | Running, &judgeApis},
    {"tool.dispatch", WORD("The installer, dispatch"), Classic, &judgeTool<Facts::Dispatch>},
    {"tool.helm", WORD("Helm"), Both, &judgeTool<Facts::Helm>},
    {"helm.version", WORD("Version of Helm"), Both, &judgeHelm},
    {"tiller.ready", WORD("Tiller, the half of Helm 2 in the cluster"), Classic | Running, &judgeTiller},
    {"tiller.rights", WORD("Tiller may do what it must"), Classic | Running, &judgeTillerRights},
    {"tool.kubectl", WORD("kubectl"), Both, &judgeTool<Facts::Kubectl>},
    {"kubectl.noise", WORD("kubectl says nothing by the way"), Classic | Running, &judgeKubectlNoise},
    {"tool.openssl", WORD("OpenSSL, for the certificates"), Classic, &judgeTool<Facts::OpenSsl>},
    {"tool.minikube", WORD("minikube"), Both, &judgeTool<Facts::Minikube>},
    {"minikube.version", WORD("Version of minikube"), Classic, &judgeMinikube},
    {"driver", WORD("What carries the cluster"), Both, &judgeDriver},
    {"cgroup", WORD("Control groups of this machine"), Classic, &judgeCgroup},
    {"resources", WORD("Processors, memory, disk"), Both, &judgeResources},
    {"context", WORD("kubectl knows the cluster"), Both, &judgeContext},
    {"nodes", WORD("Nodes"), Both | Running, &judgeNodes},
    {"storage", WORD("Storage"), Both | Running, &judgeStorage},
    {"charts", WORD("Charts can be fetched"), Both, &judgeCharts},
    {"images", WORD("Images"), Both | Running, &judgeImages},
    {"helm.failed", WORD("No releases that failed"), Both | Running, &judgeFailedReleases},
    {"leftovers", WORD("Earlier installations"), Both | Running, &judgeLeftovers},
    {"hosts", WORD("Hosts in the install file"), Both, &judgeHosts},
    {"nodeport", WORD("The cluster can be reached from here"), Both, &judgeNodePorts},
    {"folder", WORD("Work folder"), Classic, &judgeFolder},
    {"proxy", WORD("Proxy"), Both, &judgeProxy},
};

struct VerdictWord
{
    PreflightVerdict verdict;
    const char* word;
    State looks;
};

constexpr VerdictWord kVerdicts[] = {
    {PreflightVerdict::Good, WORD("good"), State::Ready},
    {PreflightVerdict::Warning, WORD("warning"), State::Deleting},
    {PreflightVerdict::Bad, WORD("bad"), State::Error},
    {PreflightVerdict::Unknown, WORD("unknown"), State::Other},
    {PreflightVerdict::NotNeeded, WORD("not needed"), State::Initialized},
};

unsigned bitOf(InstallMethod method)
{
    if (method == InstallMethod::LocalDispatch)
        return 0;
    return method == InstallMethod::Classic ? Classic : Patched;
}

Finding found(const Rule& rule, const PreflightFacts& facts)
{
    if ((rule.needs & bitOf(facts.method)) == 0)
        return {PreflightVerdict::NotNeeded};
    if ((rule.needs & Running) != 0 && !answersKubectl(facts.state))
        return {PreflightVerdict::Unknown, preflightWords(WORD("can be seen once the cluster runs"))};
    return rule.judge(facts);
}

} // namespace

QString preflightWords(const char* text)
{
    return QCoreApplication::translate("models::Preflight", text);
}

QString wordOf(PreflightVerdict verdict)
{
    return preflightWords(kVerdicts[static_cast<std::size_t>(verdict)].word);
}

State looksLike(PreflightVerdict verdict)
{
    return kVerdicts[static_cast<std::size_t>(verdict)].looks;
}

std::vector<PreflightRow> preflight(const PreflightFacts& facts)
{
    std::vector<PreflightRow> rows;
    for (const Rule& rule : kRules) {
        const Finding finding = found(rule, facts);
        rows.push_back({QLatin1String(rule.id), preflightWords(rule.title), finding.verdict, finding.isPending,
                        finding.isPending && finding.found.isEmpty() ? preflightWords(WORD("looking…")) : finding.found,
                        finding.remedy, finding.fix, finding.subject});
    }
    return rows;
}

PreflightSummary summaryOf(const std::vector<PreflightRow>& rows, InstallMethod method)
{
    PreflightSummary summary;
    for (const PreflightRow& row : rows) {
        if (row.isPending)
            ++summary.pending;
        else if (row.verdict == PreflightVerdict::Good)
            ++summary.good;
        else if (row.verdict == PreflightVerdict::Warning)
            ++summary.warnings;
        else if (row.verdict == PreflightVerdict::Bad)
            ++summary.bad;
        else if (row.verdict == PreflightVerdict::Unknown)
            ++summary.unknown;
    }
    if (method == InstallMethod::LocalDispatch)
        summary.text = preflightWords(WORD("The local Dispatch comes with this console and needs none of this."));
    else if (summary.pending > 0)
        summary.text = preflightWords(WORD("Looking: %1 answers are still to come.")).arg(summary.pending);
    else if (summary.bad > 0)
        summary.text = preflightWords(WORD("An installation cannot work yet: %1 bad, %2 to be careful about."))
                           .arg(summary.bad)
                           .arg(summary.warnings);
    else if (summary.unknown > 0)
        summary.text = preflightWords(WORD("Nothing is wrong so far; %1 could not be found out.")).arg(summary.unknown);
    else if (summary.warnings > 0)
        summary.text = preflightWords(WORD("It may work; be careful about %1.")).arg(summary.warnings);
    else
        summary.text = preflightWords(WORD("Everything is right for an installation."));
    return summary;
}

#undef WORD

} // namespace models
