// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/clusters.h"
#include "ui/cluster/profilesmodel.h"

#include <QMap>
#include <QWidget>

class QAction;
class QBoxLayout;
class QLabel;
class QTabWidget;
class QTableView;

namespace ui {

class AddonsView;
class MessageBar;
class OverviewPane;
class ServicesView;
class ToolsView;

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

Q_SIGNALS:
    /// Somebody wants to enter the Dispatch at this address.
    void connectRequested(const QString& address);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Deed
    {
        const char* name;
        void (ClusterPage::*act)();
        bool (*mayBe)(models::ClusterState state); ///< null = always
    };
    static const Deed kDeeds[];

    void build();
    void buildDeeds(QBoxLayout* row);
    void retranslate();
    void refresh();
    void showChosen();
    void validate();
    const models::ClusterProfile* current() const;
    void act(client::ClusterAction action, const QStringList& more = {});

    void create();
    void createFrom(const std::optional<models::CreatePlan>& plan, const QString& mayReplace);
    void begin(const models::CreatePlan& plan);
    void start();
    void stop();
    void pause();
    void unpause();
    void confirmDelete();
    void repairContext();
    void saveLogs();
    void copyAddress();
    void confirmCancel();
    void remedy(models::ClusterRemedy remedy);
    void ended(const QString& profile);

    client::Clusters& m_clusters;
    ProfilesModel m_model;
    MessageBar* m_message;
    QLabel* m_asOf;
    QTableView* m_table;
    QTabWidget* m_tabs;
    OverviewPane* m_overview;
    AddonsView* m_addons;
    ServicesView* m_services;
    ToolsView* m_tools;
    std::vector<QAction*> m_deeds;
    QMap<QString, models::CreatePlan> m_plans; ///< of those made here, for another try
};

} // namespace ui
