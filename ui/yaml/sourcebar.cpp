// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/yaml/sourcebar.h"

#include "ui/forms/layouts.h"
#include "ui/wording.h"
#include "ui/yaml/pastedialog.h"

#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QPushButton>

namespace ui {

SourceBar::SourceBar(QWidget* parent)
    : QWidget(parent)
    , m_files(makeButton("import.files", &SourceBar::askForFiles))
    , m_folder(makeButton("import.folder", &SourceBar::askForFolder))
    , m_paste(makeButton("import.paste", &SourceBar::askForText))
    , m_address(makeButton("import.address", &SourceBar::askForAddress))
    , m_summary(new QLabel(this))
{
    m_summary->setObjectName(QStringLiteral("import.sources"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    auto* row = bareLayout<QHBoxLayout>(this);
    for (QPushButton* button : {m_files, m_folder, m_paste, m_address})
        row->addWidget(button);
    row->addWidget(m_summary, 1);
    keepWorded(*this, [this] { retranslate(); });
}

QPushButton* SourceBar::makeButton(const char* objectName, void (SourceBar::*ask)())
{
    auto* button = new QPushButton(this);
    button->setObjectName(QLatin1String(objectName));
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, ask);
    return button;
}

void SourceBar::retranslate()
{
    m_files->setText(tr("&Files…"));
    m_folder->setText(tr("F&older…"));
    m_paste->setText(tr("&Paste…"));
    m_address->setText(tr("&Address…"));
    m_summary->setAccessibleName(tr("What is imported"));
}

void SourceBar::setSummary(const QString& text)
{
    m_summary->setText(text);
}

void SourceBar::askForFiles()
{
    auto* dialog = new QFileDialog(this, tr("Import files"));
    dialog->setObjectName(QStringLiteral("dialog.import.files"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("YAML and JSON (*.yaml *.yml *.json)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this, &SourceBar::pathsChosen);
    dialog->open();
}

void SourceBar::askForFolder()
{
    auto* dialog = new QFileDialog(this, tr("Import a folder"));
    dialog->setObjectName(QStringLiteral("dialog.import.folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::filesSelected, this, &SourceBar::pathsChosen);
    dialog->open();
}

void SourceBar::askForText()
{
    auto* dialog = new PasteDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PasteDialog::textGiven, this, &SourceBar::textGiven);
    connect(dialog, &PasteDialog::filesGiven, this, &SourceBar::pathsChosen);
    dialog->open();
}

void SourceBar::askForAddress()
{
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("dialog.import.address"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Import from an address"));
    dialog->setLabelText(
        tr("Address of a YAML or JSON file (http or https). The credentials of the connection are not sent "
           "there."));
    dialog->setTextValue(QStringLiteral("https://"));
    dialog->resize(letters(this, 70), dialog->height());
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this](const QString& text) { Q_EMIT addressGiven(QUrl(text.trimmed(), QUrl::StrictMode)); });
    dialog->open();
}

} // namespace ui
