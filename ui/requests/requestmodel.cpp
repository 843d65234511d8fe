// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/requestmodel.h"

#include <QDateTime>
#include <QLocale>

namespace ui {

RequestModel::RequestModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void RequestModel::setLog(client::RequestLog* log)
{
    if (m_rows > 0) {
        beginRemoveRows({}, 0, m_rows - 1);
        m_rows = 0;
        endRemoveRows();
    }
    if (m_log)
        disconnect(m_log, nullptr, this, nullptr);
    m_log = log;
    if (!log)
        return;
    connect(log, &client::RequestLog::aboutToAdd, this,
            [this](int count) { beginInsertRows({}, m_rows, m_rows + count - 1); });
    connect(log, &client::RequestLog::added, this, [this, log] {
        m_rows = static_cast<int>(log->records().size());
        endInsertRows();
    });
    connect(log, &client::RequestLog::aboutToDrop, this, [this](int count) { beginRemoveRows({}, 0, count - 1); });
    connect(log, &client::RequestLog::dropped, this, [this, log] {
        m_rows = static_cast<int>(log->records().size());
        endRemoveRows();
    });
    connect(log, &QObject::destroyed, this, [this] {
        if (m_rows == 0)
            return;
        beginRemoveRows({}, 0, m_rows - 1);
        m_rows = 0;
        endRemoveRows();
    });
    if (!log->records().empty()) {
        beginInsertRows({}, 0, static_cast<int>(log->records().size()) - 1);
        m_rows = static_cast<int>(log->records().size());
        endInsertRows();
    }
}

const client::RequestRecord* RequestModel::record(int row) const
{
    return m_log && row >= 0 && row < m_rows ? &m_log->records()[static_cast<std::size_t>(row)] : nullptr;
}

int RequestModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int RequestModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString RequestModel::text(const client::RequestRecord& record, int column) const
{
    const QLocale locale;
    switch (column) {
    case TimeColumn:
        return locale.toString(QDateTime::fromMSecsSinceEpoch(record.startedAt).time(), QStringLiteral("HH:mm:ss.zzz"));
    case MethodColumn:
        return QString::fromLatin1(record.method);
    case PathColumn:
        return record.path;
    case StatusColumn:
        return record.status == 0 ? tr("no answer") : QString::number(record.status);
    case ElapsedColumn:
        return tr("%1 ms").arg(locale.toString(record.elapsedMSecs));
    case SentColumn:
        return locale.formattedDataSize(record.sentBytes);
    case ReceivedColumn:
        return locale.formattedDataSize(record.receivedBytes);
    default:
        return {};
    }
}

QVariant RequestModel::data(const QModelIndex& index, int role) const
{
    const client::RequestRecord* const shown = record(index.row());
    if (!shown)
        return {};
    if (role == Qt::DisplayRole)
        return text(*shown, index.column());
    if (role == Qt::ToolTipRole)
        return shown->problem.isEmpty() ? shown->address + shown->path : shown->problem;
    if (role == Qt::TextAlignmentRole && index.column() >= StatusColumn)
        return static_cast<int>(Qt::AlignTrailing | Qt::AlignVCenter);
    return {};
}

QVariant RequestModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList titles
        = {tr("Time"), tr("Method"), tr("Path"), tr("Status"), tr("Took"), tr("Sent"), tr("Received")};
    return titles.value(section);
}

RequestFilter::RequestFilter(const RequestModel& model, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_model(model)
{
}

void RequestFilter::setText(const QString& text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

bool RequestFilter::filterAcceptsRow(int row, const QModelIndex&) const
{
    const client::RequestRecord* const record = m_model.record(row);
    return record
        && (record->path.contains(m_text, Qt::CaseInsensitive)
            || QLatin1String(record->method).contains(m_text, Qt::CaseInsensitive)
            || QString::number(record->status).startsWith(m_text));
}

} // namespace ui
