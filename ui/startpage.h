// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/failure.h"

#include <QWidget>

class QCommandLinkButton;
class QLabel;

namespace ui {

class MessageBar;

/// The first thing a newcomer sees: three doors.
class StartPage final : public QWidget
{
    Q_OBJECT
public:
    explicit StartPage(QWidget* parent = nullptr);
    MessageBar& messages() { return *m_message; }
    void setBusy(bool busy);
    /// There is something behind the third door.
    void offerCluster();
    /// The local Dispatch did not start: says why, with a button to try again.
    void localFailed(const models::Failure& failure);

Q_SIGNALS:
    void localRequested();
    void serverRequested();
    void clusterRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    MessageBar* m_message;
    QLabel* m_title;
    QCommandLinkButton* m_local;
    QCommandLinkButton* m_server;
    QCommandLinkButton* m_cluster;
    bool m_busy = false;
};

} // namespace ui
