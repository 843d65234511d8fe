// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/clusterpage.h"

#include "ui/cluster/addonsview.h"
#include "ui/cluster/clusterdeeds.h"
#include "ui/cluster/commandsview.h"
#include "ui/cluster/dispatchview.h"
#include "ui/cluster/jobview.h"
#include "ui/cluster/overviewpane.h"
#include "ui/cluster/servicesview.h"
#include "ui/cluster/toolsview.h"
#include "ui/cluster/workloadview.h"
#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/icons.h"
#include "ui/messagebar.h"
#include "ui/pages/actionbutton.h"
#include "ui/pages/statedelegate.h"
#include "ui/wording.h"

#include <QAction>
#include <QDateTime>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QTimer>

#include <utility>

namespace ui {

using models::ClusterProfile;
using models::ClusterState;

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
    , m_commands(new CommandsView(clusters.log(), this))
    , m_tools(new ToolsView(clusters.toolbox(), this))
    , m_deeds(new ClusterDeeds(clusters, *m_message, *this))
{
    setObjectName(QStringLiteral("page.Cluster"));
    build();
    keepWorded(*this, [this] { retranslate(); });
    connect(&m_clusters.watch(), &client::ClusterWatch::changed, this, &ClusterPage::refresh);
    connect(&m_clusters.toolbox(), &client::Toolbox::changed, this, &ClusterPage::validate);
    connect(&m_clusters.jobs(), &client::ClusterJobs::ended, this, &ClusterPage::ended);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ClusterPage::showChosen);
    connect(m_overview, &OverviewPane::cancelRequested, m_deeds, &ClusterDeeds::confirmCancel);
    connect(m_overview, &OverviewPane::remedyRequested, m_deeds, &ClusterDeeds::remedy);
    connect(m_overview, &OverviewPane::saveLogsRequested, m_deeds, &ClusterDeeds::saveLogs);
    connect(m_deeds, &ClusterDeeds::toolsRequested, this, [this] { m_tabs->setCurrentWidget(m_tools); });
    connect(m_deeds, &ClusterDeeds::underWay, this, [this](const QString& profile) {
        choose(profile);
        m_tabs->setCurrentWidget(m_overview);
    });
    connect(m_services, &ServicesView::connectRequested, this, &ClusterPage::connectRequested);
    connect(m_message, &MessageBar::remedyRequested, this, &ClusterPage::followMessage);
    m_clusters.wake();
    refresh();
    QTimer::singleShot(0, this, &ClusterPage::buildNextTab);
}

void ClusterPage::buildNextTab()
{
    constexpr int kWorkloads = 1;
    constexpr int kDispatch = 4;
    if (!m_workloads) {
        m_workloads = new WorkloadView(m_clusters.commands(), this);
        addTab(m_workloads, kWorkloads);
        QTimer::singleShot(0, this, &ClusterPage::buildNextTab);
    } else if (!m_dispatch) {
        m_dispatch = new DispatchView(m_clusters.commands(), m_clusters.installRoot(), this);
        wireDispatch();
        addTab(m_dispatch, kDispatch);
    }
}

void ClusterPage::addTab(QWidget* tab, int place)
{
    m_tabs->insertTab(place, tab, {});
    sayTabs();
    showChosen();
}

void ClusterPage::wireDispatch()
{
    connect(m_dispatch, &DispatchView::connectionOffered, this, &ClusterPage::connectionOffered);
    connect(m_dispatch, &DispatchView::localRequested, this, &ClusterPage::localRequested);
    connect(m_dispatch, &DispatchView::createRequested, m_deeds, &ClusterDeeds::createForDispatch);
    connect(m_dispatch, &DispatchView::startRequested, this, [this](const QString& profile) {
        choose(profile);
        if (chosen() == profile)
            m_deeds->start();
    });
    connect(m_dispatch, &DispatchView::podsRequested, this, [this](const QString& profile) {
        choose(profile);
        m_tabs->setCurrentWidget(m_workloads);
    });
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
    const int widths[] = {24, 24, 14, 14, 8, 8, 12, 12, 18};
    for (int column = 0; column < ProfilesModel::ColumnCount; ++column)
        m_table->setColumnWidth(column, letters(this, widths[column]));
    m_table->setMinimumHeight(lines(this, 4));
    setFocusProxy(m_table);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_overview, {});
    m_tabs->addTab(m_addons, {});
    m_tabs->addTab(m_services, {});
    m_tabs->addTab(m_commands, {});
    m_tabs->addTab(m_tools, {});
    auto* row = new QHBoxLayout;
    buildDeeds(row);
    row->addStretch();
    row->addWidget(m_asOf);
    auto* halves = new QSplitter(Qt::Vertical, this);
    halves->addWidget(m_table);
    halves->addWidget(m_tabs);
    halves->setChildrenCollapsible(false);
    halves->setStretchFactor(0, 0);
    halves->setStretchFactor(1, 1);
    halves->setSizes({lines(this, 6), lines(this, 40)});
    auto* column = bareLayout<QVBoxLayout>(this);
    column->addWidget(m_message);
    column->addLayout(row);
    column->addWidget(halves, 1);
}

void ClusterPage::buildDeeds(QBoxLayout* row)
{
    for (std::size_t i = 0; i < ClusterDeeds::kCount; ++i) {
        const ClusterDeeds::Deed& deed = ClusterDeeds::all()[i];
        auto* action = new QAction(m_table);
        action->setObjectName(QStringLiteral("action.cluster.%1").arg(QLatin1String(deed.name)));
        m_table->addAction(action);
        connect(action, &QAction::triggered, m_deeds, deed.act);
        row->addWidget(buttonFor(*action, QStringLiteral("cluster.%1").arg(QLatin1String(deed.name)), this));
        m_actions.push_back(action);
    }
    constexpr std::size_t kDelete = 5;
    m_actions[kDelete]->setShortcut(QKeySequence::Delete);
    m_actions[kDelete]->setShortcutContext(Qt::WidgetShortcut);
}

void ClusterPage::retranslate()
{
    const QStringList words = {tr("&Create…"), tr("&Start"),          tr("S&top"),       tr("&Pause"),  tr("&Unpause"),
                               tr("&Delete…"), tr("&Repair context"), tr("Save &logs…"), tr("Copy &IP")};
    for (std::size_t i = 0; i < m_actions.size(); ++i)
        m_actions[i]->setText(words[static_cast<int>(i)]);
    constexpr std::size_t kRepair = 6;
    m_actions[kRepair]->setToolTip(
        tr("Point kubeconfig to the cluster again. That makes it the current context, too."));
    sayTabs();
    m_tabs->setAccessibleName(tr("About the cluster"));
    m_table->setAccessibleName(tr("Profiles of minikube"));
    Q_EMIT m_model.headerDataChanged(Qt::Horizontal, 0, ProfilesModel::ColumnCount - 1);
    validate();
}

void ClusterPage::sayTabs()
{
    const std::pair<QWidget*, QString> titles[]
        = {{m_overview, tr("Overview")}, {m_workloads, tr("What runs")}, {m_addons, tr("Add-ons")},
           {m_services, tr("Services")}, {m_dispatch, tr("Dispatch")},   {m_commands, tr("Commands")},
           {m_tools, tr("Tools")}};
    for (const auto& [tab, title] : titles) {
        if (tab)
            m_tabs->setTabText(m_tabs->indexOf(tab), title);
    }
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

bool ClusterPage::isInstalling() const
{
    return m_dispatch && m_dispatch->installer().isRunning();
}

void ClusterPage::stopInstalling()
{
    if (isInstalling())
        m_dispatch->stopInstalling();
}

const ClusterProfile* ClusterPage::current() const
{
    return m_model.at(m_table->currentIndex().row());
}

void ClusterPage::refresh()
{
    m_model.setProfiles(m_clusters.watch().profiles());
    if (!m_table->currentIndex().isValid() && m_model.rowCount() > 0) {
        const QStringList concerned = m_clusters.jobs().concernedProfiles();
        m_table->setCurrentIndex(
            m_model.index(concerned.isEmpty() ? 0 : std::max(0, m_model.rowOf(concerned.first())), 0));
    }
    showChosen();
}

void ClusterPage::showChosen()
{
    const ClusterProfile* const profile = current();
    m_deeds->setProfile(profile);
    m_overview->show(profile);
    const ClusterProfile shown = profile ? *profile : ClusterProfile();
    if (m_workloads)
        m_workloads->setProfile(shown.name, shown.state);
    m_addons->setProfile(shown.name, shown.state);
    m_services->setProfile(shown);
    if (m_dispatch)
        m_dispatch->setProfile(shown.name, shown.state, shown.ip);
    validate();
}

void ClusterPage::validate()
{
    for (std::size_t i = 0; i < m_actions.size(); ++i)
        m_actions[i]->setEnabled(m_deeds->isPossible(ClusterDeeds::all()[i]));
    const qint64 asOf = m_clusters.watch().asOf();
    m_asOf->setText(asOf > 0
                        ? tr("as of %1").arg(QDateTime::fromMSecsSinceEpoch(asOf).toString(QStringLiteral("HH:mm:ss")))
                        : QString());
    sayTrouble();
}

/// What keeps the whole page from working, as long as it does.
void ClusterPage::sayTrouble()
{
    std::optional<models::Failure> trouble = m_clusters.watch().failure();
    const QString missing = toolProblem(m_clusters.toolbox().found(client::Tool::Minikube));
    if (!missing.isEmpty()) {
        trouble.emplace();
        trouble->kind = models::FailureKind::Process;
        trouble->tried = tr("find minikube");
        trouble->meaning = missing;
    }
    if (trouble == m_trouble)
        return;
    m_trouble = trouble;
    m_message->setRemedy(missing.isEmpty() ? QString() : tr("Show the &tools"));
    if (trouble)
        m_message->showFailure(*trouble);
    else
        m_message->clear();
}

/// What failed elsewhere must not take anybody away from what is before him.
void ClusterPage::ended(const QString& profile)
{
    const client::ClusterJob* const job = m_clusters.jobs().jobOf(profile);
    if (!job)
        return;
    if (!job->failure()) {
        m_message->showNotice(tr("%1, in %2.").arg(client::titleOf(job->order()), elapsedText(job->elapsedMSecs())));
    } else if (profile == chosen()) {
        m_tabs->setCurrentWidget(m_overview);
    } else {
        m_failedProfile = profile;
        m_message->setRemedy(tr("&Show it"));
        m_message->showFailure(job->failure()->failure);
    }
}

void ClusterPage::followMessage()
{
    const QString failed = std::exchange(m_failedProfile, {});
    if (failed.isEmpty()) {
        m_tabs->setCurrentWidget(m_tools);
        return;
    }
    choose(failed);
    m_tabs->setCurrentWidget(m_overview);
    m_message->clear();
}

} // namespace ui
