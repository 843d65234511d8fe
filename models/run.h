// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cloudevent.h"
#include "models/sharedjson.h"
#include "models/status.h"
#include "models/timestamp.h"

namespace models {

/// What went wrong inside a run (contract §1.13): `type` is InputError, FunctionError, SystemError or empty.
struct RunError
{
    QString type;
    QString message;
    QStringList stacktrace;

    bool operator==(const RunError&) const = default;
    bool isSet() const { return !type.isEmpty() || !message.isEmpty(); }
};

/// One execution of a function. `name` is the run id, a UUID.
struct Run
{
    QString name;
    QString functionName;
    bool blocking = false;
    SharedJson input;
    SharedJson output;
    QStringList logStdout;
    QStringList logStderr;
    Status status; ///< READY = succeeded, CREATING = running (contract §1.13)
    QStringList reason;
    RunError error;
    std::optional<CloudEvent> event; ///< the event that caused it; its data is in `input`
    QStringList secrets;
    Pairs tags;
    Timestamp executed;
    Timestamp finished; ///< only set when the run succeeded
    Json unknown;
    qsizetype weight = 0; ///< about how much memory it takes

    bool operator==(const Run&) const = default;
    /// Between executed and finished; 0 when either is missing.
    qint64 durationNSecs() const;
};

Result<Run> runFromJson(const Json& json);
/// The request form of `POST /v1/runs`.
Json toJson(const Run& run);

} // namespace models
