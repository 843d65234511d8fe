// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/addonsview.h"

#include "client/whendone.h"
#include "models/resourcetablemodel.h"
#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/pages/statedelegate.h"
#include "ui/wording.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

namespace ui {

using client::ClusterAction;
using models::ClusterAddon;

QVariant AddonsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ClusterAddon& addon = *at(index.row());
    const QString word = addon.isEnabled ? tr("enabled") : tr("disabled");
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return index.column() == 0 ? addon.name : word;
    if (role == models::ResourceTableModel::StatusRole && index.column() == 1)
        return QVariant::fromValue(
            models::Status{addon.isEnabled ? models::State::Ready : models::State::Initialized, word});
    return {};
}

QVariant AddonsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return RowsModel::headerData(section, orientation, role);
    return section == 0 ? tr("Add-on") : tr("State");
}

AddonsView::AddonsView(client::Clusters& clusters, QWidget* parent)
    : QWidget(parent)
    , m_clusters(clusters)
    , m_filter(new QLineEdit(this))
    , m_table(new QTableView(this))
    , m_text(new QLabel(this))
    , m_toggle(new QPushButton(this))
{
    setObjectName(QStringLiteral("cluster.addons"));
    build();
    keepWorded(*this, [this] { retranslate(); });
    connect(m_filter, &QLineEdit::textChanged, this, &AddonsView::filter);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &AddonsView::validate);
    connect(m_table, &QTableView::activated, this, &AddonsView::toggle);
    connect(m_toggle, &QPushButton::clicked, this, &AddonsView::toggle);
    connect(&m_clusters.jobs(), &client::ClusterJobs::changed, this, &AddonsView::validate);
    connect(&m_clusters.jobs(), &client::ClusterJobs::ended, this, [this](const QString& profile) {
        if (profile == m_profile)
            ask();
    });
}

void AddonsView::build()
{
    m_filter->setObjectName(QStringLiteral("cluster.addons.filter"));
    m_table->setObjectName(QStringLiteral("cluster.addons.table"));
    m_text->setObjectName(QStringLiteral("cluster.addons.text"));
    m_toggle->setObjectName(QStringLiteral("cluster.addons.toggle"));
    m_filter->setClearButtonEnabled(true);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    prepareTable(*m_table, m_model);
    m_table->setItemDelegateForColumn(1, new StateDelegate(m_table));
    m_table->setColumnWidth(0, letters(this, 40));
    m_table->setColumnWidth(1, letters(this, 20));
    auto* row = new QHBoxLayout;
    row->addWidget(m_toggle);
    row->addStretch();
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_filter);
    column->addWidget(m_table, 1);
    column->addWidget(m_text);
    column->addLayout(row);
}

void AddonsView::retranslate()
{
    m_filter->setPlaceholderText(tr("Filter the add-ons"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_table->setAccessibleName(tr("Add-ons"));
    Q_EMIT m_model.headerDataChanged(Qt::Horizontal, 0, 1);
    validate();
}

void AddonsView::setProfile(const QString& name, models::ClusterState state)
{
    m_state = state;
    if (name != m_profile) {
        m_profile = name;
        m_addons.clear();
        filter();
        ask();
    }
    validate();
}

void AddonsView::showEvent(QShowEvent* event)
{
    if (m_isDue)
        ask();
    QWidget::showEvent(event);
}

void AddonsView::ask()
{
    m_isDue = !isVisible();
    if (m_isDue || m_profile.isEmpty())
        return;
    client::whenDone(m_clusters.minikube().addons(m_profile), this,
                     [this, profile = m_profile](const models::Result<std::vector<ClusterAddon>>& addons) {
                         if (profile != m_profile)
                             return;
                         m_text->setText(addons ? QString() : addons.error().summary());
                         if (addons)
                             m_addons = *addons;
                         filter();
                     });
}

void AddonsView::filter()
{
    std::vector<ClusterAddon> shown;
    for (const ClusterAddon& addon : m_addons) {
        if (addon.name.contains(m_filter->text().trimmed(), Qt::CaseInsensitive))
            shown.push_back(addon);
    }
    m_model.setAddons(std::move(shown));
    validate();
}

void AddonsView::validate()
{
    const ClusterAddon* const addon = m_model.at(m_table->currentIndex().row());
    m_toggle->setText(addon && addon->isEnabled ? tr("&Disable") : tr("&Enable"));
    // Switching takes a cluster that answers; the list itself does not.
    m_toggle->setEnabled(addon && m_state == models::ClusterState::Running && !m_clusters.jobs().isBusy(m_profile));
    m_toggle->setToolTip(m_state == models::ClusterState::Running ? QString()
                                                                  : tr("The cluster must run to change add-ons."));
}

void AddonsView::toggle()
{
    const ClusterAddon* const addon = m_model.at(m_table->currentIndex().row());
    if (!addon || !m_toggle->isEnabled())
        return;
    m_clusters.jobs().begin(
        {addon->isEnabled ? ClusterAction::DisableAddon : ClusterAction::EnableAddon, m_profile, {addon->name}});
}

} // namespace ui
