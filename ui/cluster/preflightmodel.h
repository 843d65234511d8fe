// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cluster/preflight.h"
#include "ui/events/rowsmodel.h"

namespace ui {

/// The rows of the preflight: verdict as shape and word, what was looked at, what was found, what to do.
class PreflightModel final : public RowsModel<models::PreflightRow>
{
    Q_OBJECT
public:
    enum Column
    {
        VerdictColumn,
        TitleColumn,
        FoundColumn,
        RemedyColumn,
        ColumnCount
    };

    using RowsModel::RowsModel;

    void show(std::vector<models::PreflightRow> rows) { setRows(std::move(rows)); }
    /// The first row of the worst verdict; -1 when nothing is wrong.
    int worstRow() const;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    bool isSameThing(const models::PreflightRow& left, const models::PreflightRow& right) const override;

private:
    QString text(const models::PreflightRow& row, int column) const;
};

} // namespace ui
