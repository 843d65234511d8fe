// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/slottablemodel.h"
#include "models/textfilter.h"

#include <QHash>

#include <algorithm>
#include <utility>

namespace models {

/// Rows that are given as a whole, again and again, and known by a key: what is the same thing stays where it is and
/// selected, whatever comes or goes around it. They are shown in the order given, or sorted by a column, and only those
/// that the filter accepts.
template <typename Row> class KeyedTableModel : public SlotTableModel
{
public:
    using SlotTableModel::SlotTableModel;

    /// Of two rows with one key the first counts.
    void setRows(std::vector<Row> rows)
    {
        std::vector<int> changed;
        std::vector<int> order;
        QHash<QString, int> known;
        for (Row& row : rows) {
            const QString key = keyOf(row);
            if (known.contains(key))
                continue;
            const auto mine = m_slots.constFind(key);
            const int slot = mine == m_slots.constEnd() ? takeSlot() : *mine;
            Entry& entry = m_entries[static_cast<std::size_t>(slot)];
            if (mine == m_slots.constEnd() || !(entry.row == row)) {
                entry.haystack = TextFilter::folded(wordsOf(row));
                entry.row = std::move(row);
                changed.push_back(slot);
            }
            known.insert(key, slot);
            order.push_back(slot);
        }
        m_given = std::move(order);
        const QHash<QString, int> gone = std::exchange(m_slots, std::move(known));
        arrange();
        for (auto old = gone.cbegin(); old != gone.cend(); ++old) {
            if (m_slots.contains(old.key()))
                continue;
            m_entries[static_cast<std::size_t>(old.value())] = {};
            m_freeSlots.push_back(old.value());
        }
        announceChanged(changed);
    }

    void setFilter(const QString& text)
    {
        m_filter = TextFilter(text);
        arrange();
    }

    /// Null when there is no such row.
    const Row* at(int row) const
    {
        if (row < 0 || row >= rowCount())
            return nullptr;
        return &m_entries[static_cast<std::size_t>(shown()[static_cast<std::size_t>(row)])].row;
    }

    /// -1 when it is not shown.
    int rowOf(const QString& key) const { return rowOfSlot(m_slots.value(key, -1)); }
    /// Also of those that the filter hides.
    const Row* find(const QString& key) const
    {
        const auto slot = m_slots.constFind(key);
        return slot == m_slots.constEnd() ? nullptr : &m_entries[static_cast<std::size_t>(*slot)].row;
    }
    int totalCount() const { return static_cast<int>(m_given.size()); }

    /// Column -1: as given.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override
    {
        m_sortColumn = column;
        m_sortOrder = order;
        arrange();
    }

    /// Time went on, and with it what this column says.
    void refreshColumn(int column)
    {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, column), index(rowCount() - 1, column), {Qt::DisplayRole});
    }

protected:
    virtual QString keyOf(const Row& row) const = 0;
    /// What the filter looks at.
    virtual QString wordsOf(const Row& row) const = 0;
    /// Whether the left one comes first when sorted by the column.
    virtual bool isBefore(const Row& left, const Row& right, int column) const = 0;

private:
    struct Entry
    {
        Row row;
        std::string haystack;
    };

    void arrange()
    {
        std::vector<int> target;
        target.reserve(m_given.size());
        for (const int slot : m_given) {
            if (m_filter.accepts(m_entries[static_cast<std::size_t>(slot)].haystack))
                target.push_back(slot);
        }
        if (m_sortColumn >= 0) {
            std::stable_sort(target.begin(), target.end(), [this](int left, int right) {
                const bool isDescending = m_sortOrder == Qt::DescendingOrder;
                const Row& first = m_entries[static_cast<std::size_t>(isDescending ? right : left)].row;
                const Row& second = m_entries[static_cast<std::size_t>(isDescending ? left : right)].row;
                return isBefore(first, second, m_sortColumn);
            });
        }
        show(std::move(target));
    }

    int takeSlot()
    {
        if (m_freeSlots.empty()) {
            m_entries.emplace_back();
            return static_cast<int>(m_entries.size()) - 1;
        }
        const int slot = m_freeSlots.back();
        m_freeSlots.pop_back();
        return slot;
    }

    std::vector<Entry> m_entries; ///< by slot
    std::vector<int> m_freeSlots;
    std::vector<int> m_given; ///< slots in use, in the order given
    QHash<QString, int> m_slots; ///< by key
    TextFilter m_filter;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace models
