// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/tracemodel.h"

#include "models/resourcetablemodel.h"
#include "models/runtablemodel.h"

namespace ui {

using client::Delivery;

namespace {

models::Status statusOf(const Delivery& delivery)
{
    if (delivery.run)
        return delivery.run->status;
    if (delivery.state == Delivery::State::NoRun)
        return {models::State::Other, TraceModel::tr("no run")};
    return {models::State::Initialized, TraceModel::tr("queued")};
}

QString cell(const Delivery& delivery, int column)
{
    switch (column) {
    case TraceModel::StateColumn:
        return statusOf(delivery).word;
    case TraceModel::SubscriptionColumn:
        return delivery.subscription.isEmpty() ? TraceModel::tr("none that is known") : delivery.subscription;
    case TraceModel::FunctionColumn:
        return delivery.function;
    case TraceModel::DurationColumn:
        return delivery.run ? models::durationText(delivery.run->durationNSecs()) : QString();
    default:
        return delivery.run ? models::resultText(*delivery.run) : QString();
    }
}

} // namespace

int TraceModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant TraceModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Delivery& delivery = *at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return cell(delivery, index.column());
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(headerData(index.column(), Qt::Horizontal).toString(), cell(delivery, index.column()));
    case models::ResourceTableModel::StatusRole:
        return index.column() == StateColumn ? QVariant::fromValue(statusOf(delivery)) : QVariant();
    default:
        return {};
    }
}

QVariant TraceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return RowsModel::headerData(section, orientation, role);
    const QStringList titles = {tr("State"), tr("Subscription"), tr("Function"), tr("Took"), tr("Result")};
    return titles.value(section);
}

bool TraceModel::isSameThing(const Delivery& left, const Delivery& right) const
{
    const bool sameRun = !left.run || !right.run || left.run->name == right.run->name;
    return left.subscription == right.subscription && left.function == right.function && sameRun;
}

} // namespace ui
