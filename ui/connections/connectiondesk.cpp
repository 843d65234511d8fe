// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectiondesk.h"

#include "client/profileexport.h"
#include "client/profilekeeper.h"
#include "client/whendone.h"
#include "ui/connections/changeguard.h"
#include "ui/connections/cliimportdialog.h"
#include "ui/connections/connectionband.h"
#include "ui/connections/connectionsdialog.h"
#include "ui/connections/connectiontestdialog.h"
#include "ui/connections/serviceaccountdialog.h"
#include "ui/mainwindow.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QAction>
#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

namespace ui {

ConnectionDesk::ConnectionDesk(MainWindow& window, client::ProfileKeeper& keeper)
    : QObject(&window)
    , m_window(window)
    , m_keeper(keeper)
    , m_entrance(keeper.keychain())
    , m_test(new QAction(this))
    , m_account(new QAction(this))
    , m_manage(new QAction(this))
{
    m_manage->setObjectName(QStringLiteral("action.connections"));
    m_test->setObjectName(QStringLiteral("action.testconnection"));
    connect(m_test, &QAction::triggered, this, &ConnectionDesk::testCurrent);
    connect(&window.connectionMenu(), &QMenu::aboutToShow, this, [this] {
        const auto connection = m_window.connection();
        m_test->setEnabled(connection.has_value());
        m_account->setEnabled(connection && !connection->isLocal && mayChange(*connection));
    });
    m_account->setObjectName(QStringLiteral("action.serviceaccount"));
    connect(m_account, &QAction::triggered, this, &ConnectionDesk::makeServiceAccount);
    connect(m_manage, &QAction::triggered, this, &ConnectionDesk::openManager);
    connect(&window, &MainWindow::serverRequested, this, &ConnectionDesk::openNew);
    connect(&window, &MainWindow::signInRequested, this, &ConnectionDesk::signInAgain);
    connect(&m_entrance, &client::ProfileEntrance::opened, this, &ConnectionDesk::enter);
    connect(&m_entrance, &client::ProfileEntrance::passPhraseNeeded, this, [this] {
        openDialog({m_chosen, m_chosen, {}}).askForPassPhrase();
    });
    connect(&m_entrance, &client::ProfileEntrance::failed, this, [this](const models::Failure& failure) {
        openDialog({m_chosen, m_chosen, {}}).showFailure(failure);
    });
    connect(&keeper.store(), &client::ProfileStore::changed, this, &ConnectionDesk::onProfiles);
    keepWorded(window, [this] {
        m_test->setText(tr("&Test this connection…"));
        m_account->setText(tr("New &service account…"));
        m_manage->setText(tr("&Manage connections…"));
    });
    onProfiles();
}

void ConnectionDesk::onProfiles()
{
    fillMenu();
    const client::ProfileListing& listing = m_keeper.store().listing();
    std::optional<models::Failure> problem = listing.problem;
    if (!problem && !listing.broken.empty())
        problem = listing.broken.front();
    if (problem && problem != m_problem)
        tell(*problem);
    m_problem = problem;
}

/// Behind what the menu has of its own.
void ConnectionDesk::fillMenu()
{
    QMenu& menu = m_window.connectionMenu();
    for (QAction* entry : std::as_const(m_entries))
        entry->deleteLater();
    m_entries.clear();
    menu.removeAction(m_test);
    menu.removeAction(m_account);
    menu.removeAction(m_manage);
    m_entries << menu.addSeparator();
    for (const client::Profile& profile : m_keeper.store().listing().profiles) {
        // An & of a name is no mnemonic.
        auto* entry = menu.addAction(QString(profile.name).replace(QLatin1Char('&'), QLatin1String("&&")));
        entry->setObjectName(QStringLiteral("action.profile.%1").arg(profile.id));
        entry->setIcon(iconOf(profile.mark));
        connect(entry, &QAction::triggered, this, [this, id = profile.id] {
            if (const client::Profile* now = m_keeper.store().find(id))
                choose(*now);
        });
        m_entries << entry;
    }
    m_entries << menu.addSeparator();
    menu.addActions({m_test, m_account, m_manage});
}

void ConnectionDesk::testCurrent()
{
    if (const auto connection = m_window.connection()) {
        auto* dialog = new ConnectionTestDialog(*connection, &m_window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    }
}

void ConnectionDesk::choose(const client::Profile& profile)
{
    m_chosen = profile;
    m_entrance.open(profile, std::nullopt, {});
}

void ConnectionDesk::enter(const client::Connection& connection)
{
    if (m_manager)
        m_manager->close();
    m_window.useConnection(connection);
}

void ConnectionDesk::openManager()
{
    if (m_manager) {
        m_manager->raise();
        m_manager->activateWindow();
        return;
    }
    m_manager = new ConnectionsDialog(m_keeper.store(), &m_window);
    m_manager->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_manager, &ConnectionsDialog::newRequested, this, [this] { openNew({}); });
    connect(m_manager, &ConnectionsDialog::connectRequested, this, &ConnectionDesk::choose);
    connect(m_manager, &ConnectionsDialog::editRequested, this, &ConnectionDesk::edit);
    connect(m_manager, &ConnectionsDialog::duplicateRequested, this, &ConnectionDesk::duplicate);
    connect(m_manager, &ConnectionsDialog::removeRequested, this, &ConnectionDesk::confirmRemoval);
    connect(m_manager, &ConnectionsDialog::exportRequested, this, &ConnectionDesk::exportProfiles);
    connect(m_manager, &ConnectionsDialog::cliImportRequested, this, &ConnectionDesk::importFromCli);
    m_manager->open();
}

ProfileDialog& ConnectionDesk::openDialog(const ProfileDialog::Start& start)
{
    QWidget* const parent = m_manager ? static_cast<QWidget*>(m_manager) : &m_window;
    auto* dialog = new ProfileDialog(m_keeper, start, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    // Queued: entering closes the manager, which owns this dialog.
    connect(dialog, &ProfileDialog::connected, this, &ConnectionDesk::enter, Qt::QueuedConnection);
    dialog->open();
    return *dialog;
}

void ConnectionDesk::openNew(const QString& explanation)
{
    client::Profile fresh;
    fresh.id = client::Profile::makeId();
    offer(fresh, explanation);
}

void ConnectionDesk::offer(const client::Profile& profile, const QString& explanation)
{
    openDialog({profile, std::nullopt, explanation});
}

void ConnectionDesk::signInAgain(const client::Connection& connection, const models::Failure& failure)
{
    if (const client::Profile* profile = m_keeper.store().find(connection.profile)) {
        openDialog({*profile, *profile, {}}).showFailure(failure);
        return;
    }
    openDialog({profileOf(connection), std::nullopt, {}}).showFailure(failure);
}

/// That of the file, or one that has what the connection has.
client::Profile ConnectionDesk::profileOf(const client::Connection& connection) const
{
    if (const client::Profile* profile = m_keeper.store().find(connection.profile))
        return *profile;
    client::Profile fresh;
    fresh.id = client::Profile::makeId();
    fresh.name = connection.name.isEmpty() ? connection.base.authority() : connection.name;
    fresh.base = connection.base;
    fresh.organization = connection.organization;
    return fresh;
}

void ConnectionDesk::makeServiceAccount()
{
    client::Changes* const changes = m_window.changes();
    const auto connection = m_window.connection();
    if (!changes || !connection)
        return;
    auto* dialog = new ServiceAccountDialog(*changes, m_keeper, profileOf(*connection), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ServiceAccountDialog::made, this, [this](const client::Profile& profile) {
        m_window.tellNotice(tr("Made the service account %1. The connection “%2” signs in with it.")
                                .arg(profile.account, profile.name));
    });
    dialog->open();
}

void ConnectionDesk::edit(const client::Profile& profile)
{
    openDialog({profile, profile, {}});
}

void ConnectionDesk::duplicate(const client::Profile& profile)
{
    client::Profile copy = profile;
    copy.id = client::Profile::makeId();
    copy.name = tr("%1 (copy)").arg(profile.name);
    openDialog(
        {copy, std::nullopt,
         profile.signIn == client::SignInMethod::None ? QString() : tr("The secret is not copied: enter it again.")});
}

void ConnectionDesk::confirmRemoval(const client::Profile& profile)
{
    auto* box = new QMessageBox(QMessageBox::Question, tr("Delete the connection?"),
                                tr("Delete the connection “%1” to %2 and forget its secrets? The server keeps what "
                                   "is on it.")
                                    .arg(profile.name, profile.base.toString()),
                                QMessageBox::Cancel, m_manager ? static_cast<QWidget*>(m_manager) : &m_window);
    box->setObjectName(QStringLiteral("dialog.removeProfile"));
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* const yes = box->addButton(tr("&Delete"), QMessageBox::DestructiveRole);
    yes->setObjectName(QStringLiteral("removeProfile.delete"));
    box->setDefaultButton(QMessageBox::Cancel);
    connect(yes, &QPushButton::clicked, this, [this, profile] { remove(profile); });
    box->open();
}

void ConnectionDesk::remove(const client::Profile& profile)
{
    client::whenDone(m_keeper.remove(profile), this, [this](const models::Result<bool>& removed) {
        if (!removed)
            tell(removed.error());
    });
}

void ConnectionDesk::exportProfiles()
{
    auto* dialog = new QFileDialog(m_manager, tr("Export connections without secrets"));
    dialog->setObjectName(QStringLiteral("dialog.exportProfiles"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        client::whenDone(client::exportProfilesLater(path, m_keeper.store().listing().profiles), this,
                         [this](const models::Result<QString>& written) {
                             if (!written)
                                 tell(written.error());
                             else if (m_manager)
                                 m_manager->messages().showNotice(tr("Written to %1.").arg(*written));
                         });
    });
    dialog->open();
}

void ConnectionDesk::importFromCli()
{
    client::whenDone(
        client::loadCliConfig(client::cliConfigPath()), this, [this](const models::Result<client::CliConfig>& config) {
            if (!config) {
                tell(config.error());
                return;
            }
            auto* dialog
                = new CliImportDialog(m_keeper, *config, m_manager ? static_cast<QWidget*>(m_manager) : &m_window);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &CliImportDialog::imported, this, [this](int connections) {
                if (m_manager)
                    m_manager->messages().showNotice(tr("Imported %n connections.", nullptr, connections));
            });
            dialog->open();
        });
}

void ConnectionDesk::tell(const models::Failure& failure)
{
    if (m_manager)
        m_manager->messages().showFailure(failure);
    else
        m_window.tell(failure);
}

} // namespace ui
