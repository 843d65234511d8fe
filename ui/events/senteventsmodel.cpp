// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/senteventsmodel.h"

namespace ui {

void SentEventsModel::add(const models::CloudEvent& event)
{
    if (m_sent.size() == kMostSent) {
        beginRemoveRows({}, kMostSent - 1, kMostSent - 1);
        m_sent.pop_back();
        endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    m_sent.push_front({event, QDateTime::currentDateTime()});
    endInsertRows();
}

const models::CloudEvent* SentEventsModel::at(int row) const
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    return &m_sent[static_cast<std::size_t>(row)].event;
}

int SentEventsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_sent.size());
}

QVariant SentEventsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Sent& sent = m_sent[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole)
        return tr("%1  %2").arg(sent.at.toString(QStringLiteral("HH:mm:ss")), sent.event.eventType);
    if (role == Qt::ToolTipRole)
        return tr("%1 from %2, %3").arg(sent.event.eventType, sent.event.source, sent.event.eventId);
    return {};
}

} // namespace ui
