// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/traceview.h"

#include "client/whendone.h"
#include "client/worker.h"
#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/functions/runview.h"
#include "ui/pages/statedelegate.h"

#include <QEvent>
#include <QSplitter>
#include <QTableView>

#include <algorithm>

namespace ui {

using client::Delivery;
using Outcome = client::EventTrace::Outcome;

TraceView::TraceView(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("event.trace"));
    build();
    retranslate();
}

void TraceView::build()
{
    m_steps = new QLabel(this);
    m_steps->setObjectName(QStringLiteral("event.trace.steps"));
    m_steps->setTextFormat(Qt::PlainText);
    m_steps->setWordWrap(true);
    m_steps->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_result = new MessageLabel(this);
    m_result->setObjectName(QStringLiteral("event.trace.result"));
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("event.trace.deliveries"));
    prepareTable(*m_table, m_model);
    m_table->setItemDelegateForColumn(TraceModel::StateColumn, new StateDelegate(m_table));
    m_table->setColumnWidth(TraceModel::StateColumn, letters(this, 15));
    m_table->setColumnWidth(TraceModel::SubscriptionColumn, letters(this, 20));
    m_table->setColumnWidth(TraceModel::FunctionColumn, letters(this, 18));
    m_table->setColumnWidth(TraceModel::DurationColumn, letters(this, 10));
    auto* details = new QWidget(this);
    auto* column = bareLayout<QVBoxLayout>(details);
    m_check = new MessageLabel(details);
    m_check->setObjectName(QStringLiteral("event.trace.check"));
    m_run = new RunView(details);
    column->addWidget(m_check);
    column->addWidget(m_run, 1);
    auto* halves = new QSplitter(Qt::Vertical, this);
    halves->addWidget(m_table);
    halves->addWidget(details);
    halves->setChildrenCollapsible(false);
    // Few subscriptions, but long outputs.
    halves->setSizes({letters(this, 40), letters(this, 80)});
    auto* layout = bareLayout<QVBoxLayout>(this);
    layout->addWidget(m_steps);
    layout->addWidget(m_result);
    layout->addWidget(halves, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TraceView::showRun);
}

void TraceView::follow(const client::EventTrace& trace, const models::EventDraft& sent)
{
    if (m_trace)
        disconnect(m_trace, nullptr, this, nullptr);
    clear();
    m_trace = &trace;
    m_sent = sent;
    m_step = Step::Sending;
    connect(&trace, &client::EventTrace::changed, this, &TraceView::refresh);
    connect(&trace, &client::EventTrace::finished, this, &TraceView::refresh);
    refresh();
}

void TraceView::accepted(const client::Emitted& answer)
{
    m_step = Step::Accepted;
    m_answer = answer;
    refresh();
}

void TraceView::refused(const models::Failure& failure)
{
    m_step = Step::Refused;
    m_refusal = failure.summary();
    refresh();
}

void TraceView::clear()
{
    m_trace.clear();
    m_step = Step::Nothing;
    m_outcome = Outcome::Following;
    m_trouble.clear();
    m_compared.clear();
    m_model.setDeliveries({});
    refresh();
}

void TraceView::refresh()
{
    if (m_trace) {
        m_outcome = m_trace->outcome();
        m_trouble = m_trace->failure() ? m_trace->failure()->summary() : QString();
        m_model.setDeliveries(m_trace->deliveries());
    }
    m_steps->setText(steps());
    m_result->say(wentWrong() ? MessageLabel::Tone::Warning : MessageLabel::Tone::Help, outcome());
    if (!m_table->currentIndex().isValid() && m_model.rowCount() > 0)
        m_table->setCurrentIndex(m_model.index(0, 0));
    showRun();
}

QString TraceView::steps() const
{
    switch (m_step) {
    case Step::Nothing:
        return tr("Send an event, and what it does appears here.");
    case Step::Sending:
        return tr("Sending %1…").arg(m_sent.eventId);
    case Step::Refused:
        return tr("Not accepted: %1").arg(m_refusal);
    case Step::Accepted:
        break;
    }
    const auto& rows = m_model.rows();
    const auto count = [&rows](Delivery::State state) {
        return static_cast<int>(
            std::count_if(rows.begin(), rows.end(), [state](const Delivery& one) { return one.state == state; }));
    };
    QStringList parts = {tr("Accepted: HTTP %1 after %2 ms").arg(m_answer.httpStatus).arg(m_answer.elapsedMSecs),
                         tr("%n subscription(s)", nullptr, static_cast<int>(rows.size()))};
    const std::pair<int, QString> counts[] = {
        {count(Delivery::State::Queued), tr("%n queued", nullptr, count(Delivery::State::Queued))},
        {count(Delivery::State::Running), tr("%n running", nullptr, count(Delivery::State::Running))},
        {count(Delivery::State::Succeeded), tr("%n succeeded", nullptr, count(Delivery::State::Succeeded))},
        {count(Delivery::State::Failed), tr("%n failed", nullptr, count(Delivery::State::Failed))},
        {count(Delivery::State::NoRun), tr("%n without a run", nullptr, count(Delivery::State::NoRun))},
    };
    for (const auto& [number, words] : counts) {
        if (number > 0)
            parts << words;
    }
    return parts.join(QStringLiteral(" → "));
}

QString TraceView::outcome() const
{
    if (m_step != Step::Accepted)
        return {};
    switch (m_outcome) {
    case Outcome::Following:
        return m_trouble.isEmpty() ? tr("Queued. Following the runs it causes…")
                                   : tr("The runs cannot be seen just now: %1").arg(m_trouble);
    case Outcome::AllEnded:
        return tr("Everything it caused has ended.");
    case Outcome::NothingMatched:
        return tr("No subscription matched %1: the server took the event and dropped it.").arg(m_sent.eventType);
    case Outcome::DeadlinePassed:
        return tr("The deadline passed before everything had ended. A run that comes later is still shown.");
    case Outcome::NoRunList:
        return tr("This server does not tell of runs: what the event did cannot be seen from here.");
    }
    return {};
}

bool TraceView::wentWrong() const
{
    const auto& rows = m_model.rows();
    const bool failed = std::any_of(rows.begin(), rows.end(), [](const Delivery& one) {
        return one.state == Delivery::State::Failed || one.state == Delivery::State::NoRun;
    });
    return failed || !m_trouble.isEmpty() || (m_outcome != Outcome::Following && m_outcome != Outcome::AllEnded);
}

void TraceView::showRun()
{
    const Delivery* chosen = m_model.at(m_table->currentIndex().row());
    if (!chosen || !chosen->run) {
        m_run->clear();
        m_check->say(MessageLabel::Tone::Help, {});
        m_compared.clear();
        return;
    }
    m_run->setRun(*chosen->run);
    if (m_compared != chosen->run->name)
        compare(*chosen->run);
}

void TraceView::compare(const models::Run& run)
{
    m_compared = run.name;
    m_check->say(MessageLabel::Tone::Help, {});
    auto check = client::onWorker([sent = m_sent, input = run.input] { return models::checkInput(sent, *input); });
    client::whenDone(check, this, [this, name = run.name](const models::InputCheck& result) {
        if (name == m_compared)
            sayCheck(result);
    });
}

void TraceView::sayCheck(const models::InputCheck& check)
{
    switch (check.verdict) {
    case models::InputCheck::Verdict::Same:
        m_check->say(MessageLabel::Tone::Help, tr("✓ The function received exactly what was sent."));
        return;
    case models::InputCheck::Verdict::Unknown:
        m_check->say(MessageLabel::Tone::Help, tr("Nobody can tell whether the function received what was sent."));
        return;
    case models::InputCheck::Verdict::Differs:
        break;
    }
    const QString where = check.place.isEmpty() ? tr("The function received something else")
                                                : tr("The function received something else at %1").arg(check.place);
    m_check->say(MessageLabel::Tone::Warning, tr("%1: sent %2, received %3").arg(where, check.sent, check.received));
}

void TraceView::retranslate()
{
    setAccessibleName(tr("What the event did"));
    m_table->setAccessibleName(tr("What each subscription made of the event"));
    refresh();
}

void TraceView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace ui
