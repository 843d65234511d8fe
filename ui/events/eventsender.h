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

    bool isSending() const { return m_sending; }
    /// The draft must be free of problems. Its file is compared with what was chosen first.
    void send(const models::EventDraft& draft, const models::VariableValues& values);

Q_SIGNALS:
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

    void keep(Letter letter);
    void checkFile(const Letter& letter);
    void post(const Letter& letter, const std::optional<client::CheckedFile>& file);
    void end(const Letter& letter, const models::Result<client::Emitted>& answer);

    client::DispatchClient& m_api;
    const client::Connection& m_connection;
    client::Journal& m_journal;
    bool m_sending = false;
};

/// How the journal calls a connection; the same for each start of the local server, whose port changes.
QString journalKey(const client::Connection& connection);

} // namespace ui
