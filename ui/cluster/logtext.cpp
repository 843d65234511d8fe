// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/logtext.h"

#include "ui/forms/layouts.h"

#include <QElapsedTimer>
#include <QScrollBar>
#include <QTextBlock>

#include <algorithm>
#include <utility>

namespace ui {

namespace {

constexpr int kBeatMSecs = 30;
/// Of a beat; the rest is for whoever uses the window.
constexpr int kBudgetMSecs = 8;
constexpr int kMostAtOnce = 1'000; ///< lines
/// Old lines go in flocks: each time costs the same.
constexpr int kFlock = 2'000;

/// Nothing that would end a line of the text, or move the cursor of a terminal.
void makePlain(QString& text)
{
    const auto isOdd = [](QChar c) {
        const char16_t code = c.unicode();
        return (code < 0x20 && code != u'\t') || code == 0x7f || code == 0x2028 || code == 0x2029 || code == 0xfffc
            || (code >= 0xfdd0 && code <= 0xfdef);
    };
    if (std::none_of(text.cbegin(), text.cend(), isOdd))
        return;
    QString plain;
    plain.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == QChar(0x1b) && i + 1 < text.size() && text[i + 1] == u'[') {
            // A colour: ESC [ 1 ; 31 m
            i += 2;
            while (i < text.size() && (text[i].isDigit() || text[i] == u';'))
                ++i;
        } else {
            plain += isOdd(text[i]) ? QChar(QChar::ReplacementCharacter) : text[i];
        }
    }
    text = plain;
}

} // namespace

LogText::LogText(const client::LogBuffer& buffer, QWidget* parent)
    : QPlainTextEdit(parent)
    , m_buffer(buffer)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setFont(monospaceFont(this));
    setLineWrapMode(NoWrap);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &LogText::step);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (m_isMoving || !isVisible())
            return;
        const bool isAtEnd = value >= verticalScrollBar()->maximum();
        if (std::exchange(m_isFollowing, isAtEnd) != isAtEnd)
            Q_EMIT followingChanged(isAtEnd);
    });
}

void LogText::restart()
{
    m_isMoving = true;
    clear();
    m_isMoving = false;
    m_shown.clear();
    m_matches.clear();
    m_searched = 0;
    m_next = m_buffer.first();
    Q_EMIT matchesChanged();
    catchUp();
}

void LogText::catchUp()
{
    if (!m_timer.isActive())
        m_timer.start(kBeatMSecs);
}

bool LogText::isBehind() const
{
    return m_next < m_buffer.end() || m_timer.isActive();
}

void LogText::setFilter(const QString& text)
{
    m_filter = models::TextFilter(text);
    restart();
}

void LogText::setTimes(bool isOn)
{
    if (std::exchange(m_hasTimes, isOn) != isOn)
        restart();
}

void LogText::setFollowing(bool isOn)
{
    if (isOn)
        scrollToEnd();
    if (std::exchange(m_isFollowing, isOn) != isOn)
        Q_EMIT followingChanged(isOn);
}

void LogText::scrollToEnd()
{
    m_isMoving = true;
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    m_isMoving = false;
}

void LogText::resizeEvent(QResizeEvent* event)
{
    m_isMoving = true;
    QPlainTextEdit::resizeEvent(event);
    m_isMoving = false;
    if (m_isFollowing)
        scrollToEnd();
}

void LogText::step()
{
    m_isMoving = true;
    const int matches = matchCount();
    dropOld();
    const bool hasMoreLines = append();
    const bool hasMoreToSearch = search();
    m_isMoving = false;
    if (m_isFollowing)
        scrollToEnd();
    if (matches != matchCount())
        Q_EMIT matchesChanged();
    if (hasMoreLines || hasMoreToSearch)
        m_timer.start(kBeatMSecs);
    else
        Q_EMIT caughtUp();
}

void LogText::dropOld()
{
    const auto kept = std::lower_bound(m_shown.begin(), m_shown.end(), m_buffer.first());
    const int gone = static_cast<int>(kept - m_shown.begin());
    const int count = shownCount();
    if (gone == 0 || (gone < kFlock && gone < count))
        return;
    if (gone == count) {
        clear();
    } else {
        const int first = firstVisibleBlock().blockNumber();
        QTextCursor cursor(document());
        cursor.setPosition(document()->findBlockByNumber(gone).position(), QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
        // Who reads further up goes on reading the same.
        if (!m_isFollowing)
            verticalScrollBar()->setValue(document()->findBlockByNumber(std::max(0, first - gone)).firstLineNumber());
    }
    m_shown.erase(m_shown.begin(), kept);
    m_searched = std::max(0, m_searched - gone);
    m_matches.erase(m_matches.begin(), std::lower_bound(m_matches.begin(), m_matches.end(), m_buffer.first()));
}

bool LogText::append()
{
    QElapsedTimer clock;
    clock.start();
    m_next = std::max(m_next, m_buffer.first());
    QStringList lines;
    const int atFirst = shownCount();
    while (m_next < m_buffer.end() && lines.size() < kMostAtOnce && clock.elapsed() < kBudgetMSecs / 2) {
        const qint64 number = m_next++;
        const QString text = textOf(m_buffer.at(number));
        if (!m_filter.isEmpty() && !m_filter.accepts(models::TextFilter::folded(text)))
            continue;
        lines << text;
        m_shown.push_back(number);
    }
    if (!lines.isEmpty()) {
        const int value = verticalScrollBar()->value();
        QTextCursor cursor(document());
        cursor.movePosition(QTextCursor::End);
        cursor.insertText((atFirst == 0 ? QString() : QStringLiteral("\n")) + lines.join(u'\n'));
        // The text took the cursor along; finding begins at the top.
        if (atFirst == 0)
            setTextCursor(QTextCursor(document()));
        if (!m_isFollowing)
            verticalScrollBar()->setValue(value);
    }
    return m_next < m_buffer.end();
}

QString LogText::textOf(const client::LogLine& line) const
{
    const QByteArray bytes = m_hasTimes ? line.bytes : line.text();
    QString text = QString::fromUtf8(bytes.left(kLongestShown));
    makePlain(text);
    if (line.isNote)
        return QStringLiteral("── %1 ──").arg(text);
    if (bytes.size() > kLongestShown)
        text += tr("… (%1 more bytes)").arg(bytes.size() - kLongestShown);
    return text;
}

// ----- finding

void LogText::setSearch(const QString& text)
{
    m_search = text;
    m_matches.clear();
    m_searched = 0;
    Q_EMIT matchesChanged();
    catchUp();
}

bool LogText::search()
{
    if (m_search.isEmpty())
        return false;
    QElapsedTimer clock;
    clock.start();
    QTextBlock block = document()->findBlockByNumber(m_searched);
    while (m_searched < shownCount() && clock.elapsed() < kBudgetMSecs / 2) {
        for (int i = 0; i < 50 && m_searched < shownCount(); ++i, block = block.next()) {
            const qint64 number = m_shown[static_cast<std::size_t>(m_searched++)];
            if (block.text().contains(m_search, Qt::CaseInsensitive))
                m_matches.push_back(number);
        }
    }
    return m_searched < shownCount();
}

int LogText::blockOf(qint64 number) const
{
    return static_cast<int>(std::lower_bound(m_shown.begin(), m_shown.end(), number) - m_shown.begin());
}

int LogText::currentMatch() const
{
    const auto block = static_cast<std::size_t>(textCursor().blockNumber());
    if (!textCursor().hasSelection() || block >= m_shown.size())
        return 0;
    const auto at = std::lower_bound(m_matches.begin(), m_matches.end(), m_shown[block]);
    return at == m_matches.end() || *at != m_shown[block] ? 0 : static_cast<int>(at - m_matches.begin()) + 1;
}

bool LogText::findLine(bool backwards)
{
    if (m_matches.empty())
        return false;
    const auto block = static_cast<std::size_t>(textCursor().blockNumber());
    const qint64 here = block < m_shown.size() ? m_shown[block] : m_buffer.first() - 1;
    const bool isOnOne = currentMatch() > 0;
    qint64 target = 0;
    if (backwards) {
        auto at = std::lower_bound(m_matches.begin(), m_matches.end(), here);
        target = at == m_matches.begin() ? m_matches.back() : *--at;
    } else {
        // The line of the cursor counts too, as long as it has not been found.
        const auto at = isOnOne ? std::upper_bound(m_matches.begin(), m_matches.end(), here)
                                : std::lower_bound(m_matches.begin(), m_matches.end(), here);
        target = at == m_matches.end() ? m_matches.front() : *at;
    }
    select(target, 0);
    Q_EMIT matchesChanged();
    return true;
}

void LogText::select(qint64 number, int from)
{
    const QTextBlock block = document()->findBlockByNumber(blockOf(number));
    const auto at = static_cast<int>(block.text().indexOf(m_search, from, Qt::CaseInsensitive));
    if (at < 0)
        return;
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + at);
    cursor.setPosition(block.position() + at + static_cast<int>(m_search.size()), QTextCursor::KeepAnchor);
    setFollowing(false);
    setTextCursor(cursor);
    centerCursor();
}

} // namespace ui
