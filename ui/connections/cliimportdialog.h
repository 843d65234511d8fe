// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cliconfig.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QListWidget;
class QPushButton;

namespace client {
class ProfileKeeper;
}

namespace ui {

class MessageBar;

/// The contexts of the original command line, to be taken over as connections. Its file is left as it is.
class CliImportDialog final : public QDialog
{
    Q_OBJECT
public:
    /// The keeper must outlive it.
    CliImportDialog(client::ProfileKeeper& keeper, client::CliConfig config, QWidget* parent = nullptr);

    void accept() override;

Q_SIGNALS:
    void imported(int connections);

private:
    void build();
    void retranslate();
    void refresh();
    void saveNext();
    client::Profile named(client::Profile profile) const;

    client::ProfileKeeper& m_keeper;
    const client::CliConfig m_config;
    std::vector<std::size_t> m_wanted; ///< not saved yet, the first last
    int m_saved = 0;
    bool m_isSaving = false;
    MessageBar* m_message;
    QLabel* m_question;
    QListWidget* m_list;
    QLabel* m_remarks;
    QCheckBox* m_withSecrets;
    QPushButton* m_ok = nullptr;
};

} // namespace ui
