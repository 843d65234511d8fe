// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/limitedtextedit.h"

#include <QMimeData>
#include <QTextBlock>
#include <QTimer>
#include <QUrl>

namespace ui {

namespace {

/// Takes about a frame to insert, with highlighting.
constexpr qsizetype kSlice = 16'000;

qsizetype longestLine(QStringView text)
{
    qsizetype longest = 0;
    for (const QStringView line : text.tokenize(u'\n'))
        longest = qMax(longest, line.size());
    return longest;
}

} // namespace

QStringList localFiles(const QMimeData& source)
{
    QStringList paths;
    const auto urls = source.urls();
    for (const QUrl& url : urls) {
        if (url.isLocalFile())
            paths << url.toLocalFile();
    }
    return paths;
}

LimitedTextEdit::LimitedTextEdit(QWidget* parent)
    : QPlainTextEdit(parent)
    , m_feed(new QTimer(this))
{
    m_feed->setInterval(0);
    connect(m_feed, &QTimer::timeout, this, &LimitedTextEdit::insertSlice);
    connect(this, &QPlainTextEdit::textChanged, this, &LimitedTextEdit::announce);
}

bool LimitedTextEdit::fits(const QString& text)
{
    return text.size() <= kMostText && longestLine(text) <= kLongestLine;
}

QString LimitedTextEdit::exactText() const
{
    // toPlainText() would make blanks of no-break spaces.
    return document()->toRawText().replace(QChar::ParagraphSeparator, u'\n');
}

void LimitedTextEdit::setExactText(const QString& text)
{
    m_quiet = true;
    clear();
    insertSliced(QTextCursor(document()), text);
}

void LimitedTextEdit::replaceAll(const QString& text)
{
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    insertSliced(cursor, text);
}

bool LimitedTextEdit::canInsertFromMimeData(const QMimeData* source) const
{
    return source->hasText() && localFiles(*source).isEmpty();
}

void LimitedTextEdit::insertFromMimeData(const QMimeData* source)
{
    if (const QStringList files = localFiles(*source); !files.isEmpty()) {
        Q_EMIT filesOffered(files);
        return;
    }
    if (isReadOnly() || !source->hasText())
        return;
    const QString text = source->text();
    const bool room = document()->characterCount() + text.size() <= kMostText;
    if (room && fits(text))
        insertSliced(textCursor(), text);
    else
        refuse(text);
}

void LimitedTextEdit::refuse(const QString& text)
{
    Q_EMIT tooLong(text);
}

void LimitedTextEdit::insertSliced(QTextCursor cursor, const QString& text)
{
    if (!isWhole()) {
        m_feed->stop();
        setReadOnly(m_wasReadOnly);
    }
    m_place = std::move(cursor);
    m_waiting = text;
    m_waiting.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    m_taken = 0;
    insertSlice();
}

void LimitedTextEdit::insertSlice()
{
    const bool isFirst = m_taken == 0;
    qsizetype end = qMin(m_taken + kSlice, m_waiting.size());
    if (const qsizetype lineEnd = m_waiting.lastIndexOf(u'\n', end - 1); end < m_waiting.size() && lineEnd > m_taken)
        end = lineEnd + 1;
    const QString slice = m_waiting.mid(m_taken, end - m_taken);
    m_taken = end;
    const bool isLast = end == m_waiting.size();
    if (isLast) {
        m_waiting = QString();
        m_feed->stop();
    } else if (isFirst) {
        m_wasReadOnly = isReadOnly();
        setReadOnly(true);
        m_feed->start();
    }
    if (isFirst)
        m_place.beginEditBlock();
    else
        m_place.joinPreviousEditBlock();
    m_place.insertText(slice);
    m_place.endEditBlock();
    if (!isLast)
        return;
    const bool wasQuiet = std::exchange(m_quiet, false);
    if (!isFirst)
        setReadOnly(m_wasReadOnly);
    if (wasQuiet) {
        document()->clearUndoRedoStacks();
        moveCursor(QTextCursor::Start);
    } else {
        setTextCursor(m_place);
        ensureCursorVisible();
    }
    Q_EMIT arrived();
}

void LimitedTextEdit::announce()
{
    if (!m_quiet && isWhole())
        Q_EMIT edited();
}

} // namespace ui
