// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/profile.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace ui {

/// What most connections leave as it is: colour, protection, trust in certificates, and the proxy.
class ProfileSettings final : public QWidget
{
    Q_OBJECT
public:
    explicit ProfileSettings(const client::Profile& profile, QWidget* parent = nullptr);

    /// Writes what is chosen into the profile.
    void writeTo(client::Profile& profile) const;
    /// Empty when there is nothing to complain about.
    QString problem() const;
    /// Something differs from what a connection has at first.
    bool isSpecial() const;
    void pin(const QByteArray& sha256);

Q_SIGNALS:
    void changed();

private:
    void build();
    void fill(const client::Profile& profile);
    QLineEdit* addFile(const char* objectName);
    void retranslate();
    void refresh();
    void chooseFile(QLineEdit* edit);

    QFormLayout* m_form;
    QComboBox* m_mark = nullptr;
    QComboBox* m_protection = nullptr;
    QLineEdit* m_caFile = nullptr;
    QLineEdit* m_certificateFile = nullptr;
    QLineEdit* m_keyFile = nullptr;
    QLineEdit* m_pin = nullptr;
    QCheckBox* m_insecure = nullptr;
    QComboBox* m_proxy = nullptr;
    QLineEdit* m_proxyAddress = nullptr;
    QLineEdit* m_bypass = nullptr;
    QList<QLabel*> m_titles; ///< in the order of the rows
};

} // namespace ui
