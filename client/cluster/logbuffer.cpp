// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/logbuffer.h"

#include <utility>

namespace client {

namespace {

/// What a line costs beside its letters.
constexpr qsizetype kOfALine = 64;
constexpr qsizetype kShortestStamp = 20; // 2026-03-02T09:14:18Z
constexpr qsizetype kLongestStamp = 40;

qsizetype costOf(const LogLine& line)
{
    return line.bytes.size() + kOfALine;
}

} // namespace

LogLine logLine(const QByteArray& bytes)
{
    const bool begins = bytes.size() >= kShortestStamp && bytes[4] == '-' && bytes[7] == '-' && bytes[10] == 'T'
        && bytes[13] == ':' && bytes[16] == ':';
    if (!begins)
        return {bytes, 0, false};
    qsizetype blank = bytes.left(kLongestStamp).indexOf(' ');
    if (blank < 0 && bytes.size() < kLongestStamp)
        blank = bytes.size() - 1; // an empty line
    return {bytes, blank < kShortestStamp - 1 ? 0 : static_cast<int>(blank) + 1, false};
}

void LogBuffer::append(LogLine line)
{
    m_bytes += costOf(line);
    m_lines.push_back(std::move(line));
    while (m_lines.size() > 1 && (m_bytes > kMostBytes || m_lines.size() > kMostLines)) {
        m_bytes -= costOf(m_lines.front());
        m_lines.pop_front();
        ++m_first;
        ++m_dropped;
    }
}

void LogBuffer::clear()
{
    m_first = end();
    m_lines.clear();
    m_dropped = 0;
    m_bytes = 0;
}

} // namespace client
