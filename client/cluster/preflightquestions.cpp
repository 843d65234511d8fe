// SPDX-License-Identifier: Apache-2.0
// What a PreflightRun asks, and what its answers tell.
#include "client/cluster/preflightrun.h"
#include "client/redaction.h"
#include "client/whendone.h"
#include "client/worker.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryFile>

#include <algorithm>
#include <utility>

namespace client {

using models::ChartFact;
using models::Fact;
using models::PreflightFacts;

namespace {

constexpr int kDeadlineMSecs = 20'000;
constexpr int kFetchMSecs = 45'000;
constexpr int kListMSecs = 60'000; ///< minikube asks each machine in turn
constexpr qsizetype kLongest = 300; ///< of what somebody said

using Answer = models::Result<ProcessResult>;

QString wordsOf(const QByteArray& text)
{
    return redactedLine(QString::fromUtf8(text).simplified()).left(kLongest);
}

/// Empty = it went well.
QString troubleOf(const Answer& answer)
{
    if (!answer)
        return answer.error().cameBack.isEmpty() ? answer.error().meaning : answer.error().cameBack;
    if (answer->exitCode == 0)
        return {};
    const QString said = wordsOf(answer->errors);
    return said.isEmpty() ? PreflightRun::tr("exit code %1").arg(answer->exitCode) : said;
}

QStringList linesOf(const QByteArray& output)
{
    QStringList lines;
    for (const QString& line : QString::fromUtf8(output).split(u'\n', Qt::SkipEmptyParts))
        lines << line.trimmed();
    return lines;
}

/// What an answer of `read` is, or why there is none.
template <typename T> void settle(Fact<T>& fact, const Answer& answer, const models::Result<T>& read)
{
    if (const QString trouble = troubleOf(answer); !trouble.isEmpty())
        fact.fail(trouble);
    else if (read)
        fact.know(*read);
    else
        fact.fail(read.error().cameBack);
}

template <typename T> T outputOf(const Answer& answer, T (*read)(const QByteArray&))
{
    return read(answer ? answer->output : QByteArray());
}

models::Failure nothingFound()
{
    models::Failure failure;
    failure.kind = models::FailureKind::NotFound;
    failure.cameBack = PreflightRun::tr("no answer to that");
    return failure;
}

/// Empty when the folder can be written.
models::Result<bool> tryFolder(const QString& folder)
{
    QTemporaryFile probe(folder + QStringLiteral("/.tried-XXXXXX"));
    if (QDir().mkpath(folder) && probe.open() && probe.write("x") == 1)
        return QFileInfo::exists(folder + QStringLiteral("/config.json"));
    models::Failure failure;
    failure.kind = models::FailureKind::Storage;
    failure.cameBack = PreflightRun::tr("%1 cannot be written: %2").arg(folder, probe.errorString());
    return models::failed(failure);
}

} // namespace

bool PreflightRun::isHelm2() const
{
    const auto version = m_facts.tools[PreflightFacts::Helm].version;
    return !version || version->major == 2;
}

void PreflightRun::queue(Tool tool, const QStringList& arguments, Take take, int deadlineMSecs)
{
    m_questions.push_back({tool, arguments, deadlineMSecs > 0 ? deadlineMSecs : kDeadlineMSecs, std::move(take)});
}

void PreflightRun::kubectl(const QStringList& arguments, Take take)
{
    queue(Tool::Kubectl,
          arguments
              + QStringList{QStringLiteral("--context=") + m_subject.profile, QStringLiteral("--request-timeout=10s")},
          std::move(take));
}

void PreflightRun::ask()
{
    m_facts.settings.is = Fact<models::ClusterProfile>::Is::Asking;
    queue(
        Tool::Minikube,
        {QStringLiteral("profile"), QStringLiteral("list"), QStringLiteral("-o"), QStringLiteral("json")},
        [this](const Answer& answer) {
            const auto profiles = answer
                ? models::readClusterProfiles(answer->exitCode, answer->output, answer->errors)
                : models::Result<std::vector<models::ClusterProfile>>(models::failed(answer.error()));
            if (!profiles) {
                m_facts.settings.fail(profiles.error().meaning);
                return;
            }
            const auto found = std::find_if(profiles->begin(), profiles->end(),
                                            [this](const auto& profile) { return profile.name == m_subject.profile; });
            if (found == profiles->end())
                m_facts.settings.fail(tr("minikube has no profile %1").arg(m_subject.profile));
            else
                m_facts.settings.know(*found);
        },
        kListMSecs);
    m_facts.contexts.is = Fact<QStringList>::Is::Asking;
    queue(Tool::Kubectl,
          {QStringLiteral("config"), QStringLiteral("get-contexts"), QStringLiteral("-o"), QStringLiteral("name")},
          [this](const Answer& answer) {
              settle<QStringList>(m_facts.contexts, answer, outputOf<QStringList>(answer, &linesOf));
          });
    if (models::answersKubectl(m_subject.state)) {
        askOfCluster();
        askOfHelm();
        if (m_subject.method == models::InstallMethod::Classic)
            askOfTiller();
    }
    askForCharts();
    next();
}

void PreflightRun::askOfMachine()
{
    const QProcessEnvironment environment = m_commands.toolbox().environment();
    const auto variable = [&environment](const char* name) {
        const QString upper = environment.value(QString::fromLatin1(name).toUpper());
        return upper.isEmpty() ? environment.value(QString::fromLatin1(name)) : upper;
    };
    m_facts.httpProxy = variable("https_proxy") + variable("http_proxy");
    m_facts.noProxy = variable("no_proxy");
    m_facts.isLinux = QSysInfo::kernelType() == QLatin1String("linux");
    m_facts.hasCgroup2 = QFileInfo::exists(QStringLiteral("/sys/fs/cgroup/cgroup.controllers"));
    askFolder();
}

void PreflightRun::askFolder()
{
    m_facts.folder.is = Fact<QString>::Is::Asking;
    m_awaitsFolder = true;
    const QString folder = m_subject.workFolder;
    whenDone(onWorker([folder] { return tryFolder(folder); }), this,
             [this, folder, round = m_round](const models::Result<bool>& tried) {
                 if (round != m_round)
                     return;
                 m_awaitsFolder = false;
                 m_facts.hasOldConfig = tried.value_or(false);
                 if (tried)
                     m_facts.folder.know(folder);
                 else
                     m_facts.folder.fail(tried.error().cameBack);
                 look();
             });
}

void PreflightRun::askOfCluster()
{
    const QString json = QStringLiteral("json");
    const auto get = [json](const char* what) {
        return QStringList{QStringLiteral("get"), QLatin1String(what), QStringLiteral("-o"), json};
    };
    m_facts.server.is = Fact<models::Version>::Is::Asking;
    kubectl({QStringLiteral("version"), QStringLiteral("-o"), json}, [this](const Answer& answer) {
        const auto version = outputOf<std::optional<models::Version>>(answer, &models::readServerVersion);
        settle<models::Version>(m_facts.server, answer,
                                version ? models::Result<models::Version>(*version) : models::failed(nothingFound()));
    });
    m_facts.apiVersions.is = Fact<QStringList>::Is::Asking;
    kubectl({QStringLiteral("api-versions")}, [this](const Answer& answer) {
        settle<QStringList>(m_facts.apiVersions, answer, outputOf<QStringList>(answer, &linesOf));
    });
    m_facts.nodes.is = Fact<models::NodesFact>::Is::Asking;
    kubectl(get("nodes"), [this](const Answer& answer) {
        settle(m_facts.nodes, answer, outputOf<models::Result<models::NodesFact>>(answer, &models::readNodesFact));
    });
    m_facts.storage.is = Fact<bool>::Is::Asking;
    kubectl(get("storageclass"), [this](const Answer& answer) {
        settle(m_facts.storage, answer, outputOf<models::Result<bool>>(answer, &models::readDefaultStorage));
    });
    m_facts.spaces.is = Fact<QStringList>::Is::Asking;
    kubectl(get("namespaces"), [this](const Answer& answer) {
        settle(m_facts.spaces, answer, outputOf<models::Result<QStringList>>(answer, &models::readNames));
    });
    m_facts.images.is = Fact<QStringList>::Is::Asking;
    queue(Tool::Minikube, {QStringLiteral("-p"), m_subject.profile, QStringLiteral("image"), QStringLiteral("ls")},
          [this](const Answer& answer) {
              settle<QStringList>(m_facts.images, answer, outputOf<QStringList>(answer, &linesOf));
          });
    m_facts.kubectlNoise.is = Fact<QString>::Is::Asking;
    kubectl({QStringLiteral("get"), QStringLiteral("svc"), QStringLiteral("-n"), QStringLiteral("kube-system"),
             QStringLiteral("-o"), QStringLiteral("name")},
            [this](const Answer& answer) {
                settle<QString>(m_facts.kubectlNoise, answer, answer ? wordsOf(answer->errors) : QString());
            });
}

QStringList PreflightRun::helmArguments(const QStringList& arguments) const
{
    QStringList all = arguments;
    all << QStringLiteral("--kube-context") << m_subject.profile;
    // Helm 2 waits five minutes for a tiller that is not there.
    if (isHelm2())
        all << QStringLiteral("--tiller-namespace") << QStringLiteral("kube-system")
            << QStringLiteral("--tiller-connection-timeout") << QStringLiteral("10");
    return all;
}

void PreflightRun::askOfHelm()
{
    m_facts.failedReleases.is = Fact<models::FailedReleasesFact>::Is::Asking;
    QStringList list = {QStringLiteral("list")};
    if (!isHelm2())
        list << QStringLiteral("--all-namespaces");
    queue(Tool::Helm, helmArguments(list + QStringList{QStringLiteral("--failed"), QStringLiteral("--short")}),
          [this](const Answer& answer) {
              models::FailedReleasesFact fact;
              if (answer)
                  fact = {linesOf(answer->output), wordsOf(answer->errors)};
              settle<models::FailedReleasesFact>(m_facts.failedReleases, answer, fact);
          });
    m_facts.releases.is = Fact<std::vector<models::HelmRelease>>::Is::Asking;
    queue(
        Tool::Helm,
        helmArguments(list + QStringList{QStringLiteral("--all"), QStringLiteral("--output"), QStringLiteral("json")}),
        [this](const Answer& answer) {
            settle(m_facts.releases, answer,
                   outputOf<models::Result<std::vector<models::HelmRelease>>>(answer, &models::readHelmList));
        });
}

void PreflightRun::askOfTiller()
{
    if (isHelm2()) {
        m_facts.helm.is = Fact<models::HelmVersions>::Is::Asking;
        queue(Tool::Helm, helmArguments({QStringLiteral("version"), QStringLiteral("--short")}),
              [this](const Answer& answer) {
                  // Without a tiller it tells its own version, and fails.
                  if (answer)
                      m_facts.helm.know(models::readHelmVersion(QString::fromUtf8(answer->output)));
                  else
                      m_facts.helm.fail(troubleOf(answer));
              });
    }
    m_facts.tillerReady.is = Fact<bool>::Is::Asking;
    kubectl({QStringLiteral("-n"), QStringLiteral("kube-system"), QStringLiteral("rollout"), QStringLiteral("status"),
             QStringLiteral("deploy/tiller-deploy"), QStringLiteral("--timeout=5s")},
            [this](const Answer& answer) {
                const bool isThere = answer && answer->exitCode == 0;
                const bool isMissing = answer && !isThere
                    && (answer->errors.contains("NotFound") || answer->errors.contains("timed out")
                        || answer->errors.contains("deadline"));
                if (isThere || isMissing)
                    m_facts.tillerReady.know(isThere);
                else
                    m_facts.tillerReady.fail(troubleOf(answer));
            });
    m_facts.tillerMay.is = Fact<bool>::Is::Asking;
    kubectl({QStringLiteral("auth"), QStringLiteral("can-i"), QStringLiteral("*"), QStringLiteral("*"),
             QStringLiteral("--as=system:serviceaccount:kube-system:tiller")},
            [this](const Answer& answer) {
                const QByteArray word = answer ? answer->output.trimmed() : QByteArray();
                if (word.startsWith("yes") || word.startsWith("no"))
                    m_facts.tillerMay.know(word.startsWith("yes"));
                else
                    m_facts.tillerMay.fail(troubleOf(answer));
            });
}

void PreflightRun::askForCharts()
{
    m_charts = std::make_unique<QTemporaryDir>();
    m_facts.charts.is = Fact<std::vector<ChartFact>>::Is::Asking;
    m_openCharts = 0;
    for (const models::ChartOrder& order : models::chartsOf(m_subject.file)) {
        if (order.repository.isEmpty())
            continue;
        QStringList arguments
            = {QStringLiteral("fetch"),         order.chart,     QStringLiteral("--repo"), order.repository,
               QStringLiteral("--destination"), m_charts->path()};
        if (!order.version.isEmpty())
            arguments << QStringLiteral("--version") << order.version;
        ++m_openCharts;
        queue(
            Tool::Helm, arguments,
            [this, order](const Answer& answer) {
                const QString trouble = troubleOf(answer);
                m_facts.charts.value.push_back({order, trouble.isEmpty(), trouble});
                if (--m_openCharts == 0)
                    m_facts.charts.is = Fact<std::vector<ChartFact>>::Is::Known;
            },
            kFetchMSecs);
    }
    if (m_openCharts == 0)
        m_facts.charts.is = Fact<std::vector<ChartFact>>::Is::Known;
}

} // namespace client
