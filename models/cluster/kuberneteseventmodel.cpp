// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/kuberneteseventmodel.h"

#include "models/resourcecell.h"
#include "models/resourcetablemodel.h"
#include "models/status.h"

#include <QDateTime>
#include <QLocale>

namespace models {

KubernetesEventModel::KubernetesEventModel(QObject* parent)
    : KeyedTableModel<KubernetesEvent>(parent)
{
}

int KubernetesEventModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString KubernetesEventModel::text(const KubernetesEvent& event, int column) const
{
    switch (column) {
    case TypeColumn:
        return event.type;
    case AgeColumn:
        return event.last.isSet() ? ageText(event.last.toDateTime().secsTo(QDateTime::currentDateTime())) : QString();
    case ReasonColumn:
        return event.reason;
    case ObjectColumn:
        return event.object();
    case MessageColumn:
        return event.message.simplified();
    case CountColumn:
        return QLocale().toString(event.count);
    default:
        return {};
    }
}

QVariant KubernetesEventModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const KubernetesEvent& event = *at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(event, index.column());
    case Qt::ToolTipRole:
        if (index.column() == AgeColumn)
            return event.last.isSet() ? QLocale().toString(event.last.toDateTime(), QLocale::LongFormat) : QString();
        return text(event, index.column());
    case Qt::AccessibleTextRole: {
        const QString title = headerData(index.column(), Qt::Horizontal).toString();
        const QString cell = text(event, index.column());
        return cell.isEmpty() ? tr("%1: none").arg(title) : tr("%1: %2").arg(title, cell);
    }
    case ResourceTableModel::StatusRole:
        return index.column() == TypeColumn
            ? QVariant::fromValue(Status{event.isWarning() ? State::Error : State::Initialized, event.type})
            : QVariant();
    default:
        return {};
    }
}

QVariant KubernetesEventModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList titles = {tr("Type"), tr("Last seen"), tr("Reason"), tr("Object"), tr("Message"), tr("Times")};
    return titles.value(section);
}

QString KubernetesEventModel::wordsOf(const KubernetesEvent& event) const
{
    return QStringList{event.type, event.reason, event.object(), event.message, event.nameSpace}.join(u'\n');
}

bool KubernetesEventModel::isBefore(const KubernetesEvent& left, const KubernetesEvent& right, int column) const
{
    switch (column) {
    case AgeColumn:
        return left.last > right.last;
    case CountColumn:
        return left.count < right.count;
    default:
        return naturalKey(text(left, column)) < naturalKey(text(right, column));
    }
}

} // namespace models
