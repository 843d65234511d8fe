// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/yaml/plan.h"
#include "ui/events/rowsmodel.h"

namespace ui {

/// Two copies of one resource side by side, a row for each member that differs.
class DifferenceModel final : public RowsModel<models::MemberDifference>
{
    Q_OBJECT
public:
    enum Column
    {
        MemberColumn,
        BeforeColumn,
        AfterColumn,
        ColumnCount
    };
    using RowsModel::RowsModel;

    void setDifferences(std::vector<models::MemberDifference> differences) { setRows(std::move(differences)); }
    /// What the two sides are, in the person's language.
    void setSides(const QString& before, const QString& after);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    bool isSameThing(const models::MemberDifference& left, const models::MemberDifference& right) const override;

private:
    QString m_before;
    QString m_after;
};

} // namespace ui
