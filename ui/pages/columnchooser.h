// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/resourcekind.h"

#include <QObject>

class QTableView;

namespace ui {

/// Which columns a table shows, how wide and in which order: chosen in the menu of its header, and remembered.
class ColumnChooser final : public QObject
{
    Q_OBJECT
public:
    /// Restores at once. Belongs to the table.
    ColumnChooser(QTableView& table, models::Kind kind, const QString& settingsKey);
    void save() const;

private:
    void restore();
    void applyFirstWidths();
    void showMenu(const QPoint& at);

    QTableView& m_table;
    models::Kind m_kind;
    QString m_settingsKey;
};

} // namespace ui
