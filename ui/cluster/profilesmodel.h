// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cluster/clusterprofile.h"
#include "ui/events/rowsmodel.h"

namespace ui {

/// The profiles of minikube, by name.
class ProfilesModel final : public RowsModel<models::ClusterProfile>
{
    Q_OBJECT
public:
    enum Column
    {
        NameColumn,
        StateColumn,
        DriverColumn,
        KubernetesColumn,
        NodesColumn,
        CpusColumn,
        MemoryColumn,
        DiskColumn,
        AddressColumn,
        ColumnCount
    };

    using RowsModel::RowsModel;

    void setProfiles(const std::vector<models::ClusterProfile>& profiles) { setRows(profiles); }
    /// -1 when there is none.
    int rowOf(const QString& name) const;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    bool isSameThing(const models::ClusterProfile& left, const models::ClusterProfile& right) const override;
};

/// "6 GB", from the megabytes that minikube tells; empty for none.
QString amountText(int megabytes);

} // namespace ui
