// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/overviewpane.h"

#include "client/redaction.h"
#include "ui/cluster/failurecard.h"
#include "ui/cluster/jobview.h"
#include "ui/cluster/profilesmodel.h"
#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QDateTime>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTableView>

namespace ui {

using models::ClusterRemedy;
using models::ClusterState;

namespace {

struct Next
{
    ClusterState state;
    ClusterRemedy remedy;
    const char* text;
};

constexpr Next kNext[] = {
    {ClusterState::Stopped, ClusterRemedy::Start, QT_TRANSLATE_NOOP("ui::OverviewPane", "Start it")},
    {ClusterState::Paused, ClusterRemedy::Unpause, QT_TRANSLATE_NOOP("ui::OverviewPane", "Unpause it")},
    {ClusterState::WrongContext, ClusterRemedy::RepairContext,
     QT_TRANSLATE_NOOP("ui::OverviewPane", "Repair the context")},
    {ClusterState::Degraded, ClusterRemedy::Start, QT_TRANSLATE_NOOP("ui::OverviewPane", "Start it again")},
    {ClusterState::HostMissing, ClusterRemedy::Start, QT_TRANSLATE_NOOP("ui::OverviewPane", "Start a new one")},
    {ClusterState::Broken, ClusterRemedy::DeleteAndCreate, QT_TRANSLATE_NOOP("ui::OverviewPane", "Delete it…")},
    {ClusterState::DiskFull, ClusterRemedy::SaveLogs, QT_TRANSLATE_NOOP("ui::OverviewPane", "Save the logs…")},
};

const Next* nextFor(ClusterState state)
{
    for (const Next& next : kNext) {
        if (next.state == state)
            return &next;
    }
    return nullptr;
}

} // namespace

QVariant NodesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)
        || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const models::ClusterNode& node = *at(index.row());
    const QStringList cells
        = {node.name,      node.isWorker ? tr("worker") : tr("control plane"), node.host, node.kubelet, node.apiServer,
           node.kubeconfig};
    return cells.value(index.column());
}

QVariant NodesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return RowsModel::headerData(section, orientation, role);
    const QStringList titles = {tr("Node"), tr("Role"), tr("Host"), tr("Kubelet"), tr("API server"), tr("kubeconfig")};
    return titles.value(section);
}

OverviewPane::OverviewPane(client::Clusters& clusters, QWidget* parent)
    : QWidget(parent)
    , m_clusters(clusters)
    , m_job(new JobView(clusters.jobs(), this))
    , m_failure(new FailureCard(this))
    , m_state(new QLabel(this))
    , m_hint(new QLabel(this))
    , m_next(new QPushButton(this))
    , m_facts(new QLabel(this))
    , m_table(new QTableView(this))
{
    setObjectName(QStringLiteral("cluster.overview"));
    build();
    keepWorded(*this, [this] { retranslate(); });
    connect(&m_clusters.jobs(), &client::ClusterJobs::changed, this, &OverviewPane::refresh);
    connect(m_job, &JobView::cancelRequested, this, &OverviewPane::cancelRequested);
    connect(m_failure, &FailureCard::remedyRequested, this, &OverviewPane::remedyRequested);
    connect(m_failure, &FailureCard::saveLogsRequested, this, &OverviewPane::saveLogsRequested);
    connect(m_failure, &FailureCard::dismissed, this, [this] { m_clusters.jobs().dismiss(m_profile.name); });
    connect(m_next, &QPushButton::clicked, this, [this] {
        if (const Next* next = nextFor(m_profile.state))
            Q_EMIT remedyRequested(next->remedy);
    });
}

void OverviewPane::build()
{
    m_state->setObjectName(QStringLiteral("cluster.state"));
    m_hint->setObjectName(QStringLiteral("cluster.hint"));
    m_next->setObjectName(QStringLiteral("cluster.next"));
    m_facts->setObjectName(QStringLiteral("cluster.facts"));
    m_table->setObjectName(QStringLiteral("cluster.nodes"));
    for (QLabel* label : {m_state, m_hint, m_facts}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    QFont bold = font();
    bold.setBold(true);
    m_state->setFont(bold);
    prepareTable(*m_table, m_nodes);
    for (int column = 0; column < m_nodes.columnCount(); ++column)
        m_table->setColumnWidth(column, letters(this, 18));
    auto* next = new QHBoxLayout;
    next->addWidget(m_hint, 1);
    next->addWidget(m_next);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_job);
    column->addWidget(m_failure);
    column->addWidget(m_state);
    column->addLayout(next);
    column->addWidget(m_facts);
    column->addWidget(m_table, 1);
    column->addStretch();
}

void OverviewPane::retranslate()
{
    m_table->setAccessibleName(tr("Nodes"));
    m_state->setAccessibleName(tr("State of the cluster"));
    m_facts->setAccessibleName(tr("About the cluster"));
    Q_EMIT m_nodes.headerDataChanged(Qt::Horizontal, 0, m_nodes.columnCount() - 1);
    refresh();
}

void OverviewPane::show(const models::ClusterProfile* profile)
{
    m_profile = profile ? *profile : models::ClusterProfile();
    m_job->setProfile(m_profile.name);
    refresh();
}

void OverviewPane::refresh()
{
    const bool isThere = !m_profile.name.isEmpty();
    const client::ClusterJob* const job = isThere ? m_clusters.jobs().jobOf(m_profile.name) : nullptr;
    m_failure->show(job && job->isOver() ? job->failure() : std::nullopt);
    m_facts->setVisible(isThere);
    // What is being done says it better.
    m_state->setVisible(isThere && !m_clusters.jobs().isBusy(m_profile.name));
    m_nodes.setNodes(m_profile.nodes);
    m_table->setVisible(!m_profile.nodes.empty());
    sayState();
}

/// What the state means, and why nothing newer is known of it.
QString OverviewPane::hint() const
{
    const QString known = models::hintOf(m_profile.state);
    if (m_profile.problem.isEmpty() || models::isMoving(m_profile.state))
        return known;
    const QString why = tr("minikube does not say how it is: %1").arg(client::redactedLine(m_profile.problem));
    return m_profile.state == ClusterState::Unknown || known.isEmpty() ? why : known + u'\n' + why;
}

void OverviewPane::sayState()
{
    const QString elsewhere = m_clusters.watch().elsewhere(m_profile.name);
    const Next* const next = nextFor(m_profile.state);
    m_next->setVisible(next && !m_profile.name.isEmpty());
    m_next->setText(next ? tr(next->text) : QString());
    m_next->setAccessibleName(next ? m_next->text().remove(u'&') : tr("What to do next"));
    m_hint->setText(m_profile.name.isEmpty() ? tr("Choose a profile above, or create one.") : hint());
    m_hint->setVisible(!m_hint->text().isEmpty());
    QString state = tr("%1 is %2").arg(m_profile.name, models::wordOf(m_profile.state));
    if (m_profile.state == ClusterState::StartingElsewhere && !elsewhere.isEmpty())
        state += QStringLiteral(" (%1)").arg(elsewhere);
    if (m_profile.asOf > 0)
        state += tr(", as of %1")
                     .arg(QDateTime::fromMSecsSinceEpoch(m_profile.asOf).toString(QStringLiteral("HH:mm:ss")));
    m_state->setText(state);
    QStringList facts;
    const auto add = [&facts](const QString& name, const QString& value) {
        if (!value.isEmpty())
            facts << tr("%1: %2").arg(name, value);
    };
    add(tr("driver"), m_profile.driver);
    add(tr("Kubernetes"), m_profile.kubernetes);
    add(tr("runtime"), m_profile.runtime);
    add(tr("address"), m_profile.ip);
    add(tr("CPUs"), m_profile.cpus > 0 ? QLocale().toString(m_profile.cpus) : QString());
    add(tr("memory"), amountText(m_profile.memoryMegabytes));
    add(tr("disk"), amountText(m_profile.diskMegabytes));
    m_facts->setText(facts.join(QStringLiteral(" · ")));
}

} // namespace ui
