// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/requestlog.h"

#include <QAbstractTableModel>
#include <QPointer>
#include <QSortFilterProxyModel>

namespace ui {

/// The request log of a session as rows, oldest first.
class RequestModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        TimeColumn,
        MethodColumn,
        PathColumn,
        StatusColumn,
        ElapsedColumn,
        SentColumn,
        ReceivedColumn,
        ColumnCount
    };

    explicit RequestModel(QObject* parent = nullptr);

    /// Null = none. The model notices when the log ends.
    void setLog(client::RequestLog* log);
    client::RequestLog* log() const { return m_log; }
    /// Null when there is no such row.
    const client::RequestRecord* record(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const client::RequestRecord& record, int column) const;

    QPointer<client::RequestLog> m_log;
    int m_rows = 0; ///< as views were told
};

/// Those whose path, method or status has a text in it. Looks at the records, not at what a view would show of them.
class RequestFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    /// The model must outlive it.
    explicit RequestFilter(const RequestModel& model, QObject* parent = nullptr);
    void setText(const QString& text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    const RequestModel& m_model;
    QString m_text;
};

} // namespace ui
