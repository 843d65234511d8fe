// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/journal.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QTimer>

namespace ui {

/// The ledger of a job, a row for each event. Only the pages that are looked at are in memory; they come from the
/// journal, and come again while they can still change.
class LedgerModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        NumberColumn,
        StateColumn,
        AnswerColumn,
        RunStateColumn,
        ToEndColumn,
        IdColumn,
        NoteColumn,
        ColumnCount
    };
    static constexpr int kPage = 200;
    static constexpr int kMostPages = 4;

    /// The journal must outlive the model.
    explicit LedgerModel(client::Journal& journal, QObject* parent = nullptr);

    /// Another job; 0 = none.
    void setJob(qint64 job);
    /// So many events were begun. Only grows.
    void setCount(qint64 count);
    /// Reads what is in memory again.
    void refresh();
    /// Lines in memory.
    int kept() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void failed(const models::Failure& failure);

private:
    const client::LedgerLine* line(int row) const;
    void fetch();
    void ask(int page);
    void take(int page, std::vector<client::LedgerLine> lines);

    client::Journal& m_journal;
    qint64 m_job = 0;
    int m_count = 0;
    QHash<int, QHash<qint64, client::LedgerLine>> m_pages; ///< lines by number
    mutable QList<int> m_recent; ///< pages, the one looked at last at the end
    QHash<int, bool> m_asked; ///< pages under way; true = to be asked again, as the answer may be old by then
    mutable QTimer m_soon;
};

} // namespace ui
