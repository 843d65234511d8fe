// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/jobbutton.h"

#include "ui/events/jobs.h"
#include "ui/wording.h"

namespace ui {

JobButton::JobButton(const Jobs& jobs, QWidget* parent)
    : QPushButton(parent)
    , m_jobs(jobs)
{
    setObjectName(QStringLiteral("event.job.button"));
    setFlat(true);
    connect(&jobs, &Jobs::changed, this, &JobButton::refresh);
    keepWorded(*this, [this] { refresh(); });
}

void JobButton::refresh()
{
    const QString text = m_jobs.statusText();
    setText(text);
    setAccessibleName(text.isEmpty() ? tr("No job runs") : text);
    setToolTip(tr("Show the window of the job"));
    setVisible(!text.isEmpty());
}

} // namespace ui
