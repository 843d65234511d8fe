// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/deletionsmodel.h"

#include <QApplication>
#include <QStyle>

#include <algorithm>

namespace ui {

namespace {

/// More names in one cell is nothing that anybody reads.
constexpr int kMostDependents = 20;

QString dependentsText(const std::vector<models::Reference>& dependents)
{
    QStringList parts;
    for (const models::ResourceKind& kind : models::resourceKinds()) {
        QStringList names;
        qsizetype count = 0;
        for (const models::Reference& reference : dependents) {
            if (reference.kind == kind.kind && ++count <= kMostDependents)
                names << reference.name;
        }
        if (count > names.size())
            names << DeletionsModel::tr("and %1 more").arg(count - names.size());
        if (!names.isEmpty())
            parts << DeletionsModel::tr("%1: %2").arg(models::pluralOf(kind.kind), names.join(QStringLiteral(", ")));
    }
    return parts.join(QStringLiteral("; "));
}

} // namespace

DeletionsModel::DeletionsModel(models::Kind kind, const QStringList& names, const models::Lookup& lookup,
                               QObject* parent)
    : QAbstractTableModel(parent)
    , m_kind(kind)
    , m_names(names)
    , m_users(lookup)
    , m_dependents(m_users.allOf(kind, names))
    , m_steps(static_cast<std::size_t>(names.size()), Step::Waiting)
    , m_warning(QApplication::style()->standardIcon(QStyle::SP_MessageBoxWarning))
    , m_error(QApplication::style()->standardIcon(QStyle::SP_MessageBoxCritical))
{
}

const std::vector<models::Reference>& DeletionsModel::usersOf(int row) const
{
    const models::Reference what = item(row);
    return m_users.of(what.kind, what.name);
}

models::Reference DeletionsModel::item(int row) const
{
    return row < firstName() ? m_dependents[static_cast<std::size_t>(row)]
                             : models::Reference{m_kind, m_names[row - firstName()]};
}

void DeletionsModel::takeDependentsAlong(bool along)
{
    if (along == m_along || m_dependents.empty())
        return;
    if (along)
        beginInsertRows({}, 0, dependentCount() - 1);
    else
        beginRemoveRows({}, 0, dependentCount() - 1);
    m_along = along;
    m_steps.assign(static_cast<std::size_t>(rowCount()), Step::Waiting);
    along ? endInsertRows() : endRemoveRows();
}

int DeletionsModel::usedCount() const
{
    const auto used = [this](const QString& name) { return !m_users.of(m_kind, name).empty(); };
    return static_cast<int>(std::count_if(m_names.begin(), m_names.end(), used));
}

void DeletionsModel::setDeleting(int row)
{
    setStep(row, Step::Deleting);
}

void DeletionsModel::setDone(int row, const std::optional<models::Failure>& failure)
{
    if (failure)
        m_failures[row] = *failure;
    setStep(row, failure ? Step::Failed : Step::Deleted);
}

void DeletionsModel::setStep(int row, Step step)
{
    m_steps[static_cast<std::size_t>(row)] = step;
    Q_EMIT dataChanged(index(row, Outcome), index(row, Outcome));
}

int DeletionsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : firstName() + static_cast<int>(m_names.size());
}

int DeletionsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DeletionsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Name)
            return nameText(index.row());
        return index.column() == UsedBy ? dependentsText(usersOf(index.row())) : outcomeText(index.row());
    case Qt::ToolTipRole:
        return toolTip(index);
    case Qt::DecorationRole:
        return icon(index);
    default:
        return {};
    }
}

QString DeletionsModel::nameText(int row) const
{
    const models::Reference what = item(row);
    return what.kind == m_kind ? what.name : tr("%1 %2").arg(models::singularOf(what.kind), what.name);
}

QString DeletionsModel::outcomeText(int row) const
{
    switch (m_steps[static_cast<std::size_t>(row)]) {
    case Step::Waiting:
        return {};
    case Step::Deleting:
        return tr("deleting…");
    case Step::Deleted:
        return tr("deleted");
    case Step::Failed:
        break;
    }
    return m_failures.at(row).summary();
}

QVariant DeletionsModel::toolTip(const QModelIndex& index) const
{
    if (index.column() == UsedBy)
        return dependentsText(usersOf(index.row()));
    const auto failure = m_failures.find(index.row());
    return index.column() == Outcome && failure != m_failures.end() ? failure->second.report() : QVariant();
}

QVariant DeletionsModel::icon(const QModelIndex& index) const
{
    if (index.column() == UsedBy && !m_along && !usersOf(index.row()).empty())
        return m_warning;
    return index.column() == Outcome && m_failures.contains(index.row()) ? m_error : QVariant();
}

QVariant DeletionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case UsedBy:
        return tr("Used by");
    case Outcome:
        return tr("Result");
    default:
        return {};
    }
}

} // namespace ui
