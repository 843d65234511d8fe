// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/eventsender.h"

#include "client/whendone.h"
#include "client/worker.h"

#include <QDateTime>

namespace ui {

using models::EventBody;
using models::EventDraft;

namespace {

client::SentEvent recordOf(const EventDraft& typed, const EventDraft& resolved, const client::Connection& connection)
{
    client::SentEvent sent;
    sent.sentAt = QDateTime::currentMSecsSinceEpoch();
    sent.connection = journalKey(connection);
    sent.organization = connection.organization;
    sent.eventType = resolved.eventType;
    sent.source = resolved.source;
    sent.eventId = resolved.eventId;
    if (resolved.mode != models::DataMode::File)
        sent.text = resolved.mode == models::DataMode::Text ? resolved.text : resolved.json;
    else if (resolved.file)
        sent.text = resolved.file->path;
    sent.text.truncate(client::SentEvent::kSearchedLength);
    sent.draft = models::dumpJson(models::toJson(typed));
    return sent;
}

} // namespace

QString journalKey(const client::Connection& connection)
{
    if (connection.isLocal)
        return QStringLiteral("local");
    const QUrl place
        = connection.base.adjusted(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
    return place.toString(QUrl::FullyEncoded) + u'/' + connection.organization;
}

EventSender::EventSender(client::DispatchClient& api, const client::Connection& connection, client::Journal& journal,
                         QObject* parent)
    : QObject(parent)
    , m_api(api)
    , m_connection(connection)
    , m_journal(journal)
{
}

void EventSender::send(const EventDraft& draft, const models::VariableValues& values)
{
    if (m_sending)
        return;
    m_sending = true;
    const auto write = [draft, values] {
        Letter letter{draft, models::resolve(draft, values).draft, {}, 0};
        letter.body = models::eventBody(letter.resolved);
        return letter;
    };
    client::whenDone(client::onWorker(write), this, [this](const Letter& letter) { keep(letter); });
}

void EventSender::keep(Letter letter)
{
    Q_EMIT prepared(letter.resolved);
    const auto kept = m_journal.addSent(recordOf(letter.typed, letter.resolved, m_connection));
    client::whenDone(kept, this, [this, letter = std::move(letter)](const models::Result<qint64>& id) mutable {
        if (id)
            letter.journalId = *id;
        else
            Q_EMIT notKept(id.error());
        if (letter.body.filling == EventBody::Filling::None)
            post(letter, {});
        else
            checkFile(letter);
    });
}

void EventSender::checkFile(const Letter& letter)
{
    client::whenDone(client::checkFile(*letter.resolved.file, letter.body.filling), this,
                     [this, letter](const models::Result<client::CheckedFile>& file) {
                         if (file)
                             post(letter, *file);
                         else
                             end(letter, models::failed(file.error()));
                     });
}

void EventSender::post(const Letter& letter, const std::optional<client::CheckedFile>& file)
{
    const QString& type = letter.resolved.eventType;
    const auto answer = file ? m_api.emitEvent(letter.body, type, *file) : m_api.emitEvent(letter.body, type);
    client::whenDone(answer, this,
                     [this, letter](const models::Result<client::Emitted>& emitted) { end(letter, emitted); });
}

void EventSender::end(const Letter& letter, const models::Result<client::Emitted>& answer)
{
    m_sending = false;
    if (letter.journalId > 0) {
        const int status = answer ? answer->httpStatus : answer.error().httpStatus;
        m_journal.updateAnswer(letter.journalId, status, answer ? QString() : answer.error().summary());
    }
    if (answer)
        Q_EMIT accepted(letter.resolved, letter.journalId, *answer);
    else
        Q_EMIT failed(answer.error());
}

} // namespace ui
