// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/portforwards.h"
#include "ui/events/rowsmodel.h"

namespace ui {

/// The forwards of this console, oldest first.
class ForwardModel final : public RowsModel<client::PortForward>
{
    Q_OBJECT
public:
    enum Column
    {
        StateColumn,
        PodColumn,
        RemoteColumn,
        AddressColumn,
        ReasonColumn,
        ColumnCount
    };

    /// The forwards must outlive it.
    explicit ForwardModel(client::PortForwards& forwards, QObject* parent = nullptr);

    int rowOf(int id) const;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    bool isSameThing(const client::PortForward& left, const client::PortForward& right) const override
    {
        return left.id == right.id;
    }

private:
    QString text(const client::PortForward& forward, int column) const;
};

} // namespace ui
