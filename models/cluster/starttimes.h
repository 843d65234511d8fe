// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/json.h"

#include <QMap>
#include <QString>

#include <optional>
#include <vector>

namespace models {

/// How long one successful start took, to tell the next ones how long they will.
struct StartRecord
{
    QString key; ///< what is alike: driver, and whether it was new
    qint64 totalMSecs = 0;
    QMap<int, qint64> enteredMSecs = {}; ///< since the start, when each step was first reached

    bool operator==(const StartRecord&) const = default;
};

/// What is left, by the median of the earlier ones of that key; nothing when there was none. Never negative: a start
/// that takes longer than all others says 0.
std::optional<qint64> startTimeLeft(const std::vector<StartRecord>& records, const QString& key, int step,
                                    qint64 inStepMSecs);
/// Behind the others; of each key only the latest few are kept.
void rememberStart(std::vector<StartRecord>& records, const StartRecord& record);

Json toJson(const std::vector<StartRecord>& records);
std::vector<StartRecord> startRecordsFrom(const Json& json);

} // namespace models
