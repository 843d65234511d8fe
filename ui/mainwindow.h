// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/journal.h"
#include "client/localserver.h"
#include "models/drivercatalogue.h"
#include "ui/forms/resourcedialog.h"
#include "ui/memory.h"

#include <QMainWindow>
#include <QPointer>

#include <functional>
#include <optional>

class QMenu;
class QStackedWidget;

namespace client {
class Changes;
}

namespace ui {

class MainActions;
class MainToolBar;
class RequestDock;
class StandingPage;
class StartPage;
class StatusLine;
class Workspace;

/// The window: builds and wires, nothing else.
///
/// Object names are the API of tests and of the tour. Pages: "page.<YAML kind>" and "page.Events" in "tabs"; inside a
/// page "page.Driver.table", ".new", ".edit", ".duplicate", ".delete", ".copy", ".asOf", ".message". Actions:
/// "action.new.<YAML kind>", "action.edit", "action.duplicate", "action.delete", "action.copy.yaml|json|command|curl",
/// "action.look", "action.find", "action.connect", "action.local", "action.tour", "action.shortcuts", "action.about",
/// "action.quit". Also "filter", "connection", "new", "status", "start.local", "start.server", "start.cluster",
/// "message", "watch.message", "details.*".
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    /// The local server and the journal must outlive the window.
    MainWindow(client::LocalServer& local, client::Journal& journal, Memory memory = Memory::Kept);
    ~MainWindow() override;

    void startLocal();
    /// The last connection was the local Dispatch, so that a new start may go there at once.
    bool lastWasLocal() const;
    /// Asks first when something typed would be lost. The local Dispatch after a restart goes on where it was.
    void useConnection(const client::Connection& connection);
    /// Of something that is not about the connection; in the bar of the page in front.
    void tell(const models::Failure& failure);
    /// Likewise, of something that went well.
    void tellNotice(const QString& text);
    /// Nothing when there is none.
    std::optional<client::Connection> connection() const;
    /// The way to change what is behind the connection; null when there is none.
    client::Changes* changes() const;
    /// Where the connections to choose from are.
    QMenu& connectionMenu();
    /// A page that is there with and without a connection: the last tab of each, and alone while there is none. The
    /// window owns it from now on.
    void addStandingPage(QWidget* page);
    void showStandingPage();
    /// Back to the doors, while there is no connection.
    void showStart();
    void setStandingTitle(const QString& title);
    /// Asked before the window closes: true = nothing is in the way; otherwise what is passed is called when it may.
    void setFarewell(std::function<bool(const std::function<void()>& close)> farewell);
    /// To the front, when another start asked for it.
    void raiseToFront();

Q_SIGNALS:
    void tourRequested();
    /// Look at everything anew.
    void lookRequested();
    /// Another connection is in front, with all its pages.
    void connectionChanged();
    /// Somebody wants to enter a server; `explanation` goes above the form.
    void serverRequested(const QString& explanation);
    /// The server does not know who we are (any more). Everything stays as it is meanwhile.
    void signInRequested(const client::Connection& connection, const models::Failure& failure);

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void buildRequests();
    void wire();
    void wireActions();
    void retranslate();
    void readCatalogue();
    void restoreSettings();
    void leaveConnection();
    void enterConnection(const client::Connection& connection);
    void entered(int page);
    void localFailed(const models::Failure& failure);
    void pageChanged();
    void setFilter(const QString& text);

    client::LocalServer& m_local;
    client::Journal& m_journal;
    MainActions& m_actions; ///< a child
    std::vector<models::CatalogueEntry> m_catalogue;
    QStackedWidget* m_stack = nullptr;
    StartPage* m_start = nullptr;
    QPointer<Workspace> m_entering; ///< is being built
    Workspace* m_workspace = nullptr;
    StatusLine* m_status = nullptr;
    RequestDock* m_requests = nullptr;
    MainToolBar* m_toolBar = nullptr;
    StandingPage* m_standing = nullptr;
    std::function<bool(const std::function<void()>&)> m_farewell;
    bool m_mayDiscard = false; ///< what was typed; for this attempt to close
};

} // namespace ui
