// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/podtablemodel.h"

#include "models/resourcecell.h"
#include "models/resourcetablemodel.h"

#include <QDateTime>
#include <QLocale>

namespace models {

namespace {

QString ageOf(Timestamp time)
{
    return time.isSet() ? ageText(time.toDateTime().secsTo(QDateTime::currentDateTime())) : QString();
}

} // namespace

PodTableModel::PodTableModel(QObject* parent)
    : KeyedTableModel<Pod>(parent)
{
}

int PodTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString PodTableModel::text(const Pod& pod, int column) const
{
    switch (column) {
    case StateColumn:
        return pod.status.word;
    case NameColumn:
        return pod.name;
    case NamespaceColumn:
        return pod.nameSpace;
    case ReadyColumn:
        return QStringLiteral("%1/%2").arg(pod.ready).arg(pod.wanted);
    case RestartsColumn:
        return QLocale().toString(pod.restarts);
    case ReasonColumn:
        return pod.reason;
    case AgeColumn:
        return ageOf(pod.created);
    case NodeColumn:
        return pod.node;
    default:
        return {};
    }
}

QVariant PodTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Pod& pod = *at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(pod, index.column());
    case Qt::ToolTipRole:
        if (index.column() == AgeColumn)
            return pod.created.isSet() ? QLocale().toString(pod.created.toDateTime(), QLocale::LongFormat) : QString();
        return index.column() == StateColumn && !pod.reason.isEmpty() ? pod.reason : text(pod, index.column());
    case Qt::AccessibleTextRole: {
        const QString title = headerData(index.column(), Qt::Horizontal).toString();
        const QString cell = text(pod, index.column());
        return cell.isEmpty() ? tr("%1: none").arg(title) : tr("%1: %2").arg(title, cell);
    }
    case ResourceTableModel::StatusRole:
        return index.column() == StateColumn ? QVariant::fromValue(pod.status) : QVariant();
    default:
        return {};
    }
}

QVariant PodTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList titles
        = {tr("State"), tr("Pod"), tr("Namespace"), tr("Ready"), tr("Restarts"), tr("Reason"), tr("Age"), tr("Node")};
    return titles.value(section);
}

QString PodTableModel::wordsOf(const Pod& pod) const
{
    return QStringList{pod.name, pod.nameSpace, pod.status.word, pod.reason, pod.node}.join(u'\n');
}

bool PodTableModel::isBefore(const Pod& left, const Pod& right, int column) const
{
    switch (column) {
    case ReadyColumn:
        // Those that lack most come first.
        return left.ready - left.wanted < right.ready - right.wanted;
    case RestartsColumn:
        return left.restarts < right.restarts;
    case AgeColumn:
        return left.created > right.created;
    default:
        return naturalKey(text(left, column)) < naturalKey(text(right, column));
    }
}

} // namespace models
