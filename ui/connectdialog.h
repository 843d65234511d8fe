// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QDialog>

#include <memory>

class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace client {
class Session;
}

namespace ui {

class MessageBar;

/// Asks for a server and uses it only after it has answered. Keeps what was typed when it did not.
class ConnectDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `explanation` may be empty.
    ConnectDialog(const QString& explanation, QWidget* parent = nullptr);
    ~ConnectDialog() override;
    void accept() override;

Q_SIGNALS:
    void connectionTested(const client::Connection& connection);

private:
    client::Connection typed() const;
    void build(const QString& explanation);
    void validate();

    std::unique_ptr<client::Session> m_trial;
    MessageBar* m_message;
    QLineEdit* m_address;
    QLineEdit* m_organization;
    QLineEdit* m_token;
    QLabel* m_hint;
    QDialogButtonBox* m_buttons;
    QPushButton* m_ok;
};

} // namespace ui
