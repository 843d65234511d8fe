// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/matchhitsmodel.h"

#include "models/resourcetablemodel.h"

namespace ui {

namespace {

models::Status shownStatus(const models::MatchHit& hit, int column)
{
    if (column == MatchHitsModel::StateColumn)
        return hit.status;
    return hit.functionStatus.value_or(models::Status{models::State::Other, MatchHitsModel::tr("does not exist")});
}

QString cell(const models::MatchHit& hit, int column)
{
    switch (column) {
    case MatchHitsModel::SubscriptionColumn:
        return hit.subscription;
    case MatchHitsModel::FunctionColumn:
        return hit.function;
    default:
        return shownStatus(hit, column).word;
    }
}

} // namespace

int MatchHitsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant MatchHitsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const models::MatchHit& hit = *at(index.row());
    const bool isState = index.column() == StateColumn || index.column() == FunctionStateColumn;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return cell(hit, index.column());
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(headerData(index.column(), Qt::Horizontal).toString(), cell(hit, index.column()));
    case models::ResourceTableModel::StatusRole:
        return isState ? QVariant::fromValue(shownStatus(hit, index.column())) : QVariant();
    default:
        return {};
    }
}

QVariant MatchHitsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return RowsModel::headerData(section, orientation, role);
    const QStringList titles = {tr("Subscription"), tr("State"), tr("Function"), tr("Function state")};
    return titles.value(section);
}

bool MatchHitsModel::isSameThing(const models::MatchHit& left, const models::MatchHit& right) const
{
    return left.subscription == right.subscription;
}

} // namespace ui
