// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/clusters.h"

#include "client/cluster/installfolder.h"
#include "client/journal.h"
#include "client/redaction.h"
#include "client/worker.h"
#include "models/eventdraft.h"

#include <QDateTime>

#include <algorithm>

namespace client {

Clusters::Clusters(const QString& dataFolder, Journal& journal, QObject* parent)
    : QObject(parent)
    , m_folder(dataFolder + QStringLiteral("/cluster"))
    , m_journal(journal)
    , m_toolbox(m_folder)
    , m_commands(m_toolbox, m_log)
    , m_jobs(m_commands, m_folder)
    , m_watch(m_commands, m_jobs)
{
    m_toolbox.setLog(&m_log);
    connect(&m_jobs, &ClusterJobs::heard, this, &Clusters::write);
    onWorker([root = installRoot()] { sweepInstallFolders(root); });
}

Clusters::~Clusters() = default;

void Clusters::wake()
{
    if (std::exchange(m_isAwake, true))
        return;
    m_toolbox.look();
    m_jobs.pickUp();
}

bool Clusters::hasLeftovers() const
{
    return !KeptRun::leftIn(m_folder + QStringLiteral("/runs")).isEmpty();
}

StandingCommand& Clusters::standing(StandingCommand::Kind kind, const QString& profile)
{
    for (const auto& one : m_standing) {
        if (one->kind() == kind && one->profile() == profile)
            return *one;
    }
    m_standing.push_back(std::make_unique<StandingCommand>(m_commands, kind, profile));
    return *m_standing.back();
}

bool Clusters::hasStanding() const
{
    return std::any_of(m_standing.begin(), m_standing.end(), [](const auto& one) { return one->isRunning(); });
}

void Clusters::stopStanding()
{
    for (const auto& one : m_standing)
        one->stop();
}

namespace {

constexpr qsizetype kMostMessage = 16 * 1024;

QString redactedText(const QString& text)
{
    return redactedLines(redactedLine(text.left(kMostMessage)));
}

/// Texts of minikube quote commands, which have secrets in the middle.
void redactTexts(models::Json& json)
{
    if (json.is_string()) {
        json = models::toStd(redactedText(models::fromStd(json.get_ref<const std::string&>())));
    } else if (json.is_structured()) {
        for (models::Json& member : json)
            redactTexts(member);
    }
}

} // namespace

/// Into the history, beside the events that were sent: what minikube tells are CloudEvents too.
void Clusters::write(const QString& profile, const models::MinikubeEvent& event)
{
    SentEvent heard;
    heard.sentAt = QDateTime::currentMSecsSinceEpoch();
    heard.connection = QStringLiteral("minikube:%1").arg(profile);
    heard.eventType = event.typeName;
    heard.source = QStringLiteral("https://minikube.sigs.k8s.io/");
    heard.eventId = event.id;
    heard.text = redactedText(event.message);
    heard.answer = tr("heard from minikube %1: %2").arg(profile, heard.text);
    models::EventDraft draft;
    draft.eventType = event.typeName;
    draft.source = heard.source;
    draft.eventId = event.id;
    if (const auto parsed = models::parseJson(event.data)) {
        models::Json data = redactedJson(*parsed);
        redactTexts(data);
        draft.json = models::fromStd(data.dump(2, ' ', false, models::Json::error_handler_t::replace));
    }
    heard.draft = models::dumpJson(models::toJson(draft));
    m_journal.addSent(heard);
}

} // namespace client
