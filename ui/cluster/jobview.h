// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/clusterjobs.h"

#include <QTimer>
#include <QWidget>

#include <vector>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ui {

/// How far minikube is: step n of m, its name, downloads, time spent and left, and a way to give up. Hidden when
/// nothing is at work.
class JobView final : public QWidget
{
    Q_OBJECT
public:
    /// The jobs must outlive the view.
    explicit JobView(client::ClusterJobs& jobs, QWidget* parent = nullptr);
    void setProfile(const QString& profile);

Q_SIGNALS:
    void cancelRequested();

private:
    struct Download
    {
        QLabel* name;
        QProgressBar* bar;
    };

    void build();
    void retranslate();
    void refresh();
    void showDownloads(const std::vector<models::ClusterProgress::Download>& downloads);
    QString timesText(const client::ClusterJob& job) const;

    client::ClusterJobs& m_jobs;
    QString m_profile;
    QTimer m_second;
    QLabel* m_title;
    QProgressBar* m_bar;
    QLabel* m_message;
    QLabel* m_times;
    QLabel* m_warnings;
    QPushButton* m_cancel;
    std::vector<Download> m_downloads;
};

/// "Starting", for what is being done.
QString doingText(client::ClusterAction action);
/// "2 min 5 s".
QString elapsedText(qint64 msecs);

} // namespace ui
