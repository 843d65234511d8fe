// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/yaml/yamldesk.h"

#include "client/whendone.h"
#include "ui/connections/changeguard.h"
#include "ui/messagebar.h"
#include "ui/yaml/importwindow.h"

#include <QDir>

namespace ui {

YamlDesk::YamlDesk(client::Session& session, client::Changes& changes, MessageBar& message, QWidget& owner)
    : QObject(&owner)
    , m_session(session)
    , m_changes(changes)
    , m_message(message)
    , m_owner(owner)
{
    if (mayChange(session.connection()))
        lookForInterrupted();
}

ImportWindow& YamlDesk::openImport()
{
    if (!m_import) {
        m_import = new ImportWindow(m_session, m_changes, &m_owner);
        connect(m_import, &ImportWindow::applied, this,
                [this](int changes) { m_message.showNotice(tr("Imported: %n changes.", nullptr, changes)); });
    }
    m_import->show();
    m_import->raise();
    m_import->activateWindow();
    return *m_import;
}

void YamlDesk::openExport(const std::optional<ExportDialog::Page>& page)
{
    auto* dialog = new ExportDialog(m_session, page, &m_owner);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::saved, this, [this](const QString& path, int files) {
        m_message.showNotice(files == 1
                                 ? tr("Exported to %1.").arg(QDir::toNativeSeparators(path))
                                 : tr("Exported %n files to %1.", nullptr, files).arg(QDir::toNativeSeparators(path)));
    });
    dialog->open();
}

bool YamlDesk::isBusy() const
{
    return m_import && m_import->isBusy();
}

/// A run that still counts as running was ended by something stronger than the console.
void YamlDesk::lookForInterrupted()
{
    constexpr int kLookedBack = 20;
    client::whenDone(m_changes.journal().imports(m_changes.connection(), kLookedBack), this,
                     [this](const models::Result<std::vector<client::ImportRecord>>& runs) {
                         if (!runs)
                             return;
                         for (const client::ImportRecord& run : *runs) {
                             if (run.state == QLatin1String("running")) {
                                 openImport().resume(run);
                                 return;
                             }
                         }
                     });
}

} // namespace ui
