// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/session.h"
#include "models/drivercatalogue.h"

#include <QLineEdit>

class QStringListModel;

namespace ui {

/// An event type, completed from the subscriptions, from what known drivers send and from what was sent.
class EventTypeEdit final : public QLineEdit
{
    Q_OBJECT
public:
    EventTypeEdit(client::Session& session, const std::vector<models::CatalogueEntry>& catalogue,
                  QWidget* parent = nullptr);
    /// Types that were sent before; they are offered, too.
    void setHistory(const QStringList& types);

private:
    void refill();

    client::Session& m_session;
    const std::vector<models::CatalogueEntry>& m_catalogue;
    QStringList m_history;
    QStringListModel* m_words;
};

} // namespace ui
