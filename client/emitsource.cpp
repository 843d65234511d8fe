// SPDX-License-Identifier: Apache-2.0
#include "client/emitsource.h"

#include "client/regularfile.h"
#include "models/variables.h"

#include <QCoreApplication>

namespace client {

using models::EventDraft;
using models::Failure;
using models::Json;
using models::Result;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(client::EmitJob)
};

/// The members of a line win over the draft.
EventDraft withEvent(const EventDraft& draft, const Json& json)
{
    const models::CloudEvent event = models::cloudEventFromJson(json);
    EventDraft made = models::eventDraftFromEvent(event);
    made.eventId = event.eventId;
    made.eventTime = event.eventTime;
    for (auto member : {&EventDraft::source, &EventDraft::eventTypeVersion, &EventDraft::schemaUrl}) {
        if ((made.*member).isEmpty())
            made.*member = draft.*member;
    }
    if (made.extensions.empty())
        made.extensions = draft.extensions;
    return made;
}

} // namespace

Json toJson(const EmitPlan& plan)
{
    constexpr const char* kPaces[] = {"burst", "interval", "rate"};
    return {{"draft", models::toJson(plan.draft)},
            {"count", plan.count},
            {"lines", models::toStd(plan.linesPath)},
            {"pace", kPaces[static_cast<int>(plan.pace)]},
            {"intervalMSecs", plan.intervalMSecs},
            {"perSecond", plan.perSecond},
            {"inFlight", plan.inFlight}};
}

EmitSource::EmitSource(EmitPlan plan)
    : m_plan(std::move(plan))
    , m_file(m_plan.linesPath)
{
}

Result<std::vector<PlannedEvent>> EmitSource::next(int most)
{
    std::vector<PlannedEvent> events;
    while (static_cast<int>(events.size()) < most) {
        if (m_plan.linesPath.isEmpty()) {
            if (m_seq >= m_plan.count)
                break;
            ++m_seq;
            events.push_back(made(m_plan.draft));
            continue;
        }
        QByteArray line;
        const auto more = readLine(line);
        if (!more)
            return models::failed(more.error());
        if (!*more)
            break;
        if (line.trimmed().isEmpty())
            continue;
        ++m_seq;
        events.push_back(fromLine(line.trimmed()));
    }
    return events;
}

Result<bool> EmitSource::readLine(QByteArray& line)
{
    if (!m_file.isOpen()) {
        // A pipe would hold the thread up; this tells one from a file.
        if (const auto proof = RegularFile::open(m_plan.linesPath); !proof)
            return models::failed(proof.error());
        m_file.open(QIODevice::ReadOnly);
    }
    line = m_file.readLine(kLongestLine + 1);
    if (m_file.error() == QFileDevice::NoError && line.size() <= kLongestLine)
        return !line.isEmpty();
    Failure failure;
    failure.kind = models::FailureKind::Storage;
    failure.tried = Words::tr("read the file %1").arg(m_plan.linesPath);
    failure.cameBack = line.size() > kLongestLine ? Words::tr("a line of more than %1 MB").arg(kLongestLine >> 20)
                                                  : m_file.errorString();
    failure.meaning = Words::tr("The events of the job cannot be read on from line %1.").arg(m_seq + 1);
    failure.remedy = Words::tr("Look at the file: it needs one JSON value a line.");
    return models::failed(failure);
}

PlannedEvent EmitSource::fromLine(const QByteArray& line) const
{
    const auto json = models::parseJson(line);
    if (!json) {
        PlannedEvent broken;
        broken.seq = m_seq;
        broken.problem = Words::tr("The line is no JSON: %1").arg(json.error().cameBack);
        return broken;
    }
    if (json->is_object() && !models::textAt(*json, "eventType").isEmpty())
        return made(withEvent(m_plan.draft, *json));
    EventDraft draft = m_plan.draft;
    draft.mode = models::DataMode::JsonText;
    draft.json = QString::fromUtf8(line);
    return made(draft);
}

PlannedEvent EmitSource::made(const EventDraft& draft) const
{
    const models::ResolvedDraft resolved = models::resolve(draft, models::freshVariableValues(m_seq));
    PlannedEvent event{m_seq, resolved.draft.eventId, resolved.draft.eventType, {}, {}};
    if (resolved.problems.empty())
        event.body = models::eventBody(resolved.draft);
    else
        event.problem = resolved.problems.front().problem.explanation;
    return event;
}

} // namespace client
