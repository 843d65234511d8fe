// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/draftkeeper.h"

#include "client/whendone.h"

namespace ui {

DraftKeeper::DraftKeeper(client::Journal& journal, const QString& connection, QObject* parent)
    : QObject(parent)
    , m_journal(journal)
    , m_connection(connection)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMSecs);
    connect(&m_rest, &QTimer::timeout, this, &DraftKeeper::write);
    load();
}

DraftKeeper::~DraftKeeper()
{
    write();
}

void DraftKeeper::keep(const models::EventDraft& draft)
{
    m_used = true;
    if (!m_waiting)
        m_sinceFirst.start();
    m_waiting = draft;
    if (m_sinceFirst.hasExpired(kMostMSecs))
        write();
    else
        m_rest.start();
}

void DraftKeeper::load()
{
    client::whenDone(m_journal.loadDraft(m_connection), this, [this](const models::Result<QByteArray>& draft) {
        if (!draft) {
            Q_EMIT failed(draft.error());
            return;
        }
        const auto json = models::parseJson(*draft);
        if (!m_used && !draft->isEmpty() && json)
            Q_EMIT found(models::eventDraftFromJson(*json));
    });
}

void DraftKeeper::write()
{
    if (!m_waiting)
        return;
    const models::EventDraft draft = *std::exchange(m_waiting, std::nullopt);
    client::whenDone(m_journal.saveDraft(m_connection, models::dumpJson(models::toJson(draft))), this,
                     [this](const models::Result<bool>& saved) {
                         if (!saved)
                             Q_EMIT failed(saved.error());
                     });
}

} // namespace ui
