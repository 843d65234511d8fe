// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/journal.h"
#include "ui/events/rowsmodel.h"

namespace ui {

/// What was sent, newest first, a page at a time from the journal. Keeps no draft and no data.
class HistoryModel final : public RowsModel<client::SentEvent>
{
    Q_OBJECT
public:
    enum Column
    {
        TimeColumn,
        TypeColumn,
        IdColumn,
        AnswerColumn,
        RunsColumn,
        ColumnCount
    };
    static constexpr int kPage = 200;

    /// The journal must outlive the model.
    explicit HistoryModel(client::Journal& journal, QObject* parent = nullptr);

    /// What to show; `limit` and `beforeId` are not looked at.
    void setQuery(const client::SentQuery& query);
    /// Looks at the newest ones again: something was sent, answered or removed.
    void refresh();
    bool isLoading() const { return m_loading; }

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    void loaded();
    void failed(const models::Failure& failure);

protected:
    bool isSameThing(const client::SentEvent& left, const client::SentEvent& right) const override;

private:
    void ask(int limit, qint64 beforeId);
    void take(std::vector<client::SentEvent> page, int limit, qint64 beforeId);

    client::Journal& m_journal;
    client::SentQuery m_query;
    int m_round = 0; ///< answers to earlier questions are dropped
    bool m_loading = false;
    bool m_complete = true;
};

} // namespace ui
