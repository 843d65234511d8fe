// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/session.h"
#include "models/drivercatalogue.h"

#include <QWidget>

#include <memory>

namespace ui {

/// Sends events and shows the runs they caused. A draft is never lost by a failure. Runs are followed only while the
/// page is visible.
class EventsPage final : public QWidget
{
    Q_OBJECT
public:
    /// Session and catalogue must outlive the page.
    EventsPage(client::Session& session, const std::vector<models::CatalogueEntry>& catalogue,
               QWidget* parent = nullptr);
    ~EventsPage() override;

    /// Starts a draft with this event type, for "send an event" on a subscription.
    void compose(const QString& eventType);
    /// Something was typed and not sent yet.
    bool hasDraft() const;

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
