// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractTableModel>

#include <vector>

namespace models {

/// A table whose rows are slots of a store that the heir owns. The heir says which slots it wants to see in which
/// order; this class gets there with as few signals as possible and never resets, so that selections stay with their
/// slots. A slot that is shown must be readable until show() has returned.
class SlotTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override;

protected:
    void show(std::vector<int> target);
    /// Announces new contents of shown slots; slots that are not shown are skipped.
    void announceChanged(const std::vector<int>& slotNumbers);

    const std::vector<int>& shown() const { return m_shown; }
    /// -1 when the slot is not shown.
    int rowOfSlot(int slot) const;

private:
    struct Stretch
    {
        int first = 0;
        int count = 0;
    };
    struct Steps
    {
        bool keepsOrder = true;
        std::vector<Stretch> removals; ///< rows of now
        std::vector<Stretch> insertions; ///< rows of the target
    };

    Steps stepsTo(const std::vector<int>& target, const std::vector<int>& targetRows) const;
    void walk(const Steps& steps, const std::vector<int>& target);
    void leap(const std::vector<int>& target, const std::vector<int>& targetRows);
    void rearrange(std::vector<int> order);
    void renumber(std::size_t from);

    std::vector<int> m_shown; ///< slot of each row
    std::vector<int> m_rows; ///< row of each slot, -1 when not shown
};

} // namespace models
