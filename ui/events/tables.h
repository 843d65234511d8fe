// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QAbstractItemModel;
class QTableView;

namespace ui {

/// How the tables of the composer look and are used: whole rows, one line each, Tab leaves the table.
void prepareTable(QTableView& table, QAbstractItemModel& model);

} // namespace ui
