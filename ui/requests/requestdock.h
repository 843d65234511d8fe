// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/requests/requestmodel.h"

#include <QDockWidget>

class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace client {
class Session;
}

namespace ui {

/// Every request of the session with its answer, without secrets. Bodies are shown for the selected one only.
class RequestDock final : public QDockWidget
{
    Q_OBJECT
public:
    explicit RequestDock(QWidget* parent = nullptr);
    /// Null = not connected.
    void setSession(client::Session* session);

private:
    void build();
    void retranslate();
    void showCurrent();
    void copyCurl();
    const client::RequestRecord* current() const;

    QString m_organization;
    RequestModel m_model;
    RequestFilter m_filtered{m_model};
    QLineEdit* m_filter;
    QPushButton* m_copy;
    QPushButton* m_clear;
    QTableView* m_table;
    QPlainTextEdit* m_sent;
    QPlainTextEdit* m_received;
};

/// The request for a shell, with a variable in the place of the credential, and masks where secrets were.
QString curlOf(const client::RequestRecord& record, const client::RecordedBody& sent, const QString& organization);

} // namespace ui
