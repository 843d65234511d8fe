// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/dispatchinstaller.h"
#include "client/cluster/preflightrun.h"
#include "models/cluster/clusterstate.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;

namespace ui {

class InstallForm;
class InstallProgress;
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
    void showPreview();
    client::PreflightRun::Subject subject() const;
    client::InstallOrder order(client::InstallOrder::Deed deed) const;
    QString folder() const;
    void readKeptFile();
    void run(client::InstallOrder::Deed deed);
    void askToUninstall();
    void fix(models::ClusterFix fix, const QString& subject);
    /// Whether it was one of the settings.
    bool fixSettings(models::ClusterFix fix);
    void chooseTool(client::Tool tool);
    void saveAs();
    void openFile();
    void load(const QString& path, bool isKept);

    client::Commands& m_commands;
    const QString m_workFolder;
    client::DispatchInstaller m_installer;
    client::PreflightRun m_preflight;
    QString m_profile;
    models::ClusterState m_state = models::ClusterState::Unknown;
    QString m_ip;
    bool m_wasChecked = false;
    QTabWidget* m_tabs;
    PreflightView* m_check;
    InstallForm* m_form;
    QLabel* m_previewTitle;
    QPlainTextEdit* m_preview;
    InstallProgress* m_progress;
    QPushButton* m_open;
    QPushButton* m_save;
    QPushButton* m_uninstall;
    QPushButton* m_dryRun;
    QPushButton* m_install;
};

} // namespace ui
