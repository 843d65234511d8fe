// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/clusterpage.h"

#include "client/whendone.h"
#include "ui/cluster/addonsview.h"
#include "ui/cluster/commandsview.h"
#include "ui/cluster/createdialog.h"
#include "ui/cluster/deletecluster.h"
#include "ui/cluster/jobview.h"
#include "ui/cluster/overviewpane.h"
#include "ui/cluster/servicesview.h"
#include "ui/cluster/toolsview.h"
#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/icons.h"
#include "ui/memory.h"
#include "ui/messagebar.h"
#include "ui/pages/statedelegate.h"
#include "ui/wording.h"

#include <QAction>
#include <QClipboard>
#include <QDateTime>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>

namespace ui {

using client::ClusterAction;
using models::ClusterProfile;
using models::ClusterRemedy;
using models::ClusterState;

namespace {

template <ClusterState... kStates> bool isOneOf(ClusterState state)
{
    return ((state == kStates) || ...);
}

bool isAtRest(ClusterState state)
{
    return !models::isMoving(state);
}

const QString kMadeHere = QStringLiteral("cluster/made");

} // namespace

const ClusterPage::Deed ClusterPage::kDeeds[] = {
    {"create", &ClusterPage::create, nullptr},
    {"start", &ClusterPage::start,
     isOneOf<ClusterState::Stopped, ClusterState::HostMissing, ClusterState::Degraded, ClusterState::Unknown,
             ClusterState::DriverDown>},
    {"stop", &ClusterPage::stop,
     isOneOf<ClusterState::Running, ClusterState::Degraded, ClusterState::Paused, ClusterState::WrongContext,
             ClusterState::DiskFull>},
    {"pause", &ClusterPage::pause, isOneOf<ClusterState::Running>},
    {"unpause", &ClusterPage::unpause, isOneOf<ClusterState::Paused>},
    {"delete", &ClusterPage::confirmDelete, isAtRest},
    {"repair", &ClusterPage::repairContext, isOneOf<ClusterState::WrongContext, ClusterState::Running>},
    {"logs", &ClusterPage::saveLogs, isAtRest},
    {"address", &ClusterPage::copyAddress, isOneOf<ClusterState::Running>},
};

ClusterPage::ClusterPage(client::Clusters& clusters, QWidget* parent)
    : QWidget(parent)
    , m_clusters(clusters)
    , m_message(new MessageBar(this))
    , m_asOf(new QLabel(this))
    , m_table(new QTableView(this))
    , m_tabs(new QTabWidget(this))
    , m_overview(new OverviewPane(clusters, this))
    , m_addons(new AddonsView(clusters, this))
    , m_services(new ServicesView(clusters, this))
    , m_tools(new ToolsView(clusters.toolbox(), this))
{
    setObjectName(QStringLiteral("page.Cluster"));
    build();
    keepWorded(*this, [this] { retranslate(); });
    connect(&m_clusters.watch(), &client::ClusterWatch::changed, this, &ClusterPage::refresh);
    connect(&m_clusters.toolbox(), &client::Toolbox::changed, this, &ClusterPage::validate);
    connect(&m_clusters.jobs(), &client::ClusterJobs::ended, this, &ClusterPage::ended);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ClusterPage::showChosen);
    connect(m_overview, &OverviewPane::cancelRequested, this, &ClusterPage::confirmCancel);
    connect(m_overview, &OverviewPane::remedyRequested, this, &ClusterPage::remedy);
    connect(m_overview, &OverviewPane::saveLogsRequested, this, &ClusterPage::saveLogs);
    connect(m_services, &ServicesView::connectRequested, this, &ClusterPage::connectRequested);
    connect(m_message, &MessageBar::remedyRequested, this, [this] { m_tabs->setCurrentWidget(m_tools); });
    m_clusters.wake();
    refresh();
}

void ClusterPage::build()
{
    m_table->setObjectName(QStringLiteral("cluster.profiles"));
    m_asOf->setObjectName(QStringLiteral("cluster.asOf"));
    m_tabs->setObjectName(QStringLiteral("cluster.tabs"));
    m_message->setObjectName(QStringLiteral("cluster.message"));
    prepareTable(*m_table, m_model);
    m_table->setItemDelegateForColumn(ProfilesModel::StateColumn, new StateDelegate(m_table));
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    const int widths[] = {24, 20, 14, 14, 8, 8, 12, 12};
    for (int column = 0; column < ProfilesModel::ColumnCount; ++column)
        m_table->setColumnWidth(column, letters(this, widths[column]));
    m_table->setMinimumHeight(lines(this, 4));
    setFocusProxy(m_table);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_overview, {});
    m_tabs->addTab(m_addons, {});
    m_tabs->addTab(m_services, {});
    m_tabs->addTab(new CommandsView(m_clusters.log(), this), {});
    m_tabs->addTab(m_tools, {});
    auto* row = new QHBoxLayout;
    buildDeeds(row);
    row->addStretch();
    row->addWidget(m_asOf);
    auto* halves = new QSplitter(Qt::Vertical, this);
    halves->addWidget(m_table);
    halves->addWidget(m_tabs);
    halves->setChildrenCollapsible(false);
    halves->setStretchFactor(0, 1);
    halves->setStretchFactor(1, 4);
    auto* column = bareLayout<QVBoxLayout>(this);
    column->addWidget(m_message);
    column->addLayout(row);
    column->addWidget(halves, 1);
}

void ClusterPage::buildDeeds(QBoxLayout* row)
{
    for (const Deed& deed : kDeeds) {
        auto* action = new QAction(m_table);
        m_table->addAction(action);
        connect(action, &QAction::triggered, this, deed.act);
        auto* button = new QPushButton(this);
        button->setObjectName(QStringLiteral("cluster.%1").arg(QLatin1String(deed.name)));
        action->setObjectName(QStringLiteral("action.cluster.%1").arg(QLatin1String(deed.name)));
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        connect(action, &QAction::changed, button, [action, button] {
            button->setText(action->text());
            button->setEnabled(action->isEnabled());
        });
        row->addWidget(button);
        m_deeds.push_back(action);
    }
    constexpr std::size_t kDelete = 5;
    m_deeds[kDelete]->setShortcut(QKeySequence::Delete);
    m_deeds[kDelete]->setShortcutContext(Qt::WidgetShortcut);
}

void ClusterPage::retranslate()
{
    const QStringList words = {tr("&Create…"), tr("&Start"),          tr("S&top"),       tr("&Pause"),  tr("&Unpause"),
                               tr("&Delete…"), tr("&Repair context"), tr("Save &logs…"), tr("Copy &IP")};
    for (std::size_t i = 0; i < m_deeds.size(); ++i)
        m_deeds[i]->setText(words[static_cast<int>(i)]);
    const QStringList tabs = {tr("Overview"), tr("Add-ons"), tr("Services"), tr("Commands"), tr("Tools")};
    for (int tab = 0; tab < m_tabs->count(); ++tab)
        m_tabs->setTabText(tab, tabs[tab]);
    m_tabs->setAccessibleName(tr("About the cluster"));
    m_table->setAccessibleName(tr("Profiles of minikube"));
    Q_EMIT m_model.headerDataChanged(Qt::Horizontal, 0, ProfilesModel::ColumnCount - 1);
    validate();
}

void ClusterPage::showEvent(QShowEvent* event)
{
    m_clusters.watch().setWatching(true);
    QWidget::showEvent(event);
}

void ClusterPage::hideEvent(QHideEvent* event)
{
    m_clusters.watch().setWatching(false);
    QWidget::hideEvent(event);
}

void ClusterPage::lookNow()
{
    m_clusters.watch().lookNow();
}

QString ClusterPage::chosen() const
{
    const ClusterProfile* const profile = current();
    return profile ? profile->name : QString();
}

void ClusterPage::choose(const QString& profile)
{
    if (const int row = m_model.rowOf(profile); row >= 0)
        m_table->setCurrentIndex(m_model.index(row, 0));
}

const ClusterProfile* ClusterPage::current() const
{
    return m_model.at(m_table->currentIndex().row());
}

void ClusterPage::refresh()
{
    m_model.setProfiles(m_clusters.watch().profiles());
    if (!m_table->currentIndex().isValid() && m_model.rowCount() > 0)
        m_table->setCurrentIndex(m_model.index(0, 0));
    showChosen();
}

void ClusterPage::showChosen()
{
    const ClusterProfile* const profile = current();
    m_overview->show(profile);
    m_addons->setProfile(profile ? profile->name : QString(), profile ? profile->state : ClusterState::Unknown);
    m_services->setProfile(profile ? *profile : ClusterProfile());
    validate();
}

void ClusterPage::validate()
{
    const ClusterProfile* const profile = current();
    const client::FoundTool& minikube = m_clusters.toolbox().found(client::Tool::Minikube);
    const bool hasMinikube = minikube.verdict == client::FoundTool::Verdict::Good;
    for (std::size_t i = 0; i < m_deeds.size(); ++i) {
        const auto mayBe = kDeeds[i].mayBe;
        m_deeds[i]->setEnabled(
            hasMinikube && (!mayBe || (profile && mayBe(profile->state) && !m_clusters.jobs().isBusy(profile->name))));
    }
    const qint64 asOf = m_clusters.watch().asOf();
    m_asOf->setText(asOf > 0
                        ? tr("as of %1").arg(QDateTime::fromMSecsSinceEpoch(asOf).toString(QStringLiteral("HH:mm:ss")))
                        : QString());
    if (const QString problem = toolProblem(minikube); !problem.isEmpty()) {
        models::Failure failure;
        failure.kind = models::FailureKind::Process;
        failure.tried = tr("find minikube");
        failure.meaning = problem;
        m_message->setRemedy(tr("Show the &tools"));
        if (!m_message->shows(failure))
            m_message->showFailure(failure);
    } else if (const auto& failure = m_clusters.watch().failure()) {
        m_message->setRemedy({});
        if (!m_message->shows(*failure))
            m_message->showFailure(*failure);
    } else if (m_message->showsFailure()) {
        m_message->clear();
    }
}

void ClusterPage::act(ClusterAction action, const QStringList& more)
{
    if (const ClusterProfile* profile = current())
        m_clusters.jobs().begin({action, profile->name, more, false, profile->driver});
}

void ClusterPage::create()
{
    createFrom(std::nullopt, {});
}

void ClusterPage::createFrom(const std::optional<models::CreatePlan>& plan, const QString& mayReplace)
{
    QStringList taken;
    for (const ClusterProfile& profile : m_clusters.watch().profiles()) {
        if (profile.name != mayReplace)
            taken << profile.name;
    }
    auto* dialog = new CreateDialog(m_clusters, plan, taken, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CreateDialog::createRequested, this, &ClusterPage::begin);
    dialog->open();
}

void ClusterPage::begin(const models::CreatePlan& plan)
{
    m_plans[plan.name] = plan;
    QStringList made = remembered(*this, kMadeHere).toStringList();
    if (!made.contains(plan.name))
        remember(*this, kMadeHere, made << plan.name);
    m_clusters.jobs().begin({ClusterAction::Start, plan.name, models::startArguments(plan), true, plan.driver});
    choose(plan.name);
    m_tabs->setCurrentWidget(m_overview);
}

/// The driver is named each time: without it, minikube deletes the cluster after a failure and tries the next one.
void ClusterPage::start()
{
    const ClusterProfile* const profile = current();
    if (!profile)
        return;
    act(ClusterAction::Start,
        profile->driver.isEmpty() ? QStringList() : QStringList{QStringLiteral("--driver=%1").arg(profile->driver)});
    m_tabs->setCurrentWidget(m_overview);
}

void ClusterPage::stop()
{
    act(ClusterAction::Stop);
}

void ClusterPage::pause()
{
    act(ClusterAction::Pause);
}

void ClusterPage::unpause()
{
    act(ClusterAction::Unpause);
}

void ClusterPage::repairContext()
{
    act(ClusterAction::RepairContext);
}

void ClusterPage::confirmDelete()
{
    const ClusterProfile* const profile = current();
    if (!profile)
        return;
    const bool isOurs = remembered(*this, kMadeHere).toStringList().contains(profile->name);
    auto* question = new DeleteCluster(*profile, isOurs, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &DeleteCluster::confirmed, this, [this, name = profile->name, driver = profile->driver] {
        m_clusters.jobs().begin({ClusterAction::Delete, name, {}, false, driver});
        m_tabs->setCurrentWidget(m_overview);
    });
    question->open();
}

void ClusterPage::saveLogs()
{
    const ClusterProfile* const profile = current();
    if (!profile)
        return;
    auto* dialog = new QFileDialog(this, tr("Save the logs of %1").arg(profile->name));
    dialog->setObjectName(QStringLiteral("dialog.logs"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QStringLiteral("minikube-%1.log").arg(profile->name));
    connect(dialog, &QFileDialog::fileSelected, this, [this, name = profile->name](const QString& path) {
        m_message->showNotice(tr("Reading the logs of %1…").arg(name));
        client::whenDone(
            m_clusters.minikube().saveLogs(name, path), this, [this, path](const models::Result<qint64>& saved) {
                if (saved)
                    m_message->showNotice(
                        tr("Saved %1 to %2; secrets are masked.").arg(QLocale().formattedDataSize(*saved), path));
                else
                    m_message->showFailure(saved.error());
            });
    });
    dialog->open();
}

void ClusterPage::copyAddress()
{
    const ClusterProfile* const profile = current();
    if (!profile)
        return;
    client::whenDone(m_clusters.minikube().ip(profile->name), this, [this](const models::Result<QString>& address) {
        if (!address) {
            m_message->showFailure(address.error());
            return;
        }
        QGuiApplication::clipboard()->setText(*address);
        m_message->showNotice(tr("Copied %1.").arg(*address));
    });
}

void ClusterPage::confirmCancel()
{
    const QString name = chosen();
    auto* box = new QMessageBox(
        QMessageBox::Question, tr("Cancel?"),
        tr("Cancel what is being done to %1? A cluster that was half made stays half made: start it again to go on, or "
           "delete it.")
            .arg(name),
        QMessageBox::NoButton, this);
    box->setObjectName(QStringLiteral("dialog.cancel"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* const give = box->addButton(tr("&Give up"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(tr("Go &on"), QMessageBox::RejectRole));
    connect(give, &QPushButton::clicked, this, [this, name] { m_clusters.jobs().cancel(name); });
    box->open();
}

void ClusterPage::remedy(ClusterRemedy remedy)
{
    const ClusterProfile* const profile = current();
    if (!profile)
        return;
    const client::ClusterJob* const job = m_clusters.jobs().jobOf(profile->name);
    switch (remedy) {
    case ClusterRemedy::TryAgain:
        if (job && job->isOver())
            m_clusters.jobs().begin(client::ClusterOrder(job->order()));
        break;
    case ClusterRemedy::ChangeSettings:
        createFrom(m_plans.contains(profile->name) ? std::optional(m_plans.value(profile->name))
                                                   : std::optional(models::planOf(*profile)),
                   profile->name);
        break;
    case ClusterRemedy::DeleteAndCreate:
        confirmDelete();
        break;
    case ClusterRemedy::SaveLogs:
        saveLogs();
        break;
    case ClusterRemedy::RepairContext:
        repairContext();
        break;
    case ClusterRemedy::Unpause:
        unpause();
        break;
    case ClusterRemedy::Start:
        start();
        break;
    case ClusterRemedy::ShowTools:
        m_tabs->setCurrentWidget(m_tools);
        break;
    case ClusterRemedy::None:
        break;
    }
}

void ClusterPage::ended(const QString& profile)
{
    const client::ClusterJob* const job = m_clusters.jobs().jobOf(profile);
    if (!job)
        return;
    if (job->failure()) {
        choose(profile);
        m_tabs->setCurrentWidget(m_overview);
        return;
    }
    m_message->showNotice(tr("Done: %1, in %2.").arg(client::titleOf(job->order()), durationText(job->elapsedMSecs())));
}

} // namespace ui
