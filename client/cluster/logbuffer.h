// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <deque>

namespace client {

/// A line of a log as it came, or a note of our own between them.
struct LogLine
{
    QByteArray bytes; ///< with the time in front, where there is one
    int stampLength = 0; ///< of that time and the blank behind it; 0 = none
    bool isNote = false;

    bool operator==(const LogLine&) const = default;

    QByteArray text() const { return bytes.mid(stampLength); }
    QByteArray stamp() const { return bytes.left(stampLength > 0 ? stampLength - 1 : 0); }
};

/// Finds the time that `kubectl logs --timestamps` puts in front.
LogLine logLine(const QByteArray& bytes);

/// The last lines of a log. The oldest go when there is too much of it; each line keeps its number.
class LogBuffer
{
public:
    static constexpr qsizetype kMostBytes = 8 * 1024 * 1024;
    static constexpr std::size_t kMostLines = 50'000;

    void append(LogLine line);
    void clear();

    /// The number of the oldest line that is there, and the one after the newest.
    qint64 first() const { return m_first; }
    qint64 end() const { return m_first + static_cast<qint64>(m_lines.size()); }
    /// For first() up to, but not with, end().
    const LogLine& at(qint64 number) const { return m_lines[static_cast<std::size_t>(number - m_first)]; }
    const std::deque<LogLine>& lines() const { return m_lines; }
    /// How many lines had to go since clear().
    qint64 dropped() const { return m_dropped; }
    qsizetype bytes() const { return m_bytes; }

private:
    std::deque<LogLine> m_lines;
    qint64 m_first = 0;
    qint64 m_dropped = 0;
    qsizetype m_bytes = 0;
};

} // namespace client
