// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/podspane.h"

#include "ui/events/tables.h"
#include "ui/forms/layouts.h"
#include "ui/forms/messagelabel.h"
#include "ui/pages/actionbutton.h"
#include "ui/pages/statedelegate.h"
#include "ui/wording.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>

#include <algorithm>
#include <utility>

namespace ui {

using models::PodTableModel;

PodsPane::PodsPane(QWidget* parent)
    : QWidget(parent)
    , m_table(new QTableView(this))
    , m_age(new MessageLabel(this))
    , m_hint(new MessageLabel(this))
{
    build();
    connect(m_table, &QTableView::doubleClicked, this, [this] {
        if (current())
            Q_EMIT logRequested(false);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (m_isArranging)
            return;
        if (const models::Pod* const pod = current())
            m_selected = pod->uid;
        validate();
        Q_EMIT currentChanged();
    });
    keepWorded(*this, [this] { retranslate(); });
}

void PodsPane::build()
{
    m_table->setObjectName(QStringLiteral("cluster.pods.table"));
    prepareTable(*m_table, m_pods);
    m_table->setItemDelegateForColumn(PodTableModel::StateColumn, new StateDelegate(m_table));
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    const int widths[] = {24, 48, 18, 9, 10, 60, 9, 14};
    for (int i = 0; i < static_cast<int>(std::size(widths)); ++i)
        m_table->setColumnWidth(i, letters(this, widths[i]));
    m_table->setMinimumHeight(lines(this, 5));
    m_hint->setObjectName(QStringLiteral("cluster.pods.hint"));
    // Of a height that does not change with the words: the table above would be drawn over.
    m_hint->setFixedHeight(lines(this, 2));
    m_age->setObjectName(QStringLiteral("cluster.age"));
    auto* bottom = new QHBoxLayout;
    buildDeeds(bottom);
    auto* column = bareLayout<QVBoxLayout>(this);
    column->addWidget(m_table, 1);
    column->addWidget(m_age);
    column->addWidget(m_hint);
    column->addLayout(bottom);
}

void PodsPane::buildDeeds(QBoxLayout* row)
{
    struct Deed
    {
        const char* objectName;
        QKeySequence key;
        std::function<void()> act;
    };
    const Deed deeds[] = {
        {"log", QKeySequence(Qt::Key_Return), [this] { Q_EMIT logRequested(false); }},
        {"previous", QKeySequence(Qt::SHIFT | Qt::Key_Return), [this] { Q_EMIT logRequested(true); }},
        {"forward", {}, [this] { Q_EMIT forwardRequested(); }},
        {"copy", QKeySequence(QKeySequence::Copy), [this] { copyName(); }},
    };
    for (const Deed& deed : deeds) {
        auto* action = new QAction(m_table);
        action->setShortcut(deed.key);
        action->setShortcutContext(Qt::WidgetShortcut);
        m_table->addAction(action);
        connect(action, &QAction::triggered, this, deed.act);
        const QString name = QStringLiteral("cluster.pods.%1").arg(QLatin1String(deed.objectName));
        row->addWidget(buttonFor(*action, name, this));
        m_actions.push_back(action);
    }
    row->addStretch();
}

void PodsPane::retranslate()
{
    m_table->setAccessibleName(tr("Pods"));
    const QStringList words = {tr("&Log"), tr("Pre&vious log"), tr("Forward a &port…"), tr("Copy the &name")};
    for (std::size_t i = 0; i < m_actions.size(); ++i)
        m_actions[i]->setText(words[static_cast<int>(i)]);
    Q_EMIT m_pods.headerDataChanged(Qt::Horizontal, 0, PodTableModel::ColumnCount - 1);
    explain();
}

void PodsPane::setPods(std::vector<models::Pod> pods)
{
    arrange([this, &pods] { m_pods.setRows(std::move(pods)); });
}

void PodsPane::setFilter(const QString& text)
{
    arrange([this, &text] { m_pods.setFilter(text); });
}

void PodsPane::showNamespaces(bool areShown)
{
    m_table->setColumnHidden(PodTableModel::NamespaceColumn, !areShown);
}

void PodsPane::setWhyNone(const QString& why)
{
    m_whyNone = why;
    explain();
}

void PodsPane::setProblem(const QString& problem, const QString& report)
{
    m_age->say(MessageLabel::Tone::Warning, problem);
    m_age->setToolTip(report);
}

/// The pod that was selected stays so, also when it was hidden in between; and no other takes its place by itself.
void PodsPane::arrange(const std::function<void()>& change)
{
    m_isArranging = true;
    change();
    const int row = m_pods.rowOf(m_selected);
    if (row < 0)
        m_table->setCurrentIndex({});
    else if (m_table->currentIndex().row() != row || !current())
        m_table->setCurrentIndex(m_pods.index(row, 0));
    m_isArranging = false;
    validate();
    Q_EMIT currentChanged();
}

const models::Pod* PodsPane::current() const
{
    return m_table->selectionModel()->hasSelection() ? m_pods.at(m_table->currentIndex().row()) : nullptr;
}

void PodsPane::validate()
{
    const models::Pod* const pod = current();
    const bool hasPrevious = pod
        && std::any_of(pod->containers.begin(), pod->containers.end(),
                       [](const models::PodContainer& container) { return container.hasPrevious; });
    const bool may[] = {pod != nullptr, hasPrevious, pod && !pod->isOver, pod != nullptr};
    for (std::size_t i = 0; i < m_actions.size(); ++i)
        m_actions[i]->setEnabled(may[i]);
    explain();
}

/// What is wrong with the selected pod, or why there is none.
void PodsPane::explain()
{
    if (const models::Pod* const pod = current()) {
        const bool isBad = pod->status.state == models::State::Error;
        m_hint->say(isBad ? MessageLabel::Tone::Warning : MessageLabel::Tone::Help,
                    QStringList{pod->reason, models::podRemedy(pod->status.word)}.join(u' ').trimmed());
        return;
    }
    QString why;
    if (m_pods.totalCount() == 0)
        why = m_whyNone;
    else if (m_pods.rowCount() == 0)
        why = tr("No pod is like that.");
    m_hint->say(MessageLabel::Tone::Help, why);
}

void PodsPane::copyName()
{
    if (const models::Pod* const pod = current())
        QGuiApplication::clipboard()->setText(pod->name);
}

} // namespace ui
