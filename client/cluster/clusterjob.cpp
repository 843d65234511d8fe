// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/clusterjob.h"

#include "models/json.h"

#include <QDateTime>

namespace client {

using models::ClusterState;
using models::Json;

namespace {

struct Row
{
    ClusterAction action;
    const char* word; ///< in the memo of a run
    const char* command;
    bool tellsEvents; ///< has -o json (contract minikube §2.3)
    ClusterState during;
    const char* title;
};

constexpr Row kRows[] = {
    {ClusterAction::Start, "start", "start", true, ClusterState::Starting,
     QT_TRANSLATE_NOOP("client::ClusterJob", "start %1")},
    {ClusterAction::Stop, "stop", "stop", true, ClusterState::Stopping,
     QT_TRANSLATE_NOOP("client::ClusterJob", "stop %1")},
    {ClusterAction::Pause, "pause", "pause", true, ClusterState::Pausing,
     QT_TRANSLATE_NOOP("client::ClusterJob", "pause %1")},
    {ClusterAction::Unpause, "unpause", "unpause", true, ClusterState::Unpausing,
     QT_TRANSLATE_NOOP("client::ClusterJob", "unpause %1")},
    {ClusterAction::Delete, "delete", "delete", true, ClusterState::Deleting,
     QT_TRANSLATE_NOOP("client::ClusterJob", "delete %1")},
    {ClusterAction::RepairContext, "repair", "update-context", false, ClusterState::Running,
     QT_TRANSLATE_NOOP("client::ClusterJob", "repair the context of %1")},
    {ClusterAction::EnableAddon, "enable", "addons enable", false, ClusterState::Running,
     QT_TRANSLATE_NOOP("client::ClusterJob", "enable an add-on of %1")},
    {ClusterAction::DisableAddon, "disable", "addons disable", false, ClusterState::Running,
     QT_TRANSLATE_NOOP("client::ClusterJob", "disable an add-on of %1")},
};

const Row& rowOf(ClusterAction action)
{
    return kRows[static_cast<std::size_t>(action)];
}

QByteArray memoOf(const ClusterOrder& order, qint64 startedAt)
{
    return models::dumpJson({{"action", rowOf(order.action).word},
                             {"profile", models::toStd(order.profile)},
                             {"more", models::toJsonArray(order.more)},
                             {"new", order.isNew},
                             {"driver", models::toStd(order.driver)},
                             {"startedAt", startedAt}});
}

} // namespace

QString titleOf(const ClusterOrder& order)
{
    return ClusterJob::tr(rowOf(order.action).title).arg(order.profile);
}

ClusterState stateDuring(ClusterAction action)
{
    return rowOf(action).during;
}

std::optional<ClusterState> stateAfter(ClusterAction action)
{
    switch (action) {
    case ClusterAction::Start:
    case ClusterAction::Unpause:
    case ClusterAction::RepairContext:
        return ClusterState::Running;
    case ClusterAction::Stop:
        return ClusterState::Stopped;
    case ClusterAction::Pause:
        return ClusterState::Paused;
    case ClusterAction::Delete:
        return ClusterState::Absent;
    case ClusterAction::EnableAddon:
    case ClusterAction::DisableAddon:
        break;
    }
    return std::nullopt;
}

ProcessOrder ClusterJob::processOrder(Commands& commands, const ClusterOrder& order)
{
    const Row& row = rowOf(order.action);
    QStringList arguments = QString::fromLatin1(row.command).split(u' ');
    arguments << order.more;
    if (row.tellsEvents)
        arguments << QStringLiteral("-o") << QStringLiteral("json");
    arguments << QStringLiteral("-p") << order.profile << QStringLiteral("--user=dispatch-console");
    if (order.action == ClusterAction::Start)
        arguments << QStringLiteral("--interactive=false") << QStringLiteral("--keep-context");
    else if (order.action == ClusterAction::Stop)
        arguments << QStringLiteral("--keep-context-active");
    ProcessOrder process = commands.toolbox().order(Tool::Minikube, arguments, titleOf(order));
    process.deadlineMSecs = 0;
    process.endSignal = SIGINT;
    return process;
}

ClusterJob::ClusterJob(Commands& commands, const ClusterOrder& order, const QString& folder, QObject* parent)
    : QObject(parent)
    , m_commands(commands)
    , m_order(order)
    , m_wasPickedUp(false)
    , m_startedAt(QDateTime::currentMSecsSinceEpoch())
{
    const ProcessOrder process = processOrder(commands, order);
    m_run = std::make_unique<KeptRun>(process, folder, memoOf(order, m_startedAt));
    m_number = commands.log().begin(process);
    wire();
}

ClusterJob::ClusterJob(Commands& commands, const ClusterOrder& order, std::unique_ptr<KeptRun> run, qint64 startedAt)
    : m_commands(commands)
    , m_order(order)
    , m_wasPickedUp(true)
    , m_run(std::move(run))
    , m_startedAt(startedAt)
    , m_toldBefore(m_run->told())
{
    m_number = commands.log().begin(processOrder(commands, order));
    wire();
}

std::unique_ptr<ClusterJob> ClusterJob::pickUp(Commands& commands, const QString& folder)
{
    auto run = std::make_unique<KeptRun>(folder);
    const auto memo = models::parseJson(run->memo());
    ClusterOrder order;
    order.profile = memo ? models::textAt(*memo, "profile") : QString();
    const QString word = memo ? models::textAt(*memo, "action") : QString();
    const auto row = std::find_if(std::begin(kRows), std::end(kRows),
                                  [&word](const Row& one) { return word == QLatin1String(one.word); });
    if (order.profile.isEmpty() || row == std::end(kRows))
        return nullptr;
    order.action = row->action;
    order.more = models::textsAt(*memo, "more");
    order.isNew = models::flagAt(*memo, "new");
    order.driver = models::textAt(*memo, "driver");
    return std::unique_ptr<ClusterJob>(
        new ClusterJob(commands, order, std::move(run), models::numberAt(*memo, "startedAt")));
}

void ClusterJob::wire()
{
    m_lastWord.start();
    connect(m_run.get(), &KeptRun::lines, this, [this](ProcessRun::Stream stream, const QByteArrayList& lines) {
        m_commands.log().take(m_number, lines);
        m_lastWord.start();
        if (stream == ProcessRun::Stream::Output)
            take(lines);
    });
    connect(m_run.get(), &KeptRun::finished, this, &ClusterJob::end);
}

void ClusterJob::start()
{
    m_run->start();
}

void ClusterJob::cancel()
{
    m_isCancelling = true;
    m_run->cancel();
    Q_EMIT changed();
}

void ClusterJob::keep()
{
    m_run->keep();
}

void ClusterJob::take(const QByteArrayList& lines)
{
    for (const QByteArray& line : lines) {
        const auto event = models::minikubeEventFrom(line);
        if (!event)
            continue;
        m_progress.take(*event);
        if (!m_entered.contains(m_progress.step))
            m_entered.insert(m_progress.step, elapsedMSecs());
        const bool isWorthTelling = event->type != models::MinikubeEvent::Type::DownloadProgress && !event->isEcho();
        if (!isWorthTelling || ++m_told <= m_toldBefore)
            continue;
        Q_EMIT heard(*event);
        m_run->tell();
    }
    Q_EMIT changed();
}

void ClusterJob::end(const models::Result<ProcessResult>& result)
{
    m_elapsedMSecs = elapsedMSecs();
    m_isOver = true;
    m_commands.log().end(m_number, result);
    if (!result) {
        m_failure = models::ClusterFailure{};
        m_failure->failure = result.error();
        if (m_isCancelling && m_order.action == ClusterAction::Start)
            m_failure->failure.remedy = tr("Start it again to go on where it was, or delete it.");
    } else if (result->exitCode != 0) {
        m_failure = models::minikubeFailure(titleOf(m_order), result->exitCode, m_progress.fatal, result->output,
                                            result->errors);
    }
    Q_EMIT changed();
    Q_EMIT finished();
}

qint64 ClusterJob::elapsedMSecs() const
{
    return m_isOver ? m_elapsedMSecs : std::max<qint64>(0, QDateTime::currentMSecsSinceEpoch() - m_startedAt);
}

qint64 ClusterJob::inStepMSecs() const
{
    return elapsedMSecs() - m_entered.value(m_progress.step, 0);
}

qint64 ClusterJob::silentMSecs() const
{
    return m_isOver ? 0 : m_lastWord.elapsed();
}

QString ClusterJob::timeKey() const
{
    return QStringLiteral("%1/%2").arg(m_order.driver, m_order.isNew ? QStringLiteral("new") : QStringLiteral("again"));
}

std::optional<models::StartRecord> ClusterJob::record() const
{
    if (!m_isOver || m_failure || m_order.action != ClusterAction::Start || m_wasPickedUp)
        return std::nullopt;
    return models::StartRecord{timeKey(), m_elapsedMSecs, m_entered};
}

} // namespace client
