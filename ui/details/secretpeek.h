// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/session.h"
#include "ui/details/secretclipboard.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTimer;

namespace ui {

/// Shows one value of a secret for 30 s. Fetches it anew each time and keeps nothing else of the answer.
class SecretPeek final : public QWidget
{
    Q_OBJECT
public:
    explicit SecretPeek(client::Session& session, QWidget* parent = nullptr);
    void setSecret(const QString& name, const QStringList& keys);

protected:
    void changeEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void retranslate();
    void reveal();
    void copy();
    void fetch(const std::function<void(const QString& value)>& then);
    void conceal();

    client::Session& m_session;
    QString m_name;
    int m_request = 0; ///< answers to an older request are dropped
    QComboBox* m_keys;
    QLineEdit* m_value;
    QPushButton* m_reveal;
    QPushButton* m_copy;
    SecretClipboard* m_clipboard;
    QLabel* m_problem;
    QTimer* m_timer;
};

} // namespace ui
