// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/historytypes.h"

#include "client/whendone.h"

namespace ui {

namespace {

constexpr int kEventsBack = 200;

} // namespace

HistoryTypes::HistoryTypes(client::Journal& journal, QObject* parent)
    : QObject(parent)
    , m_journal(journal)
{
}

void HistoryTypes::ask()
{
    client::SentQuery query;
    query.limit = kEventsBack;
    client::whenDone(m_journal.search(query), this,
                     [this](const models::Result<std::vector<client::SentEvent>>& events) {
                         if (!events)
                             return;
                         QStringList types;
                         for (const client::SentEvent& sent : *events)
                             types << sent.eventType;
                         types.removeDuplicates();
                         Q_EMIT found(types);
                     });
}

} // namespace ui
