// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/profile.h"

#include <QDialog>

#include <optional>

class QDialogButtonBox;
class QListWidget;
class QPushButton;

namespace client {
class ProfileStore;
}

namespace ui {

class MessageBar;

/// All profiles, and what can be done with the selected one. Follows the file.
class ConnectionsDialog final : public QDialog
{
    Q_OBJECT
public:
    /// The store must outlive it.
    explicit ConnectionsDialog(client::ProfileStore& store, QWidget* parent = nullptr);

    MessageBar& messages() { return *m_message; }

Q_SIGNALS:
    void newRequested();
    void connectRequested(const client::Profile& profile);
    void editRequested(const client::Profile& profile);
    void duplicateRequested(const client::Profile& profile);
    void removeRequested(const client::Profile& profile);
    void exportRequested();
    /// The contexts of the original command line.
    void cliImportRequested();

private:
    void build();
    void reword();
    void refill();
    void enable();
    std::optional<client::Profile> selected() const;

    client::ProfileStore& m_store;
    MessageBar* m_message;
    QListWidget* m_list;
    QDialogButtonBox* m_buttons;
    QPushButton* m_connect;
    QPushButton* m_new;
    QPushButton* m_edit;
    QPushButton* m_duplicate;
    QPushButton* m_remove;
    QPushButton* m_export;
    QPushButton* m_cliImport;
};

} // namespace ui
