// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/dispatchinstaller.h"

#include "client/cliconfig.h"
#include "client/cluster/kubectlquestion.h"
#include "client/privatefile.h"
#include "client/redaction.h"
#include "client/whendone.h"
#include "client/worker.h"
#include "models/cluster/helmlist.h"
#include "models/secretkeys.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace client {

using models::Failure;
using models::FailureKind;
using models::InstallAdvice;

namespace {

constexpr int kPodLookMSecs = 5'000;
constexpr int kGraceMSecs = 10'000; ///< helm may have something to write down
constexpr int kMostSilenceSeconds = 120; ///< beyond the time that a chart may take
constexpr qsizetype kMostErrors = 64 * 1024;
constexpr std::size_t kMostNamedPods = 3;
constexpr int kMSecs = 1'000;
constexpr auto kMostAtOnce = static_cast<qsizetype>(DispatchInstaller::kMostLines);

} // namespace

DispatchInstaller::DispatchInstaller(Commands& commands, QObject* parent)
    : QObject(parent)
    , m_commands(commands)
{
    m_podTimer.setInterval(kPodLookMSecs);
    connect(&m_podTimer, &QTimer::timeout, this, &DispatchInstaller::lookAtPods);
}

DispatchInstaller::~DispatchInstaller()
{
    leaveFolder();
}

qint64 DispatchInstaller::elapsedMSecs() const
{
    return isRunning() ? m_clock.elapsed() : m_elapsed;
}

// ----- before it runs

void DispatchInstaller::start(const InstallOrder& order)
{
    if (isRunning())
        return;
    const int round = ++m_round;
    m_order = order;
    m_phase = Phase::Preparing;
    m_output = order.deed == InstallOrder::Deed::Uninstall ? models::InstallOutput::forUninstall()
                                                           : models::InstallOutput(order.file);
    m_waits.clear();
    m_lines.clear();
    m_droppedLines = 0;
    m_secrets = models::secretsOf(order.file);
    m_commands.log().hide(m_secrets);
    m_outcome = {};
    m_clock.start();
    const QByteArray file = order.deed == InstallOrder::Deed::Uninstall
        ? QByteArray()
        : models::toYaml(order.file, models::Secrets::Written).toUtf8();
    whenDone(onWorker([folder = m_order.folder(), file, programs = programs(), tried = m_order.tried()] {
                 return prepareInstallFolder(folder, file, programs, tried);
             }),
             this, [this, round](const models::Result<std::shared_ptr<QLockFile>>& prepared) {
                 if (round != m_round)
                     return;
                 if (!prepared) {
                     failWith(prepared.error());
                     return;
                 }
                 m_lock = *prepared;
                 askForKubeconfig();
             });
    Q_EMIT changed();
}

QMap<QString, QString> DispatchInstaller::programs() const
{
    const Toolbox& toolbox = m_commands.toolbox();
    return {{QStringLiteral("helm"), toolbox.found(Tool::Helm).path},
            {QStringLiteral("kubectl"), toolbox.found(Tool::Kubectl).path},
            {QStringLiteral("openssl"), toolbox.found(Tool::OpenSsl).path}};
}

void DispatchInstaller::askForKubeconfig()
{
    ProcessOrder order
        = m_commands.toolbox().order(Tool::Kubectl,
                                     {QStringLiteral("config"), QStringLiteral("view"), QStringLiteral("--minify"),
                                      QStringLiteral("--flatten"), QStringLiteral("--context=") + m_order.profile},
                                     m_order.tried());
    order.isPrivate = true;
    whenDone(m_commands.run(order), this, [this, round = m_round](const models::Result<ProcessResult>& answer) {
        if (round == m_round)
            writeKubeconfig(answer);
    });
}

void DispatchInstaller::writeKubeconfig(const models::Result<ProcessResult>& answer)
{
    if (!answer) {
        failWith(answer.error());
        return;
    }
    if (answer->exitCode != 0 || answer->output.trimmed().isEmpty()) {
        Failure failure;
        failure.kind = FailureKind::NotFound;
        failure.tried = m_order.tried();
        failure.cameBack = redactedLine(QString::fromUtf8(answer->errors).simplified());
        failure.meaning = tr("kubectl does not know the cluster %1.").arg(m_order.profile);
        failure.remedy = tr("Start the cluster again: that writes its context.");
        failWith(failure);
        return;
    }
    whenDone(onWorker([path = m_order.folder().kubeconfig(), text = answer->output, tried = m_order.tried()] {
                 return writePrivately(path, text, tried);
             }),
             // Its lock too: given up meanwhile, nobody else may have begun there before this file is gone.
             this,
             [this, round = m_round, place = m_order.folder(), lock = m_lock](const models::Result<bool>& written) {
                 if (round != m_round) {
                     place.removeKubeconfig();
                     return;
                 }
                 if (written)
                     launch();
                 else
                     failWith(written.error());
             });
}

QProcessEnvironment DispatchInstaller::environment() const
{
    QProcessEnvironment variables = m_commands.toolbox().environment();
    const QString path = QStringLiteral("PATH");
    variables.insert(path, m_order.folder().programs() + QDir::listSeparator() + variables.value(path));
    variables.insert(QStringLiteral("KUBECONFIG"), m_order.folder().kubeconfig());
    return variables;
}

void DispatchInstaller::launch()
{
    ProcessOrder order = m_commands.toolbox().order(Tool::Dispatch, m_order.arguments(), m_order.tried());
    order.environment = environment();
    order.deadlineMSecs = 0;
    order.silenceMSecs = (m_order.timeoutSeconds + kMostSilenceSeconds) * kMSecs;
    m_run = m_commands.prepare(order);
    m_run->setGrace(kGraceMSecs);
    connect(m_run.get(), &ProcessRun::lines, this, &DispatchInstaller::take);
    connect(m_run.get(), &ProcessRun::finished, this, &DispatchInstaller::ended);
    m_phase = Phase::Running;
    m_run->start();
    if (m_order.deed == InstallOrder::Deed::Install)
        m_podTimer.start();
    Q_EMIT changed();
}

void DispatchInstaller::cancel()
{
    if (!isRunning())
        return;
    if (m_run) {
        m_run->cancel();
        return;
    }
    ++m_round;
    InstallOutcome outcome;
    outcome.isCancelled = true;
    settle(outcome);
}

// ----- while it runs

QString DispatchInstaller::hidden(const QString& line) const
{
    return redactedLine(line, m_secrets);
}

void DispatchInstaller::take(ProcessRun::Stream stream, const QByteArrayList& lines)
{
    QStringList added;
    // Of a flood only what is kept is worth looking through for secrets.
    qsizetype unkept = std::max<qsizetype>(0, lines.size() - kMostAtOnce);
    m_droppedLines += unkept;
    for (const QByteArray& line : lines) {
        const QString text = QString::fromUtf8(line.left(CommandLog::kLongestLine));
        if (stream == ProcessRun::Stream::Output)
            m_output.take(text);
        if (unkept > 0)
            --unkept;
        else
            added << hidden(text);
    }
    for (const QString& line : added)
        m_lines.push_back(line);
    while (m_lines.size() > kMostLines) {
        m_lines.pop_front();
        ++m_droppedLines;
    }
    Q_EMIT linesAdded(added);
    Q_EMIT changed();
}

void DispatchInstaller::lookAtPods()
{
    if (std::exchange(m_looksAtPods, true))
        return;
    ProcessOrder order
        = kubectlOrder(m_commands.toolbox(), m_order.profile,
                       {QStringLiteral("get"), QStringLiteral("pods"), QStringLiteral("--all-namespaces"),
                        QStringLiteral("-o"), QStringLiteral("json")},
                       tr("look at the pods"));
    order.environment = environment();
    order.isRoutine = true;
    // Pods tell the secrets of drivers among their variables.
    order.isPrivate = true;
    QStringList spaces;
    for (const models::ChartOrder& chart : models::chartsOf(m_order.file))
        spaces << chart.space;
    whenDone(m_commands.run(order), this, [this, spaces, round = m_round](const models::Result<ProcessResult>& answer) {
        if (!answer || answer->exitCode != 0) {
            m_looksAtPods = false;
            return;
        }
        whenDone(onWorker([text = answer->output, spaces] { return models::readPodWaits(text, spaces); }), this,
                 [this, round](const models::Result<std::vector<models::PodWait>>& waits) {
                     m_looksAtPods = false;
                     if (!waits || round != m_round || m_phase != Phase::Running)
                         return;
                     m_waits = *waits;
                     Q_EMIT changed();
                 });
    });
}

// ----- how it ends

QString DispatchInstaller::hiddenErrors(const QByteArray& errors) const
{
    QStringList lines;
    for (const QString& line : QString::fromUtf8(errors.right(kMostErrors)).split(u'\n'))
        lines << hidden(line);
    return lines.join(u'\n');
}

void DispatchInstaller::ended(const models::Result<ProcessResult>& result)
{
    m_podTimer.stop();
    // It is its own signal that is heard.
    m_run.release()->deleteLater();
    const bool isGood = result && result->exitCode == 0;
    const models::InstallOutput asOfEnd = m_output;
    m_output.end(isGood);
    if (!result && result.error().kind == FailureKind::Cancelled) {
        InstallOutcome outcome;
        outcome.isCancelled = true;
        if (const models::InstallStep* const step = asOfEnd.running(); step && !step->release.isEmpty()) {
            outcome.advice.fix = models::ClusterFix::CopyPurge;
            outcome.advice.subject = step->release;
        }
        settle(outcome);
    } else if (!result) {
        failWith(result.error());
    } else if (!isGood) {
        InstallAdvice advice = models::installAdvice(hiddenErrors(result->errors), m_output, m_order.tried());
        addWaits(advice);
        failWith(advice);
    } else if (m_order.deed != InstallOrder::Deed::Install) {
        InstallOutcome outcome;
        outcome.isGood = true;
        settle(outcome);
    } else if (const InstallAdvice advice = models::emptyInstallAdvice(m_output, m_order.tried());
               !advice.id.isEmpty()) {
        failWith(advice);
    } else {
        m_phase = Phase::Checking;
        Q_EMIT changed();
        checkReleases();
    }
}

void DispatchInstaller::addWaits(InstallAdvice& advice) const
{
    QStringList reasons;
    for (const models::PodWait& wait : m_waits) {
        if (static_cast<std::size_t>(reasons.size()) < kMostNamedPods)
            reasons << QStringLiteral("%1: %2").arg(wait.pod, wait.reason);
    }
    if (!reasons.isEmpty())
        advice.failure.meaning += u' ' + tr("The pods say: %1.").arg(reasons.join(QStringLiteral("; ")));
}

void DispatchInstaller::checkReleases()
{
    ProcessOrder order
        = m_commands.toolbox().order(Tool::Helm,
                                     {QStringLiteral("list"), QStringLiteral("--all"), QStringLiteral("--output"),
                                      QStringLiteral("json"), QStringLiteral("--tiller-namespace"),
                                      QStringLiteral("kube-system"), QStringLiteral("--kube-context"), m_order.profile},
                                     m_order.tried());
    order.environment = environment();
    whenDone(m_commands.run(order), this, [this, round = m_round](const models::Result<ProcessResult>& answer) {
        if (round != m_round)
            return;
        // Who cannot be asked says nothing against it.
        const auto releases
            = answer && answer->exitCode == 0 ? models::readHelmList(answer->output) : models::failed(Failure());
        const InstallAdvice advice = models::undeployedAdvice(releases.value_or(std::vector<models::HelmRelease>()),
                                                              m_output, m_order.tried());
        if (advice.id.isEmpty())
            readConfig();
        else
            failWith(advice);
    });
}

void DispatchInstaller::readConfig()
{
    whenDone(loadCliConfig(m_order.folder().configFile()), this,
             [this, round = m_round](const models::Result<CliConfig>& config) {
                 if (round != m_round)
                     return;
                 if (!config) {
                     failWith(config.error());
                     return;
                 }
                 const auto current = std::find_if(config->contexts.begin(), config->contexts.end(),
                                                   [](const CliContext& context) { return context.isCurrent; });
                 InstallOutcome outcome;
                 outcome.isGood = true;
                 if (current != config->contexts.end()) {
                     outcome.profile = current->profile;
                     outcome.profile->name = tr("Dispatch on %1").arg(m_order.profile);
                     outcome.profile->signIn = m_order.file.flag(QStringLiteral("dispatch.skipAuth"))
                         ? SignInMethod::None
                         : SignInMethod::Cookie;
                 }
                 settle(outcome);
             });
}

void DispatchInstaller::failWith(const Failure& failure)
{
    InstallAdvice advice;
    advice.failure = failure;
    failWith(advice);
}

void DispatchInstaller::failWith(const InstallAdvice& advice)
{
    InstallOutcome outcome;
    outcome.advice = advice;
    settle(outcome);
}

void DispatchInstaller::settle(const InstallOutcome& outcome)
{
    m_elapsed = m_clock.elapsed();
    leaveFolder();
    m_podTimer.stop();
    m_outcome = outcome;
    m_phase = Phase::Over;
    Q_EMIT changed();
    Q_EMIT finished();
}

void DispatchInstaller::leaveFolder()
{
    // Without the lock it is the file of another console.
    if (m_lock)
        m_order.folder().removeKubeconfig();
    m_lock.reset();
}

} // namespace client
