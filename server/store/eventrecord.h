// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/store/sqlite.h"

#include <deque>

namespace server {

/// The newest events that were taken, bounded in number and in bytes. Their sizes are added up in blocks, which are
/// dropped whole, so that nothing has to be measured again; a block is a sixty-fourth of a limit. Of the thread that
/// writes.
class EventRecord
{
public:
    struct Limits
    {
        std::int64_t events = 100'000;
        std::int64_t bytes = 256 << 20;
    };

    /// Creates its tables within the caller's transaction.
    static constexpr const char* kSchema = R"(
CREATE TABLE IF NOT EXISTS events(seq INTEGER PRIMARY KEY, org TEXT NOT NULL, type TEXT NOT NULL,
    body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS event_blocks(last INTEGER PRIMARY KEY, events INTEGER NOT NULL, bytes INTEGER NOT NULL);
)";

    explicit EventRecord(sqlite3* database);
    EventRecord(sqlite3* database, Limits limits);

    /// Within a transaction.
    bool add(const std::string& organization, const std::string& eventType, const std::string& body);
    /// After a transaction was rolled back: what is counted is what is on disk.
    void recount();

    std::int64_t keptBytes() const { return m_closed.bytes + m_open.bytes; }
    std::int64_t dropped() const { return m_dropped; }

private:
    struct Block
    {
        std::int64_t last = 0; ///< sequence number of its newest event
        std::int64_t events = 0;
        std::int64_t bytes = 0;
    };

    bool count(std::int64_t sequence, std::int64_t bytes);
    bool dropOldest();
    bool isOver() const;

    sqlite3* m_database;
    Limits m_limits;
    Statement m_add, m_blocks, m_uncounted, m_close, m_removeBlock, m_removeEvents;
    std::deque<Block> m_oldestFirst;
    Block m_closed; ///< all of those together
    Block m_open;
    std::int64_t m_dropped = 0;
    std::int64_t m_told = 0;
};

} // namespace server
