// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/jobview.h"

#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace ui {

using client::ClusterAction;
using client::ClusterJob;

namespace {

constexpr int kParts = 1'000;
constexpr std::size_t kShownDownloads = 4;
constexpr qint64 kLongSilenceMSecs = 120'000; ///< contract minikube §2.1

constexpr const char* kDoing[] = {
    QT_TRANSLATE_NOOP("ui::JobView", "Starting"),
    QT_TRANSLATE_NOOP("ui::JobView", "Stopping"),
    QT_TRANSLATE_NOOP("ui::JobView", "Pausing"),
    QT_TRANSLATE_NOOP("ui::JobView", "Unpausing"),
    QT_TRANSLATE_NOOP("ui::JobView", "Deleting"),
    QT_TRANSLATE_NOOP("ui::JobView", "Repairing the context"),
    QT_TRANSLATE_NOOP("ui::JobView", "Enabling an add-on"),
    QT_TRANSLATE_NOOP("ui::JobView", "Disabling an add-on"),
};

} // namespace

QString doingText(ClusterAction action)
{
    return JobView::tr(kDoing[static_cast<std::size_t>(action)]);
}

QString elapsedText(qint64 msecs)
{
    const qint64 seconds = msecs / 1'000;
    return seconds < 60 ? JobView::tr("%1 s").arg(seconds)
                        : JobView::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
}

JobView::JobView(client::ClusterJobs& jobs, QWidget* parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_title(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_message(new QLabel(this))
    , m_times(new QLabel(this))
    , m_warnings(new QLabel(this))
    , m_cancel(new QPushButton(this))
{
    setObjectName(QStringLiteral("cluster.job"));
    build();
    keepWorded(*this, [this] { retranslate(); });
    m_second.setInterval(1'000);
    connect(&m_second, &QTimer::timeout, this, &JobView::refresh);
    connect(&m_jobs, &client::ClusterJobs::changed, this, [this](const QString& profile) {
        if (profile == m_profile)
            refresh();
    });
    connect(m_cancel, &QPushButton::clicked, this, &JobView::cancelRequested);
    hide();
}

void JobView::build()
{
    m_title->setObjectName(QStringLiteral("cluster.job.title"));
    m_bar->setObjectName(QStringLiteral("cluster.job.bar"));
    m_message->setObjectName(QStringLiteral("cluster.job.message"));
    m_times->setObjectName(QStringLiteral("cluster.job.times"));
    m_warnings->setObjectName(QStringLiteral("cluster.job.warnings"));
    m_cancel->setObjectName(QStringLiteral("cluster.job.cancel"));
    m_bar->setRange(0, kParts);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    for (QLabel* label : {m_title, m_message, m_times, m_warnings}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto* grid = bareLayout<QGridLayout>(this);
    grid->addWidget(m_title, 0, 0, 1, 2);
    grid->addWidget(m_bar, 1, 0);
    grid->addWidget(m_cancel, 1, 1);
    grid->addWidget(m_message, 2, 0, 1, 2);
    for (std::size_t i = 0; i < kShownDownloads; ++i) {
        Download download{new QLabel(this), new QProgressBar(this)};
        download.name->setTextFormat(Qt::PlainText);
        download.bar->setRange(0, kParts);
        download.bar->setObjectName(QStringLiteral("cluster.job.download.%1").arg(i));
        const int row = 3 + static_cast<int>(i);
        auto* line = new QHBoxLayout;
        line->addWidget(download.name, 1);
        line->addWidget(download.bar, 1);
        grid->addLayout(line, row, 0, 1, 2);
        m_downloads.push_back(download);
    }
    grid->addWidget(m_warnings, 10, 0, 1, 2);
    grid->addWidget(m_times, 11, 0, 1, 2);
    grid->setColumnStretch(0, 1);
}

void JobView::retranslate()
{
    m_bar->setAccessibleName(tr("Progress"));
    m_cancel->setText(tr("Ca&ncel"));
    m_cancel->setAccessibleName(tr("Cancel what is being done to the cluster"));
    refresh();
}

void JobView::setProfile(const QString& profile)
{
    m_profile = profile;
    refresh();
}

void JobView::refresh()
{
    const ClusterJob* const job = m_jobs.jobOf(m_profile);
    const bool isAtWork = job && !job->isOver();
    setVisible(isAtWork);
    isAtWork ? m_second.start() : m_second.stop();
    if (!isAtWork)
        return;
    const models::ClusterProgress& progress = job->progress();
    QString title = tr("%1 %2").arg(doingText(job->order().action), m_profile);
    if (progress.totalSteps > 0 && !progress.stepName.isEmpty())
        title
            = tr("%1: step %2 of %3, %4").arg(title).arg(progress.step).arg(progress.totalSteps).arg(progress.stepName);
    m_title->setText(job->isCancelling() ? tr("Cancelling; minikube tidies up first…") : title);
    // A command that tells no steps is at least seen to go on.
    m_bar->setRange(0, progress.totalSteps > 0 ? kParts : 0);
    m_bar->setValue(static_cast<int>(progress.share() * kParts));
    m_message->setText(progress.message);
    m_cancel->setEnabled(!job->isCancelling());
    m_warnings->setText(progress.warnings.isEmpty() ? QString() : tr("Warning: %1").arg(progress.warnings.last()));
    m_warnings->setVisible(!progress.warnings.isEmpty());
    m_times->setText(timesText(*job));
    showDownloads(progress.downloads);
}

void JobView::showDownloads(const std::vector<models::ClusterProgress::Download>& downloads)
{
    for (std::size_t i = 0; i < m_downloads.size(); ++i) {
        const bool isThere = i < downloads.size();
        m_downloads[i].name->setVisible(isThere);
        m_downloads[i].bar->setVisible(isThere);
        if (!isThere)
            continue;
        // The digest behind an image is long and tells nobody anything.
        const QString artifact = downloads[i].artifact.section(u'@', 0, 0);
        m_downloads[i].name->setText(tr("Downloading %1").arg(artifact));
        m_downloads[i].bar->setValue(static_cast<int>(downloads[i].progress * kParts));
        m_downloads[i].bar->setAccessibleName(m_downloads[i].name->text());
    }
}

QString JobView::timesText(const ClusterJob& job) const
{
    QStringList parts = {tr("for %1").arg(elapsedText(job.elapsedMSecs()))};
    if (const auto left = m_jobs.timeLeftMSecs(job))
        parts << (*left > 0 ? tr("about %1 left, as earlier starts took").arg(elapsedText(*left))
                            : tr("longer than earlier starts took"));
    if (job.wasPickedUp())
        parts << tr("begun by an earlier console");
    if (job.silentMSecs() >= kLongSilenceMSecs)
        parts << tr("minikube has said nothing for %1; downloads and slow machines take long, a hang looks the same")
                     .arg(elapsedText(job.silentMSecs()));
    return parts.join(QStringLiteral(" · "));
}

} // namespace ui
