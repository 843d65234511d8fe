// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/wireview.h"

#include "client/filecheck.h"
#include "client/whendone.h"
#include "client/worker.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>

namespace ui {

namespace {

constexpr int kSoonMSecs = 120;
/// With this much data a moment more is waited, so that typing is not followed by one long job a key.
constexpr qsizetype kLongData = 256 * 1024;
constexpr int kLaterMSecs = 600;
constexpr int kRequestPage = 0;

} // namespace

WireView::WireView(const client::Connection& connection, QWidget* parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_sizes(new QLabel(this))
    , m_note(new MessageLabel(this))
    , m_tabs(new QTabWidget(this))
    , m_copy(new QPushButton(m_tabs))
{
    setObjectName(QStringLiteral("event.wire"));
    m_sizes->setObjectName(QStringLiteral("event.wire.sizes"));
    m_sizes->setTextFormat(Qt::PlainText);
    m_sizes->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_sizes->setWordWrap(true);
    m_note->setObjectName(QStringLiteral("event.wire.note"));
    m_tabs->setDocumentMode(true);
    addPage(QStringLiteral("event.wire.request"));
    for (const models::SnippetTool& tool : models::snippetTools())
        addPage(QStringLiteral("event.wire.%1").arg(QLatin1String(tool.id)));
    m_copy->setObjectName(QStringLiteral("event.wire.copy"));
    m_tabs->setCornerWidget(m_copy);
    auto* layout = bareLayout<QVBoxLayout>(this);
    layout->addWidget(m_sizes);
    layout->addWidget(m_note);
    layout->addWidget(m_tabs, 1);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &WireView::make);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        m_dirty = true;
        make();
    });
    connect(m_copy, &QPushButton::clicked, this, &WireView::copy);
    retranslate();
}

QPlainTextEdit* WireView::addPage(const QString& id)
{
    auto* page = new QPlainTextEdit(m_tabs);
    page->setObjectName(id);
    page->setReadOnly(true);
    page->setTabChangesFocus(true);
    page->setFont(monospaceFont(page));
    m_tabs->addTab(page, QString());
    return page;
}

void WireView::retranslate()
{
    setAccessibleName(tr("The request as it will go"));
    m_tabs->setAccessibleName(tr("The same request for other tools"));
    m_copy->setText(tr("&Copy"));
    QStringList titles = {tr("Request")};
    for (const models::SnippetTool& tool : models::snippetTools())
        titles << models::nameOf(tool);
    for (int i = 0; i < m_tabs->count(); ++i) {
        m_tabs->setTabText(i, titles[i]);
        m_tabs->widget(i)->setAccessibleName(titles[i]);
    }
    m_dirty = true;
    make();
}

void WireView::setEvent(const models::EventDraft& resolved, bool timeIsChosen)
{
    WireSubject subject{m_connection, resolved, timeIsChosen};
    const bool sameFile = m_subject && m_subject->draft.file == resolved.file;
    if (sameFile)
        subject.fileFilling = m_subject->fileFilling;
    m_subject = std::move(subject);
    m_problem.clear();
    later();
}

void WireView::setProblem(const QString& why)
{
    m_problem = why;
    m_subject.reset();
    m_dirty = true;
    make();
}

void WireView::later()
{
    m_dirty = true;
    const qsizetype length = std::max(m_subject->draft.json.size(), m_subject->draft.text.size());
    m_soon.start(length > kLongData ? kLaterMSecs : kSoonMSecs);
}

models::Snippet WireView::full(const WireSubject& subject, int page)
{
    if (page == kRequestPage)
        return {wireRequest(subject), {}};
    return models::snippetTools()[static_cast<std::size_t>(page - 1)].write(snippetRequest(subject));
}

WireView::Made WireView::makePage(const WireSubject& subject, int page)
{
    Made made{full(subject, page), wireSizes(subject)};
    made.text.text = shortenedForView(made.text.text);
    return made;
}

void WireView::make()
{
    if (!isVisible() || !m_dirty)
        return;
    m_dirty = false;
    m_soon.stop();
    const int round = ++m_round;
    if (!m_subject) {
        m_sizes->clear();
        m_copy->setEnabled(false);
        for (int i = 0; i < m_tabs->count(); ++i)
            qobject_cast<QPlainTextEdit*>(m_tabs->widget(i))->clear();
        m_note->say(MessageLabel::Tone::Help, m_problem);
        Q_EMIT shown();
        return;
    }
    if (m_subject->needsLook())
        lookAtFile();
    auto made
        = client::onWorker([subject = *m_subject, page = m_tabs->currentIndex()] { return makePage(subject, page); });
    client::whenDone(made, this, [this, round](const Made& one) {
        if (round == m_round)
            present(one);
    });
}

void WireView::present(const Made& made)
{
    auto* page = qobject_cast<QPlainTextEdit*>(m_tabs->currentWidget());
    if (page->toPlainText() != made.text.text)
        page->setPlainText(made.text.text);
    m_copy->setEnabled(made.text.refusal.isEmpty());
    m_sizes->setText(sizesText(made.sizes));
    const QString variable = credentialVariable(m_connection);
    if (!made.text.refusal.isEmpty())
        m_note->say(MessageLabel::Tone::Warning, made.text.refusal);
    else if (m_tabs->currentIndex() != kRequestPage && made.text.text.contains(variable) && !variable.isEmpty())
        m_note->say(
            MessageLabel::Tone::Help,
            tr("Set the environment variable %1 before you run it: no credential is written here.").arg(variable));
    else
        m_note->say(MessageLabel::Tone::Help, {});
    Q_EMIT shown();
}

/// How long a text file becomes as a JSON string is known only after reading it.
void WireView::lookAtFile()
{
    const models::FileReference file = *m_subject->draft.file;
    client::whenDone(client::checkFile(file, models::EventBody::Filling::TextFile), this,
                     [this, file](const models::Result<client::CheckedFile>& checked) {
                         if (!m_subject || m_subject->draft.file != file)
                             return;
                         if (!checked) {
                             m_note->say(MessageLabel::Tone::Warning, checked.error().summary());
                             return;
                         }
                         m_subject->fileFilling = checked->filledSize;
                         m_dirty = true;
                         make();
                     });
}

QString WireView::sizesText(const WireSizes& sizes) const
{
    const QLocale locale;
    const auto bytes
        = [&locale](qint64 size) { return size < 0 ? tr("not known yet") : tr("%1 bytes").arg(locale.toString(size)); };
    return tr("Data %1 · encoded %2 · request body %3").arg(bytes(sizes.raw), bytes(sizes.encoded), bytes(sizes.total));
}

/// The text in front may be shortened; what is copied is not.
void WireView::copy()
{
    if (!m_subject)
        return;
    m_copy->setEnabled(false);
    auto made = client::onWorker([subject = *m_subject, page = m_tabs->currentIndex()] { return full(subject, page); });
    client::whenDone(made, this, [this](const models::Snippet& snippet) {
        m_copy->setEnabled(true);
        QGuiApplication::clipboard()->setText(snippet.text);
    });
}

void WireView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    make();
}

void WireView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace ui
