// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/portforwards.h"
#include "client/cluster/workloadwatch.h"
#include "models/cluster/clusterstate.h"
#include "models/cluster/podtablemodel.h"

#include <QWidget>

#include <functional>

class QAction;
class QBoxLayout;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTableView;
class QToolButton;

namespace ui {

class EventsPane;
class ForwardsView;
class LogView;
class MessageBar;
class MessageLabel;
class NamespaceChoice;

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
    QWidget* buildPods();
    void buildDeeds(QBoxLayout* row);
    void buildTabs();
    void connectAll();
    void retranslate();
    void take(client::WorkloadWatch::Part part);
    void arrange(const std::function<void()>& change);
    void validate();
    void sayPage();
    void sayAge();
    void sayTabs();
    QString whyNothing() const;
    void openLog(bool isPrevious);
    void askForPort();
    void copyName();
    const models::Pod* current() const;

    client::Commands& m_commands;
    client::WorkloadWatch m_watch;
    client::PortForwards m_forwards;
    models::PodTableModel m_pods;
    QTimer m_clock;
    QString m_profile;
    models::ClusterState m_state = models::ClusterState::Unknown;
    QString m_selected; ///< uid
    bool m_isArranging = false; ///< the rows, and with them what is selected
    MessageBar* m_message = nullptr;
    NamespaceChoice* m_namespace = nullptr;
    QLineEdit* m_filter = nullptr;
    QToolButton* m_refresh = nullptr;
    MessageLabel* m_age = nullptr;
    MessageLabel* m_nodes = nullptr;
    QSplitter* m_splitter = nullptr;
    QStackedWidget* m_stack = nullptr;
    QWidget* m_content = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_text = nullptr;
    QTableView* m_table = nullptr;
    MessageLabel* m_hint = nullptr;
    std::vector<QAction*> m_actions;
    QTabWidget* m_tabs = nullptr;
    EventsPane* m_events = nullptr;
    LogView* m_log = nullptr;
    ForwardsView* m_forwardsView = nullptr;
};

} // namespace ui
