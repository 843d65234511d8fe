// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/dispatchclient.h"
#include "client/journal.h"
#include "models/variables.h"

namespace ui {

/// Sends one event at a time and keeps it in the journal, with what was answered.
class EventSender final : public QObject
{
    Q_OBJECT
public:
    /// All must outlive the sender.
    EventSender(client::DispatchClient& api, const client::Connection& connection, client::Journal& journal,
                QObject* parent = nullptr);

    bool isSending() const { return m_letter.has_value(); }
    /// The draft must be free of problems. Its file is compared with what was chosen first.
    void send(const models::EventDraft& draft, const models::VariableValues& values);
    /// Gives it up: failed() comes at once.
    void cancel();

Q_SIGNALS:
    /// How much of a file's event is on its way.
    void progressed(qint64 sent, qint64 total);
    /// About to go: without variables, with its id.
    void prepared(const models::EventDraft& resolved);
    /// The server took the event (queued, not handled).
    void accepted(const models::EventDraft& resolved, qint64 journalId, const client::Emitted& answer);
    void failed(const models::Failure& failure);
    /// The event was sent; keeping it failed.
    void notKept(const models::Failure& failure);

private:
    struct Letter
    {
        models::EventDraft typed;
        models::EventDraft resolved;
        models::EventBody body;
        qint64 journalId = 0;
    };

    void keep();
    void checkFile();
    void post(const std::optional<client::CheckedFile>& file);
    void end(const models::Result<client::Emitted>& answer);
    template <typename T, typename Then> void await(const QFuture<T>& future, Then then);

    client::DispatchClient& m_api;
    const client::Connection& m_connection;
    client::Journal& m_journal;
    std::optional<Letter> m_letter; ///< the one under way
    int m_round = 0; ///< answers to what was given up are of no interest
    bool m_isWhole = false; ///< all of it is on its way
    bool m_isCancelled = false;
    QFuture<models::Result<client::CheckedFile>> m_check;
    client::Answer<client::Emitted> m_answer;
};

/// How the journal calls a connection; the same for each start of the local server, whose port changes.
QString journalKey(const client::Connection& connection);

} // namespace ui
