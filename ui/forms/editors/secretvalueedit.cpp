// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/secretvalueedit.h"

#include "ui/forms/layouts.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>

#include <algorithm>

namespace ui {

namespace {
constexpr int kMaskDots = 10;
constexpr int kMostLines = 6;
} // namespace

SecretValueEdit::SecretValueEdit(QWidget* parent)
    : QPlainTextEdit(parent)
{
    setTabChangesFocus(true);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    document()->setDocumentMargin(3);
    setFixedHeight(sizeHint().height());
    connect(this, &QPlainTextEdit::textChanged, this, &SecretValueEdit::fitHeight);
}

QString SecretValueEdit::text() const
{
    return document()->isModified() ? toPlainText() : m_given;
}

void SecretValueEdit::setText(const QString& text)
{
    m_given = text;
    setPlainText(text);
}

void SecretValueEdit::setShown(bool shown)
{
    m_shown = shown;
    setInputMethodHints(shown ? Qt::ImhSensitiveData | Qt::ImhNoPredictiveText
                              : Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    fitHeight();
    viewport()->update();
}

void SecretValueEdit::wipe()
{
    const QSignalBlocker quiet(this);
    document()->setUndoRedoEnabled(false);
    m_given.clear();
    clear();
    document()->setUndoRedoEnabled(true);
}

QSize SecretValueEdit::sizeHint() const
{
    const int count = m_shown ? std::clamp(blockCount(), 1, kMostLines) : 1;
    const int height
        = fontMetrics().lineSpacing() * count + 2 * frameWidth() + 2 * qRound(document()->documentMargin());
    return {letters(this, 24), height};
}

QSize SecretValueEdit::minimumSizeHint() const
{
    return {letters(this, 10), sizeHint().height()};
}

void SecretValueEdit::fitHeight()
{
    setFixedHeight(sizeHint().height());
    setVerticalScrollBarPolicy(m_shown && blockCount() > kMostLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
}

void SecretValueEdit::paintEvent(QPaintEvent* event)
{
    if (m_shown || document()->isEmpty()) {
        QPlainTextEdit::paintEvent(event);
        return;
    }
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::Text));
    const int margin = qRound(document()->documentMargin());
    const QRect area = viewport()->rect().adjusted(margin, 0, -margin, 0);
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeading, QString(kMaskDots, QChar(0x2022)));
}

void SecretValueEdit::keyPressEvent(QKeyEvent* event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool wantsLine = m_shown && (event->modifiers().testFlag(Qt::ShiftModifier) || blockCount() > 1);
    // An unseen line break would spoil a password; Return belongs to the form.
    if (isReturn && !wantsLine) {
        event->ignore();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

QMimeData* SecretValueEdit::createMimeDataFromSelection() const
{
    return m_shown ? QPlainTextEdit::createMimeDataFromSelection() : new QMimeData;
}

void SecretValueEdit::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitHeight();
}

} // namespace ui
