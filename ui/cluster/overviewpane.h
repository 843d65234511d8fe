// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/clusters.h"
#include "ui/events/rowsmodel.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace ui {

class FailureCard;
class JobView;

/// The machines of a profile, in minikube's own words.
class NodesModel final : public RowsModel<models::ClusterNode>
{
    Q_OBJECT
public:
    using RowsModel::RowsModel;

    void setNodes(const std::vector<models::ClusterNode>& nodes) { setRows(nodes); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 6; }
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    bool isSameThing(const models::ClusterNode& left, const models::ClusterNode& right) const override
    {
        return left.name == right.name;
    }
};

/// One profile: what is being done to it, what went wrong, how it is and what to do next.
class OverviewPane final : public QWidget
{
    Q_OBJECT
public:
    /// The clusters must outlive the pane.
    explicit OverviewPane(client::Clusters& clusters, QWidget* parent = nullptr);
    /// Null = none is chosen.
    void show(const models::ClusterProfile* profile);

Q_SIGNALS:
    void cancelRequested();
    void remedyRequested(models::ClusterRemedy remedy);
    void saveLogsRequested();

private:
    void build();
    void retranslate();
    void refresh();
    QString hint() const;
    void sayState();

    client::Clusters& m_clusters;
    models::ClusterProfile m_profile;
    NodesModel m_nodes;
    JobView* m_job;
    FailureCard* m_failure;
    QLabel* m_state;
    QLabel* m_hint;
    QPushButton* m_next;
    QLabel* m_facts;
    QTableView* m_table;
};

} // namespace ui
