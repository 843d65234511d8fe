// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/portforwards.h"
#include "models/cluster/kubernetespod.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace ui {

class MessageLabel;

/// Asks which port of a pod is wanted, and where on this machine.
class ForwardDialog final : public QDialog
{
    Q_OBJECT
public:
    ForwardDialog(const QString& context, const models::Pod& pod, QWidget* parent);

Q_SIGNALS:
    void chosen(const client::PortForward& wanted);

private:
    void build();
    void retranslate();
    void validate();
    void choose();
    int remotePort() const;

    QString m_context;
    models::Pod m_pod;
    QLabel* m_question;
    QLabel* m_remoteTitle;
    QComboBox* m_remote;
    QLabel* m_localTitle;
    QSpinBox* m_local;
    MessageLabel* m_hint;
    QPushButton* m_start;
    QPushButton* m_cancel;
};

} // namespace ui
