// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connectiontest.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace ui {

/// The way to a server, step by step, while it is walked. Closing gives up what is under way.
class ConnectionTestDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit ConnectionTestDialog(const client::Connection& connection, QWidget* parent = nullptr);

    const client::ConnectionTest& test() const { return m_test; }
    void reject() override;

private:
    void build();
    void retranslate();
    void refresh();

    const QString m_name;
    client::ConnectionTest m_test;
    QLabel* m_title;
    QTreeWidget* m_steps;
    QLabel* m_remedy;
    QPushButton* m_copy = nullptr;
    QPushButton* m_close = nullptr;
};

} // namespace ui
