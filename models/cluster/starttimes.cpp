// SPDX-License-Identifier: Apache-2.0
#include "models/cluster/starttimes.h"

#include <algorithm>

namespace models {

namespace {

constexpr std::ptrdiff_t kMostOfAKey = 5;
constexpr std::size_t kMostRecords = 60;

} // namespace

std::optional<qint64> startTimeLeft(const std::vector<StartRecord>& records, const QString& key, int step,
                                    qint64 inStepMSecs)
{
    std::vector<qint64> left;
    for (const StartRecord& record : records) {
        if (record.key != key)
            continue;
        // A step that this one skipped begins where the next one did.
        const auto entered = record.enteredMSecs.lowerBound(step);
        const qint64 at = entered == record.enteredMSecs.end() ? record.totalMSecs : entered.value();
        left.push_back(record.totalMSecs - at);
    }
    if (left.empty())
        return std::nullopt;
    const auto middle = left.begin() + static_cast<std::ptrdiff_t>(left.size() / 2);
    std::nth_element(left.begin(), middle, left.end());
    return std::max<qint64>(0, *middle - inStepMSecs);
}

void rememberStart(std::vector<StartRecord>& records, const StartRecord& record)
{
    records.push_back(record);
    const auto isAlike = [&record](const StartRecord& one) { return one.key == record.key; };
    if (std::count_if(records.begin(), records.end(), isAlike) > kMostOfAKey)
        records.erase(std::find_if(records.begin(), records.end(), isAlike));
    if (records.size() > kMostRecords)
        records.erase(records.begin());
}

Json toJson(const std::vector<StartRecord>& records)
{
    Json list = Json::array();
    for (const StartRecord& record : records) {
        Json entered = Json::object();
        for (auto step = record.enteredMSecs.begin(); step != record.enteredMSecs.end(); ++step)
            entered[toStd(QString::number(step.key()))] = step.value();
        list.push_back({{"key", toStd(record.key)}, {"total", record.totalMSecs}, {"entered", entered}});
    }
    return list;
}

std::vector<StartRecord> startRecordsFrom(const Json& json)
{
    std::vector<StartRecord> records;
    for (std::size_t i = 0; json.is_array() && i < std::min(json.size(), kMostRecords); ++i) {
        StartRecord record{textAt(json[i], "key"), numberAt(json[i], "total"), {}};
        const Json entered = valueAt(json[i], "entered");
        if (entered.is_object()) {
            for (const auto& [step, at] : entered.items()) {
                if (at.is_number_integer())
                    record.enteredMSecs.insert(fromStd(step).toInt(), at.get<qint64>());
            }
        }
        if (!record.key.isEmpty() && record.totalMSecs > 0)
            records.push_back(std::move(record));
    }
    return records;
}

} // namespace models
