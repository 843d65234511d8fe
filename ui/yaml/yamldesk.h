// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/yaml/exportdialog.h"

#include <QObject>
#include <QPointer>

namespace client {
class Changes;
}

namespace ui {

class ImportWindow;

/// What a workspace does with files: import in a window of its own, which stays with its run when it is closed, export,
/// and the import that a crash interrupted.
class YamlDesk final : public QObject
{
    Q_OBJECT
public:
    /// Session, changes and message bar must outlive the desk. Windows become children of `owner`.
    YamlDesk(client::Session& session, client::Changes& changes, MessageBar& message, QWidget& owner);

    /// The window with its run, or a new one.
    ImportWindow& openImport();
    void openExport(const std::optional<ExportDialog::Page>& page);
    /// An import is being carried out.
    bool isBusy() const;

private:
    void lookForInterrupted();

    client::Session& m_session;
    client::Changes& m_changes;
    MessageBar& m_message;
    QWidget& m_owner;
    QPointer<ImportWindow> m_import;
};

} // namespace ui
