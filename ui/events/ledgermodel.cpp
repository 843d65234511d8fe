// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/ledgermodel.h"

#include "client/whendone.h"
#include "models/resourcetablemodel.h"
#include "models/runtablemodel.h"

#include <algorithm>
#include <limits>

namespace ui {

using client::LedgerLine;
using client::LedgerState;

namespace {

constexpr qint64 kNsecsPerMSec = 1'000'000;

models::Status eventStatus(const LedgerLine* line)
{
    if (!line)
        return {models::State::Initialized, LedgerModel::tr("on its way")};
    switch (line->state) {
    case LedgerState::Waiting:
        return {models::State::Initialized,
                line->answeredAt > 0 ? LedgerModel::tr("not sent") : LedgerModel::tr("on its way")};
    case LedgerState::Accepted:
        return {models::State::Ready, LedgerModel::tr("accepted")};
    case LedgerState::Refused:
        return {models::State::Error, LedgerModel::tr("refused")};
    case LedgerState::Unknown:
        return {models::State::Other, LedgerModel::tr("unknown")};
    }
    return {};
}

models::Status runStatus(const LedgerLine* line)
{
    return line && !line->runState.isEmpty() ? models::statusFromWord(line->runState) : models::Status();
}

QString span(qint64 from, qint64 to)
{
    return from > 0 && to >= from ? models::durationText(std::max<qint64>(1, to - from) * kNsecsPerMSec) : QString();
}

QString answer(const LedgerLine& line)
{
    const QString took = span(line.sentAt, line.answeredAt);
    return line.httpStatus > 0 ? LedgerModel::tr("HTTP %1 after %2").arg(line.httpStatus).arg(took) : QString();
}

QString cell(const LedgerLine* line, int row, int column)
{
    if (column == LedgerModel::NumberColumn)
        return QString::number(row + 1);
    if (column == LedgerModel::StateColumn)
        return eventStatus(line).word;
    if (!line)
        return {};
    switch (column) {
    case LedgerModel::AnswerColumn:
        return answer(*line);
    case LedgerModel::RunStateColumn:
        return line->runState;
    case LedgerModel::ToEndColumn:
        return span(line->sentAt, line->runEndedAt);
    case LedgerModel::IdColumn:
        return line->eventId;
    default:
        return line->note;
    }
}

} // namespace

LedgerModel::LedgerModel(client::Journal& journal, QObject* parent)
    : QAbstractTableModel(parent)
    , m_journal(journal)
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &LedgerModel::fetch);
}

void LedgerModel::setJob(qint64 job)
{
    if (job == m_job)
        return;
    m_job = job;
    m_pages.clear();
    m_recent.clear();
    m_asked.clear();
    if (m_count == 0)
        return;
    beginRemoveRows({}, 0, m_count - 1);
    m_count = 0;
    endRemoveRows();
}

void LedgerModel::setCount(qint64 count)
{
    const int rows = static_cast<int>(std::min<qint64>(count, std::numeric_limits<int>::max()));
    if (m_job == 0 || rows <= m_count)
        return;
    beginInsertRows({}, m_count, rows - 1);
    m_count = rows;
    endInsertRows();
}

int LedgerModel::kept() const
{
    int lines = 0;
    for (const auto& page : m_pages)
        lines += static_cast<int>(page.size());
    return lines;
}

const LedgerLine* LedgerModel::line(int row) const
{
    const int page = row / kPage;
    if (m_recent.isEmpty() || m_recent.last() != page) {
        m_recent.removeOne(page);
        m_recent.append(page);
        if (m_recent.size() > kMostPages)
            m_recent.removeFirst();
    }
    const auto kept = m_pages.constFind(page);
    if (kept == m_pages.constEnd()) {
        if (!m_soon.isActive())
            m_soon.start(0);
        return nullptr;
    }
    const auto found = kept->constFind(row + 1);
    return found == kept->constEnd() ? nullptr : &*found;
}

void LedgerModel::fetch()
{
    const QList<int> pages = m_pages.keys();
    for (const int page : pages) {
        if (!m_recent.contains(page))
            m_pages.remove(page);
    }
    for (const int page : std::as_const(m_recent)) {
        if (!m_pages.contains(page))
            ask(page);
    }
}

void LedgerModel::refresh()
{
    for (const int page : std::as_const(m_recent))
        ask(page);
}

void LedgerModel::ask(int page)
{
    if (m_job == 0)
        return;
    if (const auto under = m_asked.find(page); under != m_asked.end()) {
        *under = true;
        return;
    }
    m_asked.insert(page, false);
    client::whenDone(m_journal.ledger(m_job, qint64(page) * kPage + 1, kPage), this,
                     [this, page, job = m_job](models::Result<std::vector<LedgerLine>> lines) {
                         if (job != m_job)
                             return;
                         if (m_asked.take(page))
                             ask(page);
                         if (lines)
                             take(page, std::move(*lines));
                         else
                             Q_EMIT failed(lines.error());
                     });
}

void LedgerModel::take(int page, std::vector<LedgerLine> lines)
{
    if (!m_recent.contains(page))
        return;
    QHash<qint64, LedgerLine> kept;
    for (LedgerLine& one : lines) {
        // The journal answers with the next ones when some of the page are not written yet.
        if ((one.seq - 1) / kPage == page)
            kept.insert(one.seq, std::move(one));
    }
    if (const auto known = m_pages.constFind(page); known != m_pages.constEnd() && *known == kept)
        return;
    m_pages.insert(page, std::move(kept));
    const int last = std::min((page + 1) * kPage, m_count) - 1;
    if (last >= page * kPage)
        Q_EMIT dataChanged(index(page * kPage, 0), index(last, ColumnCount - 1));
}

int LedgerModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_count;
}

int LedgerModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant LedgerModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return cell(line(index.row()), index.row(), index.column());
    case Qt::AccessibleTextRole: {
        const QString title = headerData(index.column(), Qt::Horizontal).toString();
        const QString text = cell(line(index.row()), index.row(), index.column());
        return text.isEmpty() ? tr("%1: none").arg(title) : tr("%1: %2").arg(title, text);
    }
    case models::ResourceTableModel::StatusRole:
        if (index.column() == StateColumn)
            return QVariant::fromValue(eventStatus(line(index.row())));
        return index.column() == RunStateColumn ? QVariant::fromValue(runStatus(line(index.row()))) : QVariant();
    default:
        return {};
    }
}

QVariant LedgerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    const QStringList titles
        = {tr("No."), tr("Event"), tr("Answer"), tr("Run"), tr("Sent to run's end"), tr("Event Id"), tr("Note")};
    return titles.value(section);
}

} // namespace ui
