// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/session.h"
#include "models/drivercatalogue.h"
#include "ui/pages/resourcepage.h"

#include <QWidget>

#include <array>

class QTabWidget;

namespace ui {

class EventsPage;
class MessageBar;

/// Everything of one session: the tabs, their forms, and what happened. A new connection is a new workspace.
class Workspace final : public QWidget
{
    Q_OBJECT
public:
    /// The catalogue must outlive the workspace.
    Workspace(const client::Connection& connection, const std::vector<models::CatalogueEntry>& catalogue,
              QWidget* parent = nullptr);
    ~Workspace() override;

    client::Session& session() { return m_session; }
    MessageBar& messages() { return *m_message; }
    /// Null while the Events tab is in front.
    ResourcePage* currentPage() const;
    QTabWidget& tabs() { return *m_tabs; }
    void openForm(models::Kind kind, ResourceDialog::Purpose purpose, const QString& name);
    void jumpTo(models::Kind kind, const QString& name);

Q_SIGNALS:
    void pageChanged();
    void clearFilterRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void wire(ResourcePage* page);
    void retitle();
    void refreshHealth();
    void confirmDelete(models::Kind kind, const QStringList& names);
    void announceSaved(models::Kind kind, const QString& name, bool created);
    void announceSettled(models::Kind kind, const QString& name, const models::Status& status, const QString& reason);

    client::Session m_session;
    const std::vector<models::CatalogueEntry>& m_catalogue;
    MessageBar* m_health = nullptr; ///< the connection
    MessageBar* m_message = nullptr; ///< what was done
    QTabWidget* m_tabs = nullptr;
    std::array<ResourcePage*, models::kKindCount> m_pages{};
    EventsPage* m_events = nullptr;
};

} // namespace ui
