// SPDX-License-Identifier: Apache-2.0
#include "server/wire/gotime.h"

#include <array>

namespace server {

namespace {

constexpr std::string_view kLayout = "2006-01-02T15:04:05.999999999Z07:00";

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Go quotes with backslashes inside.
std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

int daysIn(int month, int year)
{
    constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

class TimeReader
{
public:
    explicit TimeReader(std::string_view text)
        : m_text(text)
        , m_rest(text)
    {
    }

    tl::expected<std::string, std::string> read()
    {
        const int year = digits(4, "2006");
        literal("-");
        const int month = digits(2, "01", 1, 12, "month");
        literal("-");
        const int day = digits(2, "02", 1, 31, "day");
        literal("T");
        digits(2, "15", 0, 23, "hour");
        literal(":");
        digits(2, "04", 0, 59, "minute");
        literal(":");
        digits(2, "05", 0, 59, "second");
        const std::string head(m_text.substr(0, m_text.size() - m_rest.size()));
        const std::string millis = fraction();
        const std::string zone = offset();
        if (m_error.empty() && !m_rest.empty())
            m_error = start() + ": extra text: " + quoted(m_rest);
        if (m_error.empty() && day > daysIn(month, year))
            m_error = start() + ": day out of range";
        if (!m_error.empty())
            return tl::unexpected(m_error);
        return head + "." + millis + zone;
    }

private:
    std::string start() const { return "parsing time " + quoted(m_text); }

    void fail(std::string_view element)
    {
        if (m_error.empty())
            m_error
                = start() + " as " + quoted(kLayout) + ": cannot parse " + quoted(m_rest) + " as " + quoted(element);
    }

    int digits(std::size_t count, std::string_view element, int low = 0, int high = 9999, const char* what = "year")
    {
        if (!m_error.empty())
            return 1;
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (i >= m_rest.size() || !isDigit(m_rest[i])) {
                fail(element);
                return 1;
            }
            value = value * 10 + (m_rest[i] - '0');
        }
        m_rest.remove_prefix(count);
        if (value < low || value > high)
            m_error = start() + ": " + what + " out of range";
        return value;
    }

    void literal(std::string_view word)
    {
        if (!m_error.empty())
            return;
        if (!m_rest.starts_with(word))
            return fail(word);
        m_rest.remove_prefix(word.size());
    }

    std::string fraction()
    {
        std::string millis;
        if (m_error.empty() && m_rest.size() > 1 && m_rest[0] == '.' && isDigit(m_rest[1])) {
            m_rest.remove_prefix(1);
            while (!m_rest.empty() && isDigit(m_rest[0])) {
                millis += m_rest[0];
                m_rest.remove_prefix(1);
            }
        }
        millis.resize(3, '0');
        return millis;
    }

    std::string offset()
    {
        if (!m_error.empty())
            return {};
        if (m_rest.starts_with("Z")) {
            m_rest.remove_prefix(1);
            return "Z";
        }
        const bool shaped = m_rest.size() >= 6 && (m_rest[0] == '+' || m_rest[0] == '-') && isDigit(m_rest[1])
            && isDigit(m_rest[2]) && m_rest[3] == ':' && isDigit(m_rest[4]) && isDigit(m_rest[5]);
        if (!shaped) {
            fail("Z07:00");
            return {};
        }
        std::string zone(m_rest.substr(0, 6));
        m_rest.remove_prefix(6);
        return zone == "+00:00" || zone == "-00:00" ? "Z" : zone;
    }

    std::string_view m_text;
    std::string_view m_rest;
    std::string m_error;
};

} // namespace

tl::expected<std::string, std::string> normalizedGoTime(std::string_view text)
{
    if (text.empty())
        return std::string(kGoZeroTime);
    return TimeReader(text).read();
}

} // namespace server
