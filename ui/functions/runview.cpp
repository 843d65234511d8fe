// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/functions/runview.h"

#include "models/jsonhead.h"
#include "models/runtablemodel.h"
#include "ui/forms/layouts.h"

#include <QEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTabWidget>

namespace ui {

namespace {

constexpr int kJsonIndent = 2;
/// More than this in one text widget is slow to lay out and nobody reads it.
constexpr qsizetype kMostShown = 64 * 1024;
/// The time to wrap a line grows with the square of its length: a longer one is folded before.
constexpr qsizetype kLongestLine = 4 * 1024;
constexpr QLatin1Char kLineEnd('\n');

QString cutMark()
{
    return RunView::tr("\n… cut here, after %1 kB").arg(kMostShown / 1024);
}

QString folded(QStringView line)
{
    QString text;
    while (line.size() > kLongestLine) {
        const qsizetype length = kLongestLine - (line[kLongestLine - 1].isHighSurrogate() ? 1 : 0);
        text += line.first(length);
        text += QStringLiteral("\n\u21AA\u00A0");
        line = line.sliced(length);
    }
    text += line;
    return text;
}

void fillPage(QPlainTextEdit* page, const QString& text)
{
    QStringList lines = text.split(kLineEnd);
    for (QString& line : lines)
        line = folded(line);
    page->setPlainText(lines.join(kLineEnd));
}

QString pretty(const models::Json& value)
{
    const models::JsonHead head = models::jsonHead(value, kMostShown, kJsonIndent);
    return QString::fromUtf8(head.text) + (head.isWhole ? QString() : cutMark());
}

void append(QString& text, const QStringList& lines)
{
    for (const QString& line : lines) {
        if (text.size() > kMostShown)
            return;
        if (!text.isEmpty())
            text += kLineEnd;
        text += QStringView(line).left(kMostShown - text.size() + 1);
        if (text.size() > kMostShown)
            text = text.left(kMostShown) + cutMark();
    }
}

bool hasError(const models::Run& run)
{
    return run.error.isSet() || !run.reason.isEmpty();
}

QString signOf(models::State state)
{
    switch (state) {
    case models::State::Ready:
        return QStringLiteral("\u25CF");
    case models::State::Error:
        return QStringLiteral("\u25B2");
    default:
        return QStringLiteral("\u25D0");
    }
}

} // namespace

RunView::RunView(QWidget* parent)
    : QWidget(parent)
{
    build();
    retranslate();
}

void RunView::build()
{
    auto* layout = bareLayout<QVBoxLayout>(this);
    m_headline = new QLabel(this);
    m_headline->setObjectName(QStringLiteral("run.headline"));
    m_headline->setTextFormat(Qt::PlainText);
    m_headline->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_headline->setWordWrap(true);
    layout->addWidget(m_headline);
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    layout->addWidget(m_tabs, 1);
    m_output = addPage("run.output");
    m_logs = addPage("run.logs");
    m_error = addPage("run.error");
    m_input = addPage("run.cause");
    connect(m_tabs, &QTabWidget::currentChanged, this, &RunView::fillShownPage);
}

QPlainTextEdit* RunView::addPage(const char* objectName)
{
    auto* page = new QPlainTextEdit(m_tabs);
    page->setObjectName(QString::fromLatin1(objectName));
    page->setReadOnly(true);
    page->setTabChangesFocus(true);
    page->setFont(monospaceFont(page));
    m_tabs->addTab(page, QString());
    return page;
}

void RunView::retranslate()
{
    const QStringList titles = {tr("Output"), tr("Logs"), tr("Error"), tr("Input")};
    m_tabs->setAccessibleName(tr("Parts of the run"));
    for (int i = 0; i < m_tabs->count(); ++i) {
        m_tabs->setTabText(i, titles[i]);
        m_tabs->widget(i)->setAccessibleName(titles[i]);
    }
    fill();
}

void RunView::setRun(const models::Run& run)
{
    const bool isOther = !m_run || m_run->name != run.name;
    if (m_run && *m_run == run)
        return;
    m_run = run;
    m_stale.clear();
    m_tabs->setTabVisible(m_tabs->indexOf(m_error), hasError(run));
    if (isOther || run.status.isSettled())
        m_tabs->setCurrentWidget(hasError(run) ? m_error : m_output);
    fill();
}

void RunView::clear()
{
    m_run.reset();
    fill();
}

QString RunView::headline() const
{
    QStringList parts = {signOf(m_run->status.state) + QLatin1Char(' ') + m_run->status.word, m_run->functionName};
    if (m_run->durationNSecs() > 0)
        parts << models::durationText(m_run->durationNSecs());
    if (m_run->executed.isSet())
        parts << m_run->executed.toDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
    return parts.join(QStringLiteral(" · ")) + kLineEnd + tr("Run %1").arg(m_run->name);
}

void RunView::fill()
{
    m_tabs->setVisible(m_run.has_value());
    m_headline->setEnabled(m_run.has_value());
    if (!m_run) {
        m_headline->setText(tr("Choose a run to see its output, logs and error."));
        return;
    }
    m_headline->setText(headline());
    m_output->setPlaceholderText(m_run->status.isSettled() ? tr("No output.") : tr("Still running…"));
    m_logs->setPlaceholderText(tr("It wrote nothing."));
    m_error->setPlaceholderText(tr("No error."));
    m_input->setPlaceholderText(tr("No input."));
    m_stale = {m_output, m_logs, m_error, m_input};
    fillShownPage();
}

void RunView::fillShownPage()
{
    auto* page = static_cast<QPlainTextEdit*>(m_tabs->currentWidget());
    if (m_stale.remove(page))
        fillPage(page, textOf(page));
}

QString RunView::textOf(const QPlainTextEdit* page) const
{
    QString text;
    if (page == m_output) {
        text = m_run->output->is_null() ? QString() : pretty(*m_run->output);
    } else if (page == m_logs) {
        append(text, m_run->logStdout);
        if (!m_run->logStderr.isEmpty()) {
            append(text, {tr("--- standard error ---")});
            append(text, m_run->logStderr);
        }
    } else if (page == m_error) {
        append(text, m_run->reason);
        if (m_run->error.isSet()) {
            append(text, {m_run->error.type + QStringLiteral(": ") + m_run->error.message});
            append(text, m_run->error.stacktrace);
        }
    } else {
        if (m_run->event)
            text = tr("Event %1\nType %2, source %3\n\n")
                       .arg(m_run->event->eventId, m_run->event->eventType, m_run->event->source);
        text += m_run->input->is_null() ? QString() : pretty(*m_run->input);
    }
    return text;
}

void RunView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace ui
