// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/yaml/planmodel.h"

#include <algorithm>

namespace ui {

using models::PlanAction;
using models::PlanItem;

namespace {

bool changesSomething(const PlanItem& item)
{
    return item.action == PlanAction::Create || item.action == PlanAction::Change || item.action == PlanAction::Delete;
}

QString notesOf(const PlanItem& item)
{
    QStringList notes;
    if (!item.reason.isEmpty())
        notes << item.reason;
    if (item.action == PlanAction::Change && !item.differences.empty()) {
        QStringList members;
        for (const models::MemberDifference& difference : item.differences)
            members << difference.member;
        notes << PlanModel::tr("changes %1").arg(members.join(QStringLiteral(", ")));
    }
    for (const QString& warning : item.warnings)
        notes << QStringLiteral("⚠ ") + warning;
    return notes.join(QStringLiteral(" · "));
}

QString placeOf(const models::Origin& origin)
{
    return origin.line > 0 ? QStringLiteral("%1:%2").arg(origin.file).arg(origin.line) : origin.file;
}

} // namespace

QString planActionText(PlanAction action)
{
    switch (action) {
    case PlanAction::Create:
        return PlanModel::tr("+ create");
    case PlanAction::Change:
        return PlanModel::tr("~ change");
    case PlanAction::Same:
        return PlanModel::tr("= same");
    case PlanAction::Delete:
        return PlanModel::tr("− delete");
    case PlanAction::Blocked:
        return PlanModel::tr("✕ blocked");
    }
    return {};
}

void PlanModel::setPlan(models::Plan plan)
{
    if (!m_plan.empty()) {
        beginRemoveRows({}, 0, rowCount() - 1);
        m_plan.clear();
        m_ticks.clear();
        m_outcomes.clear();
        endRemoveRows();
    }
    m_neededBy.assign(plan.size(), {});
    for (std::size_t i = 0; i < plan.size(); ++i) {
        for (const std::size_t needed : plan[i].needs)
            m_neededBy.at(needed).push_back(i);
    }
    m_locked = false;
    if (!plan.empty()) {
        beginInsertRows({}, 0, static_cast<int>(plan.size()) - 1);
        m_plan = std::move(plan);
        m_outcomes.resize(m_plan.size());
        for (const PlanItem& item : m_plan)
            m_ticks.push_back(changesSomething(item));
        endInsertRows();
    }
    Q_EMIT ticksChanged();
}

const PlanItem* PlanModel::at(int row) const
{
    return row < 0 || row >= rowCount() ? nullptr : &m_plan[static_cast<std::size_t>(row)];
}

bool PlanModel::isTicked(int row) const
{
    return at(row) && m_ticks[static_cast<std::size_t>(row)];
}

int PlanModel::tickedCount() const
{
    return static_cast<int>(std::count(m_ticks.begin(), m_ticks.end(), true));
}

int PlanModel::count(PlanAction action) const
{
    return static_cast<int>(
        std::count_if(m_plan.begin(), m_plan.end(), [action](const PlanItem& item) { return item.action == action; }));
}

void PlanModel::setLocked(bool locked)
{
    if (std::exchange(m_locked, locked) != locked)
        announce(ActionColumn);
}

void PlanModel::setOutcome(int row, const PlanOutcome& outcome)
{
    m_outcomes.at(static_cast<std::size_t>(row)) = outcome;
    Q_EMIT dataChanged(index(row, ResultColumn), index(row, ResultColumn));
}

void PlanModel::clearOutcomes()
{
    m_outcomes.assign(m_plan.size(), {});
    announce(ResultColumn);
}

void PlanModel::announce(Column column)
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, column), index(rowCount() - 1, column));
}

bool PlanModel::canTick(std::size_t item) const
{
    return !m_locked && (changesSomething(m_plan[item]) || m_plan[item].canRepeat);
}

void PlanModel::tick(std::size_t item)
{
    if (m_ticks[item] || !canTick(item))
        return;
    m_ticks[item] = true;
    for (const std::size_t needed : m_plan[item].needs)
        tick(needed);
}

void PlanModel::untick(std::size_t item)
{
    if (!m_ticks[item])
        return;
    m_ticks[item] = false;
    // What exists already is there for its users also without the change.
    if (m_plan[item].action != PlanAction::Create)
        return;
    for (const std::size_t user : m_neededBy[item])
        untick(user);
}

int PlanModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_plan.size());
}

int PlanModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString PlanModel::cell(const PlanItem& item, int column, std::size_t row) const
{
    switch (column) {
    case ActionColumn:
        return planActionText(item.action);
    case KindColumn:
        return models::nounOf(item.item.kind);
    case NameColumn:
        return item.item.name;
    case NotesColumn:
        return notesOf(item);
    case ResultColumn:
        return m_outcomes[row].text;
    case PlaceColumn:
        return placeOf(item.item.origin);
    default:
        return {};
    }
}

QVariant PlanModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return cell(m_plan[row], index.column(), row);
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(headerData(index.column(), Qt::Horizontal).toString(),
                                cell(m_plan[row], index.column(), row));
    case Qt::CheckStateRole:
        if (index.column() == ActionColumn && (changesSomething(m_plan[row]) || m_plan[row].canRepeat))
            return m_ticks[row] ? Qt::Checked : Qt::Unchecked;
        return {};
    default:
        return {};
    }
}

bool PlanModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || index.column() != ActionColumn || !at(index.row()))
        return false;
    const auto item = static_cast<std::size_t>(index.row());
    if (!canTick(item))
        return false;
    if (value.value<Qt::CheckState>() == Qt::Checked)
        tick(item);
    else
        untick(item);
    announce(ActionColumn);
    Q_EMIT ticksChanged();
    return true;
}

Qt::ItemFlags PlanModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == ActionColumn && at(index.row()) && canTick(static_cast<std::size_t>(index.row())))
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant PlanModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    const QStringList titles = {tr("Action"), tr("Kind"), tr("Name"), tr("Notes"), tr("Result"), tr("Where")};
    return titles.value(section);
}

} // namespace ui
