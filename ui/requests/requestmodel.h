// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/requestlog.h"

#include <QAbstractTableModel>
#include <QPointer>

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

} // namespace ui
