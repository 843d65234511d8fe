// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/clusters.h"
#include "ui/events/rowsmodel.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace ui {

class ServicesModel final : public RowsModel<models::ClusterService>
{
    Q_OBJECT
public:
    using RowsModel::RowsModel;

    void setServices(std::vector<models::ClusterService> services) { setRows(std::move(services)); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 4; }
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    bool isSameThing(const models::ClusterService& left, const models::ClusterService& right) const override
    {
        return left.space == right.space && left.name == right.name;
    }
};

/// The services of a cluster with their addresses, its dashboard, and a tunnel to it.
class ServicesView final : public QWidget
{
    Q_OBJECT
public:
    /// The clusters must outlive the view.
    explicit ServicesView(client::Clusters& clusters, QWidget* parent = nullptr);
    void setProfile(const models::ClusterProfile& profile);

Q_SIGNALS:
    /// Somebody wants to enter what is at this address.
    void connectRequested(const QString& address);

protected:
    void showEvent(QShowEvent* event) override;

private:
    using Kind = client::StandingCommand::Kind;
    struct Standing
    {
        Kind kind;
        QLabel* text;
        QPushButton* toggle;
        QPushButton* use; ///< opens, or copies the command
    };

    void build();
    Standing makeStanding(Kind kind, const char* name);
    void retranslate();
    void ask();
    void validate();
    void sayStanding(const Standing& standing);
    void use(const Standing& standing);
    QString currentAddress() const;

    client::Clusters& m_clusters;
    models::ClusterProfile m_profile;
    ServicesModel m_model;
    QTableView* m_table;
    QLabel* m_text;
    QPushButton* m_look;
    QPushButton* m_open;
    QPushButton* m_copy;
    QPushButton* m_connect;
    std::vector<Standing> m_standing;
    bool m_isDue = true;
};

} // namespace ui
