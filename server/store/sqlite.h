// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace server {

/// A prepared statement: bind in order, step, read, and it resets itself.
class Statement
{
public:
    Statement(sqlite3* database, const char* sql)
    {
        sqlite3_stmt* raw = nullptr;
        sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
        m_statement.reset(raw);
    }

    Statement& bind(std::string_view text)
    {
        sqlite3_bind_text64(m_statement.get(), ++m_bound, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
        return *this;
    }
    Statement& bind(std::int64_t number)
    {
        sqlite3_bind_int64(m_statement.get(), ++m_bound, number);
        return *this;
    }
    /// True while there is a row. Resets itself at the end.
    bool row()
    {
        m_result = sqlite3_step(m_statement.get());
        if (m_result != SQLITE_ROW)
            reset();
        return m_result == SQLITE_ROW;
    }
    /// For statements without rows.
    bool run()
    {
        row();
        return m_result == SQLITE_DONE;
    }
    void reset()
    {
        sqlite3_reset(m_statement.get());
        m_bound = 0;
    }
    std::string text(int column) const
    {
        const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(m_statement.get(), column));
        return data ? std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column)))
                    : std::string();
    }
    std::int64_t number(int column) const { return sqlite3_column_int64(m_statement.get(), column); }

private:
    struct Finalize
    {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    int m_bound = 0;
    int m_result = SQLITE_OK;
};

struct CloseDatabase
{
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

} // namespace server
