// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/commandlog.h"
#include "ui/events/rowsmodel.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
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
    /// Rows move and go; the one a person reads stays, and of a routine the next takes its place.
    void chooseAgain(const client::CommandRecord& chosen);
    void showOutput();
    /// Appends what is new, so that the selection and what is in view stay; false when this is another text.
    bool grow(const QStringList& now);
    const client::CommandRecord* current() const;

    client::CommandLog& m_log;
    CommandsModel m_model;
    QTimer m_soon;
    bool m_isRefreshing = false;
    qint64 m_shownNumber = 0;
    QStringList m_shown; ///< lines of the output
    QTableView* m_table;
    QPlainTextEdit* m_output;
    QPushButton* m_copy;
    QPushButton* m_copyOutput;
    QPushButton* m_clear;
    QCheckBox* m_routine; ///< shows what is asked again and again too
};

/// As a person would type it, with the variables that lead it elsewhere than the same words in a terminal.
QString commandLineOf(const client::CommandRecord& record);

} // namespace ui
