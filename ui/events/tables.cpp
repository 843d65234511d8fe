// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/tables.h"

#include "ui/forms/layouts.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QTableView>

namespace ui {

void prepareTable(QTableView& table, QAbstractItemModel& model)
{
    table.setModel(&model);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setAlternatingRowColors(true);
    table.setShowGrid(false);
    table.setTabKeyNavigation(false);
    table.setWordWrap(false);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.verticalHeader()->hide();
    table.verticalHeader()->setDefaultSectionSize(lines(&table, 1) * 3 / 2);
    table.horizontalHeader()->setStretchLastSection(true);
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    // A screen reader selects a row without going there; what is shown beside is that of the current one.
    QObject::connect(
        table.selectionModel(), &QItemSelectionModel::selectionChanged, &table,
        [&table] {
            const QModelIndexList rows = table.selectionModel()->selectedRows();
            if (rows.size() == 1 && rows.first().row() != table.currentIndex().row())
                table.selectionModel()->setCurrentIndex(rows.first(), QItemSelectionModel::NoUpdate);
        },
        Qt::QueuedConnection);
}

} // namespace ui
