// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/functions/runlist.h"

#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/functions/runview.h"
#include "ui/pages/statedelegate.h"
#include "ui/wording.h"

#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

#include <limits>

namespace ui {

RunList::RunList(client::Session& session, const QString& tableName, QWidget* parent)
    : QSplitter(Qt::Horizontal, parent)
    , m_model(client::RunWatch::kMaxRuns)
    , m_table(new QTableView)
    , m_dropped(new MessageLabel)
    , m_view(new RunView)
{
    build(tableName);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& index) {
        if (const models::Run* run = m_model.at(index.row()); index.isValid() && run)
            m_chosen = run->name;
        showCurrent();
    });
    connect(&m_model, &QAbstractItemModel::modelReset, this, &RunList::restoreSelection);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &RunList::restoreSelection);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex& from, const QModelIndex& to) {
        const int row = m_model.rowOf(m_chosen);
        if (from.row() <= row && row <= to.row())
            m_shown.clear();
        showCurrent();
    });
    connect(&session.runWatch(), &client::RunWatch::runsChanged, this, &RunList::take);
    m_view->clear();
}

void RunList::build(const QString& tableName)
{
    m_table->setObjectName(tableName);
    keepWorded(*m_table, [this] { m_table->setAccessibleName(tr("Runs")); });
    m_table->setModel(&m_model);
    m_table->setItemDelegateForColumn(models::RunTableModel::StateColumn, new StateDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(lines(this, 1) * 3 / 2);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_table->setColumnWidth(models::RunTableModel::StateColumn, letters(this, 14));
    m_table->setColumnWidth(models::RunTableModel::FunctionColumn, letters(this, 16));
    m_table->setColumnWidth(models::RunTableModel::EventTypeColumn, letters(this, 20));
    m_table->setColumnWidth(models::RunTableModel::StartedColumn, letters(this, 10));
    m_table->setColumnWidth(models::RunTableModel::DurationColumn, letters(this, 12));
    m_dropped->setObjectName(tableName + QStringLiteral(".dropped"));
    keepWorded(*m_dropped, [this] { sayWhatWasDropped(); });
    auto* listing = new QWidget;
    auto* column = new QVBoxLayout(listing);
    column->setContentsMargins({});
    column->addWidget(m_table);
    column->addWidget(m_dropped);
    addWidget(listing);
    addWidget(m_view);
    setChildrenCollapsible(false);
    setStretchFactor(0, 3);
    setStretchFactor(1, 2);
    setSizes({letters(this, 75), letters(this, 50)});
}

void RunList::sayWhatWasDropped()
{
    const qint64 dropped = std::min<qint64>(m_model.droppedCount(), std::numeric_limits<int>::max());
    m_dropped->say(MessageLabel::Tone::Help,
                   dropped > 0
                       ? tr("%n older run(s) dropped: the newest are kept here.", nullptr, static_cast<int>(dropped))
                       : QString());
}

void RunList::take(const std::vector<models::Run>& runs)
{
    const bool follows = m_followsNewest && m_table->currentIndex().row() <= 0;
    m_model.apply(runs);
    sayWhatWasDropped();
    if (follows && m_model.rowCount() > 0)
        m_table->setCurrentIndex(m_model.index(0, 0));
    restoreSelection();
}

void RunList::followNewest()
{
    m_followsNewest = true;
}

void RunList::choose(const QString& runName)
{
    m_chosen = runName;
    restoreSelection();
}

void RunList::hideColumn(models::RunTableModel::Column column)
{
    m_table->hideColumn(column);
}

void RunList::chooseNewest()
{
    if (m_model.rowOf(m_chosen) < 0 && m_model.rowCount() > 0)
        m_table->setCurrentIndex(m_model.index(0, 0));
}

void RunList::restoreSelection()
{
    const int row = m_model.rowOf(m_chosen);
    if (row >= 0 && m_table->currentIndex().row() != row)
        m_table->setCurrentIndex(m_model.index(row, 0));
    showCurrent();
}

void RunList::showCurrent()
{
    const models::Run* run = m_model.at(m_model.rowOf(m_chosen));
    const QString name = run ? run->name : QString();
    if (run && name == m_shown)
        return;
    m_shown = name;
    if (run)
        m_view->setRun(*run);
    else
        m_view->clear();
}

} // namespace ui
