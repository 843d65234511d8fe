// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/logview.h"

#include "client/whendone.h"
#include "ui/cluster/logtext.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/icons.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QLocale>
#include <QShortcut>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace ui {

using State = client::PodLog::State;

namespace {
constexpr int kSoonMSecs = 500;
}

LogView::LogView(client::Commands& commands, QWidget* parent)
    : QWidget(parent)
    , m_log(commands)
{
    setObjectName(QStringLiteral("cluster.log"));
    build();
    connectAll();
    keepWorded(*this, [this] { retranslate(); });
}

void LogView::build()
{
    auto* column = bareLayout<QVBoxLayout>(this);
    auto* controls = new QHBoxLayout;
    auto* finding = new QHBoxLayout;
    m_text = new LogText(m_log.buffer(), this);
    m_text->setObjectName(QStringLiteral("cluster.log.text"));
    m_text->setMinimumHeight(lines(this, 5));
    buildControls(controls);
    buildSearch(finding);
    auto* foot = new QHBoxLayout;
    m_sign = new QLabel(this);
    m_state = new MessageLabel(this);
    m_state->setObjectName(QStringLiteral("cluster.log.state"));
    foot->addWidget(m_sign);
    foot->addWidget(m_state, 1);
    column->addLayout(controls);
    column->addLayout(finding);
    column->addWidget(m_text, 1);
    column->addLayout(foot);
}

QCheckBox* LogView::makeBox(const char* objectName, bool isOn)
{
    auto* box = new QCheckBox(this);
    box->setObjectName(QLatin1String(objectName));
    box->setChecked(isOn);
    return box;
}

QToolButton* LogView::makeButton(const char* objectName, const QString& iconName)
{
    auto* button = new QToolButton(this);
    button->setObjectName(QLatin1String(objectName));
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAutoRaise(true);
    if (!iconName.isEmpty())
        button->setIcon(icon(iconName));
    return button;
}

void LogView::buildControls(QBoxLayout* row)
{
    m_title = new QLabel(this);
    m_title->setObjectName(QStringLiteral("cluster.log.title"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_container = new QComboBox(this);
    m_container->setObjectName(QStringLiteral("cluster.log.container"));
    m_container->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_previous = makeBox("cluster.log.previous", false);
    m_times = makeBox("cluster.log.times", false);
    m_wrap = makeBox("cluster.log.wrap", false);
    m_follow = makeBox("cluster.log.follow", true);
    m_copy = makeButton("cluster.log.copy", QStringLiteral("copy"));
    m_save = makeButton("cluster.log.save", QStringLiteral("export"));
    row->addWidget(m_title, 1);
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_container, m_previous, m_times, m_wrap, m_follow, m_copy, m_save})
        row->addWidget(part);
}

void LogView::buildSearch(QBoxLayout* row)
{
    m_filter = new QLineEdit(this);
    m_filter->setObjectName(QStringLiteral("cluster.log.filter"));
    m_search = new QLineEdit(this);
    m_search->setObjectName(QStringLiteral("cluster.log.search"));
    for (QLineEdit* field : {m_filter, m_search})
        field->setClearButtonEnabled(true);
    m_matches = new QLabel(this);
    m_matches->setObjectName(QStringLiteral("cluster.log.matches"));
    m_matches->setMinimumWidth(letters(this, 14));
    m_before = makeButton("cluster.log.before", {});
    m_before->setArrowType(Qt::UpArrow);
    m_next = makeButton("cluster.log.next", {});
    m_next->setArrowType(Qt::DownArrow);
    row->addWidget(m_filter, 1);
    row->addWidget(m_search, 1);
    for (QWidget* part : std::initializer_list<QWidget*>{m_before, m_next, m_matches})
        row->addWidget(part);
}

void LogView::connectAll()
{
    connect(&m_log, &client::PodLog::cleared, m_text, &LogText::restart);
    connect(&m_log, &client::PodLog::grew, m_text, &LogText::catchUp);
    connect(&m_log, &client::PodLog::stateChanged, this, &LogView::sayState);
    // What a flood does is said now and then, not with each of its lines.
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMSecs);
    connect(&m_soon, &QTimer::timeout, this, &LogView::sayState);
    connect(&m_log, &client::PodLog::grew, this, [this] {
        if (!m_soon.isActive())
            m_soon.start();
    });
    connect(m_text, &LogText::caughtUp, this, &LogView::sayState);
    connect(m_text, &LogText::matchesChanged, this, &LogView::sayMatches);
    connect(m_text, &LogText::followingChanged, m_follow, &QCheckBox::setChecked);
    connect(m_follow, &QCheckBox::toggled, m_text, &LogText::setFollowing);
    connect(m_times, &QCheckBox::toggled, m_text, &LogText::setTimes);
    connect(m_wrap, &QCheckBox::toggled, this, [this](bool isOn) {
        m_text->setLineWrapMode(isOn ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap);
    });
    connect(m_filter, &QLineEdit::textChanged, m_text, &LogText::setFilter);
    connect(m_search, &QLineEdit::textChanged, m_text, &LogText::setSearch);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { m_text->findLine(false); });
    connect(m_next, &QToolButton::clicked, this, [this] { m_text->findLine(false); });
    connect(m_before, &QToolButton::clicked, this, [this] { m_text->findLine(true); });
    connect(m_copy, &QToolButton::clicked, this, &LogView::copy);
    connect(m_save, &QToolButton::clicked, this, &LogView::save);
    connect(m_container, &QComboBox::activated, this, &LogView::reopen);
    connect(m_previous, &QCheckBox::clicked, this, &LogView::reopen);
    const auto shortcut = [this](const QKeySequence& keys, auto act) {
        auto* const made = new QShortcut(keys, this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, act);
    };
    shortcut(QKeySequence::Find, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    shortcut(QKeySequence::FindNext, [this] { m_text->findLine(false); });
    shortcut(QKeySequence::FindPrevious, [this] { m_text->findLine(true); });
    shortcut(QKeySequence::Save, [this] { save(); });
}

void LogView::retranslate()
{
    setAccessibleName(tr("Log of a pod"));
    m_container->setAccessibleName(tr("Container"));
    m_container->setToolTip(tr("Container"));
    m_previous->setText(tr("&Previous"));
    m_previous->setToolTip(tr("The log of the container before the one that runs: why it ended"));
    m_times->setText(tr("T&imes"));
    m_times->setToolTip(tr("When each line was written"));
    m_wrap->setText(tr("&Wrap"));
    m_wrap->setToolTip(tr("Long lines go on in the next one"));
    m_follow->setText(tr("F&ollow"));
    m_follow->setToolTip(tr("Keep the newest line in sight. Scrolling up ends it."));
    m_filter->setPlaceholderText(tr("Only lines with… (-word: without)"));
    m_filter->setAccessibleName(tr("Show only lines with these words"));
    m_search->setPlaceholderText(
        tr("Find… (%1)").arg(QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText)));
    m_search->setAccessibleName(tr("Find in the log"));
    m_before->setAccessibleName(tr("The match before"));
    m_next->setAccessibleName(tr("The next match"));
    m_copy->setAccessibleName(tr("Copy the selection, or all that is shown"));
    m_save->setAccessibleName(tr("Save the log to a file"));
    for (QToolButton* button : {m_before, m_next, m_copy, m_save})
        button->setToolTip(button->accessibleName());
    m_text->setAccessibleName(tr("Log"));
    sayState();
    sayMatches();
}

void LogView::open(const QString& context, const models::Pod& pod, bool isPrevious)
{
    m_context = context;
    m_pod = pod;
    m_container->clear();
    fillContainers();
    m_container->setCurrentIndex(std::max(0, m_container->findData(pod.mainContainer())));
    m_previous->setChecked(isPrevious);
    m_follow->setChecked(true);
    reopen();
}

void LogView::update(const models::Pod& pod)
{
    if (!m_pod || m_pod->uid != pod.uid)
        return;
    m_pod = pod;
    fillContainers();
}

/// Adds those that are missing: the choice stays.
void LogView::fillContainers()
{
    for (const models::PodContainer& container : m_pod->containers) {
        if (m_container->findData(container.name) < 0)
            m_container->addItem(container.isInit ? tr("%1 (init)").arg(container.name) : container.name,
                                 container.name);
    }
    m_container->setVisible(m_container->count() > 1);
}

void LogView::reopen()
{
    if (!m_pod)
        return;
    const QString container = m_container->currentData().toString();
    m_log.open({m_context, m_pod->nameSpace, m_pod->name, m_pod->uid, container, m_previous->isChecked()});
    m_title->setText(QStringLiteral("%1 / %2").arg(m_pod->nameSpace, m_pod->name));
    m_title->setToolTip(m_title->text());
}

void LogView::sayState()
{
    struct Words
    {
        models::State looks;
        QString text;
    };
    const Words words[] = {
        {models::State::None, tr("Choose a pod and press Enter to read its log.")},
        {models::State::Creating, tr("Asking for the log…")},
        {models::State::Ready, tr("Following.")},
        {models::State::Updating, tr("Waiting for more.")},
        {models::State::Initialized, tr("This is the end of the log.")},
        {models::State::Error, tr("There is no log.")},
    };
    const Words& now = words[static_cast<std::size_t>(m_log.state())];
    QString text = now.text;
    if (const models::Failure* const failure = m_log.failure())
        text = failure->meaning + u' ' + failure->remedy;
    if (const qint64 dropped = m_log.buffer().dropped(); dropped > 0)
        text += u' ' + tr("%1 older lines were dropped.").arg(QLocale().toString(dropped));
    m_state->say(m_log.state() == State::Failed ? MessageLabel::Tone::Problem : MessageLabel::Tone::Help, text);
    const bool hasShape = now.looks != models::State::None && m_log.state() != State::Failed;
    const int side = fontMetrics().ascent();
    m_sign->setVisible(hasShape);
    if (hasShape)
        m_sign->setPixmap(stateIcon(now.looks).pixmap(side, side));
    const bool hasLines = m_log.buffer().end() > m_log.buffer().first();
    m_copy->setEnabled(hasLines);
    m_save->setEnabled(hasLines);
}

void LogView::sayMatches()
{
    const int count = m_text->matchCount();
    const int current = m_text->currentMatch();
    if (m_search->text().isEmpty())
        m_matches->clear();
    else if (current > 0)
        m_matches->setText(tr("%1 of %n lines", nullptr, count).arg(current));
    else
        m_matches->setText(tr("%n lines", nullptr, count));
    m_before->setEnabled(count > 0);
    m_next->setEnabled(count > 0);
}

void LogView::copy()
{
    const QTextCursor cursor = m_text->textCursor();
    QString text = cursor.hasSelection() ? cursor.selectedText() : m_text->toPlainText();
    text.replace(QChar::ParagraphSeparator, u'\n');
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT said(tr("Copied."));
}

void LogView::save()
{
    if (!m_save->isEnabled())
        return;
    auto* dialog = new QFileDialog(window(), tr("Save the log"));
    dialog->setObjectName(QStringLiteral("cluster.log.savedialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    const QString container = m_log.target().container;
    dialog->selectFile(QStringLiteral("%1-%2.log").arg(m_log.target().pod, container));
    connect(dialog, &QFileDialog::fileSelected, this, &LogView::write);
    dialog->open();
}

void LogView::write(const QString& path)
{
    client::whenDone(m_log.save(path, m_times->isChecked()), this, [this, path](const models::Result<qint64>& written) {
        if (written)
            Q_EMIT said(tr("%1 lines are in %2.").arg(QLocale().toString(*written), path));
        else
            Q_EMIT failed(written.error());
    });
}

} // namespace ui
