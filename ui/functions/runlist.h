// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/session.h"
#include "models/runtablemodel.h"

#include <QSplitter>

class QTableView;

namespace ui {

class MessageLabel;
class RunView;

/// Runs in a table with the chosen one beside it. Follows the watch; keeps the selection on its run, and says how many
/// older ones had to make room.
class RunList final : public QSplitter
{
    Q_OBJECT
public:
    /// `tableName` is the object name of the table.
    RunList(client::Session& session, const QString& tableName, QWidget* parent = nullptr);

    models::RunTableModel& runs() { return m_model; }
    void take(const std::vector<models::Run>& runs);
    /// Chooses a run now or as soon as it appears.
    void choose(const QString& runName);
    void hideColumn(models::RunTableModel::Column column);
    /// Chooses the newest run when none is chosen.
    void chooseNewest();
    /// From now on a newer run is chosen as it appears, unless a person chose another than the newest.
    void followNewest();

private:
    void build(const QString& tableName);
    void sayWhatWasDropped();
    void showCurrent();
    void restoreSelection();

    models::RunTableModel m_model;
    QTableView* m_table;
    MessageLabel* m_dropped;
    RunView* m_view;
    QString m_chosen;
    QString m_shown; ///< as it is in the model; empty when it changed there
    bool m_followsNewest = false;
};

} // namespace ui
