// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/commandlog.h"
#include "ui/events/rowsmodel.h"

#include <QTimer>
#include <QWidget>

class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace ui {

/// The external commands, newest last.
class CommandsModel final : public RowsModel<client::CommandRecord>
{
    Q_OBJECT
public:
    enum Column
    {
        TimeColumn,
        CommandColumn,
        ResultColumn,
        TookColumn,
        ColumnCount
    };

    using RowsModel::RowsModel;

    void setRecords(std::vector<client::CommandRecord> records) { setRows(std::move(records)); }

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    bool isSameThing(const client::CommandRecord& left, const client::CommandRecord& right) const override;
};

/// Every command this console gave to tools of others, with the end of what it printed. Nothing secret is in it.
class CommandsView final : public QWidget
{
    Q_OBJECT
public:
    /// The log must outlive the view.
    explicit CommandsView(client::CommandLog& log, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void retranslate();
    void refresh();
    void showOutput();
    const client::CommandRecord* current() const;

    client::CommandLog& m_log;
    CommandsModel m_model;
    QTimer m_soon;
    QTableView* m_table;
    QPlainTextEdit* m_output;
    QPushButton* m_copy;
    QPushButton* m_copyOutput;
    QPushButton* m_clear;
};

/// As a person would type it.
QString commandLineOf(const client::CommandRecord& record);

} // namespace ui
