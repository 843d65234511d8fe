// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/dispatchview.h"

#include "ui/cluster/installprogress.h"
#include "ui/cluster/installquestions.h"
#include "ui/cluster/installsettings.h"
#include "ui/cluster/preflightview.h"
#include "ui/cluster/toolchooser.h"
#include "ui/forms/layouts.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QTabWidget>

#include <algorithm>
#include <utility>

namespace ui {

using client::InstallOrder;
using models::ClusterFix;

namespace {

constexpr std::pair<ClusterFix, client::Tool> kToolFixes[] = {{ClusterFix::ChooseDispatch, client::Tool::Dispatch},
                                                              {ClusterFix::ChooseHelm, client::Tool::Helm},
                                                              {ClusterFix::ChooseKubectl, client::Tool::Kubectl},
                                                              {ClusterFix::ChooseMinikube, client::Tool::Minikube},
                                                              {ClusterFix::ChooseOpenSsl, client::Tool::OpenSsl}};

} // namespace

DispatchView::DispatchView(client::Commands& commands, const QString& workFolder, QWidget* parent)
    : QWidget(parent)
    , m_commands(commands)
    , m_installer(commands)
    , m_preflight(commands)
    , m_tabs(new QTabWidget(this))
    , m_check(new PreflightView(this))
    , m_settings(new InstallSettings(workFolder, this))
    , m_progress(new InstallProgress(m_installer, this))
    , m_uninstall(new QPushButton(this))
    , m_dryRun(new QPushButton(this))
    , m_install(new QPushButton(this))
{
    setObjectName(QStringLiteral("cluster.dispatch"));
    build();
    buildFooter();
    keepWorded(*this, [this] { retranslate(); });
    connect(m_check, &PreflightView::checkRequested, this, &DispatchView::check);
    connect(m_check, &PreflightView::cancelRequested, &m_preflight, &client::PreflightRun::cancel);
    connect(m_check, &PreflightView::methodChanged, this, &DispatchView::judge);
    connect(m_check, &PreflightView::fixRequested, this,
            [this](ClusterFix what, const QString& about) { fix(m_profile, m_check->method(), what, about); });
    connect(m_progress, &InstallProgress::fixRequested, this, [this](ClusterFix what, const QString& about) {
        fix(m_installer.order().profile, models::InstallMethod::Classic, what, about);
    });
    connect(m_progress, &InstallProgress::connectRequested, this, &DispatchView::connectionOffered);
    connect(&m_preflight, &client::PreflightRun::changed, this, &DispatchView::refresh);
    connect(&m_preflight, &client::PreflightRun::finished, this, [this] {
        m_wasChecked = true;
        refresh();
    });
    connect(&m_installer, &client::DispatchInstaller::changed, this, &DispatchView::sayWhatCanBeDone);
    connect(m_settings, &InstallSettings::changed, this, &DispatchView::judge);
    connect(m_settings, &InstallSettings::failed, &m_progress->messages(), &MessageBar::showFailure);
    connect(m_settings, &InstallSettings::said, &m_progress->messages(), &MessageBar::showNotice);
    judge();
}

DispatchView::~DispatchView() = default;

void DispatchView::build()
{
    m_tabs->setObjectName(QStringLiteral("cluster.dispatch.tabs"));
    m_tabs->addTab(m_check, QString());
    m_tabs->addTab(m_settings, QString());
    m_tabs->setDocumentMode(true);
}

void DispatchView::buildFooter()
{
    m_uninstall->setObjectName(QStringLiteral("cluster.dispatch.uninstall"));
    m_dryRun->setObjectName(QStringLiteral("cluster.dispatch.dryrun"));
    m_install->setObjectName(QStringLiteral("cluster.dispatch.install"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_uninstall);
    row->addStretch();
    row->addWidget(m_dryRun);
    row->addWidget(m_install);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_tabs, 1);
    column->addWidget(m_progress);
    column->addLayout(row);
    connect(m_uninstall, &QPushButton::clicked, this, [this] { uninstall(m_profile); });
    connect(m_dryRun, &QPushButton::clicked, this, [this] { run(InstallOrder::Deed::DryRun); });
    connect(m_install, &QPushButton::clicked, this, &DispatchView::install);
}

void DispatchView::retranslate()
{
    m_tabs->setTabText(0, tr("&1 Check"));
    m_tabs->setTabText(1, tr("&2 Settings"));
    m_tabs->setAccessibleName(tr("Dispatch on this cluster"));
    m_uninstall->setText(tr("&Uninstall…"));
    m_dryRun->setText(tr("&Dry run"));
    m_dryRun->setToolTip(
        tr("Asks the cluster and changes nothing. It only works where Dispatch is installed already: it "
           "asks for what it would have installed."));
    m_install->setText(tr("&Install"));
    judge();
}

void DispatchView::setProfile(const QString& name, models::ClusterState state, const QString& ip)
{
    if (name == m_profile && state == m_state && ip == m_ip)
        return;
    if (name != m_profile) {
        m_preflight.cancel();
        m_wasChecked = false;
    }
    m_profile = name;
    m_state = state;
    m_ip = ip;
    m_settings->setProfile(name, ip);
    judge();
}

client::PreflightRun::Subject DispatchView::subject() const
{
    return {m_check->method(), m_profile, m_state, m_ip, m_settings->file(), m_settings->folder(m_profile)};
}

void DispatchView::check()
{
    m_preflight.start(subject());
}

void DispatchView::judge()
{
    m_preflight.update(subject());
    refresh();
}

void DispatchView::refresh()
{
    m_check->show(models::preflight(m_preflight.facts()), m_preflight.isRunning(), m_wasChecked);
    sayWhatCanBeDone();
}

void DispatchView::sayWhatCanBeDone()
{
    m_tabs->setEnabled(!m_profile.isEmpty());
    const bool isFree = !m_profile.isEmpty() && !m_installer.isRunning();
    const bool isClassic = m_check->method() == models::InstallMethod::Classic;
    const QString problem = m_settings->problem();
    const bool answers = models::answersKubectl(m_state);
    m_install->setEnabled(isFree && isClassic && problem.isEmpty() && answers);
    m_dryRun->setEnabled(m_install->isEnabled());
    m_uninstall->setEnabled(isFree && answers);
    if (!isClassic)
        m_install->setToolTip(tr("Only the original installer is run from here."));
    else if (!problem.isEmpty())
        m_install->setToolTip(problem);
    else if (!answers)
        m_install->setToolTip(tr("The cluster has to run first."));
    else
        m_install->setToolTip(tr("Install Dispatch in %1").arg(m_profile));
}

// ----- deeds

void DispatchView::run(InstallOrder::Deed deed)
{
    m_preflight.cancel();
    m_installer.start(m_settings->order(deed, m_profile));
}

/// What was found to be wrong may have been mended since, so it is asked about and not forbidden.
void DispatchView::install()
{
    const models::PreflightSummary found = models::summaryOf(models::preflight(m_preflight.facts()), m_check->method());
    if (!m_wasChecked || found.bad == 0) {
        run(InstallOrder::Deed::Install);
        return;
    }
    askToInstall(*this, m_profile, found.bad,
                 [this, asked = m_settings->order(InstallOrder::Deed::Install, m_profile)] {
                     m_preflight.cancel();
                     m_installer.start(asked);
                 });
}

void DispatchView::uninstall(const QString& profile)
{
    askToUninstall(
        *this, profile, m_settings->folder(profile),
        [this, asked = m_settings->order(InstallOrder::Deed::Uninstall, profile)](bool keepsNamespaces) mutable {
            asked.keepNamespaces = keepsNamespaces;
            m_installer.start(asked);
        });
}

void DispatchView::fix(const QString& profile, models::InstallMethod method, ClusterFix fix, const QString& subject)
{
    const QString commands = models::fixCommands(fix, profile, subject);
    if (!commands.isEmpty()) {
        QGuiApplication::clipboard()->setText(commands);
        m_progress->messages().showNotice(tr("Copied: %1").arg(commands.trimmed()));
        return;
    }
    const auto* const tool = std::find_if(std::begin(kToolFixes), std::end(kToolFixes),
                                          [fix](const auto& one) { return one.first == fix; });
    if (tool != std::end(kToolFixes)) {
        chooseToolFile(*this, m_commands.toolbox(), tool->second);
        return;
    }
    if (InstallSettings::mends(fix))
        fixSettings(profile, fix);
    else if (fix == ClusterFix::StartCluster)
        Q_EMIT startRequested(profile);
    else if (fix == ClusterFix::RecreateCluster)
        Q_EMIT createRequested(
            method == models::InstallMethod::Classic ? QString::fromLatin1(models::kClassicKubernetes) : QString());
    else if (fix == ClusterFix::Uninstall)
        uninstall(profile);
    else if (fix == ClusterFix::UseLocalDispatch)
        Q_EMIT localRequested();
    else if (fix == ClusterFix::ShowPods)
        Q_EMIT podsRequested(profile);
}

void DispatchView::fixSettings(const QString& profile, ClusterFix fix)
{
    if (profile != m_profile) {
        fixSettingsElsewhere(profile, fix);
        return;
    }
    // What is to be looked at has to be seen before it can have the focus.
    if (fix == ClusterFix::CheckForm)
        m_tabs->setCurrentWidget(m_settings);
    m_settings->mend(fix);
}

/// It is the installer that found it: its file is the one to change.
void DispatchView::fixSettingsElsewhere(const QString& profile, ClusterFix fix)
{
    if (fix != ClusterFix::ReplaceRepositories) {
        models::Failure failure = m_installer.outcome().advice.failure;
        failure.remedy = tr("These are settings of the cluster %1: select it first.").arg(profile);
        m_progress->messages().showFailure(failure);
        m_progress->messages().setRemedy(models::fixTitle(fix));
        return;
    }
    m_settings->replaceRepositoriesOf(profile, m_installer.order().file);
    m_progress->messages().showNotice(tr("Changed in the settings of the cluster %1.").arg(profile));
}

} // namespace ui
