// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/run.h"

#include <QAbstractTableModel>

#include <unordered_map>

namespace models {

/// Runs, newest first, at most `limit`; filtered by function or by the event that caused them.
class RunTableModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { StateColumn, FunctionColumn, EventTypeColumn, StartedColumn, DurationColumn, ResultColumn, ColumnCount };
    enum Role { SortRole = Qt::UserRole, StatusRole, NameRole };

    explicit RunTableModel(int limit, QObject* parent = nullptr);

    /// Adds or changes runs by name.
    void apply(const std::vector<Run>& runs);
    void clear();
    /// Empty = all. Both narrow.
    void setFunctionFilter(const QString& functionName);
    void setEventFilter(const QString& eventId);
    const Run* at(int row) const;
    int rowOf(const QString& name) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    bool accepts(const Run& run) const;
    void refilter();

    int m_limit;
    QString m_functionFilter;
    QString m_eventFilter;
    std::unordered_map<std::string, Run> m_runs; ///< by name
    std::vector<std::string> m_rows; ///< names shown, newest first
};

} // namespace models
