// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/linenumbers.h"

#include <QCoreApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QTextBlock>

namespace ui {

namespace {
constexpr int kLeastDigits = 2;
}

LineNumbers::LineNumbers(QPlainTextEdit* editor)
    : QWidget(editor)
    , m_editor(editor)
{
    connect(editor, &QPlainTextEdit::updateRequest, this, qOverload<>(&QWidget::update));
    connect(editor, &QPlainTextEdit::cursorPositionChanged, this, qOverload<>(&QWidget::update));
}

int LineNumbers::wantedWidth() const
{
    const int digits = qMax(kLeastDigits, static_cast<int>(QString::number(m_editor->blockCount()).size()));
    const QFontMetrics metrics = m_editor->fontMetrics();
    // Room for the sign, the number, and a little air.
    return metrics.horizontalAdvance(u'0') * (digits + 3);
}

void LineNumbers::setSigns(const QHash<int, QString>& signs)
{
    m_signs = signs;
    update();
}

void LineNumbers::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    const QPalette colours = m_editor->palette();
    painter.fillRect(event->rect(), colours.color(QPalette::AlternateBase));
    painter.setFont(m_editor->font());
    QColor muted = colours.color(QPalette::Text);
    muted.setAlphaF(0.55F);
    const int lineHeight = m_editor->fontMetrics().height();
    const int air = m_editor->fontMetrics().horizontalAdvance(u'0') / 2;
    const int current = m_editor->textCursor().blockNumber();
    for (QTextBlock block = m_editor->cursorForPosition({0, 0}).block(); block.isValid(); block = block.next()) {
        const int top = m_editor->cursorRect(QTextCursor(block)).top();
        if (top > height())
            break;
        const QRect row(0, top, width() - air, lineHeight);
        painter.setPen(block.blockNumber() == current ? colours.color(QPalette::Text) : muted);
        painter.drawText(row, Qt::AlignRight, QString::number(block.blockNumber() + 1));
        painter.setPen(colours.color(QPalette::Text));
        painter.drawText(row.adjusted(air, 0, 0, 0), Qt::AlignLeft, m_signs.value(block.blockNumber()));
    }
}

void LineNumbers::mousePressEvent(QMouseEvent* event)
{
    QTextCursor cursor = m_editor->cursorForPosition({0, event->pos().y()});
    cursor.movePosition(QTextCursor::StartOfBlock);
    m_editor->setTextCursor(cursor);
    m_editor->setFocus(Qt::MouseFocusReason);
}

void LineNumbers::wheelEvent(QWheelEvent* event)
{
    QCoreApplication::sendEvent(m_editor->viewport(), event);
}

} // namespace ui
