// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/matchpreview.h"
#include "ui/events/rowsmodel.h"

namespace ui {

/// The subscriptions that an event will hit, one a row.
class MatchHitsModel final : public RowsModel<models::MatchHit>
{
    Q_OBJECT
public:
    enum Column
    {
        SubscriptionColumn,
        StateColumn,
        FunctionColumn,
        FunctionStateColumn,
        ColumnCount
    };
    using RowsModel::RowsModel;

    void setHits(const std::vector<models::MatchHit>& hits) { setRows(hits); }

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    bool isSameThing(const models::MatchHit& left, const models::MatchHit& right) const override;
};

} // namespace ui
