// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/columnchooser.h"

#include "ui/memory.h"

#include <QAction>
#include <QHeaderView>
#include <QMenu>
#include <QTableView>

namespace ui {

namespace {

bool isName(const models::Column& column)
{
    return qstrcmp(column.id, "name") == 0;
}

int lettersFor(models::Kind kind, const models::Column& column)
{
    if (isName(column))
        return 24;
    // Of a driver type it is what tells it apart, and has a registry, a path and a version.
    if (kind == models::Kind::DriverType && qstrcmp(column.id, "image") == 0)
        return 48;
    if (column.role == models::ColumnRole::State)
        return 22;
    return column.role == models::ColumnRole::Text ? 18 : 9;
}

} // namespace

ColumnChooser::ColumnChooser(QTableView& table, models::Kind kind, const QString& settingsKey)
    : QObject(&table)
    , m_table(table)
    , m_kind(kind)
    , m_settingsKey(settingsKey)
{
    QHeaderView* header = table.horizontalHeader();
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, &ColumnChooser::showMenu);
    restore();
}

void ColumnChooser::restore()
{
    applyFirstWidths();
    m_table.horizontalHeader()->restoreState(remembered(m_table, m_settingsKey).toByteArray());
}

void ColumnChooser::applyFirstWidths()
{
    QHeaderView* header = m_table.horizontalHeader();
    const int letter = m_table.fontMetrics().averageCharWidth();
    const auto columns = models::resourceKind(m_kind).columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const int section = static_cast<int>(i);
        header->resizeSection(section, lettersFor(m_kind, columns[i]) * letter);
        header->setSectionHidden(section, !columns[i].shownFirst);
        if (isName(columns[i]))
            m_table.sortByColumn(section, Qt::AscendingOrder);
    }
}

void ColumnChooser::save() const
{
    remember(m_table, m_settingsKey, m_table.horizontalHeader()->saveState());
}

void ColumnChooser::showMenu(const QPoint& at)
{
    auto* menu = new QMenu(&m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QHeaderView* header = m_table.horizontalHeader();
    const auto columns = models::resourceKind(m_kind).columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const int section = static_cast<int>(i);
        QAction* action = menu->addAction(models::titleOf(columns[i]));
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(section));
        action->setEnabled(!isName(columns[i]));
        connect(action, &QAction::toggled, this, [this, section](bool shown) {
            m_table.setColumnHidden(section, !shown);
            save();
        });
    }
    menu->popup(header->mapToGlobal(at));
}

} // namespace ui
