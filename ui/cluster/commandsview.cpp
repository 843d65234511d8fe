// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/commandsview.h"

#include "models/resourcetablemodel.h"
#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/pages/copytext.h"
#include "ui/pages/statedelegate.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDateTime>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSplitter>
#include <QTableView>
#include <QTextBlock>
#include <QTextCursor>

#include <algorithm>
#include <optional>
#include <utility>

namespace ui {

using client::CommandRecord;

namespace {

constexpr int kSoonMSecs = 150;

QString resultText(const CommandRecord& record)
{
    switch (record.state) {
    case CommandRecord::State::Running:
        return CommandsModel::tr("running");
    case CommandRecord::State::Failed:
        return CommandsModel::tr("failed");
    case CommandRecord::State::GivenUp:
        return CommandsModel::tr("given up");
    case CommandRecord::State::Ended:
        break;
    }
    return CommandsModel::tr("exit %1").arg(record.exitCode);
}

models::State resultState(const CommandRecord& record)
{
    if (record.state == CommandRecord::State::Running)
        return models::State::Creating;
    if (record.state == CommandRecord::State::Failed)
        return models::State::Error;
    if (record.isExitAnswer || record.state == CommandRecord::State::GivenUp)
        return models::State::Other;
    return record.exitCode == 0 ? models::State::Ready : models::State::Error;
}

/// The folder of a tool and its variables say little in a list; all of it is what is copied.
QString shortLine(const CommandRecord& record)
{
    CommandRecord named = record;
    named.variables.clear();
    named.words.first() = QFileInfo(record.words.first()).fileName();
    return commandLineOf(named);
}

QString cell(const CommandRecord& record, int column)
{
    switch (column) {
    case CommandsModel::TimeColumn:
        return QDateTime::fromMSecsSinceEpoch(record.startedAt).toString(QStringLiteral("HH:mm:ss"));
    case CommandsModel::CommandColumn:
        return shortLine(record);
    case CommandsModel::ResultColumn:
        return resultText(record);
    default:
        return record.state == CommandRecord::State::Running
            ? QString()
            : CommandsModel::tr("%1 ms").arg(QLocale().toString(record.elapsedMSecs));
    }
}

} // namespace

QString commandLineOf(const CommandRecord& record)
{
    const auto quoted = [](const QString& word) {
        static const QRegularExpression plain(QStringLiteral("\\A[A-Za-z0-9_@%+=:,./\\-]+\\z"));
        return plain.match(word).hasMatch() ? word : shellQuoted(word);
    };
    QStringList words;
    // A quoted name would be the program.
    for (const QString& variable : record.variables)
        words << variable.section(u'=', 0, 0) + u'=' + quoted(variable.section(u'=', 1));
    for (const QString& word : record.words)
        words << quoted(word);
    return words.join(u' ');
}

int CommandsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant CommandsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const CommandRecord& record = *at(index.row());
    if (role == Qt::DisplayRole)
        return cell(record, index.column());
    if (role == Qt::ToolTipRole)
        return record.problem.isEmpty() ? record.tried : record.tried + u'\n' + record.problem;
    if (role == models::ResourceTableModel::StatusRole && index.column() == ResultColumn)
        return QVariant::fromValue(models::Status{resultState(record), resultText(record)});
    return {};
}

QVariant CommandsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return RowsModel::headerData(section, orientation, role);
    const QStringList titles = {tr("Time"), tr("Command"), tr("Result"), tr("Took")};
    return titles.value(section);
}

bool CommandsModel::isSameThing(const CommandRecord& left, const CommandRecord& right) const
{
    return left.number == right.number;
}

CommandsView::CommandsView(client::CommandLog& log, QWidget* parent)
    : QWidget(parent)
    , m_log(log)
    , m_table(new QTableView(this))
    , m_output(new QPlainTextEdit(this))
    , m_copy(new QPushButton(this))
    , m_copyOutput(new QPushButton(this))
    , m_clear(new QPushButton(this))
    , m_routine(new QCheckBox(this))
{
    setObjectName(QStringLiteral("cluster.commands"));
    build();
    keepWorded(*this, [this] { retranslate(); });
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMSecs);
    connect(&m_soon, &QTimer::timeout, this, &CommandsView::refresh);
    const auto soon = [this] {
        if (isVisible() && !m_soon.isActive())
            m_soon.start();
    };
    connect(&m_log, &client::CommandLog::changed, this, soon);
    connect(&m_log, &client::CommandLog::outputChanged, this, [this, soon](qint64 number) {
        if (const CommandRecord* record = current(); record && record->number == number)
            soon();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &CommandsView::showOutput);
    connect(m_routine, &QCheckBox::toggled, this, &CommandsView::refresh);
    connect(m_clear, &QPushButton::clicked, &m_log, &client::CommandLog::clear);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (const CommandRecord* record = current())
            QGuiApplication::clipboard()->setText(commandLineOf(*record));
    });
    connect(m_copyOutput, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_output->toPlainText()); });
    showOutput();
}

void CommandsView::build()
{
    m_table->setObjectName(QStringLiteral("cluster.commands.table"));
    m_output->setObjectName(QStringLiteral("cluster.commands.output"));
    m_copy->setObjectName(QStringLiteral("cluster.commands.copy"));
    m_copyOutput->setObjectName(QStringLiteral("cluster.commands.copyOutput"));
    m_clear->setObjectName(QStringLiteral("cluster.commands.clear"));
    m_routine->setObjectName(QStringLiteral("cluster.commands.routine"));
    prepareTable(*m_table, m_model);
    m_table->setItemDelegateForColumn(CommandsModel::ResultColumn, new StateDelegate(m_table));
    const int widths[] = {12, 80, 14, 12};
    for (int column = 0; column < CommandsModel::ColumnCount; ++column)
        m_table->setColumnWidth(column, letters(this, widths[column]));
    m_table->setMinimumHeight(lines(this, 4));
    m_output->setReadOnly(true);
    m_output->setUndoRedoEnabled(false);
    m_output->setTabChangesFocus(true);
    m_output->setFont(monospaceFont(this));
    auto* halves = new QSplitter(Qt::Vertical, this);
    halves->addWidget(m_table);
    halves->addWidget(m_output);
    halves->setChildrenCollapsible(false);
    auto* row = new QHBoxLayout;
    row->addWidget(m_copy);
    row->addWidget(m_copyOutput);
    row->addWidget(m_clear);
    row->addWidget(m_routine);
    row->addStretch();
    auto* column = new QVBoxLayout(this);
    column->addWidget(halves, 1);
    column->addLayout(row);
}

void CommandsView::retranslate()
{
    m_table->setAccessibleName(tr("Commands"));
    m_output->setAccessibleName(tr("What the command printed"));
    m_copy->setText(tr("Copy the comman&d"));
    m_copyOutput->setText(tr("Copy the o&utput"));
    m_clear->setText(tr("Cl&ear"));
    m_routine->setText(tr("Also what the console as&ks by itself"));
    Q_EMIT m_model.headerDataChanged(Qt::Horizontal, 0, CommandsModel::ColumnCount - 1);
    showOutput();
}

void CommandsView::showEvent(QShowEvent* event)
{
    refresh();
    QWidget::showEvent(event);
}

void CommandsView::refresh()
{
    const CommandRecord* const now = current();
    const std::optional<CommandRecord> chosen = now ? std::optional(*now) : std::nullopt;
    m_isRefreshing = true;
    std::vector<CommandRecord> shown;
    std::copy_if(m_log.records().begin(), m_log.records().end(), std::back_inserter(shown),
                 [this](const CommandRecord& record) { return !record.isRoutine || m_routine->isChecked(); });
    m_model.setRecords(std::move(shown));
    if (chosen)
        chooseAgain(*chosen);
    m_isRefreshing = false;
    if (!m_table->currentIndex().isValid() && m_model.rowCount() > 0)
        m_table->scrollToBottom();
    showOutput();
}

void CommandsView::chooseAgain(const CommandRecord& chosen)
{
    int row = -1;
    for (int i = 0; i < m_model.rowCount(); ++i) {
        const CommandRecord& record = *m_model.at(i);
        const bool isNext = record.isRoutine && record.words == chosen.words && record.variables == chosen.variables;
        if (record.number == chosen.number || (chosen.isRoutine && isNext && row < 0))
            row = i;
    }
    if (row != m_table->currentIndex().row())
        m_table->setCurrentIndex(m_model.index(row, CommandsModel::TimeColumn));
}

const CommandRecord* CommandsView::current() const
{
    return m_model.at(m_table->currentIndex().row());
}

void CommandsView::showOutput()
{
    if (m_isRefreshing)
        return;
    const CommandRecord* const record = current();
    m_copy->setEnabled(record);
    m_copyOutput->setEnabled(record);
    const qint64 number = record ? record->number : 0;
    const QStringList now = record ? m_log.outputOf(number)
                                   : QStringList(tr("Choose a command to see what it printed. Secrets are masked."));
    const bool isSame = std::exchange(m_shownNumber, number) == number;
    if (isSame && now == m_shown)
        return;
    if (!isSame || !grow(now)) {
        const int position = isSame ? m_output->verticalScrollBar()->value() : 0;
        m_output->setPlainText(now.join(u'\n'));
        m_output->verticalScrollBar()->setValue(position);
    }
    m_shown = now;
}

bool CommandsView::grow(const QStringList& now)
{
    // A line that holds a line break of another kind is shown as two.
    if (m_output->document()->isEmpty() || m_output->document()->blockCount() != m_shown.size())
        return false;
    qsizetype dropped = 0;
    const auto goesOn = [this, &now, &dropped] {
        const qsizetype rest = m_shown.size() - dropped;
        return rest <= now.size() && std::equal(m_shown.begin() + dropped, m_shown.end(), now.begin());
    };
    while (dropped < m_shown.size() && !goesOn())
        ++dropped;
    if (dropped == m_shown.size())
        return false;
    if (const QStringList more = now.mid(m_shown.size() - dropped); !more.isEmpty())
        m_output->appendPlainText(more.join(u'\n'));
    // What is in view moves up by as much as goes above it.
    const int position = m_output->verticalScrollBar()->value();
    int height = 0;
    for (int i = 0; i < dropped; ++i)
        height += m_output->document()->findBlockByNumber(i).lineCount();
    QTextCursor top(m_output->document());
    top.movePosition(QTextCursor::NextBlock, QTextCursor::KeepAnchor, static_cast<int>(dropped));
    top.removeSelectedText();
    m_output->verticalScrollBar()->setValue(position - height);
    return true;
}

} // namespace ui
