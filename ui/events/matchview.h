// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/watch.h"
#include "models/eventproblems.h"
#include "ui/events/matchhitsmodel.h"

#include <QWidget>

class QTableView;
class QVBoxLayout;

namespace ui {

class MessageLabel;

/// Whom an event of the type being typed will hit, kept up with what the watch sees. Shown before anything is sent.
class MatchView final : public QWidget
{
    Q_OBJECT
public:
    /// The watch must outlive the view.
    explicit MatchView(const client::Watch& watch, QWidget* parent = nullptr);

    /// As it will be sent, without variables.
    void setEventType(const QString& eventType);
    /// An original Solo shares events between the subscriptions of one type.
    void setBus(models::EventBus bus);
    const models::MatchPreview& preview() const { return m_preview; }

Q_SIGNALS:
    /// A near miss was chosen.
    void eventTypeChosen(const QString& eventType);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void say();
    void offer();
    QString summary() const;
    QStringList warnings() const;

    const client::Watch& m_watch;
    QString m_eventType;
    models::EventBus m_bus = models::EventBus::Local;
    models::MatchPreview m_preview;
    MatchHitsModel m_model;
    MessageLabel* m_summary;
    MessageLabel* m_warning;
    QTableView* m_hits;
    QWidget* m_offers;
    QVBoxLayout* m_offersLayout;
};

} // namespace ui
