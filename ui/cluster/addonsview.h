// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/clusters.h"
#include "ui/events/rowsmodel.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace ui {

class AddonsModel final : public RowsModel<models::ClusterAddon>
{
    Q_OBJECT
public:
    using RowsModel::RowsModel;

    void setAddons(std::vector<models::ClusterAddon> addons) { setRows(std::move(addons)); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 2; }
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    bool isSameThing(const models::ClusterAddon& left, const models::ClusterAddon& right) const override
    {
        return left.name == right.name;
    }
};

/// The add-ons of a profile, to be switched on and off.
class AddonsView final : public QWidget
{
    Q_OBJECT
public:
    /// The clusters must outlive the view.
    explicit AddonsView(client::Clusters& clusters, QWidget* parent = nullptr);
    void setProfile(const QString& name, models::ClusterState state);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void retranslate();
    void ask();
    void filter();
    void validate();
    void toggle();

    client::Clusters& m_clusters;
    QString m_profile;
    models::ClusterState m_state = models::ClusterState::Unknown;
    std::vector<models::ClusterAddon> m_addons;
    AddonsModel m_model;
    QLineEdit* m_filter;
    QTableView* m_table;
    QLabel* m_text;
    QPushButton* m_toggle;
    bool m_isDue = true;
};

} // namespace ui
