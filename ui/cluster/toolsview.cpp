// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/toolsview.h"

#include "models/resourcetablemodel.h"
#include "ui/cluster/toolchooser.h"
#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/pages/statedelegate.h"
#include "ui/wording.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>

namespace ui {

using client::FoundTool;
using client::Tool;
using client::Toolbox;
using Verdict = FoundTool::Verdict;

namespace {

struct Row
{
    Verdict verdict;
    models::State looks;
    const char* word;
};

constexpr Row kVerdicts[] = {
    {Verdict::Looking, models::State::Creating, QT_TRANSLATE_NOOP("ui::ToolsModel", "looking")},
    {Verdict::Missing, models::State::Other, QT_TRANSLATE_NOOP("ui::ToolsModel", "not found")},
    {Verdict::NotExecutable, models::State::Error, QT_TRANSLATE_NOOP("ui::ToolsModel", "cannot be run")},
    {Verdict::Broken, models::State::Error, QT_TRANSLATE_NOOP("ui::ToolsModel", "broken")},
    {Verdict::TooOld, models::State::Error, QT_TRANSLATE_NOOP("ui::ToolsModel", "too old")},
    {Verdict::Good, models::State::Ready, QT_TRANSLATE_NOOP("ui::ToolsModel", "good")},
};

models::Status statusOf(Verdict verdict)
{
    const Row& row = kVerdicts[static_cast<std::size_t>(verdict)];
    return {row.looks, ToolsModel::tr(row.word)};
}

QString cell(const FoundTool& tool, int column)
{
    switch (column) {
    case ToolsModel::NameColumn:
        return Toolbox::nameOf(tool.tool);
    case ToolsModel::VerdictColumn:
        return statusOf(tool.verdict).word;
    case ToolsModel::VersionColumn:
        return tool.version ? tool.version->text() : QString();
    case ToolsModel::PathColumn:
        return tool.isChosen ? ToolsModel::tr("%1 (chosen)").arg(tool.path) : tool.path;
    default:
        return Toolbox::purposeOf(tool.tool);
    }
}

} // namespace

QString toolProblem(const FoundTool& tool)
{
    const QString name = Toolbox::nameOf(tool.tool);
    const QString get = Toolbox::howToGet(tool.tool);
    switch (tool.verdict) {
    case Verdict::Missing:
        return ToolsView::tr(
                   "%1 is not on this machine, or not where programs are looked for. To get it: %2. Or choose "
                   "where it is.")
            .arg(name, get);
    case Verdict::NotExecutable:
        return ToolsView::tr("%1 is not a program that can be run. Choose another file, or search for it again.")
            .arg(tool.path);
    case Verdict::Broken:
        return ToolsView::tr("%1 does not tell its version (%2). Check that it is %3, and for this machine.")
            .arg(tool.path, tool.said.isEmpty() ? ToolsView::tr("it said nothing") : tool.said, name);
    case Verdict::TooOld:
        return ToolsView::tr("%1 is older than %2. To get a newer one: %3.")
            .arg(tool.version ? tool.version->text() : name, Toolbox::minimumOf(tool.tool).text(), get);
    default:
        return {};
    }
}

int ToolsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ToolsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const FoundTool& tool = *at(index.row());
    if (role == Qt::DisplayRole)
        return cell(tool, index.column());
    if (role == Qt::ToolTipRole)
        return toolProblem(tool);
    if (role == models::ResourceTableModel::StatusRole && index.column() == VerdictColumn)
        return QVariant::fromValue(statusOf(tool.verdict));
    return {};
}

QVariant ToolsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return RowsModel::headerData(section, orientation, role);
    const QStringList titles = {tr("Tool"), tr("Verdict"), tr("Version"), tr("Path"), tr("What for")};
    return titles.value(section);
}

bool ToolsModel::isSameThing(const FoundTool& left, const FoundTool& right) const
{
    return left.tool == right.tool;
}

ToolsView::ToolsView(Toolbox& toolbox, QWidget* parent)
    : QWidget(parent)
    , m_toolbox(toolbox)
    , m_table(new QTableView(this))
    , m_text(new QLabel(this))
    , m_look(new QPushButton(this))
    , m_choose(new QPushButton(this))
    , m_search(new QPushButton(this))
    , m_copy(new QPushButton(this))
{
    setObjectName(QStringLiteral("cluster.tools"));
    build();
    keepWorded(*this, [this] { retranslate(); });
    connect(&m_toolbox, &Toolbox::changed, this, &ToolsView::refresh);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ToolsView::explain);
    connect(m_look, &QPushButton::clicked, &m_toolbox, &Toolbox::look);
    connect(m_choose, &QPushButton::clicked, this, &ToolsView::choose);
    connect(m_search, &QPushButton::clicked, this, [this] {
        if (const FoundTool* tool = current())
            m_toolbox.choose(tool->tool, {});
    });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (const FoundTool* tool = current())
            QGuiApplication::clipboard()->setText(Toolbox::howToGet(tool->tool));
    });
    refresh();
}

void ToolsView::build()
{
    m_table->setObjectName(QStringLiteral("cluster.tools.table"));
    m_text->setObjectName(QStringLiteral("cluster.tools.text"));
    m_look->setObjectName(QStringLiteral("cluster.tools.look"));
    m_choose->setObjectName(QStringLiteral("cluster.tools.choose"));
    m_search->setObjectName(QStringLiteral("cluster.tools.search"));
    m_copy->setObjectName(QStringLiteral("cluster.tools.copy"));
    prepareTable(*m_table, m_model);
    m_table->setItemDelegateForColumn(ToolsModel::VerdictColumn, new StateDelegate(m_table));
    const int widths[] = {16, 16, 12, 44, 36};
    for (int column = 0; column < ToolsModel::ColumnCount; ++column)
        m_table->setColumnWidth(column, letters(this, widths[column]));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setMinimumHeight(lines(this, 2));
    auto* row = new QHBoxLayout;
    for (QPushButton* button : {m_choose, m_search, m_copy, m_look})
        row->addWidget(button);
    row->addStretch();
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_table, 1);
    column->addWidget(m_text);
    column->addLayout(row);
}

void ToolsView::retranslate()
{
    m_table->setAccessibleName(tr("Tools"));
    m_text->setAccessibleName(tr("About the tool"));
    m_choose->setText(tr("Choose the &file…"));
    m_search->setText(tr("&Search for it"));
    m_copy->setText(tr("Copy &how to get it"));
    Q_EMIT m_model.headerDataChanged(Qt::Horizontal, 0, ToolsModel::ColumnCount - 1);
    refresh();
}

void ToolsView::refresh()
{
    std::vector<FoundTool> tools;
    for (std::size_t i = 0; i < client::kToolCount; ++i)
        tools.push_back(m_toolbox.found(static_cast<Tool>(i)));
    m_model.setTools(std::move(tools));
    m_look->setText(m_toolbox.isLooking() ? tr("Looking &again…") : tr("Look &again"));
    explain();
}

const FoundTool* ToolsView::current() const
{
    return m_model.at(m_table->currentIndex().row());
}

void ToolsView::explain()
{
    const FoundTool* const tool = current();
    m_choose->setEnabled(tool);
    m_search->setEnabled(tool && tool->isChosen);
    m_copy->setEnabled(tool);
    if (!tool) {
        m_text->setText(tr("Choose a tool to read about it. A cluster takes minikube and something that carries it, "
                           "such as Docker; kubectl shows what runs in it."));
        return;
    }
    const QString problem = toolProblem(*tool);
    m_text->setText(problem.isEmpty() ? tr("%1 %2.").arg(Toolbox::nameOf(tool->tool), Toolbox::purposeOf(tool->tool))
                                      : problem);
}

void ToolsView::choose()
{
    if (const FoundTool* const tool = current())
        chooseToolFile(*this, m_toolbox, tool->tool);
}

} // namespace ui
