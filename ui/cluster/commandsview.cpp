// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/commandsview.h"

#include "models/resourcetablemodel.h"
#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/pages/copytext.h"
#include "ui/pages/statedelegate.h"
#include "ui/wording.h"

#include <QClipboard>
#include <QDateTime>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSplitter>
#include <QTableView>

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
    case CommandRecord::State::Ended:
        break;
    }
    return CommandsModel::tr("exit %1").arg(record.exitCode);
}

models::State resultState(const CommandRecord& record)
{
    if (record.state == CommandRecord::State::Running)
        return models::State::Creating;
    if (record.state != CommandRecord::State::Ended)
        return models::State::Error;
    if (record.isExitAnswer)
        return models::State::Other;
    return record.exitCode == 0 ? models::State::Ready : models::State::Error;
}

/// The folder of a tool says little in a list; the whole path is what is copied.
QString shortLine(const CommandRecord& record)
{
    CommandRecord named = record;
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
    QStringList words;
    for (const QString& word : record.words) {
        static const QRegularExpression plain(QStringLiteral("\\A[A-Za-z0-9_@%+=:,./\\-]+\\z"));
        words << (plain.match(word).hasMatch() ? word : shellQuoted(word));
    }
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
    m_model.setRecords({m_log.records().begin(), m_log.records().end()});
    if (!m_table->currentIndex().isValid() && m_model.rowCount() > 0)
        m_table->scrollToBottom();
    showOutput();
}

const CommandRecord* CommandsView::current() const
{
    return m_model.at(m_table->currentIndex().row());
}

void CommandsView::showOutput()
{
    const CommandRecord* const record = current();
    m_copy->setEnabled(record);
    m_copyOutput->setEnabled(record);
    const QString text = record ? m_log.outputOf(record->number).join(u'\n')
                                : tr("Choose a command to see what it printed. Secrets are masked.");
    if (m_output->toPlainText() != text)
        m_output->setPlainText(text);
}

} // namespace ui
