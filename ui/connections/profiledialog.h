// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "client/profile.h"
#include "models/failure.h"

#include <QDialog>

#include <memory>
#include <optional>

class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace client {
class BrowserLogin;
class ProfileEntrance;
class ProfileKeeper;
class Session;
} // namespace client

namespace ui {

class FoldOut;
class MessageBar;
class MessageLabel;
class ProfileSettings;
class SignInForm;

/// A profile to be made, changed or entered. *Connect* keeps it only after the server has answered; *Save* keeps it
/// unasked. What was typed stays when either fails.
class ProfileDialog final : public QDialog
{
    Q_OBJECT
public:
    struct Start
    {
        client::Profile profile; ///< what the fields show first
        std::optional<client::Profile> before; ///< as it is in the file; nothing for a new one
        QString explanation; ///< may be empty
    };

    /// The keeper must outlive it.
    ProfileDialog(client::ProfileKeeper& keeper, const Start& start, QWidget* parent = nullptr);
    ~ProfileDialog() override;

    void accept() override;
    void reject() override;
    /// Why it is open although nobody asked for it.
    void showFailure(const models::Failure& failure);
    void askForPassPhrase();

Q_SIGNALS:
    /// The server has answered and the profile is kept.
    void connected(const client::Connection& connection);

protected:
    bool event(QEvent* event) override;

private:
    void build(const QString& explanation);
    void reword();
    client::Profile typed() const;
    QString problem() const;
    void validate();
    void fit();
    void setBusy(const QString& words);
    void enter(bool asTest);
    void opened(const client::Connection& connection);
    void tryOut(const client::Connection& connection);
    void save(const std::optional<client::Connection>& then);
    void stopTrial();
    void showTrialFailure(const models::Failure& failure, const client::TlsTrouble& trouble);
    void offerToPin();
    void signInWithBrowser();

    client::ProfileKeeper& m_keeper;
    const client::Profile m_profile; ///< with what the fields do not show
    const std::optional<client::Profile> m_before;
    client::ProfileEntrance* m_entrance;
    bool m_isTest = false; ///< what the entrance opens is walked step by step, not entered
    std::unique_ptr<client::Session> m_trial;
    std::unique_ptr<client::BrowserLogin> m_login; ///< while the browser is out
    QList<QSslCertificate> m_untrusted; ///< what the server showed at the last try
    bool m_busy = false;
    int m_fitted = 0; ///< the height it gave itself
    MessageBar* m_message;
    QLineEdit* m_name;
    QLineEdit* m_address;
    QLineEdit* m_organization;
    QFormLayout* m_form;
    SignInForm* m_signIn;
    FoldOut* m_more;
    ProfileSettings* m_settings;
    QLabel* m_nameTitle;
    QLabel* m_addressTitle;
    QLabel* m_organizationTitle;
    MessageLabel* m_hint;
    QDialogButtonBox* m_buttons;
    QPushButton* m_test;
    QPushButton* m_save;
    QPushButton* m_ok;
};

} // namespace ui
