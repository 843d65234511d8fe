// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/jobs.h"

#include <QLocale>
#include <QMessageBox>
#include <QPushButton>

namespace ui {

using client::EmitJob;

Jobs::Jobs(client::Session& session, client::Journal& journal, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_journal(journal)
{
}

Jobs::~Jobs() = default;

void Jobs::start(client::EmitPlan plan)
{
    if (isRunning())
        return;
    m_samples = {};
    m_job = std::make_unique<EmitJob>(m_session, m_journal, std::move(plan));
    connect(m_job.get(), &EmitJob::progressChanged, this, [this] {
        m_samples.take(m_job->progress());
        Q_EMIT changed();
    });
    connect(m_job.get(), &EmitJob::ended, this, &Jobs::changed);
    connect(m_job.get(), &EmitJob::journalFailed, this, &Jobs::journalFailed);
    Q_EMIT started();
    m_job->start();
    Q_EMIT changed();
}

bool Jobs::isRunning() const
{
    if (!m_job)
        return false;
    const EmitJob::State state = m_job->progress().state;
    return state != EmitJob::State::Done && state != EmitJob::State::Stopped;
}

QString Jobs::statusText() const
{
    if (!isRunning())
        return {};
    const client::EmitProgress progress = m_job->progress();
    const QLocale locale;
    const QString answered = locale.toString(progress.answered());
    const QString sent = progress.planned < 0 ? tr("%1 sent").arg(answered)
                                              : tr("%1 of %2 sent").arg(answered, locale.toString(progress.planned));
    return progress.state == EmitJob::State::Paused ? tr("1 job paused: %1").arg(sent)
                                                    : tr("1 job running: %1").arg(sent);
}

bool Jobs::mayQuit(QWidget* asker, std::function<void()> quit)
{
    if (!isRunning())
        return true;
    if (m_question) {
        m_question->activateWindow();
        return false;
    }
    m_question = new QMessageBox(QMessageBox::Question, tr("A job is running"),
                                 tr("A job is still sending events. Stop it and quit?"), QMessageBox::Cancel, asker);
    m_question->setObjectName(QStringLiteral("event.job.question"));
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    m_question->setInformativeText(
        tr("%1. What was sent stays in its ledger; the rest is not sent.").arg(statusText()));
    QPushButton* stop = m_question->addButton(tr("&Stop the job and quit"), QMessageBox::DestructiveRole);
    m_question->setDefaultButton(QMessageBox::Cancel);
    // Queued: what follows may end the window that asks, and the question with it.
    connect(
        m_question, &QMessageBox::buttonClicked, this,
        [this, stop, quit = std::move(quit)](const QAbstractButton* button) {
            if (button != stop)
                return;
            m_job->stop();
            quit();
        },
        Qt::QueuedConnection);
    m_question->open();
    return false;
}

} // namespace ui
