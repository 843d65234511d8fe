// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/dispatchinstaller.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace ui {

class MessageBar;
class MessageLabel;

/// How far the installer is: step n of m, what runs and since when, what pods wait for, its output a click away, and
/// what came of it. Hidden until there is something to tell.
class InstallProgress final : public QWidget
{
    Q_OBJECT
public:
    /// The installer must outlive it.
    explicit InstallProgress(client::DispatchInstaller& installer, QWidget* parent = nullptr);

    MessageBar& messages() { return *m_message; }

Q_SIGNALS:
    void fixRequested(models::ClusterFix fix, const QString& subject);
    void connectRequested(const client::Profile& profile);

private:
    void build();
    void retranslate();
    void refresh();
    void addLines(const QStringList& lines);
    void showOutcome();
    void askToCancel();
    QString headline() const;
    QString stepText() const;
    QString waitText() const;

    client::DispatchInstaller& m_installer;
    QTimer m_tick;
    MessageBar* m_message;
    QLabel* m_headline;
    QProgressBar* m_bar;
    QLabel* m_step;
    MessageLabel* m_waits;
    QPushButton* m_cancel;
    QToolButton* m_toggle;
    QPlainTextEdit* m_output;
    QWidget* m_card;
    QLabel* m_cardText;
    QPushButton* m_connect;
};

} // namespace ui
