// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/dispatchinstaller.h"
#include "client/cluster/preflightrun.h"
#include "models/cluster/clusterstate.h"

#include <QWidget>

#include <map>
#include <optional>

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
    void showPreview();
    client::PreflightRun::Subject subject() const;
    client::InstallOrder order(client::InstallOrder::Deed deed, const QString& profile) const;
    QString folder(const QString& profile) const;
    void keepTyped();
    void showSettings();
    void followAddress();
    void run(client::InstallOrder::Deed deed);
    void install();
    void uninstall(const QString& profile);
    /// What was found in this cluster, which need not be the selected one, with this way of installing.
    void fix(const QString& profile, models::InstallMethod method, models::ClusterFix fix, const QString& subject);
    /// Whether it was one of the settings.
    bool fixSettings(const QString& profile, models::ClusterFix fix);
    void fixSettingsElsewhere(const QString& profile, models::ClusterFix fix);
    void saveAs();
    void openFile();
    void load(const QString& path, bool isKept);

    /// What somebody typed for one cluster.
    struct Settings
    {
        models::InstallFile file;
        QString address; ///< as the hosts had it that nobody touched
    };

    client::Commands& m_commands;
    const QString m_workFolder;
    client::DispatchInstaller m_installer;
    client::PreflightRun m_preflight;
    QString m_profile;
    models::ClusterState m_state = models::ClusterState::Unknown;
    QString m_ip;
    QString m_address; ///< the last of the cluster that was known: hosts that nobody touched have it
    std::optional<models::InstallFile> m_untyped; ///< as the form was filled; none when a person did
    std::map<QString, Settings> m_typed; ///< of profiles that are not selected
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
