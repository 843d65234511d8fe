// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

class QLabel;
class QTimer;

namespace client {
class Session;
}

namespace ui {

/// "● connected 12 ms · next look 4 s · token 52 min", live while it is visible.
class StatusLine final : public QWidget
{
    Q_OBJECT
public:
    explicit StatusLine(QWidget* parent = nullptr);
    /// Null = not connected.
    void setSession(client::Session* session);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void refresh();

    QPointer<client::Session> m_session;
    QLabel* m_mark;
    QLabel* m_text;
    QTimer* m_timer;
};

} // namespace ui
