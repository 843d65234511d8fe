// SPDX-License-Identifier: Apache-2.0
#include "server/store/eventrecord.h"

#include <iostream>

namespace server {

namespace {

constexpr std::int64_t kBlocks = 64;

} // namespace

EventRecord::EventRecord(sqlite3* database)
    : EventRecord(database, Limits{})
{
}

EventRecord::EventRecord(sqlite3* database, Limits limits)
    : m_database(database)
    , m_limits(limits)
    , m_add(database, "INSERT INTO events(org,type,body) VALUES(?,?,?)")
    , m_blocks(database, "SELECT last,events,bytes FROM event_blocks ORDER BY last")
    , m_uncounted(database,
                  "SELECT seq,length(CAST(org AS BLOB))+length(CAST(type AS BLOB))+length(CAST(body AS BLOB))"
                  " FROM events WHERE seq>? ORDER BY seq")
    , m_close(database, "INSERT OR REPLACE INTO event_blocks VALUES(?,?,?)")
    , m_removeBlock(database, "DELETE FROM event_blocks WHERE last=?")
    , m_removeEvents(database, "DELETE FROM events WHERE seq<=?")
{
    recount();
}

bool EventRecord::add(const std::string& organization, const std::string& eventType, const std::string& body)
{
    const auto bytes = static_cast<std::int64_t>(organization.size() + eventType.size() + body.size());
    if (!m_add.bind(organization).bind(eventType).bind(body).run()
        || !count(sqlite3_last_insert_rowid(m_database), bytes))
        return false;
    while (isOver()) {
        if (!dropOldest())
            return false;
    }
    return true;
}

void EventRecord::recount()
{
    m_oldestFirst.clear();
    m_closed = m_open = {};
    while (m_blocks.row()) {
        const Block block{m_blocks.number(0), m_blocks.number(1), m_blocks.number(2)};
        m_closed.events += block.events;
        m_closed.bytes += block.bytes;
        m_oldestFirst.push_back(block);
    }
    m_uncounted.bind(m_oldestFirst.empty() ? std::int64_t{0} : m_oldestFirst.back().last);
    while (m_uncounted.row())
        count(m_uncounted.number(0), m_uncounted.number(1));
}

bool EventRecord::count(std::int64_t sequence, std::int64_t bytes)
{
    m_open.last = sequence;
    ++m_open.events;
    m_open.bytes += bytes;
    if (m_open.events < m_limits.events / kBlocks && m_open.bytes < m_limits.bytes / kBlocks)
        return true;
    if (!m_close.bind(m_open.last).bind(m_open.events).bind(m_open.bytes).run())
        return false;
    m_closed.events += m_open.events;
    m_closed.bytes += m_open.bytes;
    m_oldestFirst.push_back(std::exchange(m_open, {}));
    return true;
}

/// The newest block stays, however large it is.
bool EventRecord::isOver() const
{
    const bool hasOlder = m_oldestFirst.size() > (m_open.events > 0 ? 0U : 1U);
    return hasOlder && (m_closed.events + m_open.events > m_limits.events || keptBytes() > m_limits.bytes);
}

bool EventRecord::dropOldest()
{
    const Block oldest = m_oldestFirst.front();
    if (!m_removeEvents.bind(oldest.last).run() || !m_removeBlock.bind(oldest.last).run())
        return false;
    m_oldestFirst.pop_front();
    m_closed.events -= oldest.events;
    m_closed.bytes -= oldest.bytes;
    m_dropped += oldest.events;
    // A line each time it has doubled tells enough and never floods.
    if (m_dropped >= 2 * m_told) {
        m_told = m_dropped;
        std::clog << "dispatch.db: " << m_dropped
                  << " older events were dropped from the record, which keeps the newest " << m_limits.events << " and "
                  << (m_limits.bytes >> 20) << " MB at most\n";
    }
    return true;
}

} // namespace server
