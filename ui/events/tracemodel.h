// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/eventtrace.h"
#include "ui/events/rowsmodel.h"

namespace ui {

/// What each subscription made of an event, one a row.
class TraceModel final : public RowsModel<client::Delivery>
{
    Q_OBJECT
public:
    enum Column
    {
        StateColumn,
        SubscriptionColumn,
        FunctionColumn,
        DurationColumn,
        ResultColumn,
        ColumnCount
    };
    using RowsModel::RowsModel;

    void setDeliveries(const std::vector<client::Delivery>& deliveries) { setRows(deliveries); }

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    bool isSameThing(const client::Delivery& left, const client::Delivery& right) const override;
};

} // namespace ui
