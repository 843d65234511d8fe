// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace client {

// What the journal keeps, as values. Times are milliseconds since 1970 UTC by the clock of this machine; 0 = none.
// Nothing in here is a credential.

/// An event that was sent, with what came of it.
struct SentEvent
{
    /// More text than this is not searched.
    static constexpr qsizetype kSearchedLength = 64 * 1024;

    qint64 id = 0; ///< given by the journal, grows with each event
    qint64 sentAt = 0;
    QString connection; ///< key of the connection, not an address with credentials
    QString organization;
    QString eventType;
    QString source;
    QString eventId;
    QString text; ///< of the data, for the search; cut to kSearchedLength
    QByteArray draft; ///< JSON, to open it in the composer; empty in the answer of a search
    int httpStatus = 0; ///< 0 = no answer
    QString answer; ///< in words, when it was not simply accepted
    QByteArray runs; ///< JSON, written again as the runs go on; empty in the answer of a search
    QStringList runStates = {}; ///< the state of each of the runs, only in the answer of a search

    bool operator==(const SentEvent&) const = default;
};

/// Which sent events to look for. What is empty matches everything; all that is set must match. Texts match anywhere,
/// upper case as lower case; each word of `text` must be in the data, the type, the source or the id.
struct SentQuery
{
    QString text;
    QString eventType;
    QString source;
    QString eventId;
    qint64 from = 0;
    qint64 to = 0;
    int limit = 100;
    qint64 beforeId = 0; ///< for the next page: the id of the last one seen
};

/// A job that sends many events.
struct JobRecord
{
    qint64 id = 0;
    qint64 startedAt = 0;
    QString connection;
    QString eventType;
    qint64 planned = 0; ///< -1 = as many as the file has lines
    QByteArray plan; ///< JSON
    QString state; ///< running, paused, done, stopped

    bool operator==(const JobRecord&) const = default;
};

enum class LedgerState
{
    Waiting, ///< not sent: nothing listened; it will be sent
    Accepted, ///< 200, or found among the runs after the connection broke
    Refused, ///< the server said no; it will not be sent again
    Unknown, ///< the connection broke, and nobody can tell whether it arrived; not sent again
};

/// What became of one event of a job.
struct LedgerLine
{
    qint64 seq = 0; ///< from 1
    QString eventId;
    LedgerState state = LedgerState::Waiting;
    qint64 sentAt = 0;
    qint64 answeredAt = 0;
    int httpStatus = 0;
    QString runName; ///< of the first run it caused
    QString runState; ///< the word of the wire
    qint64 runEndedAt = 0;
    QString note; ///< what the server said, or what happened to it

    bool operator==(const LedgerLine&) const = default;
};

/// What a change did to a record.
enum class ChangeOperation
{
    Create,
    Update,
    Delete
};

enum class ChangeState
{
    Intended, ///< written before it was tried; after a crash nobody knows whether it happened
    Done,
    Failed, ///< it did not happen
    Undone ///< taken back, or itself the taking back of another
};

/// One change that the console made to a server, so that it can be taken back.
struct ChangeRecord
{
    qint64 id = 0; ///< given by the journal, grows with each change
    qint64 at = 0;
    QString connection;
    qint64 run = 0; ///< the import it belongs to; 0 = none
    QString kind; ///< of YAML: "Driver"
    QString name;
    ChangeOperation operation = ChangeOperation::Create;
    QByteArray before; ///< request form as JSON, without values of secrets; empty = there was none
    QByteArray after; ///< likewise
    ChangeState state = ChangeState::Intended;
    QString note; ///< why it failed

    bool operator==(const ChangeRecord&) const = default;
};

/// A run of an import, which is undone as one.
struct ImportRecord
{
    qint64 id = 0; ///< the run of its changes
    qint64 startedAt = 0;
    QString connection;
    QString title; ///< the names of the files
    QByteArray plan; ///< JSON, without values of secrets
    QString state; ///< running, done, stopped, rolledBack

    bool operator==(const ImportRecord&) const = default;
};

} // namespace client
