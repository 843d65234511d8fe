// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/dispatchinstaller.h"
#include "client/cluster/preflightrun.h"
#include "models/cluster/clusterstate.h"

#include <QWidget>

class QPushButton;
class QTabWidget;

namespace ui {

class InstallProgress;
class InstallSettings;
class PreflightView;

/// Dispatch on a cluster: what has to be right before, the install file, the installation and its end.
class DispatchView final : public QWidget
{
    Q_OBJECT
public:
    /// The commands must outlive it. `workFolder` is where install files and certificates are kept, in a folder for
    /// each profile.
    DispatchView(client::Commands& commands, const QString& workFolder, QWidget* parent = nullptr);
    ~DispatchView() override;

    /// The cluster that it is about. `ip` may be empty.
    void setProfile(const QString& name, models::ClusterState state, const QString& ip);
    const client::DispatchInstaller& installer() const { return m_installer; }
    void stopInstalling() { m_installer.cancel(); }

Q_SIGNALS:
    /// Dispatch was installed, and a person wants to connect to it.
    void connectionOffered(const client::Profile& profile);
    void startRequested(const QString& profile);
    /// A new cluster, with this version of Kubernetes.
    void createRequested(const QString& kubernetes);
    void localRequested();
    void podsRequested(const QString& profile);

private:
    void build();
    void buildFooter();
    void retranslate();
    void refresh();
    void sayWhatCanBeDone();
    void check();
    void judge();
    client::PreflightRun::Subject subject() const;
    void run(client::InstallOrder::Deed deed);
    void install();
    void uninstall(const QString& profile);
    /// What was found in this cluster, which need not be the selected one, with this way of installing.
    void fix(const QString& profile, models::InstallMethod method, models::ClusterFix fix, const QString& subject);
    void fixSettings(const QString& profile, models::ClusterFix fix);
    void fixSettingsElsewhere(const QString& profile, models::ClusterFix fix);

    client::Commands& m_commands;
    client::DispatchInstaller m_installer;
    client::PreflightRun m_preflight;
    QString m_profile;
    models::ClusterState m_state = models::ClusterState::Unknown;
    QString m_ip;
    bool m_wasChecked = false;
    QTabWidget* m_tabs;
    PreflightView* m_check;
    InstallSettings* m_settings;
    InstallProgress* m_progress;
    QPushButton* m_uninstall;
    QPushButton* m_dryRun;
    QPushButton* m_install;
};

} // namespace ui
