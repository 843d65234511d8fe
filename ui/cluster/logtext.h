// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/logbuffer.h"
#include "models/textfilter.h"

#include <QPlainTextEdit>
#include <QTimer>

#include <deque>

namespace ui {

/// Shows a log buffer as text. It runs behind the buffer in small steps, so that no flood stops the window, and it
/// forgets what the buffer forgot. Finding works by lines: a line is found once, however often the words are in it.
class LogText final : public QPlainTextEdit
{
    Q_OBJECT
public:
    static constexpr int kLongestShown = 2'000; ///< letters of a line; the file has all of them

    /// The buffer must outlive it.
    explicit LogText(const client::LogBuffer& buffer, QWidget* parent = nullptr);

    /// There is another log in the buffer.
    void restart();
    /// The buffer grew.
    void catchUp();
    bool isBehind() const;

    /// Words that must be in a line, `-word` must not.
    void setFilter(const QString& text);
    void setTimes(bool isOn);
    /// Whether the newest line stays in sight. Scrolling up ends it, scrolling to the end begins it.
    void setFollowing(bool isOn);
    bool isFollowing() const { return m_isFollowing; }

    void setSearch(const QString& text);
    /// To the next line that has it, or the one before; around the end. False when there is none.
    bool findLine(bool backwards);
    int matchCount() const { return static_cast<int>(m_matches.size()); }
    /// Which of them is selected, from 1; 0 = none.
    int currentMatch() const;
    int shownCount() const { return static_cast<int>(m_shown.size()); }

Q_SIGNALS:
    void followingChanged(bool isOn);
    void matchesChanged();
    /// It shows all that there is.
    void caughtUp();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void step();
    void dropOld();
    /// Whether there is more to do.
    bool append();
    bool search();
    QString textOf(const client::LogLine& line) const;
    int blockOf(qint64 number) const;
    void select(qint64 number, int from);
    void scrollToEnd();

    const client::LogBuffer& m_buffer;
    QTimer m_timer;
    models::TextFilter m_filter;
    QString m_search;
    bool m_hasTimes = false;
    bool m_isFollowing = true;
    bool m_isMoving = false; ///< by ourselves
    qint64 m_next = 0; ///< the line to look at next
    std::deque<qint64> m_shown; ///< the number of each line of the text
    std::deque<qint64> m_matches; ///< of those, the ones that have the words
    int m_searched = 0; ///< so many of those that are shown
};

} // namespace ui
