// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/preflightjudges.h"

#include <QCoreApplication>

#include <algorithm>

namespace models {

namespace {

#define WORD(text) QT_TRANSLATE_NOOP("models::Preflight", text)

constexpr Version kOldestHelm{2, 15, 0};
constexpr int kClassicHelm = 2;
constexpr const char* kImage = "dispatch-server";

QString joined(const QStringList& texts)
{
    return texts.join(QStringLiteral(", "));
}

Finding judgeNewHelm(const Version& version)
{
    if (version.major > kClassicHelm)
        return {PreflightVerdict::Good, version.text()};
    return {PreflightVerdict::Bad, version.text(), preflightWords(WORD("Charts without tiller need Helm 3 or newer.")),
            ClusterFix::ChooseHelm};
}

/// Whether a chart of the file still comes from one of the repositories that are gone.
bool usesDeadRepositories(const PreflightFacts& facts)
{
    const auto orders = chartsOf(facts.file);
    return std::any_of(orders.begin(), orders.end(), [](const ChartOrder& order) {
        return order.repository.contains(QLatin1String("kubernetes-charts"))
            && order.repository.contains(QLatin1String("googleapis.com"));
    });
}

QString imageOf(const InstallFile& file)
{
    const QString host = file.text(QStringLiteral("dispatch.image.host"));
    const QString tag = file.text(QStringLiteral("dispatch.image.tag"));
    return QStringLiteral("%1/%2:%3")
        .arg(host.isEmpty() ? QStringLiteral("vmware") : host, QLatin1String(kImage),
             tag.isEmpty() ? QStringLiteral("v0.1.24") : tag);
}

Finding missingCharts(const PreflightFacts& facts, const QStringList& missing)
{
    const bool isDead = usesDeadRepositories(facts);
    return {PreflightVerdict::Bad, preflightWords(WORD("cannot be fetched: %1")).arg(joined(missing)),
            isDead
                ? preflightWords(WORD("The repositories that the installer takes by itself are gone since 2020. Let "
                                      "today's stand in for them."))
                : preflightWords(WORD("Enter other repositories in the advanced settings, or a folder with charts.")),
            isDead ? ClusterFix::ReplaceRepositories : ClusterFix::CheckForm};
}

} // namespace

Finding judgeHelm(const PreflightFacts& facts)
{
    const ToolFact& tool = facts.tools[PreflightFacts::Helm];
    const auto version = tool.version ? tool.version : facts.helm.value.client;
    if (!version) {
        Finding finding;
        finding.isPending = tool.isLooking;
        return finding;
    }
    if (facts.method == InstallMethod::PatchedCharts)
        return judgeNewHelm(*version);
    if (version->major != kClassicHelm || *version < kOldestHelm)
        return {PreflightVerdict::Bad,
                preflightWords(WORD("%1: the installer works with Helm 2, from 2.15 on")).arg(version->text()),
                preflightWords(WORD("Get Helm 2.17.0 and choose it, or take another way of installing.")),
                ClusterFix::ChooseHelm};
    const auto server = facts.helm.value.server;
    if (server && *server != *version)
        return {PreflightVerdict::Bad, preflightWords(WORD("%1 here, tiller %2")).arg(version->text(), server->text()),
                preflightWords(WORD("Bring tiller to the version of Helm.")), ClusterFix::CopyHelmUpgrade};
    return {PreflightVerdict::Good, version->text()};
}

Finding judgeTiller(const PreflightFacts& facts)
{
    if (!facts.tillerReady.isKnown())
        return openFinding(facts.tillerReady);
    if (facts.tillerReady.value)
        return {PreflightVerdict::Good, preflightWords(WORD("ready"))};
    return {PreflightVerdict::Bad, preflightWords(WORD("there is none that is ready")),
            preflightWords(WORD("Run helm init; tiller needs an account that may do everything.")),
            ClusterFix::CopyHelmInit};
}

Finding judgeTillerRights(const PreflightFacts& facts)
{
    if (!facts.tillerMay.isKnown())
        return openFinding(facts.tillerMay);
    if (facts.tillerMay.value)
        return {PreflightVerdict::Good, preflightWords(WORD("its account may do everything"))};
    return {PreflightVerdict::Bad, preflightWords(WORD("the account kube-system/tiller may not do everything")),
            preflightWords(WORD("Bind it to the role cluster-admin.")), ClusterFix::CopyTillerBinding};
}

Finding judgeFailedReleases(const PreflightFacts& facts)
{
    if (!facts.failedReleases.isKnown())
        return openFinding(facts.failedReleases);
    const FailedReleasesFact& failedOnes = facts.failedReleases.value;
    if (!failedOnes.releases.isEmpty())
        return {
            PreflightVerdict::Bad, joined(failedOnes.releases),
            preflightWords(WORD("Purge them: the installer refuses to work beside them. Their data goes with them.")),
            ClusterFix::CopyPurge, failedOnes.releases.join(u' ')};
    if (!failedOnes.noise.isEmpty() && facts.method == InstallMethod::Classic)
        return {PreflightVerdict::Bad, preflightWords(WORD("none, but Helm says: %1")).arg(failedOnes.noise),
                preflightWords(WORD("The installer takes each word for a release that failed. Take the old address out "
                                    "of the repositories of Helm.")),
                ClusterFix::CopyHelmClean};
    return {PreflightVerdict::Good, preflightWords(WORD("none"))};
}

Finding judgeKubectlNoise(const PreflightFacts& facts)
{
    if (!facts.kubectlNoise.isKnown())
        return openFinding(facts.kubectlNoise);
    if (facts.kubectlNoise.value.isEmpty())
        return {PreflightVerdict::Good, preflightWords(WORD("nothing"))};
    return {PreflightVerdict::Bad, facts.kubectlNoise.value,
            preflightWords(WORD("The installer reads each word as the number of a port. Choose a kubectl of about the "
                                "version of the cluster.")),
            ClusterFix::ChooseKubectl};
}

Finding judgeCharts(const PreflightFacts& facts)
{
    const auto& asked = facts.charts.value;
    QStringList missing;
    for (const ChartFact& chart : asked) {
        if (!chart.isThere)
            missing << (chart.said.isEmpty() ? chart.order.chart
                                             : QStringLiteral("%1 (%2)").arg(chart.order.chart, chart.said));
    }
    if (facts.charts.isKnown() && missing.isEmpty())
        return {PreflightVerdict::Good, preflightWords(WORD("all %1")).arg(asked.size())};
    if (!missing.isEmpty()) {
        Finding finding = missingCharts(facts, missing);
        finding.isPending = facts.charts.isOpen();
        return finding;
    }
    if (facts.charts.isOpen())
        return openFinding(facts.charts);
    // Nobody has to ask to know that these are gone.
    if (usesDeadRepositories(facts))
        return missingCharts(facts, {preflightWords(WORD("those of the old Google repositories"))});
    return openFinding(facts.charts);
}

Finding judgeImages(const PreflightFacts& facts)
{
    if (!facts.images.isKnown())
        return openFinding(facts.images);
    const auto& images = facts.images.value;
    const auto found = std::find_if(images.begin(), images.end(),
                                    [](const QString& image) { return image.contains(QLatin1String(kImage)); });
    if (found != images.end())
        return {PreflightVerdict::Good, preflightWords(WORD("%1 is in the cluster")).arg(*found)};
    const QString image = imageOf(facts.file);
    return {PreflightVerdict::Warning, preflightWords(WORD("%1 has to be pulled")).arg(image),
            preflightWords(WORD("Whether it still is where it was, only pulling tells. One that you have can be loaded "
                                "into the cluster.")),
            ClusterFix::CopyImageLoad, image};
}

Finding judgeLeftovers(const PreflightFacts& facts)
{
    if (!facts.spaces.isKnown())
        return openFinding(facts.spaces);
    QStringList found;
    for (const InstallChart& chart : installCharts()) {
        const QString space = QLatin1String(chart.space);
        if (space != QLatin1String("kube-system") && facts.spaces.value.contains(space) && !found.contains(space))
            found << space;
    }
    QStringList releases;
    for (const HelmRelease& release : facts.releases.value) {
        const bool isOurs = std::any_of(installCharts().begin(), installCharts().end(), [&](const InstallChart& chart) {
            return release.name == QLatin1String(chart.release);
        });
        if (isOurs)
            releases << QStringLiteral("%1 (%2)").arg(release.name, release.status);
    }
    if (found.isEmpty() && releases.isEmpty())
        return {PreflightVerdict::Good, preflightWords(WORD("none"))};
    return {PreflightVerdict::Warning,
            releases.isEmpty() ? preflightWords(WORD("namespaces: %1")).arg(joined(found))
                               : preflightWords(WORD("releases: %1")).arg(joined(releases)),
            preflightWords(WORD("Installing again upgrades what is there. Uninstall first for a fresh one.")),
            ClusterFix::Uninstall};
}

Finding judgeHosts(const PreflightFacts& facts)
{
    QStringList hosts;
    for (const char* const path : {"dispatch.host", "apiGateway.host"}) {
        const QString host = facts.file.text(QLatin1String(path));
        if (!host.isEmpty() && !hosts.contains(host))
            hosts << host;
    }
    if (facts.address.isEmpty())
        return {PreflightVerdict::Unknown, joined(hosts)};
    if (hosts == QStringList{facts.address})
        return {PreflightVerdict::Good, facts.address};
    const bool isAddress = !hosts.isEmpty() && hosts.first().at(0).isDigit();
    return {hosts.isEmpty() || isAddress ? PreflightVerdict::Bad : PreflightVerdict::Warning,
            preflightWords(WORD("“%1”, and the cluster is at %2")).arg(joined(hosts), facts.address),
            preflightWords(WORD("Enter the address of the cluster, which may change when it starts.")),
            ClusterFix::UseClusterAddress};
}

#undef WORD

} // namespace models
