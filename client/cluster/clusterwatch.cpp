// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/clusterwatch.h"

#include "client/whendone.h"
#include "client/worker.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace client {

using models::ClusterProfile;
using models::ClusterState;

namespace {

constexpr int kTickMSecs = 5'000;
constexpr int kSoonMSecs = 500;
constexpr qint64 kRarelyMSecs = 30'000; ///< between two questions about a profile at rest
constexpr int kWholeEvery = 6; ///< lists; the others only read files, and do not see broken profiles
constexpr int kListPatienceMSecs = 60'000;
constexpr int kStatusPatienceMSecs = 30'000;
constexpr models::Version kSkipsAudit{1, 30, 0};

} // namespace

ClusterWatch::ClusterWatch(Commands& commands, ClusterJobs& jobs, QObject* parent)
    : QObject(parent)
    , m_commands(commands)
    , m_jobs(jobs)
{
    m_tick.setInterval(kTickMSecs);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMSecs);
    connect(&m_tick, &QTimer::timeout, this, &ClusterWatch::tick);
    connect(&m_soon, &QTimer::timeout, this, [this] { askList(true); });
    connect(&m_files, &QFileSystemWatcher::fileChanged, this, &ClusterWatch::fileChanged);
    connect(&m_files, &QFileSystemWatcher::directoryChanged, this, &ClusterWatch::fileChanged);
    connect(&m_commands.toolbox(), &Toolbox::changed, this, [this] {
        if (m_isWatching && m_asOf == 0 && !m_isListing)
            lookNow();
    });
    connect(&m_jobs, &ClusterJobs::changed, this, &ClusterWatch::rebuild);
    connect(&m_jobs, &ClusterJobs::ended, this, &ClusterWatch::ended);
}

/// What went well need not be asked to be shown; it is asked all the same.
void ClusterWatch::ended(const QString& profile)
{
    ++m_generations[profile];
    const ClusterJob* const job = m_jobs.jobOf(profile);
    m_ownEnds.insert(profile, QDateTime::currentMSecsSinceEpoch());
    m_elsewhere.remove(profile);
    if (job && !job->failure() && m_asked.contains(profile)) {
        if (const auto state = stateAfter(job->order().action))
            m_asked[profile].status.state = *state;
        m_asked[profile].problem.clear();
    }
    lookNow();
}

const ClusterProfile* ClusterWatch::find(const QString& name) const
{
    const auto at = std::find_if(m_profiles.begin(), m_profiles.end(),
                                 [&name](const ClusterProfile& profile) { return profile.name == name; });
    return at == m_profiles.end() ? nullptr : &*at;
}

void ClusterWatch::setWatching(bool isWatching)
{
    if (std::exchange(m_isWatching, isWatching) == isWatching)
        return;
    if (isWatching) {
        m_tick.start();
        lookNow();
    } else {
        m_tick.stop();
        m_soon.stop();
    }
}

void ClusterWatch::lookNow()
{
    for (Asked& asked : m_asked)
        asked.isDue = true;
    askList(false);
}

/// Of what we do ourselves we hear more than the files tell.
void ClusterWatch::fileChanged(const QString& path)
{
    // The folder of all profiles, that of one, or a file in that.
    const QString name
        = QDir(minikubeFolder() + QStringLiteral("/profiles")).relativeFilePath(path).section(u'/', 0, 0);
    if (!m_isWatching || m_jobs.isBusy(name))
        return;
    if (m_asked.contains(name))
        m_asked[name].isDue = true;
    // Not put off by what comes next.
    if (!m_soon.isActive())
        m_soon.start();
}

void ClusterWatch::tick()
{
    askList(m_round < kWholeEvery && m_asOf > 0);
}

void ClusterWatch::askList(bool isLight)
{
    if (!m_commands.toolbox().isUsable(Tool::Minikube))
        return;
    if (m_isListing) {
        m_listAgain = true;
        m_isWholeAgain = m_isWholeAgain || !isLight;
        return;
    }
    m_isListing = true;
    m_round = isLight ? m_round + 1 : 1;
    QStringList arguments
        = {QStringLiteral("profile"), QStringLiteral("list"), QStringLiteral("-o"), QStringLiteral("json")};
    if (isLight)
        arguments << QStringLiteral("--light");
    ProcessOrder order = m_commands.toolbox().order(Tool::Minikube, arguments, tr("list the profiles of minikube"));
    order.deadlineMSecs = kListPatienceMSecs;
    order.isRoutine = true;
    whenDone(m_commands.run(order), this,
             [this, isLight](const models::Result<ProcessResult>& answer) { takeList(answer, isLight); });
}

void ClusterWatch::takeList(const models::Result<ProcessResult>& answer, bool isLight)
{
    m_isListing = false;
    auto list = answer ? models::readClusterProfiles(answer->exitCode, answer->output, answer->errors)
                       : models::Result<std::vector<ClusterProfile>>(models::failed(answer.error()));
    if (list) {
        m_failure.reset();
        m_asOf = QDateTime::currentMSecsSinceEpoch();
        if (isLight) {
            for (const ClusterProfile& profile : m_listed) {
                const auto isIt = [&profile](const ClusterProfile& one) { return one.name == profile.name; };
                if (profile.isBroken && std::none_of(list->begin(), list->end(), isIt))
                    list->push_back(profile);
            }
        }
        m_listed = std::move(*list);
        watchFiles();
        lookElsewhere();
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        for (const ClusterProfile& profile : m_listed) {
            if (isDue(profile, now))
                askStatus(profile.name);
        }
    } else {
        m_failure = list.error();
    }
    rebuild();
    if (std::exchange(m_listAgain, false))
        askList(!std::exchange(m_isWholeAgain, false));
}

bool ClusterWatch::isDue(const ClusterProfile& profile, qint64 now) const
{
    if (profile.isBroken || m_asking.contains(profile.name) || m_jobs.isBusy(profile.name))
        return false;
    const Asked asked = m_asked.value(profile.name);
    const bool isAtRest = asked.status.state == ClusterState::Stopped || asked.status.state == ClusterState::Paused;
    return asked.isDue || !isAtRest || now - asked.at >= kRarelyMSecs;
}

bool ClusterWatch::knowsSkipAudit() const
{
    const auto version = m_commands.toolbox().found(Tool::Minikube).version;
    return version && *version >= kSkipsAudit;
}

void ClusterWatch::askStatus(const QString& name)
{
    m_asking.insert(name);
    QStringList arguments
        = {QStringLiteral("status"), QStringLiteral("-o"), QStringLiteral("json"), QStringLiteral("-p"), name};
    if (knowsSkipAudit())
        arguments << QStringLiteral("--skip-audit");
    ProcessOrder order = m_commands.toolbox().order(Tool::Minikube, arguments, tr("ask for the state of %1").arg(name));
    order.deadlineMSecs = kStatusPatienceMSecs;
    order.isRoutine = true;
    order.isExitAnswer = true;
    whenDone(m_commands.run(order), this,
             [this, name, generation = m_generations.value(name)](const models::Result<ProcessResult>& answer) {
                 takeStatus(name, generation, answer);
             });
}

void ClusterWatch::takeStatus(const QString& name, int generation, const models::Result<ProcessResult>& answer)
{
    m_asking.remove(name);
    if (generation != m_generations.value(name)) {
        // Asked before something that was done to it ended: how it was, not how it is.
        askList(true);
        return;
    }
    const auto status = answer ? models::readClusterStatus(answer->exitCode, answer->output, answer->errors)
                               : models::Result<models::ClusterStatus>(models::failed(answer.error()));
    Asked& asked = m_asked[name];
    if (status) {
        asked = {QDateTime::currentMSecsSinceEpoch(), false, *status, {}};
        dropOldFailure(name, status->state);
    } else {
        // The last state stays, with its age.
        const models::Failure& why = status.error();
        asked.problem = why.cameBack.isEmpty() ? why.summary() : why.cameBack;
    }
    rebuild();
}

/// Why it could not be started is nothing to tell of a cluster that runs.
void ClusterWatch::dropOldFailure(const QString& name, ClusterState state)
{
    const ClusterJob* const job = m_jobs.jobOf(name);
    if (state == ClusterState::Running && job && job->isOver() && job->failure()
        && job->order().action == ClusterAction::Start)
        m_jobs.dismiss(name);
}

void ClusterWatch::watchFiles()
{
    const QString folder = minikubeFolder() + QStringLiteral("/profiles");
    QStringList wanted;
    if (QFileInfo::exists(folder))
        wanted << folder;
    for (const ClusterProfile& profile : m_listed) {
        const QString own = QStringLiteral("%1/%2").arg(folder, profile.name);
        for (const QString& path : {own, own + QStringLiteral("/events.json")}) {
            if (QFileInfo::exists(path))
                wanted << path;
        }
    }
    const QStringList watched = m_files.files() + m_files.directories();
    QStringList fresh;
    for (const QString& path : wanted) {
        if (!watched.contains(path))
            fresh << path;
    }
    if (!fresh.isEmpty())
        m_files.addPaths(fresh);
}

void ClusterWatch::lookElsewhere()
{
    QMap<QString, qint64> names;
    for (const ClusterProfile& profile : m_listed)
        names.insert(profile.name, std::max(m_ownEnds.value(profile.name), m_jobs.givenUpAt(profile.name)));
    whenDone(onWorker([folder = minikubeFolder(), names] { return startsUnderWay(folder, names); }), this,
             [this](const QMap<QString, QString>& steps) {
                 if (std::exchange(m_elsewhere, steps) != steps)
                     rebuild();
             });
}

ClusterState ClusterWatch::stateOf(const ClusterProfile& profile) const
{
    if (m_jobs.isBusy(profile.name)) {
        const ClusterAction action = m_jobs.jobOf(profile.name)->order().action;
        if (models::isMoving(stateDuring(action)))
            return stateDuring(action);
    }
    if (profile.isBroken)
        return ClusterState::Broken;
    const ClusterState asked = m_asked.value(profile.name).status.state;
    // A start that goes on elsewhere shows as a machine that does not answer yet.
    if (m_elsewhere.contains(profile.name) && asked != ClusterState::Running)
        return ClusterState::StartingElsewhere;
    return asked;
}

void ClusterWatch::rebuild()
{
    std::vector<ClusterProfile> profiles = m_listed;
    for (ClusterProfile& profile : profiles) {
        profile.state = stateOf(profile);
        const Asked asked = m_asked.value(profile.name);
        profile.nodes = asked.status.nodes;
        profile.asOf = asked.at;
        profile.problem = profile.isBroken ? QString() : asked.problem;
    }
    // One that is being made is not listed yet, and one that could not be made never will be.
    for (const QString& name : m_jobs.concernedProfiles()) {
        const auto isIt = [&name](const ClusterProfile& one) { return one.name == name; };
        if (std::any_of(profiles.begin(), profiles.end(), isIt))
            continue;
        ClusterProfile profile;
        profile.name = name;
        profile.driver = m_jobs.jobOf(name)->order().driver;
        profile.state = m_jobs.isBusy(name) ? stateDuring(m_jobs.jobOf(name)->order().action) : ClusterState::Absent;
        profiles.push_back(profile);
    }
    std::sort(profiles.begin(), profiles.end(),
              [](const ClusterProfile& left, const ClusterProfile& right) { return left.name < right.name; });
    m_profiles = std::move(profiles);
    Q_EMIT changed();
}

} // namespace client
