// SPDX-License-Identifier: Apache-2.0
#include "models/run.h"

#include "models/jsonhead.h"

#include <QCoreApplication>

namespace models {

qint64 Run::durationNSecs() const
{
    return executed.isSet() && finished.isSet() ? qMax<qint64>(0, finished.nsecs - executed.nsecs) : 0;
}

Result<Run> runFromJson(const Json& json)
{
    Run run;
    run.name = textAt(json, "name");
    if (run.name.isEmpty()) {
        Failure failure;
        failure.kind = FailureKind::Malformed;
        failure.tried = QCoreApplication::translate("models::Run", "read a run");
        failure.cameBack = QCoreApplication::translate("models::Run", "an entry without an id");
        failure.meaning = QCoreApplication::translate("models::Run", "The server sent something that is no run.");
        return failed(failure);
    }
    run.functionName = textAt(json, "functionName");
    run.blocking = flagAt(json, "blocking");
    run.input = SharedJson(valueAt(json, "input"));
    run.output = SharedJson(valueAt(json, "output"));
    const Json logs = valueAt(json, "logs");
    run.logStdout = textsAt(logs, "stdout");
    run.logStderr = textsAt(logs, "stderr");
    run.status = statusFromWord(textAt(json, "status"));
    run.reason = textsAt(json, "reason");
    const Json error = valueAt(json, "error");
    run.error = {textAt(error, "type"), textAt(error, "message"), textsAt(error, "stacktrace")};
    if (const Json event = valueAt(json, "event"); event.is_object())
        run.event = cloudEventFromJson(event);
    run.secrets = textsAt(json, "secrets");
    run.tags = pairsAt(json, "tags");
    run.executed = timestampFromWire(numberAt(json, "executedTime"));
    run.finished = timestampFromWire(numberAt(json, "finishedTime"));
    run.unknown = unknownMembers(json,
                                 {"name", "functionName", "blocking", "input", "output", "logs", "status", "reason",
                                  "error", "event", "secrets", "tags", "executedTime", "finishedTime"});
    run.weight = weightOf(json);
    return run;
}

Json toJson(const Run& run)
{
    Json json = {{"blocking", run.blocking}, {"input", *run.input}};
    if (!run.secrets.isEmpty())
        json["secrets"] = toJsonArray(run.secrets);
    if (!run.tags.isEmpty())
        json["tags"] = toJson(run.tags);
    return json;
}

} // namespace models
