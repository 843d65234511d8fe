// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/jobwindow.h"

#include "models/eventproblems.h"
#include "models/variables.h"
#include "ui/connections/changeguard.h"
#include "ui/events/jobform.h"
#include "ui/events/jobplot.h"
#include "ui/events/jobs.h"
#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/pages/statedelegate.h"

#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>

#include <utility>

namespace ui {

using client::EmitProgress;
using State = EmitProgress::State;

namespace {

/// The journal is written four times a second.
constexpr int kLedgerMSecs = 500;
constexpr int kBarEnd = 1'000;

QString percentiles(const client::Latencies& latencies)
{
    if (latencies.count() == 0)
        return JobWindow::tr("none yet");
    const auto text = [&latencies](double percent) {
        const double msecs = latencies.percentile(percent);
        return JobWindow::tr("%1 ms").arg(QLocale().toString(msecs, 'f', msecs < 10 ? 1 : 0));
    };
    return JobWindow::tr("p50 %1 · p95 %2 · p99 %3").arg(text(50), text(95), text(99));
}

QString stateText(State state)
{
    switch (state) {
    case State::Running:
        return JobWindow::tr("Running");
    case State::Away:
        return JobWindow::tr("Waiting for the server to come back");
    case State::Paused:
        return JobWindow::tr("Paused");
    case State::Done:
        return JobWindow::tr("Done");
    case State::Stopped:
        return JobWindow::tr("Stopped");
    }
    return {};
}

} // namespace

JobWindow::JobWindow(Jobs& jobs, client::Journal& journal, Draft draft, QWidget* parent)
    : QWidget(parent, Qt::Window)
    , m_jobs(jobs)
    , m_draft(std::move(draft))
    , m_model(journal)
{
    setObjectName(QStringLiteral("event.job.window"));
    build();
    retranslate();
    m_ledgerSoon.setSingleShot(true);
    m_ledgerSoon.setInterval(kLedgerMSecs);
    connect(&m_ledgerSoon, &QTimer::timeout, this, &JobWindow::readLedger);
    connect(&jobs, &Jobs::started, this, [this] { m_model.setJob(0); });
    connect(&jobs, &Jobs::changed, this, &JobWindow::refresh);
    connect(&jobs, &Jobs::journalFailed, this,
            [this](const models::Failure& failure) { m_trouble->say(MessageLabel::Tone::Problem, failure.summary()); });
    connect(&m_model, &LedgerModel::failed, this,
            [this](const models::Failure& failure) { m_trouble->say(MessageLabel::Tone::Problem, failure.summary()); });
    connect(m_form, &JobForm::changed, this, &JobWindow::showButtons);
    refresh();
}

void JobWindow::build()
{
    m_form = new JobForm(this);
    m_hint = new MessageLabel(this);
    m_hint->setObjectName(QStringLiteral("event.job.hint"));
    m_bar = new QProgressBar(this);
    m_bar->setObjectName(QStringLiteral("event.job.bar"));
    m_bar->setTextVisible(false);
    m_progress = new QLabel(this);
    m_progress->setObjectName(QStringLiteral("event.job.progress"));
    m_progress->setTextFormat(Qt::PlainText);
    m_progress->setWordWrap(true);
    m_trouble = new MessageLabel(this);
    m_trouble->setObjectName(QStringLiteral("event.job.trouble"));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_form);
    layout->addWidget(m_hint);
    layout->addLayout(buildButtons());
    layout->addWidget(m_bar);
    layout->addWidget(m_progress);
    layout->addWidget(m_trouble);
    layout->addWidget(buildResults(), 1);
    resize(letters(this, 130), lines(this, 42));
}

QLayout* JobWindow::buildButtons()
{
    auto* row = new QHBoxLayout;
    const auto button = [this, row](const char* objectName, void (JobWindow::*act)()) {
        auto* made = new QPushButton(this);
        made->setObjectName(QString::fromLatin1(objectName));
        connect(made, &QPushButton::clicked, this, act);
        row->addWidget(made);
        return made;
    };
    m_start = button("event.job.start", &JobWindow::start);
    m_pause = button("event.job.pause", &JobWindow::pauseOrResume);
    m_stop = button("event.job.stop", &JobWindow::stop);
    row->addStretch();
    return row;
}

QWidget* JobWindow::buildResults()
{
    auto* halves = new QSplitter(Qt::Vertical, this);
    auto* upper = new QWidget(halves);
    auto* column = bareLayout<QVBoxLayout>(upper);
    m_latencies = new QLabel(upper);
    m_latencies->setObjectName(QStringLiteral("event.job.latencies"));
    m_latencies->setTextFormat(Qt::PlainText);
    m_latencies->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_plot = new JobPlot(upper);
    column->addWidget(m_latencies);
    column->addWidget(m_plot, 1);
    m_table = new QTableView(halves);
    m_table->setObjectName(QStringLiteral("event.job.ledger"));
    prepareTable(*m_table, m_model);
    for (const int state : {LedgerModel::StateColumn, LedgerModel::RunStateColumn})
        m_table->setItemDelegateForColumn(state, new StateDelegate(m_table));
    constexpr std::pair<int, int> kWidths[]
        = {{LedgerModel::NumberColumn, 8},    {LedgerModel::StateColumn, 14}, {LedgerModel::AnswerColumn, 22},
           {LedgerModel::RunStateColumn, 12}, {LedgerModel::ToEndColumn, 20}, {LedgerModel::IdColumn, 20}};
    for (const auto& [at, wide] : kWidths)
        m_table->setColumnWidth(at, letters(this, wide));
    halves->setChildrenCollapsible(false);
    return halves;
}

void JobWindow::retranslate()
{
    setWindowTitle(tr("Send many events"));
    m_start->setText(tr("&Start"));
    m_stop->setText(tr("S&top"));
    m_bar->setAccessibleName(tr("Progress of the job"));
    m_table->setAccessibleName(tr("Ledger: what became of each event"));
    refresh();
}

void JobWindow::refresh()
{
    showButtons();
    const client::EmitJob* job = m_jobs.current();
    m_bar->setEnabled(job);
    if (!job) {
        m_bar->setRange(0, kBarEnd);
        m_progress->setText(tr("Nothing was started yet. Closing this window does not stop a job."));
        m_latencies->clear();
        return;
    }
    showProgress(job->progress());
    m_plot->setSamples(m_jobs.samples().all());
    m_model.setJob(job->journalId());
    const EmitProgress progress = job->progress();
    m_model.setCount(progress.answered() + progress.inFlight + progress.waiting);
    m_ledgerChanged = true;
    if (!m_ledgerSoon.isActive())
        m_ledgerSoon.start();
}

/// Once more a while after the last change, because that is written later than it is told.
void JobWindow::readLedger()
{
    m_model.refresh();
    if (std::exchange(m_ledgerChanged, false))
        m_ledgerSoon.start();
}

void JobWindow::showProgress(const EmitProgress& progress)
{
    const QLocale locale;
    const bool over = progress.state == State::Done || progress.state == State::Stopped;
    m_bar->setRange(0, progress.planned < 0 && !over ? 0 : kBarEnd);
    if (progress.planned > 0)
        m_bar->setValue(static_cast<int>(kBarEnd * progress.answered() / progress.planned));
    else if (over)
        m_bar->setValue(kBarEnd);
    const QString total = progress.planned < 0 ? tr("as many as the file has") : locale.toString(progress.planned);
    const double seconds = static_cast<double>(progress.activeMSecs) / 1'000;
    const double rate = seconds > 0 ? static_cast<double>(progress.answered()) / seconds : 0;
    m_progress->setText(
        tr("%1: %2 accepted, %3 refused, %4 unknown of %5; %6 on their way, %7 to be sent again. %8 events a second. "
           "Runs: %9 succeeded, %10 failed.")
            .arg(stateText(progress.state), locale.toString(progress.accepted), locale.toString(progress.refused),
                 locale.toString(progress.unknown), total, locale.toString(progress.inFlight),
                 locale.toString(progress.waiting), locale.toString(rate, 'f', 1),
                 locale.toString(progress.runsSucceeded))
            .arg(locale.toString(progress.runsFailed)));
    m_latencies->setText(
        tr("Answer: %1\nEvent to run: %2").arg(percentiles(progress.answers), percentiles(progress.toRun)));
    m_trouble->say(MessageLabel::Tone::Warning, progress.failure ? progress.failure->summary() : QString());
}

void JobWindow::showButtons()
{
    const bool running = m_jobs.isRunning();
    const bool paused = running && m_jobs.current()->progress().state == State::Paused;
    const QString why = m_form->problem();
    m_form->setEnabled(!running);
    m_start->setEnabled(!running && why.isEmpty());
    m_pause->setEnabled(running);
    m_pause->setText(paused ? tr("&Resume") : tr("&Pause"));
    m_stop->setEnabled(running);
    m_hint->say(MessageLabel::Tone::Help, running ? QString() : why);
}

QString JobWindow::problemOfDraft() const
{
    const models::ResolvedDraft resolved = models::resolve(m_draft(), models::freshVariableValues());
    if (!resolved.problems.empty())
        return resolved.problems.front().problem.explanation;
    for (const models::EventProblem& problem : models::eventProblems(resolved.draft)) {
        if (problem.severity == models::Severity::Problem)
            return problem.explanation;
    }
    return {};
}

void JobWindow::start()
{
    // Lines of a file may bring what the draft lacks; each is checked when it is its turn.
    const QString why = m_form->sendsFile() ? QString() : problemOfDraft();
    if (!why.isEmpty()) {
        m_hint->say(MessageLabel::Tone::Problem, tr("The draft cannot be sent: %1").arg(why));
        return;
    }
    whenConfirmed(*this, m_jobs.server(), tr("This sends many events."),
                  [this] { m_jobs.start(m_form->plan(m_draft())); });
}

void JobWindow::pauseOrResume()
{
    client::EmitJob* job = m_jobs.current();
    if (job && job->progress().state == State::Paused)
        job->resume();
    else if (job)
        job->pause();
    refresh();
}

void JobWindow::stop()
{
    if (client::EmitJob* job = m_jobs.current())
        job->stop();
    refresh();
}

void JobWindow::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace ui
