// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/changes.h"
#include "client/journal.h"
#include "client/session.h"
#include "client/undo.h"
#include "models/drivercatalogue.h"
#include "ui/pages/resourcepage.h"

#include <QWidget>

#include <array>
#include <functional>
#include <optional>

class QTabWidget;

namespace ui {

class EventsPage;
class MessageBar;
class YamlDesk;

/// Everything of one session: the tabs, their forms, and what happened. Another Dispatch is another workspace; the
/// local one stays the same through its restarts, and so does what was typed.
/// The pages take longer to make than a thread of a window may be away, so they come one by one; nobody may ask for
/// one before built().
class Workspace final : public QWidget
{
    Q_OBJECT
public:
    /// Journal and catalogue must outlive the workspace.
    Workspace(const client::Connection& connection, client::Journal& journal,
              const std::vector<models::CatalogueEntry>& catalogue, QWidget* parent = nullptr);
    ~Workspace() override;

    client::Session& session() { return m_session; }
    client::Changes& changes() { return m_changes; }
    bool isLocal() const { return m_session.connection().isLocal; }
    /// The same Dispatch is at another address now.
    void moveTo(const client::Connection& connection);
    /// The local Dispatch ended or did not start: says so, once. When it is ours, all stays as it was, with a button
    /// to bring it back.
    void localFailed(const models::Failure& failure);
    /// Of something that was tried, in the bar above the tabs.
    void tell(const models::Failure& failure);
    void tellNotice(const QString& text);
    /// What was typed and not sent, by the titles of its places.
    QStringList unsaved() const;
    /// Continues at once, or, when something typed would be lost or a job still sends, after a question whose default
    /// is to stay.
    void whenFreeToLeave(const std::function<void()>& then);
    /// Nothing would be asked.
    bool isFreeToLeave() const;
    /// Null while the Events tab is in front.
    ResourcePage* currentPage() const;
    QTabWidget& tabs() { return *m_tabs; }
    /// Brings a page to the front, ready to be worked with the keyboard.
    void showPage(int index);
    /// In the order of the tabs.
    static QStringList pageNames();
    void openForm(models::Kind kind, ResourceDialog::Purpose purpose, const QString& name);
    void jumpTo(models::Kind kind, const QString& name);
    void openImport();
    /// Of the page in front first.
    void openExport();
    /// Asks whether the latest change shall be taken back, also one of an earlier start.
    void offerUndo();

Q_SIGNALS:
    /// All pages are there. Always later than the constructor.
    void built();
    void pageChanged();
    void clearFilterRequested();
    /// Somebody wants to sign in again, because of that.
    void signInRequested(const client::Connection& connection, const models::Failure& failure);
    /// Somebody wants the ended local Dispatch back.
    void restartRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildBars();
    void buildNextPage();
    void buildTabs();
    void wire(ResourcePage* page);
    void retitle();
    void refreshHealth();
    bool asksForSignIn();
    void confirmDelete(models::Kind kind, const QStringList& names);
    void announceSaved(models::Kind kind, const QString& name, bool created);
    void whenNothingIsSent(const std::function<void()>& then);
    void announceSettled(models::Kind kind, const QString& name, const models::Status& status, const QString& reason);

    client::Session m_session;
    client::Journal& m_journal;
    client::Changes m_changes;
    client::Undo m_undo;
    const std::vector<models::CatalogueEntry>& m_catalogue;
    std::optional<models::Failure> m_ended; ///< why the local Dispatch is not there
    MessageBar* m_health = nullptr; ///< the connection
    MessageBar* m_message = nullptr; ///< what was done
    QTabWidget* m_tabs = nullptr;
    std::array<ResourcePage*, models::kKindCount> m_pages{};
    std::size_t m_builtPages = 0; ///< of m_pages
    EventsPage* m_events = nullptr;
    YamlDesk* m_yaml = nullptr;
};

} // namespace ui
