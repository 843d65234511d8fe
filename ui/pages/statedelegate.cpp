// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/statedelegate.h"

#include "models/resourcetablemodel.h"
#include "ui/icons.h"

namespace ui {

void StateDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto status = index.data(models::ResourceTableModel::StatusRole).value<models::Status>();
    if (status.state == models::State::None)
        return;
    const int side = option->fontMetrics.ascent();
    option->icon = stateIcon(status.state);
    option->decorationSize = QSize(side, side);
    option->features |= QStyleOptionViewItem::HasDecoration | QStyleOptionViewItem::HasDisplay;
    option->palette.setColor(QPalette::Text, stateColour(status.state, option->palette));
}

} // namespace ui
