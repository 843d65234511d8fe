// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectiondesk.h"

#include "client/profileexport.h"
#include "client/profilekeeper.h"
#include "client/whendone.h"
#include "ui/connections/connectionsdialog.h"
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
    , m_manage(new QAction(this))
{
    m_manage->setObjectName(QStringLiteral("action.connections"));
    connect(m_manage, &QAction::triggered, this, &ConnectionDesk::openManager);
    connect(&window, &MainWindow::serverRequested, this, &ConnectionDesk::openNew);
    connect(&m_entrance, &client::ProfileEntrance::opened, this, &ConnectionDesk::enter);
    connect(&m_entrance, &client::ProfileEntrance::passPhraseNeeded, this, [this] {
        openDialog({m_chosen, m_chosen, {}}).askForPassPhrase();
    });
    connect(&m_entrance, &client::ProfileEntrance::failed, this, [this](const models::Failure& failure) {
        openDialog({m_chosen, m_chosen, {}}).showFailure(failure);
    });
    connect(&keeper.store(), &client::ProfileStore::changed, this, &ConnectionDesk::onProfiles);
    keepWorded(window, [this] { m_manage->setText(tr("&Manage connections…")); });
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
    menu.removeAction(m_manage);
    m_entries << menu.addSeparator();
    for (const client::Profile& profile : m_keeper.store().listing().profiles) {
        // An & of a name is no mnemonic.
        auto* entry = menu.addAction(QString(profile.name).replace(QLatin1Char('&'), QLatin1String("&&")));
        entry->setObjectName(QStringLiteral("action.profile.%1").arg(profile.id));
        connect(entry, &QAction::triggered, this, [this, id = profile.id] {
            if (const client::Profile* now = m_keeper.store().find(id))
                choose(*now);
        });
        m_entries << entry;
    }
    menu.addAction(m_manage);
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
    openDialog({fresh, std::nullopt, explanation});
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

void ConnectionDesk::tell(const models::Failure& failure)
{
    if (m_manager)
        m_manager->messages().showFailure(failure);
    else
        m_window.tell(failure);
}

} // namespace ui
