// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/yaml/differencemodel.h"

#include "models/secretkeys.h"

namespace ui {

namespace {

QString cell(const models::MemberDifference& difference, int column)
{
    const auto shown = [&difference](const QString& text) {
        if (text.isEmpty())
            return QStringLiteral("–");
        const bool isSetting = difference.member.startsWith(QLatin1String("config."));
        return isSetting ? models::shownValue(difference.member.section(u'.', 1), text) : text;
    };
    switch (column) {
    case DifferenceModel::MemberColumn:
        return difference.member;
    case DifferenceModel::BeforeColumn:
        return shown(difference.before);
    default:
        return shown(difference.after);
    }
}

} // namespace

void DifferenceModel::setSides(const QString& before, const QString& after)
{
    m_before = before;
    m_after = after;
    Q_EMIT headerDataChanged(Qt::Horizontal, MemberColumn, AfterColumn);
}

int DifferenceModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant DifferenceModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return cell(*at(index.row()), index.column());
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(headerData(index.column(), Qt::Horizontal).toString(),
                                cell(*at(index.row()), index.column()));
    default:
        return {};
    }
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return RowsModel::headerData(section, orientation, role);
    const QStringList titles = {tr("Member"), m_before, m_after};
    return titles.value(section);
}

bool DifferenceModel::isSameThing(const models::MemberDifference& left, const models::MemberDifference& right) const
{
    return left.member == right.member;
}

} // namespace ui
