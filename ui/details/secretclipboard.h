// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

namespace ui {

/// Puts a secret on the clipboard, marked for clipboard managers, and takes it away again after 30 s or with this
/// object, if nobody has copied something else since. Keeps no copy of it.
class SecretClipboard final : public QObject
{
    Q_OBJECT
public:
    static constexpr int kKeptMSecs = 30'000;

    explicit SecretClipboard(QObject* parent = nullptr);
    ~SecretClipboard() override;

    void copy(const QString& secret);
    /// At once.
    void clear();

private:
    QByteArray m_digest; ///< of what was put there; empty = nothing
    QTimer m_timer;
};

} // namespace ui
