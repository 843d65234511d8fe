// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/serviceaccountmaker.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

class MessageBar;
class MessageLabel;

/// A new service account on the server of the window, and a connection that signs in with it.
class ServiceAccountDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `base`: what the new connection has of the present one. Changes and keeper must outlive the dialog.
    ServiceAccountDialog(client::Changes& changes, client::ProfileKeeper& keeper, client::Profile base,
                         QWidget* parent = nullptr);

    void accept() override;
    void reject() override;

Q_SIGNALS:
    void made(const client::Profile& profile);

private:
    void build();
    void retranslate();
    void validate();
    void setBusy(const QString& words);
    void make();

    client::Changes& m_changes;
    const client::Profile m_base;
    client::ServiceAccountMaker m_maker;
    bool m_isBusy = false;
    MessageBar* m_message;
    QLabel* m_words;
    QLabel* m_nameTitle;
    QLineEdit* m_name;
    QCheckBox* m_withPolicy;
    MessageLabel* m_hint;
    QPushButton* m_ok = nullptr;
};

} // namespace ui
