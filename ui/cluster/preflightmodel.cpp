// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cluster/preflightmodel.h"

#include "ui/icons.h"

#include <QGuiApplication>
#include <QPalette>

#include <algorithm>

namespace ui {

using models::PreflightRow;
using models::PreflightVerdict;

namespace {

models::State shapeOf(const PreflightRow& row)
{
    return row.isPending ? models::State::Creating : models::looksLike(row.verdict);
}

} // namespace

int PreflightModel::worstRow() const
{
    for (const PreflightVerdict verdict : {PreflightVerdict::Bad, PreflightVerdict::Warning}) {
        const auto found = std::find_if(rows().begin(), rows().end(), [verdict](const PreflightRow& row) {
            return row.verdict == verdict && !row.isPending;
        });
        if (found != rows().end())
            return static_cast<int>(found - rows().begin());
    }
    return -1;
}

int PreflightModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

bool PreflightModel::isSameThing(const PreflightRow& left, const PreflightRow& right) const
{
    return left.id == right.id;
}

QString PreflightModel::text(const PreflightRow& row, int column) const
{
    switch (column) {
    case VerdictColumn:
        return row.isPending ? tr("looking") : models::wordOf(row.verdict);
    case TitleColumn:
        return row.title;
    case FoundColumn:
        return row.found;
    case RemedyColumn:
        return row.remedy;
    default:
        return {};
    }
}

QVariant PreflightModel::data(const QModelIndex& index, int role) const
{
    const PreflightRow* const row = at(index.row());
    if (!row)
        return {};
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return text(*row, index.column());
    if (role == Qt::AccessibleTextRole && index.column() == VerdictColumn)
        return QStringLiteral("%1: %2").arg(row->title, text(*row, VerdictColumn));
    if (role == Qt::DecorationRole && index.column() == VerdictColumn && shapeOf(*row) != models::State::None)
        return stateIcon(shapeOf(*row));
    if (role == Qt::ForegroundRole && index.column() == VerdictColumn)
        return stateColour(shapeOf(*row), QGuiApplication::palette());
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeading | Qt::AlignVCenter);
    return {};
}

QVariant PreflightModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList titles = {tr("Verdict"), tr("What"), tr("Found"), tr("What to do")};
    return titles.value(section);
}

} // namespace ui
