// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/editors/sourceeditor.h"

#include "client/sourcearchive.h"
#include "client/worker.h"
#include "ui/forms/layouts.h"
#include "ui/wording.h"

#include <QDir>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QLocale>
#include <QMimeData>
#include <QPushButton>

namespace ui {

SourceEditor::SourceEditor(const FormContext& context, const models::Field& field, QWidget* parent)
    : FieldEditor(context, field, parent)
    , m_edit(new QLineEdit(this))
{
    auto* layout = bareLayout<QHBoxLayout>(this);
    layout->addWidget(m_edit, 1);
    m_edit->setAcceptDrops(false);
    setAcceptDrops(true);
    adopt(m_edit);
    for (const bool folder : {false, true}) {
        auto* button = new QPushButton(this);
        button->setAutoDefault(false);
        button->setObjectName(folder ? QStringLiteral("field.source.folder") : QStringLiteral("field.source.file"));
        keepWorded(*button, [button, folder] {
            button->setText(folder ? tr("Fol&der…") : tr("&File…"));
            button->setAccessibleName(folder ? tr("Choose a source folder") : tr("Choose a source file"));
        });
        layout->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, folder] { pick(folder); });
    }
    keepWorded(*m_edit, [this] { m_edit->setPlaceholderText(tr("choose, drop or type a path")); });
    connect(m_edit, &QLineEdit::textChanged, this, &FieldEditor::changed);
}

QWidget* SourceEditor::input() const
{
    return m_edit;
}

QString SourceEditor::path() const
{
    QString text = m_edit->text().trimmed();
    if (text.startsWith(QLatin1String("~/")))
        text = QDir::homePath() + text.mid(1);
    return text;
}

models::Json SourceEditor::value() const
{
    return models::toStd(path());
}

void SourceEditor::setValue(const models::Json&)
{
    m_edit->clear();
}

std::optional<QString> SourceEditor::problem() const
{
    if (path().isEmpty()) {
        if (context().editing)
            return tr("The server never gives a source back: choose it again to change the function.");
        return tr("Choose the file or the folder with the code.");
    }
    const QFileInfo info(path());
    if (!info.exists())
        return tr("There is no file or folder %1.").arg(path());
    if (!info.isReadable())
        return tr("%1 cannot be read.").arg(path());
    if (info.isDir() && !m_hasHandler)
        return tr("A folder needs a handler that says where to begin.");
    return std::nullopt;
}

QString SourceEditor::remark() const
{
    const QFileInfo info(path());
    if (path().isEmpty() || !info.exists())
        return {};
    if (info.isDir())
        return tr("All files below the folder are packed, without hidden ones.");
    return tr("%1, read when the form is sent.").arg(QLocale().formattedDataSize(info.size()));
}

void SourceEditor::siblingChanged(const QString& member, const models::Json& value)
{
    if (member == QLatin1String("handler"))
        m_hasHandler = value.is_string() && !value.get_ref<const std::string&>().empty();
}

QFuture<models::Result<models::Json>> SourceEditor::finalValue() const
{
    return client::onWorker([path = path()]() -> models::Result<models::Json> {
        const auto packed = client::packSource(path);
        if (!packed)
            return models::failed(packed.error());
        return models::Json(packed->toBase64().toStdString());
    });
}

void SourceEditor::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.first().isLocalFile())
        event->acceptProposedAction();
}

void SourceEditor::dropEvent(QDropEvent* event)
{
    m_edit->setText(event->mimeData()->urls().first().toLocalFile());
    event->acceptProposedAction();
}

void SourceEditor::pick(bool folder)
{
    auto* dialog = new QFileDialog(this, folder ? tr("Folder with the code") : tr("File with the code"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_edit, &QLineEdit::setText);
    dialog->open();
}

} // namespace ui
