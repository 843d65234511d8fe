// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/emitjob.h"
#include "ui/events/jobsamples.h"

#include <QPointer>

class QMessageBox;
class QWidget;

namespace ui {

/// The job of a session. It lives here and not in its window, so that closing the window does not stop it. One at a
/// time; the last one stays to be looked at until the next begins.
class Jobs final : public QObject
{
    Q_OBJECT
public:
    /// Session and journal must outlive the jobs.
    Jobs(client::Session& session, client::Journal& journal, QObject* parent = nullptr);
    ~Jobs() override;

    /// Does nothing while one runs.
    void start(client::EmitPlan plan);
    /// Null before the first.
    const client::Connection& server() const { return m_session.connection(); }
    client::EmitJob* current() const { return m_job.get(); }
    const JobSamples& samples() const { return m_samples; }
    /// Also while it is paused: it has not ended.
    bool isRunning() const;
    /// "1 job running: 12 of 100 sent"; empty when none runs.
    QString statusText() const;
    /// True when nothing runs. Otherwise asks, and calls `quit` when the person wants to stop the job.
    bool mayQuit(QWidget* asker, std::function<void()> quit);

Q_SIGNALS:
    /// Another job is the current one.
    void started();
    /// At most ten times a second.
    void changed();
    void journalFailed(const models::Failure& failure);

private:
    client::Session& m_session;
    client::Journal& m_journal;
    std::unique_ptr<client::EmitJob> m_job;
    JobSamples m_samples;
    QPointer<QMessageBox> m_question;
};

} // namespace ui
