// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/historymodel.h"

#include "client/whendone.h"

#include <QDateTime>
#include <QLocale>

namespace ui {

using client::SentEvent;

namespace {

/// A refresh looks at no more than this; what is further down is fetched again when somebody goes there.
constexpr int kMostRefreshed = 1'000;

QString answerText(const SentEvent& sent)
{
    if (sent.httpStatus == 0)
        return sent.answer.isEmpty() ? HistoryModel::tr("no answer yet") : sent.answer;
    const QString status = HistoryModel::tr("HTTP %1").arg(sent.httpStatus);
    return sent.answer.isEmpty() ? status : HistoryModel::tr("%1: %2").arg(status, sent.answer);
}

/// The words are those of the trace (client::toJson of deliveries).
QString runsText(const SentEvent& sent)
{
    constexpr const char* kStates[]
        = {QT_TRANSLATE_NOOP("ui::HistoryModel", "queued"), QT_TRANSLATE_NOOP("ui::HistoryModel", "running"),
           QT_TRANSLATE_NOOP("ui::HistoryModel", "succeeded"), QT_TRANSLATE_NOOP("ui::HistoryModel", "failed"),
           QT_TRANSLATE_NOOP("ui::HistoryModel", "no run")};
    QStringList parts;
    for (const char* state : kStates) {
        if (const auto count = sent.runStates.count(QLatin1String(state)); count > 0)
            parts << QStringLiteral("%1 %2").arg(count).arg(HistoryModel::tr(state));
    }
    return parts.join(QStringLiteral(", "));
}

QString cell(const SentEvent& sent, int column)
{
    switch (column) {
    case HistoryModel::TimeColumn:
        return QDateTime::fromMSecsSinceEpoch(sent.sentAt).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    case HistoryModel::TypeColumn:
        return sent.eventType;
    case HistoryModel::IdColumn:
        return sent.eventId;
    case HistoryModel::AnswerColumn:
        return answerText(sent);
    default:
        return runsText(sent);
    }
}

} // namespace

HistoryModel::HistoryModel(client::Journal& journal, QObject* parent)
    : RowsModel(parent)
    , m_journal(journal)
{
}

void HistoryModel::setQuery(const client::SentQuery& query)
{
    m_query = query;
    ask(kPage, 0);
}

void HistoryModel::refresh()
{
    ask(std::clamp(rowCount(), kPage, kMostRefreshed), 0);
}

bool HistoryModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && !m_complete && !m_loading;
}

void HistoryModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent))
        ask(kPage, rows().empty() ? 0 : rows().back().id);
}

void HistoryModel::ask(int limit, qint64 beforeId)
{
    const int round = ++m_round;
    m_loading = true;
    client::SentQuery query = m_query;
    query.limit = limit;
    query.beforeId = beforeId;
    client::whenDone(m_journal.search(query), this,
                     [this, round, limit, beforeId](models::Result<std::vector<SentEvent>> page) {
                         if (round != m_round)
                             return;
                         if (page)
                             take(std::move(*page), limit, beforeId);
                         // Only now: a view asks for more while rows are being inserted.
                         m_loading = false;
                         if (page)
                             Q_EMIT loaded();
                         else
                             Q_EMIT failed(page.error());
                     });
}

void HistoryModel::take(std::vector<SentEvent> page, int limit, qint64 beforeId)
{
    m_complete = static_cast<int>(page.size()) < limit;
    for (SentEvent& sent : page)
        sent.text.clear();
    if (beforeId > 0) {
        std::vector<SentEvent> all = rows();
        all.insert(all.end(), page.begin(), page.end());
        page = std::move(all);
    }
    setRows(std::move(page));
}

int HistoryModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const SentEvent& sent = *at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return cell(sent, index.column());
    case Qt::ToolTipRole:
        return index.column() == TimeColumn
            ? QLocale().toString(QDateTime::fromMSecsSinceEpoch(sent.sentAt), QLocale::LongFormat)
            : cell(sent, index.column());
    case Qt::AccessibleTextRole: {
        const QString text = cell(sent, index.column());
        const QString title = headerData(index.column(), Qt::Horizontal).toString();
        return text.isEmpty() ? tr("%1: none").arg(title) : tr("%1: %2").arg(title, text);
    }
    default:
        return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return RowsModel::headerData(section, orientation, role);
    const QStringList titles = {tr("Sent"), tr("Event Type"), tr("Event Id"), tr("Answer"), tr("Runs")};
    return titles.value(section);
}

bool HistoryModel::isSameThing(const SentEvent& left, const SentEvent& right) const
{
    return left.id == right.id;
}

} // namespace ui
