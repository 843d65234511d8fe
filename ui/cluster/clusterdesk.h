// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/clusters.h"

#include <QObject>
#include <QPointer>

class QMessageBox;
class QPushButton;
class QWidget;

namespace client {
struct Profile;
}

namespace ui {

class ClusterPage;
class MainWindow;

/// The clusters of a window: their page, which is made when somebody first looks at it, the mark on its tab while
/// something is at work, and the question what becomes of that when the window closes.
class ClusterDesk final : public QObject
{
    Q_OBJECT
public:
    /// A child of the window; the clusters must outlive it.
    ClusterDesk(MainWindow& window, client::Clusters& clusters);

Q_SIGNALS:
    /// A cluster has a Dispatch that can be entered like this.
    void profileOffered(const client::Profile& profile, const QString& explanation);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makePage();
    /// The details of event drivers ask the cluster behind the connection too, when it is one of this machine.
    void lendCluster();
    void retitle();
    bool mayClose(const std::function<void()>& close);
    QMessageBox* ask();
    /// Once nothing is left to tidy up, or it has taken too long.
    void closeWhenQuiet(const std::function<void()>& close, const std::function<bool()>& isQuiet);
    void offer(const QString& address);

    MainWindow& m_window;
    client::Clusters& m_clusters;
    QWidget* m_host;
    QPushButton* m_back;
    QPointer<ClusterPage> m_page;
};

} // namespace ui
