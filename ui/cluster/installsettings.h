// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/cluster/installorder.h"
#include "models/cluster/clusterfix.h"
#include "ui/cluster/installform.h"

#include <QWidget>

#include <map>
#include <optional>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace ui {

/// The install file of a cluster, in a form and as the text it becomes. What somebody typed for a cluster is kept while
/// another one is looked at; what nobody typed is as it was installed last, or is filled in for the cluster.
class InstallSettings final : public QWidget
{
    Q_OBJECT
public:
    /// `workFolder` is where install files and certificates are kept, in a folder for each profile.
    explicit InstallSettings(const QString& workFolder, QWidget* parent = nullptr);

    /// The cluster that it is about. `ip` may be empty.
    void setProfile(const QString& name, const QString& ip);
    const models::InstallFile& file() const;
    /// What the installer would refuse; empty when it would take the file.
    QString problem() const;
    QString folder(const QString& profile) const;
    client::InstallOrder order(client::InstallOrder::Deed deed, const QString& profile) const;

    /// Whether this is mended by other settings.
    static bool mends(models::ClusterFix fix);
    /// Of the cluster that it is about.
    void mend(models::ClusterFix fix);
    /// Of another cluster: `file` is what it has when nobody typed anything for it.
    void replaceRepositoriesOf(const QString& profile, const models::InstallFile& file);

Q_SIGNALS:
    void changed();
    void failed(const models::Failure& failure);
    void said(const QString& notice);

private:
    /// What somebody typed for one cluster.
    struct Typed
    {
        models::InstallFile file;
        QString address; ///< as the hosts had it that nobody touched
    };

    void build();
    void retranslate();
    InstallForm::Options optionsOf(const QString& profile) const;
    void keepTyped();
    void fill();
    void followAddress();
    void showPreview();
    void load(const QString& path, bool isKept);
    void openFile();
    void saveAs();

    const QString m_workFolder;
    QString m_profile;
    QString m_ip;
    QString m_address; ///< the last of the cluster that was known: hosts that nobody touched have it
    std::optional<models::InstallFile> m_untyped; ///< as the form was filled; none when a person did
    std::map<QString, Typed> m_typed; ///< of profiles that are not selected
    std::map<QString, InstallForm::Options> m_options; ///< likewise
    InstallForm* m_form;
    QLabel* m_previewTitle;
    QPlainTextEdit* m_preview;
    QPushButton* m_open;
    QPushButton* m_save;
};

} // namespace ui
