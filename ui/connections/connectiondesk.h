// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/profileentrance.h"
#include "ui/connections/profiledialog.h"

#include <QObject>
#include <QPointer>

class QAction;

namespace client {
class ProfileKeeper;
}

namespace ui {

class ConnectionsDialog;
class MainWindow;

/// The connections of a window: its menu of profiles, and what can be done with them. Only the profile that is chosen
/// is asked anything; the others cost nothing, dead or alive.
class ConnectionDesk final : public QObject
{
    Q_OBJECT
public:
    /// A child of the window; the keeper must outlive it.
    ConnectionDesk(MainWindow& window, client::ProfileKeeper& keeper);
    /// A server that somebody may want to enter, in a form with what is known of it.
    void offer(const client::Profile& profile, const QString& explanation);

private:
    void onProfiles();
    void fillMenu();
    void choose(const client::Profile& profile);
    void enter(const client::Connection& connection);
    void openManager();
    ProfileDialog& openDialog(const ProfileDialog::Start& start);
    void openNew(const QString& explanation);
    void signInAgain(const client::Connection& connection, const models::Failure& failure);
    void edit(const client::Profile& profile);
    void duplicate(const client::Profile& profile);
    void confirmRemoval(const client::Profile& profile);
    void remove(const client::Profile& profile);
    void exportProfiles();
    void importFromCli();
    void testCurrent();
    void makeServiceAccount();
    client::Profile profileOf(const client::Connection& connection) const;
    void tell(const models::Failure& failure);

    MainWindow& m_window;
    client::ProfileKeeper& m_keeper;
    client::ProfileEntrance m_entrance;
    client::Profile m_chosen;
    std::optional<models::Failure> m_problem; ///< with the file, as it was told
    QAction* m_test;
    QAction* m_account;
    QAction* m_manage;
    QList<QAction*> m_entries;
    QPointer<ConnectionsDialog> m_manager;
};

} // namespace ui
