// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include <algorithm>
#include <vector>

namespace ui {

/// A table of values that is given as a whole and never resets: rows at both ends that are the same thing as before
/// stay and only say what changed in them, what is between them is replaced.
template <typename Row> class RowsModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }

    const Row* at(int row) const
    {
        return row < 0 || row >= rowCount() ? nullptr : &m_rows[static_cast<std::size_t>(row)];
    }

    const std::vector<Row>& rows() const { return m_rows; }

protected:
    virtual bool isSameThing(const Row& left, const Row& right) const = 0;

    void setRows(std::vector<Row> target)
    {
        const auto same = [this](const Row& left, const Row& right) { return isSameThing(left, right); };
        const auto shorter = static_cast<std::ptrdiff_t>(std::min(m_rows.size(), target.size()));
        const auto front
            = std::mismatch(m_rows.begin(), m_rows.begin() + shorter, target.begin(), same).first - m_rows.begin();
        const auto back
            = std::mismatch(m_rows.rbegin(), m_rows.rbegin() + (shorter - front), target.rbegin(), same).first
            - m_rows.rbegin();
        const auto oldEnd = static_cast<std::ptrdiff_t>(m_rows.size()) - back;
        const auto newEnd = static_cast<std::ptrdiff_t>(target.size()) - back;
        if (oldEnd > front) {
            this->beginRemoveRows({}, static_cast<int>(front), static_cast<int>(oldEnd) - 1);
            m_rows.erase(m_rows.begin() + front, m_rows.begin() + oldEnd);
            this->endRemoveRows();
        }
        if (newEnd > front) {
            this->beginInsertRows({}, static_cast<int>(front), static_cast<int>(newEnd) - 1);
            m_rows.insert(m_rows.begin() + front, target.begin() + front, target.begin() + newEnd);
            this->endInsertRows();
        }
        replaceChanged(target);
    }

private:
    void replaceChanged(std::vector<Row>& target)
    {
        for (std::size_t i = 0; i < target.size(); ++i) {
            if (m_rows[i] == target[i])
                continue;
            m_rows[i] = std::move(target[i]);
            const int row = static_cast<int>(i);
            Q_EMIT this->dataChanged(this->index(row, 0), this->index(row, this->columnCount() - 1));
        }
    }

    std::vector<Row> m_rows;
};

} // namespace ui
