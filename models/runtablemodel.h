// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/run.h"
#include "models/slottablemodel.h"

#include <QHash>

namespace models {

/// Runs, newest first, at most `limit` and what fits into kMaxBytes; filtered by function or by the event that caused
/// them.
class RunTableModel final : public SlotTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        StateColumn,
        FunctionColumn,
        EventTypeColumn,
        StartedColumn,
        DurationColumn,
        ResultColumn,
        ColumnCount
    };
    enum Role
    {
        SortRole = Qt::UserRole,
        StatusRole,
        NameRole
    };

    /// What is kept of all runs together; the newest is kept whatever it takes.
    static constexpr qsizetype kMaxBytes = 64 * 1024 * 1024;

    explicit RunTableModel(int limit, QObject* parent = nullptr);

    /// Adds or changes runs by name.
    void apply(const std::vector<Run>& runs);
    void clear();
    /// How many older ones had to make room, since the start or the last clear().
    qint64 droppedCount() const { return m_dropped; }
    /// Empty = all. Both narrow.
    void setFunctionFilter(const QString& functionName);
    void setEventFilter(const QString& eventId);
    const Run* at(int row) const;
    int rowOf(const QString& name) const;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    bool accepts(const Run& run) const;
    bool newerFirst(int left, int right) const;
    std::size_t countThatFits() const;
    void refilter();
    int takeSlot();
    void freeSlot(int slot);
    QString text(const Run& run, int column) const;

    int m_limit;
    qint64 m_dropped = 0;
    QString m_functionFilter;
    QString m_eventFilter;
    std::vector<Run> m_runs; ///< by slot
    std::vector<int> m_freeSlots;
    std::vector<int> m_order; ///< slots in use, newest first
    QHash<QString, int> m_slots; ///< by name
};

/// What came out of a run, or why nothing did, as much as fits a cell.
QString resultText(const Run& run);
/// "12 ms", "3.4 s", "2 min 5 s" for a duration; translated, empty for nothing.
QString durationText(qint64 nsecs);

} // namespace models
