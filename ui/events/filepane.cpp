// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/filepane.h"

#include "client/filecheck.h"
#include "ui/events/recentfiles.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QDateTime>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

namespace ui {

using models::FileReference;

namespace {
constexpr int kPreviewLines = 6;
}

FilePane::FilePane(QWidget* parent)
    : QWidget(parent)
{
    build();
    connect(&m_reading, &QFutureWatcherBase::finished, this, &FilePane::looked);
    connect(&m_reading, &QFutureWatcherBase::progressRangeChanged, m_progress, &QProgressBar::setRange);
    connect(&m_reading, &QFutureWatcherBase::progressValueChanged, m_progress, &QProgressBar::setValue);
    keepWorded(*this, [this] { retranslate(); });
    describe();
}

FilePane::~FilePane()
{
    m_reading.cancel();
}

void FilePane::build()
{
    auto* layout = bareLayout<QVBoxLayout>(this);
    layout->addWidget(buildChooser());
    layout->addWidget(buildProgress());
    const auto message = [this, layout](const char* objectName) {
        auto* label = new MessageLabel(this);
        label->setObjectName(QLatin1String(objectName));
        label->say(MessageLabel::Tone::Help, {});
        layout->addWidget(label);
        return label;
    };
    m_note = message("event.file.note");
    m_message = message("event.file.message");
    m_facts = new QLabel(this);
    m_facts->setObjectName(QStringLiteral("event.file.facts"));
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(m_facts);
    m_binary = new QCheckBox(this);
    m_binary->setObjectName(QStringLiteral("event.file.binary"));
    connect(m_binary, &QCheckBox::toggled, this, [this] {
        writeFacts();
        Q_EMIT changed();
    });
    layout->addWidget(m_binary);
    layout->addWidget(buildPreview(), 1);
}

void FilePane::retranslate()
{
    m_facts->setAccessibleName(tr("About the file"));
    m_binary->setText(tr("Send as &binary (base64), also when it is text"));
    m_path->setAccessibleName(tr("Path of the file"));
    m_path->setPlaceholderText(tr("Drop a file here, choose one, or type its path and press Enter"));
    m_browse->setText(tr("C&hoose…"));
    m_recentButton->setText(tr("Recent"));
    m_recentButton->setAccessibleName(tr("Recent files"));
    m_progress->setAccessibleName(tr("Reading the file"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Cancel reading the file"));
    m_again->setText(tr("&Look again"));
    m_picture->setAccessibleName(tr("Picture in the file"));
    m_head->setAccessibleName(tr("Beginning of the file"));
    writeFacts();
}

QWidget* FilePane::buildChooser()
{
    auto* row = new QWidget(this);
    auto* layout = bareLayout<QHBoxLayout>(row);
    m_path = new QLineEdit(row);
    m_path->setObjectName(QStringLiteral("event.file.path"));
    connect(m_path, &QLineEdit::returnPressed, this, [this] { choose(m_path->text()); });
    m_browse = new QPushButton(row);
    m_browse->setObjectName(QStringLiteral("event.file.choose"));
    connect(m_browse, &QPushButton::clicked, this, &FilePane::askForFile);
    m_recentButton = new QToolButton(row);
    m_recentButton->setObjectName(QStringLiteral("event.file.recent"));
    m_recentButton->setPopupMode(QToolButton::InstantPopup);
    m_recentButton->setFocusPolicy(Qt::StrongFocus);
    m_recent = new QMenu(m_recentButton);
    m_recent->setToolTipsVisible(true);
    m_recentButton->setMenu(m_recent);
    connect(m_recent, &QMenu::aboutToShow, this, &FilePane::fillRecent);
    layout->addWidget(m_path, 1);
    layout->addWidget(m_browse);
    layout->addWidget(m_recentButton);
    return row;
}

QWidget* FilePane::buildProgress()
{
    m_progressRow = new QWidget(this);
    auto* layout = bareLayout<QHBoxLayout>(m_progressRow);
    m_progress = new QProgressBar(m_progressRow);
    m_progress->setObjectName(QStringLiteral("event.file.progress"));
    m_cancel = new QPushButton(m_progressRow);
    m_cancel->setObjectName(QStringLiteral("event.file.cancel"));
    connect(m_cancel, &QPushButton::clicked, this, &FilePane::cancelled);
    layout->addWidget(m_progress, 1);
    layout->addWidget(m_cancel);
    m_progressRow->hide();
    m_again = new QPushButton(this);
    m_again->setObjectName(QStringLiteral("event.file.again"));
    m_again->hide();
    connect(m_again, &QPushButton::clicked, this, [this] { choose(m_path->text(), m_note->text()); });
    auto* box = new QWidget(this);
    auto* column = bareLayout<QVBoxLayout>(box);
    column->addWidget(m_progressRow);
    column->addWidget(m_again, 0, Qt::AlignLeft);
    return box;
}

QWidget* FilePane::buildPreview()
{
    auto* box = new QWidget(this);
    auto* layout = bareLayout<QHBoxLayout>(box);
    m_picture = new QLabel(box);
    m_picture->setObjectName(QStringLiteral("event.file.picture"));
    m_picture->hide();
    m_head = new QPlainTextEdit(box);
    m_head->setObjectName(QStringLiteral("event.file.preview"));
    m_head->setFont(monospaceFont(m_head));
    m_head->setReadOnly(true);
    m_head->setTabChangesFocus(true);
    m_head->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_head->setMinimumHeight(lines(m_head, kPreviewLines));
    layout->addWidget(m_picture, 0, Qt::AlignTop);
    layout->addWidget(m_head, 1);
    return box;
}

bool FilePane::forceBinary() const
{
    return m_binary->isChecked();
}

void FilePane::showFile(const std::optional<FileReference>& file, bool forceBinary)
{
    const QSignalBlocker quiet(m_binary);
    m_binary->setChecked(forceBinary);
    if (file == m_file)
        return;
    stopLooking();
    m_file = file;
    m_path->setText(file ? file->path : QString());
    m_note->say(MessageLabel::Tone::Help, {});
    m_message->say(MessageLabel::Tone::Help, {});
    if (file && !file->isKnown())
        look(file->path);
    else
        describe();
}

void FilePane::choose(const QString& path, const QString& note)
{
    if (path.isEmpty())
        return;
    m_path->setText(path);
    m_note->say(MessageLabel::Tone::Help, note);
    m_file = FileReference{path, 0, 0, {}, {}, false};
    look(path);
    Q_EMIT changed();
}

void FilePane::askForFile()
{
    auto* dialog = new QFileDialog(this, tr("Choose the file to send"), m_path->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { choose(path); });
    dialog->open();
}

void FilePane::fillRecent()
{
    m_recent->clear();
    const QStringList paths = recentFiles::paths();
    for (const QString& path : paths) {
        QString shown = path.section(u'/', -1);
        QAction* action = m_recent->addAction(shown.replace(u'&', QLatin1String("&&")));
        action->setToolTip(path);
        connect(action, &QAction::triggered, this, [this, path] { choose(path); });
    }
    if (paths.isEmpty())
        m_recent->addAction(tr("No files yet"))->setEnabled(false);
    m_recent->addSeparator();
    QAction* clear = m_recent->addAction(tr("&Forget them"));
    clear->setEnabled(!paths.isEmpty());
    connect(clear, &QAction::triggered, this, [] { recentFiles::clear(); });
}

void FilePane::look(const QString& path)
{
    stopLooking();
    m_message->say(MessageLabel::Tone::Help, tr("Reading…"));
    m_progress->setRange(0, 0);
    m_progressRow->show();
    m_again->hide();
    m_preview.forget();
    m_reading.setFuture(client::inspectFile(path));
    describe();
}

void FilePane::stopLooking()
{
    // A finished signal of the old file could still be under way: setting another future drops it.
    m_reading.cancel();
    m_reading.setFuture({});
    m_progressRow->hide();
}

void FilePane::cancelled()
{
    stopLooking();
    m_message->say(MessageLabel::Tone::Warning,
                   tr("Reading was cancelled. The event can be sent when the file was read."));
    m_again->show();
    m_again->setFocus(Qt::OtherFocusReason);
}

void FilePane::looked()
{
    if (m_reading.future().resultCount() == 0)
        return;
    const Looked found = m_reading.result();
    m_progressRow->hide();
    if (!found) {
        m_message->say(MessageLabel::Tone::Problem, found.error().summary());
        m_again->show();
    } else {
        m_file = *found;
        if (found->size == 0)
            m_message->say(MessageLabel::Tone::Warning, tr("The file is empty: the event goes without data."));
        else
            m_message->say(MessageLabel::Tone::Help, {});
        recentFiles::add(found->path);
    }
    describe();
    Q_EMIT changed();
}

void FilePane::describe()
{
    const bool known = m_file && m_file->isKnown();
    m_facts->setVisible(known);
    m_binary->setVisible(known && m_file->isText);
    m_head->setVisible(known && m_file->size > 0);
    m_picture->hide();
    m_head->clear();
    if (!known)
        return;
    m_again->hide();
    writeFacts();
    m_preview.ask([file = *m_file] { return previewOf(file); },
                  [this](const FilePreview& preview) { showPreview(preview); });
}

void FilePane::writeFacts()
{
    if (!m_file || !m_file->isKnown())
        return;
    const QLocale locale;
    const bool asText = m_file->isText && !m_binary->isChecked();
    const QString way = asText ? tr("goes as a JSON string") : tr("goes as base64 in a JSON string");
    const QString kind = m_file->isText ? tr("text") : tr("binary");
    constexpr qint64 kKilobyte = 1024;
    QString size = tr("%1 bytes").arg(locale.toString(m_file->size));
    if (m_file->size >= kKilobyte)
        size = tr("%1 (%2)").arg(locale.formattedDataSize(m_file->size), size);
    const QString modified
        = locale.toString(QDateTime::fromMSecsSinceEpoch(m_file->modifiedMSecs), QLocale::ShortFormat);
    m_facts->setText(tr("%1 (%2, %3)\n%4, modified %5\nSHA-256 %6")
                         .arg(m_file->contentType, kind, way, size, modified, QString::fromLatin1(m_file->sha256)));
}

void FilePane::showPreview(const FilePreview& preview)
{
    m_head->setPlainText(preview.text);
    if (!preview.picture.isNull()) {
        m_picture->setPixmap(QPixmap::fromImage(preview.picture));
        m_picture->show();
    }
}

} // namespace ui
