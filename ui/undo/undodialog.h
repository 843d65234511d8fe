// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/undo/undomodel.h"
#include "ui/yaml/differencemodel.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QPushButton;
class QTableView;

namespace ui {

class MessageBar;

/// Says what undoing the latest change, or the latest import, would do and asks. Cancel is the default. Show it with
/// open().
class UndoDialog final : public QDialog
{
    Q_OBJECT
public:
    /// The undo must outlive the dialog.
    UndoDialog(client::Undo& undo, client::UndoOffer offer, QWidget* parent = nullptr);

    void reject() override;

Q_SIGNALS:
    void undone(int changes);

private:
    void build();
    void retranslate();
    void showCurrent();
    void refresh();
    void start();
    void ended(const models::Result<client::Undone>& result);

    client::Undo& m_undo;
    UndoModel m_model;
    DifferenceModel m_differences;
    QFuture<models::Result<client::Undone>> m_working;
    bool m_isWorking = false;
    bool m_isOver = false;
    QLabel* m_question = nullptr;
    QTableView* m_items = nullptr;
    QTableView* m_sides = nullptr;
    QCheckBox* m_withoutValues = nullptr;
    MessageBar* m_message = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_cancel = nullptr;
};

} // namespace ui
