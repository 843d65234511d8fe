// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/exporter.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QLabel;
class QPushButton;
class QRadioButton;

namespace ui {

class MessageBar;
class MessageLabel;

/// Asks what to export and how, then writes it. Show it with open().
class ExportDialog final : public QDialog
{
    Q_OBJECT
public:
    /// The page that the person came from.
    struct Page
    {
        models::Kind kind = models::Kind::DriverType;
        QStringList selected;
    };

    /// The session must outlive the dialog.
    ExportDialog(client::Session& session, const std::optional<Page>& page, QWidget* parent = nullptr);

    void reject() override;
    /// Exports to this place as if the person had chosen it: a file, or a folder for a file each.
    void saveTo(const QString& path);

Q_SIGNALS:
    void saved(const QString& path, int files);

private:
    void build();
    void retranslate();
    void validate();
    void askForPlace();
    void write(const std::vector<client::ExportedFile>& files);
    client::ExportOrder order() const;

    const std::optional<Page> m_page;
    client::Exporter m_exporter;
    QString m_path; ///< not empty while it works
    QLabel* m_whatTitle = nullptr;
    QLabel* m_howTitle = nullptr;
    QRadioButton* m_selection = nullptr;
    QRadioButton* m_tab = nullptr;
    QRadioButton* m_everything = nullptr;
    QRadioButton* m_oneFile = nullptr;
    QRadioButton* m_fileEach = nullptr;
    QCheckBox* m_safe = nullptr;
    QCheckBox* m_values = nullptr;
    MessageLabel* m_hint = nullptr;
    MessageBar* m_message = nullptr;
    QPushButton* m_save = nullptr;
};

} // namespace ui
