// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/profilesmodel.h"

#include "models/resourcetablemodel.h"

#include <QLocale>

namespace ui {

using models::ClusterProfile;

namespace {

QString countText(int count)
{
    return count > 0 ? QLocale().toString(count) : QString();
}

QString cell(const ClusterProfile& profile, int column)
{
    switch (column) {
    case ProfilesModel::NameColumn:
        return profile.name;
    case ProfilesModel::StateColumn:
        return models::wordOf(profile.state);
    case ProfilesModel::DriverColumn:
        return profile.driver;
    case ProfilesModel::KubernetesColumn:
        return profile.kubernetes;
    case ProfilesModel::NodesColumn:
        return countText(profile.nodeCount);
    case ProfilesModel::CpusColumn:
        return countText(profile.cpus);
    case ProfilesModel::MemoryColumn:
        return amountText(profile.memoryMegabytes);
    case ProfilesModel::DiskColumn:
        return amountText(profile.diskMegabytes);
    default:
        return profile.ip;
    }
}

} // namespace

QString amountText(int megabytes)
{
    return megabytes > 0
        ? QLocale().formattedDataSize(qint64(megabytes) * 1024 * 1024, 1, QLocale::DataSizeTraditionalFormat)
        : QString();
}

int ProfilesModel::rowOf(const QString& name) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (at(row)->name == name)
            return row;
    }
    return -1;
}

int ProfilesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ProfilesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ClusterProfile& profile = *at(index.row());
    if (role == Qt::DisplayRole)
        return cell(profile, index.column());
    if (role == Qt::ToolTipRole)
        return index.column() == StateColumn ? models::hintOf(profile.state) : cell(profile, index.column());
    if (role == Qt::TextAlignmentRole && index.column() >= NodesColumn && index.column() <= DiskColumn)
        return static_cast<int>(Qt::AlignTrailing | Qt::AlignVCenter);
    if (role == models::ResourceTableModel::StatusRole && index.column() == StateColumn)
        return QVariant::fromValue(models::Status{models::looksLike(profile.state), models::wordOf(profile.state)});
    return {};
}

QVariant ProfilesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return RowsModel::headerData(section, orientation, role);
    const QStringList titles = {tr("Profile"), tr("State"),  tr("Driver"), tr("Kubernetes"), tr("Nodes"),
                                tr("CPUs"),    tr("Memory"), tr("Disk"),   tr("Address")};
    return titles.value(section);
}

bool ProfilesModel::isSameThing(const ClusterProfile& left, const ClusterProfile& right) const
{
    return left.name == right.name;
}

} // namespace ui
