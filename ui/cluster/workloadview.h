// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/portforwards.h"
#include "client/cluster/workloadwatch.h"
#include "models/cluster/clusterstate.h"

#include <QWidget>

class QBoxLayout;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace ui {

class EventsPane;
class ForwardsView;
class LogView;
class MessageBar;
class MessageLabel;
class NamespaceChoice;
class PodsPane;

/// What runs in a cluster: its pods with what is wrong with them, its events, the log of a pod, and forwarded ports.
/// Asks the cluster only while it is seen. Logs and forwards go on when the cluster does not.
class WorkloadView final : public QWidget
{
    Q_OBJECT
public:
    /// The commands must outlive it.
    explicit WorkloadView(client::Commands& commands, QWidget* parent = nullptr);
    ~WorkloadView() override;

    /// The name of a profile is that of its context. Empty = none.
    void setProfile(const QString& name, models::ClusterState state);
    client::WorkloadWatch& watch() { return m_watch; }
    client::PortForwards& forwards() { return m_forwards; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    enum Tab
    {
        EventsTab,
        LogTab,
        ForwardsTab
    };

    void build();
    void buildTop(QBoxLayout* row);
    void buildTabs();
    void connectAll();
    void retranslate();
    void take(client::WorkloadWatch::Part part);
    void sayPods();
    void sayPage();
    void sayAge();
    void sayTabs();
    QString whyNone() const;
    void openLog(bool isPrevious);
    void askForPort();

    client::Commands& m_commands;
    client::WorkloadWatch m_watch;
    client::PortForwards m_forwards;
    QTimer m_clock;
    QString m_profile;
    models::ClusterState m_state = models::ClusterState::Unknown;
    MessageBar* m_message = nullptr;
    NamespaceChoice* m_namespace = nullptr;
    QLineEdit* m_filter = nullptr;
    QToolButton* m_refresh = nullptr;
    MessageLabel* m_nodes = nullptr;
    QSplitter* m_splitter = nullptr;
    QStackedWidget* m_stack = nullptr;
    PodsPane* m_pods = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_text = nullptr;
    QTabWidget* m_tabs = nullptr;
    EventsPane* m_events = nullptr;
    LogView* m_log = nullptr;
    ForwardsView* m_forwardsView = nullptr;
};

} // namespace ui
