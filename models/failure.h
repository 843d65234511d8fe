// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QMetaType>
#include <QString>

namespace models {

/// The class of a failure, for deciding what to do; the words for a person are in Failure.
enum class FailureKind
{
    Invalid, ///< the request broke a rule (HTTP 400, 415, 422)
    Unreachable, ///< no answer: refused, unknown host, connection lost
    TimedOut,
    Cancelled,
    Tls,
    Unauthorized, ///< HTTP 401
    Forbidden, ///< HTTP 403
    NotFound, ///< HTTP 404
    Conflict, ///< HTTP 409, or the server's copy moved on
    NotOnServer, ///< HTTP 501: this generation of Dispatch does not have it
    ServerError, ///< any other 5xx
    Malformed, ///< an answer that is not what the contract says (HTML, cut-off JSON, wrong types)
    Storage, ///< local files or databases
    Process, ///< a child process could not start or ended badly
};

/// Why something did not happen. A value: it travels to the place that can show it.
/// `cameBack` and `raw` never hold secrets: whoever builds a failure redacts.
struct Failure
{
    FailureKind kind = FailureKind::Invalid;
    QString tried; ///< what was attempted, as a sentence part: "create driver nightly"
    QString cameBack; ///< what the other side said, in its own words
    QString meaning; ///< what that means
    QString remedy; ///< what to do next
    int httpStatus = 0; ///< 0 when there was no HTTP answer
    int code = 0; ///< body code of a Dispatch error, 601 to 606 for validation (contract §1.3)
    QByteArray raw; ///< the answer as it came, shortened
    bool mayHaveHappened = false; ///< nobody said so, but what was tried may have taken effect

    bool operator==(const Failure&) const = default;

    /// One line for a bar or a log: meaning first, then what to do.
    QString summary() const;
    /// All parts, one a line, for a details view or the clipboard.
    QString report() const;
};

} // namespace models

Q_DECLARE_METATYPE(models::Failure)
