// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/datapane.h"

#include "ui/events/filepane.h"
#include "ui/events/keptpaste.h"
#include "ui/forms/jsoneditor.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/messagebar.h"
#include "ui/wording.h"

#include <QButtonGroup>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLocale>
#include <QMimeData>
#include <QStackedWidget>
#include <QToolButton>

namespace ui {

using models::DataMode;
using models::EventProblem;
using models::Severity;

namespace {
constexpr int kDataLines = 8;
}

DataPane::DataPane(const QString& keepFolder, QWidget* parent)
    : QWidget(parent)
    , m_keepFolder(keepFolder)
{
    setAcceptDrops(true);
    build();
    keepWorded(*this, [this] { retranslate(); });
}

void DataPane::build()
{
    auto* layout = bareLayout<QVBoxLayout>(this);
    m_tools = new QHBoxLayout;
    m_tools->setSpacing(0);
    layout->addLayout(m_tools);
    m_title = new QLabel(this);
    m_tools->addWidget(m_title);
    m_tools->addSpacing(letters(this, 1));
    m_modes = new QButtonGroup(this);
    addMode(DataMode::JsonText, "event.mode.json");
    addMode(DataMode::Text, "event.mode.text");
    addMode(DataMode::File, "event.mode.file");
    m_tools->addStretch(1);
    m_format = addTool("event.data.format");
    m_compact = addTool("event.data.compact");
    m_bar = new MessageBar(this);
    layout->addWidget(m_bar);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(buildJson());
    m_pages->addWidget(buildText());
    m_file = new FilePane(m_pages);
    m_pages->addWidget(m_file);
    connect(m_file, &FilePane::changed, this, &DataPane::changed);
    layout->addWidget(m_pages, 1);
    auto* row = new QHBoxLayout;
    m_message = new MessageLabel(this);
    m_message->setObjectName(QStringLiteral("event.data.message"));
    m_goTo = addTool("event.data.goTo");
    row->addWidget(m_message, 1);
    row->addWidget(m_goTo, 0, Qt::AlignTop);
    layout->addLayout(row);
    connect(m_format, &QToolButton::clicked, m_json, &JsonEditor::format);
    connect(m_compact, &QToolButton::clicked, m_json, &JsonEditor::compact);
    connect(m_goTo, &QToolButton::clicked, m_json, &JsonEditor::goToRemark);
    connect(m_modes, &QButtonGroup::idClicked, this, &DataPane::modeChosen);
    setMode(DataMode::JsonText);
    m_message->say(MessageLabel::Tone::Help, {});
    m_goTo->hide();
}

void DataPane::retranslate()
{
    m_title->setText(tr("Data as"));
    for (const auto& [mode, label] : {std::pair(DataMode::JsonText, tr("&JSON")),
                                      std::pair(DataMode::Text, tr("Te&xt")), std::pair(DataMode::File, tr("Fi&le"))}) {
        QAbstractButton* const button = m_modes->button(static_cast<int>(mode));
        button->setText(label);
        button->setAccessibleName(tr("Data as %1").arg(QString(label).remove(u'&')));
    }
    const auto word = [](QToolButton* tool, const QString& label, const QString& tip) {
        tool->setText(label);
        tool->setToolTip(tip);
    };
    word(m_format, tr("Format"), tr("One value a line; undo takes it back"));
    word(m_compact, tr("Compact"), tr("Everything on one line; undo takes it back"));
    word(m_goTo, tr("&Go to"), tr("Put the cursor where it is"));
    m_json->setAccessibleName(tr("Data, JSON"));
    m_text->setAccessibleName(tr("Data, text"));
    m_text->setPlaceholderText(tr("Sent as it stands here, as a JSON string"));
}

QToolButton* DataPane::addMode(DataMode mode, const char* objectName)
{
    auto* button = new QToolButton(this);
    button->setObjectName(QLatin1String(objectName));
    button->setCheckable(true);
    button->setFocusPolicy(Qt::StrongFocus);
    m_modes->addButton(button, static_cast<int>(mode));
    m_tools->addWidget(button);
    return button;
}

QToolButton* DataPane::addTool(const char* objectName)
{
    auto* button = new QToolButton(this);
    button->setObjectName(QLatin1String(objectName));
    button->setFocusPolicy(Qt::StrongFocus);
    m_tools->addWidget(button);
    return button;
}

QWidget* DataPane::buildJson()
{
    m_json = new JsonEditor(JsonEditor::Checks::ByOwner, m_pages);
    m_json->setObjectName(QStringLiteral("event.data"));
    m_json->setPlaceholderText(QStringLiteral("{\"vm_name\": \"web-1\"}"));
    m_json->setMinimumHeight(lines(m_json, kDataLines));
    connectEditor(m_json);
    connect(m_json, &LimitedTextEdit::arrived, this, &DataPane::arrived);
    connect(m_json, &JsonEditor::layoutRefused, this,
            [this](const QString& why) { m_message->say(MessageLabel::Tone::Warning, why); });
    connect(m_json, &JsonEditor::pastedOnLines, m_bar, [this] {
        m_bar->showNotice(tr("The pasted JSON was one very long line and was put on several lines. Its values are the "
                             "same."));
    });
    return m_json;
}

QWidget* DataPane::buildText()
{
    m_text = new LimitedTextEdit(m_pages);
    m_text->setObjectName(QStringLiteral("event.text"));
    m_text->setFont(monospaceFont(m_text));
    m_text->setTabChangesFocus(true);
    connectEditor(m_text);
    return m_text;
}

void DataPane::connectEditor(LimitedTextEdit* editor)
{
    connect(editor, &LimitedTextEdit::edited, this, &DataPane::changed);
    connect(editor, &LimitedTextEdit::tooLong, this, &DataPane::keep);
    connect(editor, &LimitedTextEdit::filesOffered, this, &DataPane::takeFiles);
}

DataMode DataPane::mode() const
{
    return static_cast<DataMode>(m_modes->checkedId());
}

void DataPane::setMode(DataMode mode)
{
    m_modes->button(static_cast<int>(mode))->setChecked(true);
    const auto buttons = m_modes->buttons();
    for (QAbstractButton* button : buttons) {
        // In some styles a pressed button differs by its colour only.
        QFont own = button->font();
        own.setBold(button->isChecked());
        button->setFont(own);
    }
    m_pages->setCurrentIndex(static_cast<int>(mode));
    m_format->setVisible(mode == DataMode::JsonText);
    m_compact->setVisible(mode == DataMode::JsonText);
}

void DataPane::modeChosen()
{
    setMode(mode());
    Q_EMIT changed();
}

void DataPane::showDraft(const models::EventDraft& draft)
{
    const QSignalBlocker quiet(this);
    const auto showText = [this](LimitedTextEdit* editor, const QString& text) {
        if (editor->isWhole() && editor->exactText() == text)
            return;
        editor->setExactText(LimitedTextEdit::fits(text) ? text : QString());
        if (!LimitedTextEdit::fits(text))
            keep(text);
    };
    showText(m_json, draft.json);
    showText(m_text, draft.text);
    m_file->showFile(draft.file, draft.forceBinary);
    setMode(draft.mode);
}

void DataPane::writeTo(models::EventDraft& draft) const
{
    draft.mode = mode();
    if (m_json->isWhole())
        draft.json = m_json->exactText();
    if (m_text->isWhole())
        draft.text = m_text->exactText();
    draft.file = m_file->file();
    draft.forceBinary = m_file->forceBinary();
}

void DataPane::tell(const Judgement& judgement)
{
    const std::vector<EventProblem> problems = judgement.of(models::DraftField::Data);
    std::vector<TextRemark> remarks;
    for (const EventProblem& one : problems) {
        if (mode() == DataMode::JsonText && one.offset >= 0)
            remarks.push_back({one.severity == Severity::Problem, one.offset, one.explanation});
    }
    m_goTo->setVisible(!remarks.empty());
    const TextRemark* first = remarks.empty() ? nullptr : &remarks.front();
    QString text = problems.empty() ? QString() : problems.front().explanation;
    if (first)
        text = m_json->described(*first);
    if (problems.size() > 1)
        text += tr(" (and %n more)", nullptr, static_cast<int>(problems.size()) - 1);
    const bool blocks = !problems.empty() && problems.front().severity == Severity::Problem;
    // A file that was not chosen yet is no mistake; the pane says itself what is wrong with one that was.
    if (mode() == DataMode::File && blocks)
        text.clear();
    m_message->say(blocks ? MessageLabel::Tone::Problem : MessageLabel::Tone::Warning, text);
    m_json->showRemarks(std::move(remarks));
}

void DataPane::showJudging()
{
    m_message->say(MessageLabel::Tone::Help, tr("Checking…"));
    m_goTo->hide();
}

void DataPane::focusData()
{
    m_pages->currentWidget()->setFocus(Qt::OtherFocusReason);
}

void DataPane::lookAtFileAgain()
{
    if (const auto file = m_file->file())
        m_file->choose(file->path);
}

void DataPane::takeFiles(const QStringList& paths)
{
    setMode(DataMode::File);
    m_file->choose(paths.first(),
                   paths.size() > 1 ? tr("An event carries one file: the first of %n was taken.", nullptr,
                                         static_cast<int>(paths.size()))
                                    : QString());
    m_modes->button(static_cast<int>(DataMode::File))->setFocus(Qt::OtherFocusReason);
}

void DataPane::keep(const QString& text)
{
    m_bar->showNotice(tr("The text is too long for the editor and is being kept as a file…"));
    client::whenDone(keepAsFile(text, m_keepFolder), this, [this](const models::Result<QString>& path) {
        if (!path) {
            m_bar->showFailure(path.error());
            return;
        }
        m_bar->clear();
        setMode(DataMode::File);
        m_file->choose(*path,
                       tr("The text was too long for the editor and was kept as this file. It arrives as one string. "
                          "What was typed before is still there."));
    });
}

void DataPane::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localFiles(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void DataPane::dropEvent(QDropEvent* event)
{
    const QStringList files = localFiles(*event->mimeData());
    if (files.isEmpty())
        return;
    event->acceptProposedAction();
    takeFiles(files);
}

} // namespace ui
