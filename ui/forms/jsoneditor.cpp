// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/jsoneditor.h"

#include "models/jsonlayout.h"
#include "models/jsontext.h"
#include "ui/forms/jsonhighlighter.h"
#include "ui/forms/layouts.h"
#include "ui/forms/linenumbers.h"

#include <QTextBlock>

#include <algorithm>

namespace ui {

namespace {

constexpr int kTabLetters = 2;
/// Marks and signs; more would cost, and nobody reads them.
constexpr std::size_t kMostMarks = 100;

int positionOf(const TextRemark& remark, const QTextDocument* document)
{
    return static_cast<int>(qBound(qsizetype(0), remark.position, qsizetype(document->characterCount() - 1)));
}

QTextEdit::ExtraSelection markOf(const TextRemark& remark, QTextDocument* document, const QPalette& palette)
{
    QTextEdit::ExtraSelection mark;
    mark.cursor = QTextCursor(document);
    const int end = document->characterCount() - 1;
    const int position = positionOf(remark, document);
    mark.cursor.setPosition(position);
    // At the end of a line there is nothing to underline but what stands before.
    const bool atLineEnd = document->characterAt(position) == QChar::ParagraphSeparator || position == end;
    if (atLineEnd && position > 0)
        mark.cursor.setPosition(position - 1, QTextCursor::KeepAnchor);
    else
        mark.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
    const bool dark = palette.color(QPalette::Base).lightness() < 128;
    QColor colour = dark ? QColor(0xff, 0x8a, 0x80) : QColor(0xb0, 0x1c, 0x1c);
    if (!remark.isError)
        colour = dark ? QColor(0xff, 0xc4, 0x60) : QColor(0x8a, 0x55, 0x00);
    mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    mark.format.setUnderlineColor(colour);
    colour.setAlphaF(0.25F);
    mark.format.setBackground(colour);
    return mark;
}

} // namespace

std::vector<TextRemark> jsonRemarks(const QString& text)
{
    std::vector<TextRemark> remarks;
    if (text.trimmed().isEmpty())
        return remarks;
    const models::JsonCheck found = models::checkJson(QStringView(text));
    if (found.error)
        remarks.push_back({true, found.error->offset, found.error->message});
    for (const models::JsonRemark& oddity : found.oddities)
        remarks.push_back({false, oddity.offset, oddity.message});
    return remarks;
}

JsonEditor::JsonEditor(Checks checks, QWidget* parent)
    : LimitedTextEdit(parent)
    , m_highlighter(new JsonHighlighter(document(), palette()))
    , m_numbers(new LineNumbers(this))
{
    setFont(monospaceFont(this));
    setTabChangesFocus(true);
    setTabStopDistance(letters(this, kTabLetters));
    connect(this, &QPlainTextEdit::blockCountChanged, this, &JsonEditor::makeRoomForNumbers);
    if (checks == Checks::Itself)
        connect(this, &QPlainTextEdit::textChanged, this, &JsonEditor::check);
    makeRoomForNumbers();
}

bool JsonEditor::isEmptyText() const
{
    const int end = document()->characterCount() - 1;
    for (int i = 0; i < end; ++i) {
        if (!document()->characterAt(i).isSpace())
            return false;
    }
    return true;
}

models::Result<models::Json> JsonEditor::json() const
{
    if (isEmptyText())
        return models::Json();
    return models::parseJson(exactText().toUtf8());
}

std::optional<QString> JsonEditor::problem() const
{
    if (m_remarks.empty() || !m_remarks.front().isError)
        return std::nullopt;
    return described(m_remarks.front());
}

QString JsonEditor::described(const TextRemark& remark) const
{
    const QTextBlock block = document()->findBlock(static_cast<int>(remark.position));
    if (!block.isValid())
        return remark.message;
    return tr("Line %1, column %2: %3")
        .arg(block.blockNumber() + 1)
        .arg(remark.position - block.position() + 1)
        .arg(remark.message);
}

void JsonEditor::check()
{
    m_checking = true;
    if (!isWhole())
        return;
    if (document()->characterCount() < kLongText) {
        m_check.forget();
        showRemarks(jsonRemarks(exactText()));
        return;
    }
    m_check.ask([text = exactText()] { return jsonRemarks(text); },
                [this](std::vector<TextRemark> remarks) { showRemarks(std::move(remarks)); });
    Q_EMIT checked();
}

void JsonEditor::showRemarks(std::vector<TextRemark> remarks)
{
    std::stable_partition(remarks.begin(), remarks.end(), [](const TextRemark& one) { return one.isError; });
    m_remarks = std::move(remarks);
    m_checking = false;
    mark();
    Q_EMIT checked();
}

void JsonEditor::mark()
{
    QList<QTextEdit::ExtraSelection> marks;
    QHash<int, QString> signs;
    for (std::size_t i = 0; i < qMin(m_remarks.size(), kMostMarks); ++i) {
        marks << markOf(m_remarks[i], document(), palette());
        const int line = document()->findBlock(marks.last().cursor.selectionStart()).blockNumber();
        if (!signs.contains(line))
            signs.insert(line, m_remarks[i].isError ? QStringLiteral("\u2716") : QStringLiteral("\u26A0"));
    }
    setExtraSelections(marks);
    m_numbers->setSigns(signs);
}

void JsonEditor::goToRemark()
{
    if (m_remarks.empty())
        return;
    QTextCursor cursor(document());
    cursor.setPosition(positionOf(m_remarks.front(), document()));
    setTextCursor(cursor);
    centerCursor();
    setFocus(Qt::OtherFocusReason);
}

void JsonEditor::format()
{
    layOut(&models::formattedJson);
}

void JsonEditor::compact()
{
    layOut(&models::compactJson);
}

void JsonEditor::layOut(models::Result<QString> (*change)(QStringView))
{
    if (isEmptyText() || isReadOnly())
        return;
    const QString text = exactText();
    if (text.size() < kLongText)
        takeLayout(text, change(text));
    else
        m_layout.ask([text, change] { return change(text); },
                     [this, text](const models::Result<QString>& laidOut) { takeLayout(text, laidOut); });
}

void JsonEditor::takeLayout(const QString& before, const models::Result<QString>& laidOut)
{
    if (!laidOut)
        Q_EMIT layoutRefused(laidOut.error().summary());
    else if (!fits(*laidOut))
        Q_EMIT layoutRefused(tr("Laid out so, a line or the whole text would be too long for the editor."));
    else if (*laidOut != before && exactText() == before)
        replaceAll(*laidOut);
}

void JsonEditor::refuse(const QString& text)
{
    if (text.size() > kMostText) {
        LimitedTextEdit::refuse(text);
        return;
    }
    m_layout.ask([text] { return models::formattedJson(text); },
                 [this, text](const models::Result<QString>& laidOut) {
                     if (!laidOut || !fits(*laidOut) || isReadOnly()) {
                         LimitedTextEdit::refuse(text);
                         return;
                     }
                     insertText(*laidOut);
                     Q_EMIT pastedOnLines();
                 });
}

void JsonEditor::makeRoomForNumbers()
{
    const int room = m_numbers->wantedWidth();
    if (isRightToLeft())
        setViewportMargins(0, 0, room, 0);
    else
        setViewportMargins(room, 0, 0, 0);
    const QRect inside = contentsRect();
    const int left = isRightToLeft() ? inside.right() + 1 - room : inside.left();
    m_numbers->setGeometry(left, inside.top(), room, viewport()->height());
}

void JsonEditor::resizeEvent(QResizeEvent* event)
{
    LimitedTextEdit::resizeEvent(event);
    makeRoomForNumbers();
}

void JsonEditor::changeEvent(QEvent* event)
{
    LimitedTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        m_highlighter->setPalette(palette());
        mark();
    } else if (event->type() == QEvent::FontChange) {
        makeRoomForNumbers();
    }
}

} // namespace ui
