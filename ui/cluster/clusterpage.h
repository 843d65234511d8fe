// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/clusters.h"
#include "ui/cluster/profilesmodel.h"

#include <QWidget>

class QAction;
class QBoxLayout;
class QLabel;
class QTabWidget;
class QTableView;

namespace client {
struct Profile;
}

namespace ui {

class AddonsView;
class ClusterDeeds;
class CommandsView;
class DispatchView;
class MessageBar;
class OverviewPane;
class ServicesView;
class ToolsView;
class WorkloadView;

/// minikube on this machine: its profiles with what can be done to them, and everything about the chosen one below.
class ClusterPage final : public QWidget
{
    Q_OBJECT
public:
    /// The clusters must outlive the page.
    explicit ClusterPage(client::Clusters& clusters, QWidget* parent = nullptr);

    void lookNow();
    /// Empty when none is chosen.
    QString chosen() const;
    void choose(const QString& profile);
    /// An installation of Dispatch goes on, which ends with the console.
    bool isInstalling() const;
    void stopInstalling();

Q_SIGNALS:
    /// Somebody wants to enter the Dispatch at this address.
    void connectRequested(const QString& address);
    /// A Dispatch was installed; this is how it is entered.
    void connectionOffered(const client::Profile& profile);
    /// Rather the local Dispatch than a cluster.
    void localRequested();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void build();
    void buildDeeds(QBoxLayout* row);
    /// The tabs with much on them come one by one: all at once would keep the window waiting.
    void buildNextTab();
    void addTab(QWidget* tab, int place);
    void wireDispatch();
    void retranslate();
    void refresh();
    void showChosen();
    void validate();
    void sayTrouble();
    void sayTabs();
    const models::ClusterProfile* current() const;
    void ended(const QString& profile);
    void followMessage();

    client::Clusters& m_clusters;
    ProfilesModel m_model;
    MessageBar* m_message;
    QLabel* m_asOf;
    QTableView* m_table;
    QTabWidget* m_tabs;
    OverviewPane* m_overview;
    WorkloadView* m_workloads = nullptr; ///< later
    AddonsView* m_addons;
    ServicesView* m_services;
    DispatchView* m_dispatch = nullptr; ///< later
    CommandsView* m_commands;
    ToolsView* m_tools;
    ClusterDeeds* m_deeds;
    std::optional<models::Failure> m_trouble; ///< as it was told
    QString m_failedProfile; ///< that the message is about
    std::vector<QAction*> m_actions; ///< of the deeds
};

} // namespace ui
