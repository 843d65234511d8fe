// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/installadvice.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace models {

namespace {

#define WORD(text) QT_TRANSLATE_NOOP("models::InstallAdvice", text)

QString words(const char* text)
{
    return QCoreApplication::translate("models::InstallAdvice", text);
}

struct Line
{
    const char* id;
    const char* pattern; ///< %1 in the words is what its first brackets hold
    const char* meaning;
    const char* remedy;
    ClusterFix fix = ClusterFix::None;
};

/// The first that fits is taken: what is special stands before what is general.
constexpr Line kLines[] = {
    {"no-helm", "exec: \"(helm)\": executable file not found", WORD("The installer finds no %1."),
     WORD("Helm 2.17.0 is needed. Install it, or say where it is."), ClusterFix::ChooseHelm},
    {"no-kubectl", "exec: \"(kubectl)\": executable file not found", WORD("The installer finds no %1."),
     WORD("Install it, or say where it is."), ClusterFix::ChooseKubectl},
    {"no-openssl", "exec: \"(openssl)\": executable file not found", WORD("The installer finds no %1."),
     WORD("Install it, or say where it is. It makes the certificates."), ClusterFix::ChooseOpenSsl},
    {"helm3", "unknown flag: --tiller-namespace", WORD("The helm that was found is version 3 or newer."),
     WORD("This installer works with helm 2 only: install 2.17.0 and choose it."), ClusterFix::ChooseHelm},
    {"no-tiller", "could not find (?:a ready )?tiller", WORD("Helm 2 has no tiller in this cluster."),
     WORD("Run helm init, wait until the pod tiller-deploy is ready, and install again."), ClusterFix::CopyHelmInit},
    {"tiller-version", "incompatible versions client\\[(\\S+?)\\] server\\[\\S+?\\]",
     WORD("Helm is %1, and tiller in the cluster is another version."),
     WORD("Bring tiller to the version of helm with helm init --upgrade."), ClusterFix::CopyHelmUpgrade},
    {"too-new", "no matches for kind \"(\\w+)\"",
     WORD("This Kubernetes is too new: it has no %1 of the kind that the charts ask for."),
     WORD("Create a cluster with Kubernetes v1.15.12: that needs minikube v1.24.0 or older, and a virtual machine or a "
          "host with cgroup v1. What was installed already stays."),
     ClusterFix::RecreateCluster},
    {"forbidden", "is forbidden", WORD("Tiller may not do what it needs to in this cluster."),
     WORD("Give its account the role cluster-admin."), ClusterFix::CopyTillerBinding},
    {"helm-noise", "failed helm releases were found:\\s*\\n\\s*WARNING",
     WORD("No release failed: helm printed a warning about its repositories, and the installer takes that for one."),
     WORD("Take the old address out of the repositories of helm, and install again."), ClusterFix::CopyHelmClean},
    {"failed-release", "failed helm releases were found:\\s*\\n((?:(?!Helm check).*\\n)+)",
     WORD("An earlier try left releases that failed: %1."),
     WORD("Purge them, and install again. Their data goes with them."), ClusterFix::CopyPurge},
    {"stable-repo",
     "\"(https?://\\S*(?:kubernetes-charts\\.storage\\.googleapis|storage\\.googleapis\\.com/kubernetes-charts)\\S*)\" "
     "is not a valid chart repository",
     WORD("The chart repository %1 is gone."),
     WORD("Let today's repositories stand in for it, in the advanced settings."), ClusterFix::ReplaceRepositories},
    {"dispatch-repo", "Error updating helm: [\\s\\S]*\"(\\S+)\" is not a valid chart repository",
     WORD("The charts of Dispatch cannot be fetched from %1."),
     WORD("Enter another address for them, or a folder with the charts of a checkout of Dispatch."),
     ClusterFix::CheckForm},
    {"repo", "\"(\\S+)\" is not a valid chart repository", WORD("The chart repository %1 does not answer, or is none."),
     WORD("Enter another repository for the chart, in the advanced settings."), ClusterFix::CheckForm},
    {"repo-refused", "403 Forbidden", WORD("A chart repository refuses to give its charts."),
     WORD("Enter another repository for the chart, in the advanced settings."), ClusterFix::CheckForm},
    {"timeout", "release (\\S+) failed: timed out waiting for the condition|timed out waiting for the condition",
     WORD("The pods of %1 did not become ready in time."),
     WORD(
         "Look at what the pods wait for; most often an image cannot be pulled or the memory is not enough. Then purge "
         "the release and install again."),
     ClusterFix::ShowPods},
    {"kubectl-noise", "strconv\\.Atoi: parsing \"([\\s\\S]*?)\": invalid syntax",
     WORD("Kubectl printed a warning, and the installer reads it as a port: %1"),
     WORD("Choose a kubectl of about the version of the cluster: 1.14 to 1.16 for Kubernetes 1.15. The release ingress "
          "stays behind and is used by the next try."),
     ClusterFix::ChooseKubectl},
    {"no-host", "Field validation for '(Host)' failed", WORD("The install file names no host."),
     WORD("Enter the address of the cluster for both hosts."), ClusterFix::CheckForm},
    {"setting", "Field validation for '(\\w+)' failed on the '\\w+' tag",
     WORD("The installer does not take the setting %1."), WORD("Correct it in the settings."), ClusterFix::CheckForm},
    {"no-file", "error reading file (\\S+?):", WORD("The installer cannot read the install file %1."),
     WORD("Check that it is there and that you may read it."), ClusterFix::CheckForm},
    {"bad-yaml", "error decoding yaml file (\\S+?):", WORD("The install file %1 is not YAML."),
     WORD("Mend the file, or fill in the form."), ClusterFix::CheckForm},
    {"x509", "x509: .*IP SANs", WORD("The certificate does not name the address of the server."),
     WORD("The connection has to take this certificate unchecked, or pinned."), ClusterFix::None},
    {"dry-run", "NotFound\\): services \"(\\S+)\" not found",
     WORD("The service %1 is not there: a dry run installs nothing, and then asks for what it would have installed."),
     WORD("That says nothing about whether an installation works. Use the check above instead."), ClusterFix::None},
    {"refused", "was refused|connection refused|i/o timeout|no route to host|no such host",
     WORD("The cluster does not answer."),
     WORD("Start it, or wait until it is ready, and install again. If it runs and still does not answer, delete it and "
          "create it again."),
     ClusterFix::StartCluster},
};

QString shortened(QString text)
{
    constexpr qsizetype kMost = 400;
    text = text.trimmed();
    return text.size() <= kMost ? text : text.left(kMost) + u'…';
}

/// The last line that says something; `: exit status 1` is the installer's way to end.
QString lastWords(const QString& errors)
{
    QStringList lines;
    for (const QString& line : errors.split(u'\n', Qt::SkipEmptyParts)) {
        if (!line.trimmed().startsWith(QLatin1String(": exit status")))
            lines << line.trimmed();
    }
    return shortened(lines.join(u' '));
}

InstallAdvice advice(const Line& line, const QRegularExpressionMatch& match, const InstallOutput& output)
{
    InstallAdvice result;
    result.id = QLatin1String(line.id);
    QString subject = match.captured(1).simplified();
    if (line.fix == ClusterFix::ShowPods && subject.isEmpty() && output.running())
        subject = output.running()->name;
    if (line.fix == ClusterFix::ShowPods && subject.isEmpty())
        subject = words(WORD("a chart"));
    const QString meaning = words(line.meaning);
    result.failure.meaning = meaning.contains(QLatin1String("%1")) ? meaning.arg(shortened(subject)) : meaning;
    result.failure.remedy = words(line.remedy);
    result.fix = line.fix;
    result.subject = subject;
    return result;
}

void complete(InstallAdvice& result, const QString& tried, const QString& cameBack, const QString& raw)
{
    result.failure.kind = FailureKind::Process;
    result.failure.tried = tried;
    result.failure.cameBack = cameBack;
    result.failure.raw = raw.toUtf8();
    result.failure.mayHaveHappened = true;
}

/// Where it was when it ended.
QString placeOf(const InstallOutput& output)
{
    for (const InstallStep& step : output.steps()) {
        if (step.progress == InstallStep::Progress::Failed || step.progress == InstallStep::Progress::Running)
            return words(WORD("step %1 of %2, %3")).arg(output.current()).arg(output.total()).arg(step.name);
    }
    return {};
}

} // namespace

InstallAdvice installAdvice(const QString& errors, const InstallOutput& output, const QString& tried)
{
    const QString said = unmangled(errors);
    InstallAdvice result;
    for (const Line& line : kLines) {
        const auto match = QRegularExpression(QLatin1String(line.pattern)).match(said);
        if (!match.hasMatch())
            continue;
        result = advice(line, match, output);
        break;
    }
    if (result.id.isEmpty()) {
        result.failure.meaning = words(WORD("The installer gave up."));
        result.failure.remedy = words(WORD("Read what it said. A try that failed may leave releases behind that the "
                                           "next one stumbles over."));
    }
    const QString place = placeOf(output);
    const QString last = lastWords(said);
    complete(result, tried, place.isEmpty() ? last : place + QStringLiteral(": ") + last, said);
    return result;
}

InstallAdvice emptyInstallAdvice(const InstallOutput& output, const QString& tried)
{
    InstallAdvice result;
    if (output.isWhole() && output.httpsPort() > 0 && !output.configFile().isEmpty())
        return result;
    if (output.doneCharts() == 0) {
        result.id = QStringLiteral("nothing-installed");
        result.failure.meaning = words(WORD("The installer said that all is well, and installed nothing."));
        result.failure.remedy
            = words(WORD("It does that for a service that it does not know. Look at what it said, and install again."));
    } else {
        result.id = QStringLiteral("partly-installed");
        result.failure.meaning = words(WORD("Only %1 charts were installed.")).arg(output.doneCharts());
        result.failure.remedy = words(WORD("Install again; what is there already stays as it is."));
    }
    complete(result, tried, words(WORD("exit code 0")), {});
    return result;
}

InstallAdvice undeployedAdvice(const std::vector<HelmRelease>& releases, const InstallOutput& output,
                               const QString& tried)
{
    InstallAdvice result;
    QStringList unfinished;
    for (const HelmRelease& release : releases) {
        const auto& steps = output.steps();
        const bool isOurs = std::any_of(steps.begin(), steps.end(),
                                        [&release](const InstallStep& step) { return step.release == release.name; });
        if (isOurs && !release.isDeployed())
            unfinished << release.name;
    }
    if (unfinished.isEmpty())
        return result;
    result.id = QStringLiteral("not-deployed");
    result.subject = unfinished.join(u' ');
    result.fix = ClusterFix::CopyPurge;
    result.failure.meaning
        = words(WORD("The installer said that all is well, but helm says that these are not: %1.")).arg(result.subject);
    result.failure.remedy = words(WORD("Purge them, and install again."));
    complete(result, tried, unfinished.join(QStringLiteral(", ")), {});
    return result;
}

QString unmangled(const QString& text)
{
    // The first digit is lost; these are the signs that addresses escape.
    static const QHash<QChar, QString> digits
        = {{u'D', QStringLiteral("%3D")}, {u'C', QStringLiteral("%2C")}, {u'F', QStringLiteral("%2F")},
           {u'A', QStringLiteral("%3A")}, {u'B', QStringLiteral("%2B")}, {u'E', QStringLiteral("%3E")}};
    static const QRegularExpression mangled(QStringLiteral("%!(.)?\\((MISSING|NOVERB)\\)"));
    QString mended;
    qsizetype from = 0;
    auto matches = mangled.globalMatch(text);
    while (matches.hasNext()) {
        const auto match = matches.next();
        const QString verb = match.captured(1);
        mended += text.mid(from, match.capturedStart() - from);
        mended += verb.isEmpty() ? QStringLiteral("%") : digits.value(verb.front(), u'%' + verb);
        from = match.capturedEnd();
    }
    return mended + text.mid(from);
}

#undef WORD

} // namespace models
