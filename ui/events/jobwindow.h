// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/eventdraft.h"
#include "ui/events/ledgermodel.h"

#include <QWidget>

#include <functional>

class QLabel;
class QProgressBar;
class QPushButton;
class QTableView;

namespace client {
struct EmitProgress;
}

namespace ui {

class JobForm;
class JobPlot;
class Jobs;
class MessageLabel;

/// Sends many events and shows how it goes: progress, a line for each event, how long things take. The job lives in
/// Jobs: closing this window does not stop it.
class JobWindow final : public QWidget
{
    Q_OBJECT
public:
    using Draft = std::function<models::EventDraft()>;

    /// Jobs and journal must outlive the window. `draft` answers what is being composed.
    JobWindow(Jobs& jobs, client::Journal& journal, Draft draft, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    QWidget* buildResults();
    QLayout* buildButtons();
    void retranslate();
    void refresh();
    void readLedger();
    void showProgress(const client::EmitProgress& progress);
    void showButtons();
    void start();
    void pauseOrResume();
    void stop();
    QString problem() const;
    QString problemOfDraft() const;

    Jobs& m_jobs;
    const Draft m_draft;
    LedgerModel m_model;
    QTimer m_ledgerSoon;
    bool m_ledgerChanged = false;
    JobForm* m_form = nullptr;
    MessageLabel* m_hint = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_stop = nullptr;
    QProgressBar* m_bar = nullptr;
    QLabel* m_progress = nullptr;
    QLabel* m_latencies = nullptr;
    MessageLabel* m_trouble = nullptr;
    QTableView* m_table = nullptr;
    JobPlot* m_plot = nullptr;
};

} // namespace ui
