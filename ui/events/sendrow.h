// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ui {

class MessageLabel;

/// The foot of the composer: why the event cannot be sent, the buttons that send it, and how far the sending is, with a
/// button to give it up, once it takes longer than a moment.
class SendRow final : public QWidget
{
    Q_OBJECT
public:
    explicit SendRow(QWidget* parent = nullptr);

    bool canSend() const;
    /// `obstacle` is why it cannot be sent; `isMistake` = somebody typed it.
    void setState(const std::optional<QString>& obstacle, bool isMistake, bool isSending);
    void showProgress(qint64 sent, qint64 total);

Q_SIGNALS:
    void sendRequested();
    void manyRequested();
    void cancelRequested();

private:
    void build();
    void retranslate();
    void sayProgress();

    std::optional<QString> m_obstacle;
    bool m_isMistake = false;
    bool m_isSending = false;
    qint64 m_sent = 0;
    qint64 m_total = 0;
    QTimer m_moment;
    MessageLabel* m_hint = nullptr;
    QPushButton* m_many = nullptr;
    QPushButton* m_send = nullptr;
    QWidget* m_progressRow = nullptr;
    QLabel* m_progressText = nullptr;
    QProgressBar* m_bar = nullptr;
    QPushButton* m_cancel = nullptr;
};

} // namespace ui
