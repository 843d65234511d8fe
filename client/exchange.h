// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/failures.h"

namespace client {

/// One request that ended, as the network knows it: bodies with secrets, a credential. It lives from the end of the
/// request to its redaction and is stored nowhere; see redacted().
struct Exchange
{
    qint64 startedAt = 0; ///< ms since 1970
    qint64 elapsedMSecs = 0;
    QByteArray method;
    QString address; ///< scheme, host and port
    QString path; ///< with query
    QByteArray credentialName; ///< the header that signed in: "Cookie", "Authorization"; empty = none
    QByteArray credential; ///< its value, so that it is found wherever it was echoed
    int status = 0; ///< 0 = no status line came
    QString problem; ///< why there was no good answer, in words
    QByteArray sent;
    QByteArray received;
    qint64 sentBytes = 0;
    qint64 receivedBytes = 0;
};

/// A line of the request log. No secret is in it.
struct RequestRecord
{
    qint64 number = 0; ///< rising, from 1
    qint64 startedAt = 0; ///< ms since 1970
    qint64 elapsedMSecs = 0;
    QByteArray method;
    QString address;
    QString path;
    QByteArray credentialName; ///< the value is never kept
    int status = 0;
    QString problem;
    qint64 sentBytes = 0;
    qint64 receivedBytes = 0;
};

/// What is kept of a body.
struct RecordedBody
{
    enum class State
    {
        None, ///< there was none
        Kept, ///< with masks where secrets were
        TooLong,
        NotText, ///< neither JSON nor words
        NotKept, ///< it went by in pieces, as a file does, or the log needed the room
        Hidden ///< it may hold secrets that cannot be told from the rest
    };

    State state = State::None;
    QByteArray text;
};

struct RecordedBodies
{
    RecordedBody sent;
    RecordedBody received;
};

} // namespace client
