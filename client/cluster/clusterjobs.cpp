// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/clusterjobs.h"

#include "client/worker.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace client {

namespace {

constexpr qint64 kMostRead = 1024 * 1024;
constexpr qint64 kKeptEndMSecs = 24 * 3'600'000;

QString timesFile(const QString& folder)
{
    return folder + QStringLiteral("/starts.json");
}

QString endsFile(const QString& folder)
{
    return folder + QStringLiteral("/givenup.json");
}

QString runsFolder(const QString& folder)
{
    return folder + QStringLiteral("/runs");
}

} // namespace

ClusterJobs::ClusterJobs(Commands& commands, const QString& folder, QObject* parent)
    : QObject(parent)
    , m_commands(commands)
    , m_folder(folder)
{
    readTimes();
    readEnds();
}

ClusterJobs::~ClusterJobs() = default;

void ClusterJobs::pickUp()
{
    for (const QString& folder : KeptRun::leftIn(runsFolder(m_folder))) {
        auto job = ClusterJob::pickUp(m_commands, folder);
        if (!job)
            QDir(folder).removeRecursively();
        else if (!isBusy(job->order().profile))
            add(std::move(job));
    }
}

bool ClusterJobs::begin(const ClusterOrder& order)
{
    if (isBusy(order.profile))
        return false;
    const QString folder
        = QStringLiteral("%1/%2-%3").arg(runsFolder(m_folder), order.profile).arg(QDateTime::currentMSecsSinceEpoch());
    add(std::make_unique<ClusterJob>(m_commands, order, folder));
    return true;
}

void ClusterJobs::add(std::unique_ptr<ClusterJob> job)
{
    const QString profile = job->order().profile;
    ClusterJob* const added = job.get();
    connect(added, &ClusterJob::changed, this, [this, profile] { Q_EMIT changed(profile); });
    connect(added, &ClusterJob::heard, this,
            [this, profile](const models::MinikubeEvent& event) { Q_EMIT heard(profile, event); });
    connect(added, &ClusterJob::finished, this, [this, profile] { end(profile); });
    m_jobs[profile] = std::move(job);
    added->start();
    Q_EMIT changed(profile);
}

void ClusterJobs::end(const QString& profile)
{
    const ClusterJob* const job = jobOf(profile);
    if (const auto record = job ? job->record() : std::nullopt) {
        models::rememberStart(m_times, *record);
        saveTimes();
    }
    if (job && job->order().action == ClusterAction::Start && job->wasGivenUp()) {
        m_givenUp.insert(profile, QDateTime::currentMSecsSinceEpoch());
        saveEnds();
    }
    Q_EMIT ended(profile);
}

qint64 ClusterJobs::givenUpAt(const QString& profile) const
{
    return m_givenUp.value(profile);
}

void ClusterJobs::cancel(const QString& profile)
{
    if (isBusy(profile))
        m_jobs[profile]->cancel();
}

const ClusterJob* ClusterJobs::jobOf(const QString& profile) const
{
    const auto at = m_jobs.find(profile);
    return at == m_jobs.end() ? nullptr : at->second.get();
}

bool ClusterJobs::isBusy(const QString& profile) const
{
    const ClusterJob* const job = jobOf(profile);
    return job && !job->isOver();
}

QStringList ClusterJobs::concernedProfiles() const
{
    QStringList names;
    for (const auto& [profile, job] : m_jobs) {
        if (!job->isOver() || job->failure())
            names << profile;
    }
    return names;
}

QStringList ClusterJobs::working() const
{
    QStringList titles;
    for (const auto& [profile, job] : m_jobs) {
        if (!job->isOver())
            titles << titleOf(job->order());
    }
    return titles;
}

void ClusterJobs::keepAll()
{
    for (const auto& [profile, job] : m_jobs) {
        if (!job->isOver())
            job->keep();
    }
}

void ClusterJobs::cancelAll()
{
    for (const auto& [profile, job] : m_jobs) {
        if (!job->isOver())
            job->cancel();
    }
}

void ClusterJobs::dismiss(const QString& profile)
{
    if (isBusy(profile) || !jobOf(profile))
        return;
    m_jobs.extract(profile).mapped().release()->deleteLater();
    Q_EMIT changed(profile);
}

std::optional<qint64> ClusterJobs::timeLeftMSecs(const ClusterJob& job) const
{
    if (job.order().action != ClusterAction::Start)
        return std::nullopt;
    return models::startTimeLeft(m_times, job.timeKey(), job.progress().step, job.inStepMSecs());
}

void ClusterJobs::readTimes()
{
    QFile file(timesFile(m_folder));
    const auto json = models::parseJson(file.open(QIODevice::ReadOnly) ? file.read(kMostRead) : QByteArray("[]"));
    if (json)
        m_times = models::startRecordsFrom(*json);
}

void ClusterJobs::saveTimes()
{
    save(timesFile(m_folder), models::toJson(m_times));
}

void ClusterJobs::readEnds()
{
    QFile file(endsFile(m_folder));
    const auto json = models::parseJson(file.open(QIODevice::ReadOnly) ? file.read(kMostRead) : QByteArray("{}"));
    if (!json || !json->is_object())
        return;
    // Older ones say nothing any more: so is the file that minikube left.
    const qint64 oldest = QDateTime::currentMSecsSinceEpoch() - kKeptEndMSecs;
    for (const auto& [profile, at] : json->items()) {
        if (at.is_number_integer() && at.get<qint64>() > oldest)
            m_givenUp.insert(models::fromStd(profile), at.get<qint64>());
    }
}

void ClusterJobs::saveEnds()
{
    models::Json json = models::Json::object();
    for (auto end = m_givenUp.begin(); end != m_givenUp.end(); ++end)
        json[models::toStd(end.key())] = end.value();
    save(endsFile(m_folder), json);
}

void ClusterJobs::save(const QString& path, const models::Json& json)
{
    // One after the other: of two that are written at once, the older one could be the last.
    m_saving = m_saving.then(QtFuture::Launch::Async, [path, folder = m_folder, text = models::dumpJson(json)] {
        QDir().mkpath(folder);
        QSaveFile out(path);
        if (out.open(QIODevice::WriteOnly) && out.write(text) == text.size())
            out.commit();
    });
}

} // namespace client
