// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/profile.h"
#include "models/failure.h"

#include <QObject>

#include <optional>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QWidget;

namespace client {
class Keychain;
}

namespace ui {

class MessageLabel;

/// The rows of a form that say how to sign in, and with which secret. Shows no secret that is kept: a person types a
/// new one or leaves it.
class SignInForm final : public QObject
{
    Q_OBJECT
public:
    /// A child of the dialog, whose form gets the rows. The keychain must outlive it. `kept` when the profile is not
    /// new: its secret is there.
    SignInForm(client::Keychain& keychain, const client::Profile& profile, bool kept, QFormLayout& rows,
               QWidget& dialog);

    client::SignInMethod method() const;
    QString account() const;
    /// What was typed or chosen; nothing when the kept one stays.
    std::optional<QByteArray> secret() const;
    QByteArray passPhrase() const;
    /// Empty when there is nothing to complain about.
    QString problem() const;
    void askForPassPhrase();
    /// As if it had been typed.
    void setCookie(const QByteArray& cookie);
    void setEnabled(bool enabled);
    /// What the keyboard walks through, in order.
    QWidgetList stops() const;
    /// Says where the secret is kept. For the dialog to place.
    QWidget* where() const;

Q_SIGNALS:
    void changed();
    /// A key file that cannot be read.
    void failed(const models::Failure& failure);
    /// Somebody wants to get the cookie with the browser.
    void browserRequested();

private:
    void build();
    void showRows();
    void reword();
    void chooseKey();
    void readKey(const QString& path);
    void sayWhere();
    bool keepsSecret() const;

    QWidget& m_dialog;
    QFormLayout& m_rows;
    client::Keychain& m_keychain;
    const client::SignInMethod m_keptMethod; ///< None when nothing is kept
    QComboBox* m_method = nullptr;
    QLineEdit* m_secret = nullptr;
    QLineEdit* m_account = nullptr;
    QPushButton* m_browser = nullptr;
    QWidget* m_key = nullptr;
    QLabel* m_keyName = nullptr;
    QPushButton* m_choose = nullptr;
    QLineEdit* m_passPhrase = nullptr;
    MessageLabel* m_where = nullptr;
    QByteArray m_keyPem;
    QString m_keyFile;
    bool m_locked = false; ///< the key wants a pass phrase
};

} // namespace ui
