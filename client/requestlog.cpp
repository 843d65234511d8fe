// SPDX-License-Identifier: Apache-2.0
#include "client/requestlog.h"

#include "client/redaction.h"
#include "client/whendone.h"
#include "client/worker.h"

#include <algorithm>
#include <utility>

namespace client {

namespace {

/// When thousands of events go out in a second, their bodies are not worth the work.
constexpr std::size_t kMostWaitingBodies = 200;

qint64 sizeOf(const RecordedBodies& bodies)
{
    return bodies.sent.text.size() + bodies.received.text.size();
}

} // namespace

RequestLog::RequestLog(QObject* parent)
    : QObject(parent)
{
}

void RequestLog::take(Exchange exchange)
{
    if (m_waiting.size() >= kMostRecords)
        m_waiting.erase(m_waiting.begin(), m_waiting.begin() + kMostRecords / 2);
    if (m_waiting.size() >= kMostWaitingBodies) {
        exchange.sent.clear();
        exchange.received.clear();
    }
    m_waiting.push_back(std::move(exchange));
    redactNext();
}

void RequestLog::redactNext()
{
    if (m_isAtWork || m_waiting.empty())
        return;
    m_isAtWork = true;
    auto work = [waiting = std::exchange(m_waiting, {})] {
        std::vector<RedactedExchange> done;
        done.reserve(waiting.size());
        for (const Exchange& exchange : waiting)
            done.push_back(redacted(exchange));
        return done;
    };
    whenDone(onWorker(std::move(work)), this, [this, era = m_era](std::vector<RedactedExchange> done) {
        m_isAtWork = false;
        if (era == m_era)
            keep(std::move(done));
        redactNext();
    });
}

void RequestLog::keep(std::vector<RedactedExchange> exchanges)
{
    if (exchanges.size() > kMostRecords)
        exchanges.erase(exchanges.begin(), exchanges.end() - kMostRecords);
    const std::size_t sum = m_records.size() + exchanges.size();
    if (sum > kMostRecords)
        dropOldest(sum - kMostRecords);
    Q_EMIT aboutToAdd(static_cast<int>(exchanges.size()));
    for (RedactedExchange& exchange : exchanges) {
        exchange.record.number = ++m_last;
        m_bodyBytes += sizeOf(exchange.bodies);
        m_bodies.emplace(m_last, std::move(exchange.bodies));
        m_records.push_back(std::move(exchange.record));
    }
    while (m_bodyBytes > kMostBodyBytes) {
        m_bodyBytes -= sizeOf(m_bodies.begin()->second);
        m_bodies.erase(m_bodies.begin());
    }
    Q_EMIT added();
}

void RequestLog::dropOldest(std::size_t count)
{
    if (count == 0)
        return;
    Q_EMIT aboutToDrop(static_cast<int>(count));
    for (; count > 0; --count) {
        if (const auto bodies = m_bodies.find(m_records.front().number); bodies != m_bodies.end()) {
            m_bodyBytes -= sizeOf(bodies->second);
            m_bodies.erase(bodies);
        }
        m_records.pop_front();
    }
    Q_EMIT dropped();
}

RecordedBodies RequestLog::bodiesOf(qint64 number) const
{
    const auto found = m_bodies.find(number);
    if (found != m_bodies.end())
        return found->second;
    const RecordedBody gone{RecordedBody::State::NotKept, {}};
    return {gone, gone};
}

void RequestLog::clear()
{
    ++m_era;
    m_waiting.clear();
    dropOldest(m_records.size());
}

} // namespace client
