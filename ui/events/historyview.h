// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/eventdraft.h"
#include "ui/events/historymodel.h"

#include <QKeySequence>
#include <QTimer>
#include <QWidget>

#include <functional>

class QAction;
class QBoxLayout;
class QComboBox;
class QLineEdit;
class QTableView;

namespace ui {

class MessageLabel;

/// All that was ever sent, searchable, with what can be done with it.
class HistoryView final : public QWidget
{
    Q_OBJECT
public:
    /// The journal must outlive the view.
    explicit HistoryView(client::Journal& journal, QWidget* parent = nullptr);

    /// Something was written to the journal.
    void refresh();

    /// Otherwise "Send again" is not there.
    void setMaySend(bool may);

Q_SIGNALS:
    /// To be edited and sent.
    void openRequested(const models::EventDraft& draft);
    /// To be sent as it is, with a fresh id and time.
    void resendRequested(const models::EventDraft& draft);
    void failed(const models::Failure& failure);

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Deed
    {
        const char* objectName;
        void (HistoryView::*act)();
        QKeySequence key;
    };

    void build();
    void buildDeeds(QBoxLayout* row);
    void retranslate();
    void search();
    void validate();
    void open();
    void resend();
    void askToRemove();
    void remove(qint64 id);
    void copyId();
    void withDraft(std::function<void(models::EventDraft)> use);

    client::Journal& m_journal;
    HistoryModel m_model;
    QTimer m_soon;
    QTimer m_added; ///< events came from elsewhere
    bool m_dirty = true; ///< while hidden
    QLineEdit* m_search = nullptr;
    QComboBox* m_range = nullptr;
    QTableView* m_table = nullptr;
    MessageLabel* m_hint = nullptr;
    std::vector<QAction*> m_actions;
};

} // namespace ui
