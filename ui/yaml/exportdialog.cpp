// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/yaml/exportdialog.h"

#include "client/whendone.h"
#include "models/yaml/recordkind.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>

namespace ui {

using models::Kind;
using models::RecordKind;

ExportDialog::ExportDialog(client::Session& session, const std::optional<Page>& page, QWidget* parent)
    : QDialog(parent)
    , m_page(page)
    , m_exporter(session)
{
    setObjectName(QStringLiteral("dialog.export"));
    build();
    connect(&m_exporter, &client::Exporter::exported, this, &ExportDialog::write);
    connect(&m_exporter, &client::Exporter::failed, this, [this](const models::Failure& failure) {
        m_path.clear();
        m_message->showFailure(failure);
        validate();
    });
    keepWorded(*this, [this] { retranslate(); });
}

void ExportDialog::build()
{
    m_message = new MessageBar(this);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_message);
    const auto choice = [this, column](QButtonGroup* group, const char* objectName) {
        auto* button = new QRadioButton(this);
        button->setObjectName(QLatin1String(objectName));
        group->addButton(button);
        column->addWidget(button);
        return button;
    };
    auto* what = new QButtonGroup(this);
    column->addWidget(m_whatTitle = new QLabel(this));
    m_selection = choice(what, "export.selection");
    m_tab = choice(what, "export.tab");
    m_everything = choice(what, "export.everything");
    const bool hasSelection = m_page && !m_page->selected.isEmpty();
    m_selection->setVisible(hasSelection);
    m_tab->setVisible(m_page.has_value());
    (hasSelection ? m_selection : m_page ? m_tab : m_everything)->setChecked(true);
    auto* how = new QButtonGroup(this);
    column->addWidget(m_howTitle = new QLabel(this));
    m_oneFile = choice(how, "export.onefile");
    m_fileEach = choice(how, "export.fileeach");
    m_oneFile->setChecked(true);
    const auto option = [this, column](const char* objectName) {
        auto* box = new QCheckBox(this);
        box->setObjectName(QLatin1String(objectName));
        column->addWidget(box);
        return box;
    };
    m_safe = option("export.safe");
    m_safe->setChecked(true);
    m_values = option("export.values");
    connect(m_values, &QCheckBox::toggled, this, &ExportDialog::validate);
    column->addWidget(m_hint = new MessageLabel(this));
    column->addStretch();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    m_save->setObjectName(QStringLiteral("export.save"));
    m_save->setDefault(true);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::askForPlace);
    connect(buttons, &QDialogButtonBox::rejected, this, &ExportDialog::reject);
    setMinimumWidth(letters(this, 64));
}

void ExportDialog::retranslate()
{
    setWindowTitle(tr("Export as YAML"));
    m_whatTitle->setText(tr("What"));
    m_howTitle->setText(tr("How"));
    if (m_page) {
        const QString plural = models::pluralOf(m_page->kind);
        m_selection->setText(
            tr("The &selection (%n, %1)", nullptr, static_cast<int>(m_page->selected.size())).arg(plural));
        m_tab->setText(tr("All of this &tab (%1)").arg(plural));
    }
    m_everything->setText(tr("&Everything"));
    m_oneFile->setText(tr("&One file"));
    m_fileEach->setText(tr("A file for e&ach resource, in a folder"));
    m_safe->setText(tr("Sa&fe for the original command line (no --- inside values)"));
    m_values->setText(tr("With the &values of secrets"));
    m_save->setText(tr("&Save…"));
    validate();
}

void ExportDialog::validate()
{
    const bool works = !m_path.isEmpty();
    m_save->setEnabled(!works);
    if (works)
        m_hint->say(MessageLabel::Tone::Help, tr("Asking the server…"));
    else if (m_values->isChecked())
        m_hint->say(
            MessageLabel::Tone::Warning,
            tr("The values stand in the file as they are. Only you can read it (mode 0600): keep it so, and do not "
               "put it under version control."));
    else
        m_hint->say(MessageLabel::Tone::Help,
                    tr("Secrets are exported with their names only. Functions are exported without their source, which "
                       "no server gives back."));
}

client::ExportOrder ExportDialog::order() const
{
    client::ExportOrder order;
    order.options.safeForCommandLine = m_safe->isChecked();
    order.options.withSecretValues = m_values->isChecked();
    order.filePerResource = m_fileEach->isChecked();
    if (m_everything->isChecked() || !m_page) {
        for (const models::RecordKindInfo& kind : models::recordKinds())
            order.what[kind.kind] = {};
        return order;
    }
    order.what[models::recordKind(m_page->kind).kind] = m_selection->isChecked() ? m_page->selected : QStringList();
    return order;
}

void ExportDialog::askForPlace()
{
    auto* dialog = new QFileDialog(this, tr("Export to"));
    dialog->setObjectName(QStringLiteral("dialog.export.place"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    if (m_fileEach->isChecked()) {
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setAcceptMode(QFileDialog::AcceptOpen);
    } else {
        dialog->setDefaultSuffix(QStringLiteral("yaml"));
        dialog->setNameFilters({tr("YAML (*.yaml *.yml)"), tr("All files (*)")});
        dialog->selectFile(QStringLiteral("dispatch.yaml"));
    }
    connect(dialog, &QFileDialog::fileSelected, this, &ExportDialog::saveTo);
    dialog->open();
}

void ExportDialog::saveTo(const QString& path)
{
    m_path = path;
    m_message->clear();
    validate();
    m_exporter.start(order());
}

void ExportDialog::write(const std::vector<client::ExportedFile>& files)
{
    const int count = static_cast<int>(files.size());
    client::whenDone(client::writeExport(m_path, files, m_values->isChecked()), this,
                     [this, count](const models::Result<bool>& written) {
                         const QString path = std::exchange(m_path, QString());
                         validate();
                         if (!written) {
                             m_message->showFailure(written.error());
                             return;
                         }
                         Q_EMIT saved(path, count);
                         QDialog::accept();
                     });
}

void ExportDialog::reject()
{
    if (m_path.isEmpty())
        QDialog::reject();
    else
        m_exporter.cancel();
}

} // namespace ui
