// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messagebar.h"

#include "client/redaction.h"
#include "ui/icons.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QClipboard>
#include <QEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

namespace ui {

namespace {

constexpr int kNoticeMSecs = 12'000;
constexpr int kWideLetters = 110;

QToolButton* smallButton(QWidget* parent, const char* objectName, const char* drawing)
{
    auto* button = new QToolButton(parent);
    button->setObjectName(QLatin1String(objectName));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setIcon(icon(QLatin1String(drawing)));
    return button;
}

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent)
{
    setObjectName(QStringLiteral("message"));
    build();
    retranslate();
    recolour();
    hide();
}

void MessageBar::build()
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);

    m_mark = new QLabel(this);
    m_text = new QLabel(this);
    m_text->setObjectName(QStringLiteral("message.text"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_remedy = new QPushButton(this);
    m_remedy->setObjectName(QStringLiteral("message.remedy"));
    m_remedy->hide();
    m_detailsButton = smallButton(this, "message.details", "jump");
    m_detailsButton->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_detailsButton->setCheckable(true);
    m_copy = smallButton(this, "message.copy", "copy");
    m_close = smallButton(this, "message.close", "close");
    m_details = new QPlainTextEdit(this);
    m_details->setObjectName(QStringLiteral("message.report"));
    m_details->setReadOnly(true);
    m_details->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_details->setFixedHeight(fontMetrics().lineSpacing() * 9);
    m_details->hide();
    m_fade = new QTimer(this);
    m_fade->setSingleShot(true);
    m_fade->setInterval(kNoticeMSecs);

    auto* words = new QHBoxLayout;
    words->addWidget(m_mark);
    words->addWidget(m_text, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    for (QWidget* button : {static_cast<QWidget*>(m_remedy), static_cast<QWidget*>(m_detailsButton),
                            static_cast<QWidget*>(m_copy), static_cast<QWidget*>(m_close)})
        buttons->addWidget(button, 0, Qt::AlignTop);
    m_line = new QBoxLayout(QBoxLayout::LeftToRight);
    m_line->addLayout(words, 1);
    m_line->addLayout(buttons);
    auto* column = new QVBoxLayout(this);
    const int gap = fontMetrics().lineSpacing() / 3;
    column->setContentsMargins(2 * gap, gap, gap, gap);
    column->addLayout(m_line);
    column->addWidget(m_details);

    connect(m_detailsButton, &QToolButton::toggled, this, [this](bool isShown) {
        m_details->setPlainText(isShown ? details() : QString());
        m_details->setVisible(isShown);
    });
    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(details()); });
    connect(m_close, &QToolButton::clicked, this, &MessageBar::clear);
    connect(m_remedy, &QPushButton::clicked, this, &MessageBar::remedyRequested);
    connect(m_fade, &QTimer::timeout, this, &MessageBar::clear);
}

/// In a narrow place words and buttons would leave each other no room.
void MessageBar::resizeEvent(QResizeEvent* event)
{
    const bool isNarrow = width() < fontMetrics().averageCharWidth() * kWideLetters;
    m_line->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    QFrame::resizeEvent(event);
}

void MessageBar::retranslate()
{
    m_detailsButton->setText(tr("Details"));
    m_detailsButton->setAccessibleName(tr("Show what was tried and what came back"));
    m_copy->setToolTip(tr("Copy the message with all details"));
    m_copy->setAccessibleName(m_copy->toolTip());
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(m_close->toolTip());
    m_details->setAccessibleName(tr("Details of the message"));
    if (m_remedy->text().isEmpty())
        m_remedy->setAccessibleName(tr("What to do about it"));
    m_text->setAccessibleName(tr("Message"));
}

void MessageBar::recolour()
{
    const QPalette base = parentWidget() ? parentWidget()->palette() : QGuiApplication::palette();
    const QColor ground = base.color(QPalette::Window);
    const QColor tint = stateColour(m_failure ? models::State::Error : models::State::Ready, base);
    const auto blend = [](int under, int over) { return (under * 88 + over * 12) / 100; };
    QPalette mine = base;
    mine.setColor(QPalette::Window,
                  QColor(blend(ground.red(), tint.red()), blend(ground.green(), tint.green()),
                         blend(ground.blue(), tint.blue())));
    setPalette(mine);
    const int side = fontMetrics().height();
    m_mark->setPixmap(icon(m_failure ? QStringLiteral("error") : QStringLiteral("good")).pixmap(QSize(side, side)));
}

void MessageBar::present(const QString& word, const QString& text)
{
    m_mark->setAccessibleName(word);
    m_text->setText(word + QStringLiteral(" – ") + text);
    m_detailsButton->setChecked(false);
    m_detailsButton->setVisible(m_failure.has_value());
    m_copy->setVisible(m_failure.has_value());
    recolour();
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageBar::showFailure(const models::Failure& failure)
{
    if (isVisibleTo(parentWidget()) && m_failure == failure)
        return;
    m_failure = failure;
    m_fade->stop();
    QString words = failure.summary();
    if (!failure.tried.isEmpty())
        words = tr("Could not %1. %2").arg(failure.tried, words);
    present(tr("Error"), words);
}

void MessageBar::showNotice(const QString& text)
{
    m_failure.reset();
    setRemedy({});
    present(tr("Done"), text);
    m_fade->start();
}

void MessageBar::clear()
{
    m_failure.reset();
    m_fade->stop();
    setRemedy({});
    m_text->clear();
    m_details->clear();
    hide();
}

void MessageBar::setRemedy(const QString& text)
{
    m_remedy->setText(text);
    if (!text.isEmpty())
        m_remedy->setAccessibleName(QString(text).remove(QLatin1Char('&')));
    m_remedy->setVisible(!text.isEmpty());
}

QString MessageBar::text() const
{
    return m_text->text();
}

QString MessageBar::details() const
{
    if (!m_failure)
        return m_text->text();
    // What servers and programs say back may quote what they were given.
    models::Failure shown = *m_failure;
    shown.cameBack = client::redactedLine(shown.cameBack);
    QString all = shown.report();
    if (m_failure->httpStatus != 0)
        all += QLatin1Char('\n') + tr("HTTP status: %1").arg(m_failure->httpStatus);
    if (!m_failure->raw.isEmpty())
        all += QLatin1Char('\n') + tr("Raw answer:") + QLatin1Char('\n')
            + client::redactedLines(QString::fromUtf8(m_failure->raw));
    return all;
}

void MessageBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::ApplicationPaletteChange)
        recolour();
    QFrame::changeEvent(event);
}

} // namespace ui
