// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/cluster/forwardmodel.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace ui {

/// The forwarded ports: where each can be reached, and the buttons to use and to end it.
class ForwardsView final : public QWidget
{
    Q_OBJECT
public:
    /// The forwards must outlive it.
    explicit ForwardsView(client::PortForwards& forwards, QWidget* parent = nullptr);

    /// Selects it.
    void show(int id);

Q_SIGNALS:
    void said(const QString& text);

private:
    void build();
    void retranslate();
    void validate();
    const client::PortForward* current() const;
    QString link() const;

    client::PortForwards& m_forwards;
    ForwardModel m_model;
    QTableView* m_table = nullptr;
    QLabel* m_link = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_copy = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_remove = nullptr;
};

} // namespace ui
