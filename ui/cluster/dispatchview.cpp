// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/dispatchview.h"

#include "client/privatefile.h"
#include "client/regularfile.h"
#include "client/whendone.h"
#include "client/worker.h"
#include "ui/cluster/installform.h"
#include "ui/cluster/installprogress.h"
#include "ui/cluster/installquestions.h"
#include "ui/cluster/preflightview.h"
#include "ui/cluster/toolchooser.h"
#include "ui/forms/layouts.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTabWidget>

#include <algorithm>
#include <utility>

namespace ui {

using client::InstallOrder;
using models::ClusterFix;

namespace {

constexpr qint64 kMostBytes = 1024 * 1024; ///< of an install file

constexpr std::pair<ClusterFix, client::Tool> kToolFixes[] = {{ClusterFix::ChooseDispatch, client::Tool::Dispatch},
                                                              {ClusterFix::ChooseHelm, client::Tool::Helm},
                                                              {ClusterFix::ChooseKubectl, client::Tool::Kubectl},
                                                              {ClusterFix::ChooseMinikube, client::Tool::Minikube},
                                                              {ClusterFix::ChooseOpenSsl, client::Tool::OpenSsl}};

models::Result<models::InstallFile> readNow(const QString& path)
{
    const auto bytes = client::contentsOf(path, kMostBytes);
    if (!bytes)
        return models::failed(bytes.error());
    return models::readInstallFile(QFileInfo(path).fileName(), *bytes);
}

} // namespace

DispatchView::DispatchView(client::Commands& commands, const QString& workFolder, QWidget* parent)
    : QWidget(parent)
    , m_commands(commands)
    , m_workFolder(workFolder)
    , m_installer(commands)
    , m_preflight(commands)
    , m_tabs(new QTabWidget(this))
    , m_check(new PreflightView(this))
    , m_form(new InstallForm(this))
    , m_previewTitle(new QLabel(this))
    , m_preview(new QPlainTextEdit(this))
    , m_progress(new InstallProgress(m_installer, this))
    , m_open(new QPushButton(this))
    , m_save(new QPushButton(this))
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
    connect(m_form, &InstallForm::changed, this, &DispatchView::judge);
    judge();
}

DispatchView::~DispatchView() = default;

void DispatchView::build()
{
    m_tabs->setObjectName(QStringLiteral("cluster.dispatch.tabs"));
    m_preview->setObjectName(QStringLiteral("cluster.dispatch.preview"));
    m_preview->setReadOnly(true);
    m_preview->setFont(monospaceFont(this));
    m_preview->setTabChangesFocus(true);
    m_preview->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_preview->setMinimumWidth(letters(this, 30));
    m_previewTitle->setBuddy(m_preview);
    auto* area = new QScrollArea(this);
    area->setWidget(m_form);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setMinimumWidth(letters(this, 46));
    auto* right = new QWidget(this);
    auto* column = new QVBoxLayout(right);
    column->addWidget(m_previewTitle);
    column->addWidget(m_preview, 1);
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_open);
    row->addWidget(m_save);
    column->addLayout(row);
    auto* halves = new QSplitter(Qt::Horizontal, this);
    halves->addWidget(area);
    halves->addWidget(right);
    halves->setChildrenCollapsible(false);
    halves->setStretchFactor(0, 3);
    halves->setStretchFactor(1, 2);
    m_tabs->addTab(m_check, QString());
    m_tabs->addTab(halves, QString());
    m_tabs->setDocumentMode(true);
}

void DispatchView::buildFooter()
{
    m_open->setObjectName(QStringLiteral("cluster.dispatch.open"));
    m_save->setObjectName(QStringLiteral("cluster.dispatch.save"));
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
    connect(m_open, &QPushButton::clicked, this, &DispatchView::openFile);
    connect(m_save, &QPushButton::clicked, this, &DispatchView::saveAs);
    connect(m_uninstall, &QPushButton::clicked, this, [this] { uninstall(m_profile); });
    connect(m_dryRun, &QPushButton::clicked, this, [this] { run(InstallOrder::Deed::DryRun); });
    connect(m_install, &QPushButton::clicked, this, &DispatchView::install);
}

void DispatchView::retranslate()
{
    m_tabs->setTabText(0, tr("&1 Check"));
    m_tabs->setTabText(1, tr("&2 Settings"));
    m_tabs->setAccessibleName(tr("Dispatch on this cluster"));
    m_previewTitle->setText(tr("The install &file, secrets masked"));
    m_preview->setAccessibleName(tr("The install file, secrets masked"));
    m_open->setText(tr("&Open…"));
    m_open->setAccessibleName(tr("Open an install file"));
    m_save->setText(tr("&Save as…"));
    m_save->setAccessibleName(tr("Save the install file, with its secrets"));
    m_uninstall->setText(tr("&Uninstall…"));
    m_dryRun->setText(tr("&Dry run"));
    m_dryRun->setToolTip(
        tr("Asks the cluster and changes nothing. It only works where Dispatch is installed already: it "
           "asks for what it would have installed."));
    m_install->setText(tr("&Install"));
    judge();
}

QString DispatchView::folder(const QString& profile) const
{
    return m_workFolder + u'/' + profile;
}

void DispatchView::setProfile(const QString& name, models::ClusterState state, const QString& ip)
{
    const bool isOther = name != m_profile;
    if (!isOther && state == m_state && ip == m_ip)
        return;
    if (isOther)
        keepTyped();
    m_profile = name;
    m_state = state;
    m_ip = ip;
    if (isOther) {
        m_preflight.cancel();
        m_wasChecked = false;
        showSettings();
    }
    followAddress();
    judge();
}

void DispatchView::keepTyped()
{
    if (!m_profile.isEmpty() && m_untyped != m_form->file())
        m_typed.insert_or_assign(m_profile, Settings{m_form->file(), m_address});
}

void DispatchView::showSettings()
{
    if (const auto typed = m_typed.find(m_profile); typed != m_typed.end()) {
        m_untyped.reset();
        m_address = typed->second.address;
        m_form->setFile(typed->second.file);
        return;
    }
    models::InstallFile file = models::InstallFile::forHost(m_ip);
    models::replaceRepositories(file, true);
    m_untyped = file;
    m_address = m_ip;
    m_form->setFile(file);
    load(client::InstallFolder{folder(m_profile)}.installFile(), true);
}

/// Of a virtual machine the address may change with each start; another host that was typed stays.
void DispatchView::followAddress()
{
    if (m_ip.isEmpty() || m_ip == m_address)
        return;
    const auto moved = [this](models::InstallFile file) {
        for (const char* const path : {"dispatch.host", "apiGateway.host"}) {
            if (file.text(QLatin1String(path)) == m_address)
                file.set(QLatin1String(path), m_ip);
        }
        return file;
    };
    if (m_untyped)
        m_untyped = moved(*m_untyped);
    const models::InstallFile file = moved(m_form->file());
    m_address = m_ip;
    m_form->setFile(file);
}

client::PreflightRun::Subject DispatchView::subject() const
{
    return {m_check->method(), m_profile, m_state, m_ip, m_form->file(), folder(m_profile)};
}

void DispatchView::check()
{
    m_preflight.start(subject());
}

void DispatchView::judge()
{
    m_preflight.update(subject());
    showPreview();
    refresh();
}

void DispatchView::showPreview()
{
    // Not for nothing: a new text loses its place.
    const QString text = models::toYaml(m_form->file(), models::Secrets::Masked);
    if (text != m_preview->toPlainText())
        m_preview->setPlainText(text);
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
    const QString problem = m_form->problem();
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

InstallOrder DispatchView::order(InstallOrder::Deed deed, const QString& profile) const
{
    InstallOrder order;
    order.deed = deed;
    order.profile = profile;
    order.file = m_form->file();
    order.workFolder = folder(profile);
    order.chartsFolder = m_form->chartsFolder();
    order.timeoutSeconds = m_form->timeoutSeconds();
    order.ignoreFailedReleases = m_form->ignoresFailedReleases();
    return order;
}

void DispatchView::run(InstallOrder::Deed deed)
{
    m_preflight.cancel();
    m_installer.start(order(deed, m_profile));
}

/// What was found to be wrong may have been mended since, so it is asked about and not forbidden.
void DispatchView::install()
{
    const models::PreflightSummary found = models::summaryOf(models::preflight(m_preflight.facts()), m_check->method());
    if (!m_wasChecked || found.bad == 0) {
        run(InstallOrder::Deed::Install);
        return;
    }
    askToInstall(*this, m_profile, found.bad, [this, asked = order(InstallOrder::Deed::Install, m_profile)] {
        m_preflight.cancel();
        m_installer.start(asked);
    });
}

void DispatchView::uninstall(const QString& profile)
{
    askToUninstall(*this, profile, folder(profile),
                   [this, asked = order(InstallOrder::Deed::Uninstall, profile)](bool keepsNamespaces) mutable {
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
    if (fixSettings(profile, fix))
        return;
    if (fix == ClusterFix::StartCluster)
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

bool DispatchView::fixSettings(const QString& profile, ClusterFix fix)
{
    constexpr ClusterFix kOfSettings[]
        = {ClusterFix::ReplaceRepositories, ClusterFix::UseClusterAddress, ClusterFix::CheckForm};
    if (std::find(std::begin(kOfSettings), std::end(kOfSettings), fix) == std::end(kOfSettings))
        return false;
    if (profile != m_profile) {
        fixSettingsElsewhere(profile, fix);
        return true;
    }
    models::InstallFile file = m_form->file();
    if (fix == ClusterFix::ReplaceRepositories) {
        models::replaceRepositories(file, true);
    } else if (fix == ClusterFix::UseClusterAddress) {
        file.set(QStringLiteral("dispatch.host"), m_ip);
        file.set(QStringLiteral("apiGateway.host"), m_ip);
    }
    m_form->setFile(file);
    if (fix == ClusterFix::CheckForm) {
        m_tabs->setCurrentIndex(1);
        m_form->goTo(QStringLiteral("dispatch.host"));
    }
    return true;
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
    Settings& typed = m_typed.try_emplace(profile, Settings{m_installer.order().file, {}}).first->second;
    models::replaceRepositories(typed.file, true);
    m_progress->messages().showNotice(tr("Changed in the settings of the cluster %1.").arg(profile));
}

// ----- files

void DispatchView::load(const QString& path, bool isKept)
{
    client::whenDone(client::onWorker([path] { return readNow(path); }), this,
                     [this, isKept, profile = m_profile](const models::Result<models::InstallFile>& file) {
                         // What was typed meanwhile counts more.
                         if (profile != m_profile || (isKept && (!file || m_untyped != m_form->file())))
                             return;
                         if (!file) {
                             m_progress->messages().showFailure(file.error());
                             return;
                         }
                         m_untyped = isKept ? file.value() : std::optional<models::InstallFile>();
                         m_form->setFile(*file);
                     });
}

void DispatchView::openFile()
{
    auto* dialog = new QFileDialog(this, tr("Open an install file"));
    dialog->setObjectName(QStringLiteral("dialog.cluster.open"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("YAML files (*.yaml *.yml)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { load(path, false); });
    dialog->open();
}

void DispatchView::saveAs()
{
    auto* dialog = new QFileDialog(this, tr("Save the install file"));
    dialog->setObjectName(QStringLiteral("dialog.cluster.save"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("yaml"));
    dialog->selectFile(QStringLiteral("dispatch-%1.yaml").arg(m_profile));
    const QByteArray text = models::toYaml(m_form->file(), models::Secrets::Written).toUtf8();
    connect(dialog, &QFileDialog::fileSelected, this, [this, text](const QString& path) {
        const QString tried = tr("save the install file");
        client::whenDone(client::onWorker([path, text, tried] { return client::writePrivately(path, text, tried); }),
                         this, [this, path](const models::Result<bool>& saved) {
                             if (saved)
                                 m_progress->messages().showNotice(
                                     tr("Saved, readable for you only: %1").arg(QDir::toNativeSeparators(path)));
                             else
                                 m_progress->messages().showFailure(saved.error());
                         });
    });
    dialog->open();
}

} // namespace ui
