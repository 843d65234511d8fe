// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/session.h"
#include "models/drivercatalogue.h"

#include <QLineEdit>

class QStringListModel;

namespace ui {

/// An event type, completed from the subscriptions and from what known drivers send.
class EventTypeEdit final : public QLineEdit
{
    Q_OBJECT
public:
    EventTypeEdit(client::Session& session, const std::vector<models::CatalogueEntry>& catalogue,
                  QWidget* parent = nullptr);

private:
    void refill();

    client::Session& m_session;
    const std::vector<models::CatalogueEntry>& m_catalogue;
    QStringListModel* m_words;
};

} // namespace ui
