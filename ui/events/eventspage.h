// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/journal.h"
#include "client/session.h"
#include "models/drivercatalogue.h"
#include "models/eventdraft.h"

#include <QWidget>

#include <functional>
#include <memory>

namespace ui {

/// Composes events, shows whom they will hit and what goes over the wire, sends them and traces what they did. A draft
/// is never lost: it is in the journal. All runs are followed only while they are looked at.
class EventsPage final : public QWidget
{
    Q_OBJECT
public:
    /// All must outlive the page.
    EventsPage(client::Session& session, client::Journal& journal, const std::vector<models::CatalogueEntry>& catalogue,
               QWidget* parent = nullptr);
    ~EventsPage() override;

    /// Starts a draft with this event type, for "send an event" on a subscription.
    void compose(const QString& eventType);
    models::EventDraft draft() const;
    void setDraft(const models::EventDraft& draft);
    /// False while a job runs: then the person is asked, and `quit` is called when the answer is to stop it.
    bool mayQuit(QWidget* asker, const std::function<void()>& quit);
    /// A job is running.
    bool isSendingMany() const;

Q_SIGNALS:
    /// The server took the event (queued, not handled).
    void sent(const QString& eventType, const QString& eventId);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
