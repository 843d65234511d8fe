// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/eventtrace.h"
#include "models/inputcheck.h"
#include "ui/events/tracemodel.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QTableView;

namespace ui {

class MessageLabel;
class RunView;

/// What a sent event did: accepted, then for each subscription its run with all there is to see of it, and whether the
/// function was given what was sent. Stays when the trace is gone.
class TraceView final : public QWidget
{
    Q_OBJECT
public:
    explicit TraceView(QWidget* parent = nullptr);

    /// Before the answer is there. `sent` is the resolved draft.
    void follow(const client::EventTrace& trace, const models::EventDraft& sent);
    void accepted(const client::Emitted& answer);
    /// The server did not take it.
    void refused(const models::Failure& failure);
    void clear();

protected:
    void changeEvent(QEvent* event) override;

private:
    enum class Step
    {
        Nothing,
        Sending,
        Accepted,
        Refused
    };

    void build();
    void refresh();
    void retranslate();
    void showRun();
    void compare(const models::Run& run);
    void sayCheck(const models::InputCheck& check);
    QString steps() const;
    QString outcome() const;
    bool wentWrong() const;

    QPointer<const client::EventTrace> m_trace;
    models::EventDraft m_sent;
    Step m_step = Step::Nothing;
    client::Emitted m_answer;
    QString m_refusal;
    client::EventTrace::Outcome m_outcome = client::EventTrace::Outcome::Following;
    QString m_trouble;
    TraceModel m_model;
    QString m_compared; ///< name of the run whose input was compared
    QLabel* m_steps = nullptr;
    MessageLabel* m_result = nullptr;
    QTableView* m_table = nullptr;
    MessageLabel* m_check = nullptr;
    RunView* m_run = nullptr;
};

} // namespace ui
