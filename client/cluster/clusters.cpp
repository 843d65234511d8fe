// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/clusters.h"

#include "client/journal.h"
#include "client/redaction.h"
#include "models/eventdraft.h"

#include <QDateTime>

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
    connect(&m_jobs, &ClusterJobs::heard, this, &Clusters::write);
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

/// Into the history, beside the events that were sent: what minikube tells are CloudEvents too.
void Clusters::write(const QString& profile, const models::MinikubeEvent& event)
{
    constexpr qsizetype kMostMessage = 16 * 1024;
    SentEvent heard;
    heard.sentAt = QDateTime::currentMSecsSinceEpoch();
    heard.connection = QStringLiteral("minikube:%1").arg(profile);
    heard.eventType = event.typeName;
    heard.source = QStringLiteral("https://minikube.sigs.k8s.io/");
    heard.eventId = event.id;
    heard.text = redactedLine(event.message.left(kMostMessage));
    heard.answer = tr("heard from minikube %1: %2").arg(profile, heard.text);
    models::EventDraft draft;
    draft.eventType = event.typeName;
    draft.source = heard.source;
    draft.eventId = event.id;
    if (auto data = models::parseJson(event.data))
        draft.json = models::fromStd(redactedJson(*data).dump(2, ' ', false, models::Json::error_handler_t::replace));
    heard.draft = models::dumpJson(models::toJson(draft));
    m_journal.addSent(heard);
}

} // namespace client
