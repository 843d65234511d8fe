// SPDX-License-Identifier: Apache-2.0
#include "models/slottablemodel.h"

#include <algorithm>

namespace models {

namespace {

/// Up to here single insertions and removals are cheaper for views than a new layout.
constexpr std::size_t kMostSingleSteps = 32;

/// The row of each slot, -1 for slots that `order` leaves out.
std::vector<int> rowsOf(const std::vector<int>& order, std::size_t atLeast)
{
    const int highest = order.empty() ? -1 : *std::max_element(order.begin(), order.end());
    std::vector<int> rows(std::max(atLeast, static_cast<std::size_t>(highest + 1)), -1);
    for (std::size_t row = 0; row < order.size(); ++row)
        rows[static_cast<std::size_t>(order[row])] = static_cast<int>(row);
    return rows;
}

} // namespace

int SlotTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int SlotTableModel::rowOfSlot(int slot) const
{
    return slot >= 0 && static_cast<std::size_t>(slot) < m_rows.size() ? m_rows[static_cast<std::size_t>(slot)] : -1;
}

void SlotTableModel::show(std::vector<int> target)
{
    if (target == m_shown)
        return;
    const std::vector<int> targetRows = rowsOf(target, m_rows.size());
    m_rows.resize(targetRows.size(), -1);
    const Steps steps = stepsTo(target, targetRows);
    if (steps.keepsOrder && steps.removals.size() + steps.insertions.size() <= kMostSingleSteps)
        walk(steps, target);
    else
        leap(target, targetRows);
}

SlotTableModel::Steps SlotTableModel::stepsTo(const std::vector<int>& target, const std::vector<int>& targetRows) const
{
    Steps steps;
    const auto extend = [](std::vector<Stretch>& runs, std::size_t row) {
        if (!runs.empty() && runs.back().first + runs.back().count == static_cast<int>(row))
            ++runs.back().count;
        else
            runs.push_back({static_cast<int>(row), 1});
    };
    int last = -1;
    for (std::size_t row = 0; row < m_shown.size(); ++row) {
        const int targetRow = targetRows[static_cast<std::size_t>(m_shown[row])];
        if (targetRow < 0) {
            extend(steps.removals, row);
            continue;
        }
        steps.keepsOrder = steps.keepsOrder && targetRow > last;
        last = targetRow;
    }
    for (std::size_t row = 0; row < target.size(); ++row) {
        if (rowOfSlot(target[row]) < 0)
            extend(steps.insertions, row);
    }
    return steps;
}

void SlotTableModel::walk(const Steps& steps, const std::vector<int>& target)
{
    for (auto stretch = steps.removals.rbegin(); stretch != steps.removals.rend(); ++stretch) {
        beginRemoveRows({}, stretch->first, stretch->first + stretch->count - 1);
        const auto first = m_shown.begin() + stretch->first;
        std::for_each(first, first + stretch->count, [this](int slot) { m_rows[static_cast<std::size_t>(slot)] = -1; });
        m_shown.erase(first, first + stretch->count);
        renumber(static_cast<std::size_t>(stretch->first));
        endRemoveRows();
    }
    for (const Stretch& stretch : steps.insertions) {
        beginInsertRows({}, stretch.first, stretch.first + stretch.count - 1);
        const auto first = target.begin() + stretch.first;
        m_shown.insert(m_shown.begin() + stretch.first, first, first + stretch.count);
        renumber(static_cast<std::size_t>(stretch.first));
        endInsertRows();
    }
}

void SlotTableModel::leap(const std::vector<int>& target, const std::vector<int>& targetRows)
{
    std::vector<int> order;
    order.reserve(std::max(m_shown.size(), target.size()));
    std::copy_if(target.begin(), target.end(), std::back_inserter(order),
                 [this](int slot) { return rowOfSlot(slot) >= 0; });
    const std::size_t staying = order.size();
    std::copy_if(m_shown.begin(), m_shown.end(), std::back_inserter(order),
                 [&targetRows](int slot) { return targetRows[static_cast<std::size_t>(slot)] < 0; });
    rearrange(std::move(order));
    if (staying < m_shown.size()) {
        beginRemoveRows({}, static_cast<int>(staying), static_cast<int>(m_shown.size()) - 1);
        for (std::size_t row = staying; row < m_shown.size(); ++row)
            m_rows[static_cast<std::size_t>(m_shown[row])] = -1;
        m_shown.resize(staying);
        endRemoveRows();
    }
    if (staying < target.size()) {
        beginInsertRows({}, static_cast<int>(staying), static_cast<int>(target.size()) - 1);
        std::copy_if(target.begin(), target.end(), std::back_inserter(m_shown),
                     [this](int slot) { return rowOfSlot(slot) < 0; });
        renumber(staying);
        endInsertRows();
        rearrange(target);
    }
}

void SlotTableModel::rearrange(std::vector<int> order)
{
    if (order == m_shown)
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<int> keptSlots;
    keptSlots.reserve(static_cast<std::size_t>(before.size()));
    for (const QModelIndex& index : before)
        keptSlots.push_back(m_shown[static_cast<std::size_t>(index.row())]);
    m_shown = std::move(order);
    renumber(0);
    QModelIndexList after;
    after.reserve(before.size());
    for (qsizetype i = 0; i < before.size(); ++i)
        after << createIndex(rowOfSlot(keptSlots[static_cast<std::size_t>(i)]), before[i].column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void SlotTableModel::renumber(std::size_t from)
{
    for (std::size_t row = from; row < m_shown.size(); ++row)
        m_rows[static_cast<std::size_t>(m_shown[row])] = static_cast<int>(row);
}

void SlotTableModel::announceChanged(const std::vector<int>& slotNumbers)
{
    std::vector<int> rows;
    for (const int slot : slotNumbers) {
        if (const int row = rowOfSlot(slot); row >= 0)
            rows.push_back(row);
    }
    if (rows.empty())
        return;
    std::sort(rows.begin(), rows.end());
    const int lastColumn = columnCount() - 1;
    if (rows.size() > kMostSingleSteps) {
        Q_EMIT dataChanged(index(rows.front(), 0), index(rows.back(), lastColumn));
        return;
    }
    for (std::size_t first = 0; first < rows.size();) {
        std::size_t last = first;
        while (last + 1 < rows.size() && rows[last + 1] <= rows[last] + 1)
            ++last;
        Q_EMIT dataChanged(index(rows[first], 0), index(rows[last], lastColumn));
        first = last + 1;
    }
}

} // namespace models
