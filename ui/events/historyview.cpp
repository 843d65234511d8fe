// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/historyview.h"

#include "client/whendone.h"
#include "ui/events/historysearch.h"
#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/pages/actionbutton.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDateTime>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>

#include <utility>

namespace ui {

namespace {

constexpr int kSoonMSecs = 200;

struct Range
{
    const char* words;
    qint64 seconds; ///< back from now; 0 = all
};

constexpr Range kRanges[] = {
    {QT_TRANSLATE_NOOP("ui::HistoryView", "Any time"), 0},
    {QT_TRANSLATE_NOOP("ui::HistoryView", "The last hour"), 3'600},
    {QT_TRANSLATE_NOOP("ui::HistoryView", "The last day"), 86'400},
    {QT_TRANSLATE_NOOP("ui::HistoryView", "The last 7 days"), 7 * 86'400},
    {QT_TRANSLATE_NOOP("ui::HistoryView", "The last 30 days"), 30 * 86'400},
};

} // namespace

HistoryView::HistoryView(client::Journal& journal, QWidget* parent)
    : QWidget(parent)
    , m_journal(journal)
    , m_model(journal)
{
    setObjectName(QStringLiteral("event.history"));
    build();
    retranslate();
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMSecs);
    m_added.setSingleShot(true);
    m_added.setInterval(2 * kSoonMSecs);
    connect(&m_added, &QTimer::timeout, this, &HistoryView::refresh);
    connect(&m_journal, &client::Journal::sentAdded, this, [this] {
        if (!m_added.isActive())
            m_added.start();
    });
    connect(&m_soon, &QTimer::timeout, this, &HistoryView::search);
    connect(m_search, &QLineEdit::textChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(m_search, &QLineEdit::returnPressed, this, &HistoryView::search);
    connect(m_range, &QComboBox::currentIndexChanged, this, &HistoryView::search);
    connect(&m_model, &HistoryModel::loaded, this, &HistoryView::validate);
    connect(&m_model, &HistoryModel::failed, this, &HistoryView::failed);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryView::validate);
    connect(m_table, &QTableView::doubleClicked, this, &HistoryView::open);
}

void HistoryView::build()
{
    auto* column = bareLayout<QVBoxLayout>(this);
    auto* top = new QHBoxLayout;
    m_search = new QLineEdit(this);
    m_search->setObjectName(QStringLiteral("event.history.search"));
    m_search->setClearButtonEnabled(true);
    m_range = new QComboBox(this);
    m_range->setObjectName(QStringLiteral("event.history.range"));
    for (const Range& range : kRanges)
        m_range->addItem(tr(range.words), range.seconds);
    top->addWidget(m_search, 1);
    top->addWidget(m_range);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("event.history.table"));
    prepareTable(*m_table, m_model);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_table->setColumnWidth(HistoryModel::TimeColumn, letters(this, 26));
    m_table->setColumnWidth(HistoryModel::TypeColumn, letters(this, 24));
    m_table->setColumnWidth(HistoryModel::IdColumn, letters(this, 20));
    m_table->setColumnWidth(HistoryModel::AnswerColumn, letters(this, 24));
    m_hint = new MessageLabel(this);
    m_hint->setObjectName(QStringLiteral("event.history.hint"));
    auto* bottom = new QHBoxLayout;
    column->addLayout(top);
    column->addWidget(m_table, 1);
    column->addWidget(m_hint);
    column->addLayout(bottom);
    buildDeeds(bottom);
}

void HistoryView::buildDeeds(QBoxLayout* row)
{
    const Deed deeds[] = {
        {"open", &HistoryView::open, QKeySequence(Qt::Key_Return)},
        {"resend", &HistoryView::resend, {}},
        {"copyId", &HistoryView::copyId, QKeySequence(QKeySequence::Copy)},
        {"delete", &HistoryView::askToRemove, QKeySequence(QKeySequence::Delete)},
    };
    for (const Deed& deed : deeds) {
        auto* action = new QAction(m_table);
        action->setShortcut(deed.key);
        action->setShortcutContext(Qt::WidgetShortcut);
        m_table->addAction(action);
        connect(action, &QAction::triggered, this, deed.act);
        const QString name = QStringLiteral("event.history.%1").arg(QLatin1String(deed.objectName));
        row->addWidget(buttonFor(*action, name, this));
        m_actions.push_back(action);
    }
    row->addStretch();
}

void HistoryView::retranslate()
{
    setAccessibleName(tr("History of sent events"));
    m_search->setAccessibleName(tr("Search the history"));
    m_search->setPlaceholderText(tr("Search: words of the data, type:… source:… id:…"));
    m_range->setAccessibleName(tr("Sent when"));
    for (int i = 0; i < m_range->count(); ++i)
        m_range->setItemText(i, tr(kRanges[i].words));
    m_table->setAccessibleName(tr("Sent events"));
    const QStringList words = {tr("&Open in the composer"), tr("Send &again"), tr("Copy the &id"), tr("De&lete…")};
    for (std::size_t i = 0; i < m_actions.size(); ++i)
        m_actions[i]->setText(words[static_cast<int>(i)]);
    validate();
}

void HistoryView::setMaySend(bool may)
{
    constexpr std::size_t kResend = 1;
    m_actions[kResend]->setVisible(may);
}

void HistoryView::refresh()
{
    m_dirty = !isVisible();
    if (!m_dirty)
        m_model.refresh();
}

void HistoryView::search()
{
    m_soon.stop();
    client::SentQuery query = historySearch(m_search->text());
    if (const qint64 seconds = m_range->currentData().toLongLong(); seconds > 0)
        query.from = QDateTime::currentMSecsSinceEpoch() - seconds * 1'000;
    m_model.setQuery(query);
}

void HistoryView::validate()
{
    const bool chosen = m_table->currentIndex().isValid() && m_table->selectionModel()->hasSelection();
    for (QAction* action : m_actions)
        action->setEnabled(chosen);
    const bool empty = m_model.rowCount() == 0 && !m_model.isLoading();
    const bool narrowed = !m_search->text().trimmed().isEmpty() || m_range->currentData().toLongLong() > 0;
    if (!empty)
        m_hint->say(MessageLabel::Tone::Help, {});
    else
        m_hint->say(MessageLabel::Tone::Help,
                    narrowed ? tr("Nothing that was sent is like that.")
                             : tr("What you send is kept here, with the answer and the runs it caused."));
}

void HistoryView::withDraft(std::function<void(models::EventDraft)> use)
{
    const client::SentEvent* chosen = m_model.at(m_table->currentIndex().row());
    if (!chosen)
        return;
    client::whenDone(
        m_journal.sent(chosen->id), this, [this, use = std::move(use)](const models::Result<client::SentEvent>& sent) {
            auto json = sent.and_then([](const client::SentEvent& one) { return models::parseJson(one.draft); });
            if (json)
                use(models::eventDraftFromJson(*json));
            else
                Q_EMIT failed(json.error());
        });
}

void HistoryView::open()
{
    withDraft([this](const models::EventDraft& draft) { Q_EMIT openRequested(draft); });
}

void HistoryView::resend()
{
    withDraft([this](models::EventDraft draft) {
        draft.eventId.clear();
        draft.eventTime.clear();
        Q_EMIT resendRequested(draft);
    });
}

void HistoryView::copyId()
{
    if (const client::SentEvent* chosen = m_model.at(m_table->currentIndex().row()))
        QGuiApplication::clipboard()->setText(chosen->eventId);
}

void HistoryView::askToRemove()
{
    const client::SentEvent* chosen = m_model.at(m_table->currentIndex().row());
    if (!chosen)
        return;
    auto* box
        = new QMessageBox(QMessageBox::Question, tr("Delete from the history"),
                          tr("Delete the event %1 from the history?").arg(chosen->eventId), QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("event.history.question"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("What it did on the server stays as it is."));
    QPushButton* yes = box->addButton(tr("&Delete"), QMessageBox::DestructiveRole);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(yes, &QPushButton::clicked, this, [this, id = chosen->id] { remove(id); });
    box->open();
}

void HistoryView::remove(qint64 id)
{
    client::whenDone(m_journal.removeSent(id), this, [this](const models::Result<bool>& removed) {
        if (!removed)
            Q_EMIT failed(removed.error());
        m_model.refresh();
    });
}

void HistoryView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (std::exchange(m_dirty, false))
        search();
}

void HistoryView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace ui
