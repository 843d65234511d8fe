// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/toolbox.h"
#include "ui/events/rowsmodel.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace ui {

class ToolsModel final : public RowsModel<client::FoundTool>
{
    Q_OBJECT
public:
    enum Column
    {
        NameColumn,
        VerdictColumn,
        VersionColumn,
        PathColumn,
        PurposeColumn,
        ColumnCount
    };

    using RowsModel::RowsModel;

    void setTools(std::vector<client::FoundTool> tools) { setRows(std::move(tools)); }

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    bool isSameThing(const client::FoundTool& left, const client::FoundTool& right) const override;
};

/// The programs a cluster is managed with: where each was found, its version, and how to get it.
class ToolsView final : public QWidget
{
    Q_OBJECT
public:
    /// The toolbox must outlive the view.
    explicit ToolsView(client::Toolbox& toolbox, QWidget* parent = nullptr);

private:
    void build();
    void retranslate();
    void refresh();
    void explain();
    void choose();
    const client::FoundTool* current() const;

    client::Toolbox& m_toolbox;
    ToolsModel m_model;
    QTableView* m_table;
    QLabel* m_text;
    QPushButton* m_look;
    QPushButton* m_choose;
    QPushButton* m_search;
    QPushButton* m_copy;
};

/// What is wrong with it and what to do; empty when it is good.
QString toolProblem(const client::FoundTool& tool);

} // namespace ui
