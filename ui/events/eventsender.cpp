// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/eventsender.h"

#include "client/whendone.h"
#include "client/worker.h"

#include <QDateTime>

#include <utility>

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

/// A server takes no event before it has all of it.
models::Failure cancelled(const QString& eventType, bool isWhole)
{
    models::Failure failure;
    failure.kind = models::FailureKind::Cancelled;
    failure.mayHaveHappened = isWhole;
    failure.tried = EventSender::tr("send event %1").arg(eventType);
    failure.cameBack = EventSender::tr("nothing: it was given up");
    failure.meaning = isWhole
        ? EventSender::tr("All of the event was on its way: the server may have taken it.")
        : EventSender::tr("It was cancelled before all of it was sent: the server did not take it.");
    failure.remedy = isWhole ? EventSender::tr("Look at the runs before you send it again.")
                             : EventSender::tr("The draft is still here: send it when you like.");
    return failure;
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

/// Continues unless it was given up in the meantime.
template <typename T, typename Then> void EventSender::await(const QFuture<T>& future, Then then)
{
    client::whenDone(future, this, [this, round = m_round, then = std::move(then)](const T& result) mutable {
        if (round == m_round)
            then(result);
    });
}

void EventSender::send(const EventDraft& draft, const models::VariableValues& values)
{
    if (isSending())
        return;
    ++m_round;
    m_isWhole = false;
    m_isCancelled = false;
    m_letter = Letter{draft, {}, {}, 0};
    const auto write = [draft, values] {
        Letter letter{draft, models::resolve(draft, values).draft, {}, 0};
        letter.body = models::eventBody(letter.resolved);
        return letter;
    };
    await(client::onWorker(write), [this](const Letter& letter) {
        m_letter = letter;
        keep();
    });
}

void EventSender::cancel()
{
    if (!isSending() || m_isCancelled)
        return;
    m_isCancelled = true;
    // Before that it is not in the journal yet, which is soon.
    if (m_check.isValid() || m_answer.isValid())
        end(models::failed(cancelled(m_letter->resolved.eventType, m_isWhole)));
}

void EventSender::keep()
{
    Q_EMIT prepared(m_letter->resolved);
    const auto kept = m_journal.addSent(recordOf(m_letter->typed, m_letter->resolved, m_connection));
    await(kept, [this](const models::Result<qint64>& id) {
        if (id)
            m_letter->journalId = *id;
        else
            Q_EMIT notKept(id.error());
        if (m_isCancelled)
            end(models::failed(cancelled(m_letter->resolved.eventType, false)));
        else if (m_letter->body.filling == EventBody::Filling::None)
            post({});
        else
            checkFile();
    });
}

void EventSender::checkFile()
{
    m_check = client::checkFile(*m_letter->resolved.file, m_letter->body.filling);
    await(m_check, [this](const models::Result<client::CheckedFile>& file) {
        if (file)
            post(*file);
        else
            end(models::failed(file.error()));
    });
}

void EventSender::post(const std::optional<client::CheckedFile>& file)
{
    const QString& type = m_letter->resolved.eventType;
    m_isWhole = !file;
    const auto onSent = [this, round = m_round](qint64 sent, qint64 total) {
        if (round != m_round)
            return;
        m_isWhole = sent >= total;
        Q_EMIT progressed(sent, total);
    };
    if (!file) {
        const qint64 size = m_letter->body.head.size() + m_letter->body.tail.size();
        Q_EMIT progressed(size, size);
    }
    m_answer = file ? m_api.emitEvent(m_letter->body, type, *file, onSent) : m_api.emitEvent(m_letter->body, type);
    await(m_answer, [this](const models::Result<client::Emitted>& emitted) { end(emitted); });
}

void EventSender::end(const models::Result<client::Emitted>& answer)
{
    ++m_round;
    const Letter letter = *std::exchange(m_letter, std::nullopt);
    std::exchange(m_check, {}).cancel();
    std::exchange(m_answer, {}).cancel();
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
