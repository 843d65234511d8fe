// SPDX-License-Identifier: Apache-2.0
#include "models/resourcetablemodel.h"

#include "models/resourcecell.h"
#include "models/textfilter.h"

#include <QHash>

#include <algorithm>
#include <optional>

namespace models {

namespace {

/// Stands between the cells of a haystack, so that no word matches across two of them.
constexpr QChar kCellEnd = u'\n';

} // namespace

class ResourceTableModel::Private
{
public:
    struct Row
    {
        std::optional<Resource> resource; ///< empty for a free slot
        QString nameKey;
        QString sortText; ///< of the column that sorts now
        qint64 sortNumber = 0;
        std::string haystack; ///< made when somebody filters; empty until then
    };

    struct Counts
    {
        int total = 0;
        int errors = 0;
        int shown = 0;

        bool operator==(const Counts&) const = default;
    };

    Private(ResourceTableModel* model, Kind kindShown)
        : q(model)
        , kind(kindShown)
        , columns(resourceKind(kindShown).columns)
    {
    }

    Row& row(int slot) { return rows[static_cast<std::size_t>(slot)]; }
    const Resource& resource(int slot) const { return *rows[static_cast<std::size_t>(slot)].resource; }
    Counts counts() const { return {static_cast<int>(slots.size()), errors, q->rowCount()}; }

    void countError(const Resource& value, int step)
    {
        if (models::statusOf(value).state == State::Error)
            errors += step;
    }

    void store(int slot, const Resource& value)
    {
        Row& target = row(slot);
        if (target.resource)
            countError(*target.resource, -1);
        countError(value, 1);
        target.resource = value;
        target.nameKey = naturalKey(nameOf(value));
        target.haystack.clear();
        updateSortKey(target);
    }

    const std::string& haystack(int slot)
    {
        Row& target = row(slot);
        if (target.haystack.empty()) {
            QString text;
            for (const Column& column : columns) {
                if (column.role != ColumnRole::Time)
                    text += displayText(column, *target.resource) + kCellEnd;
            }
            target.haystack = TextFilter::folded(text);
        }
        return target.haystack;
    }

    /// For a list that comes all at once: rows are large, and each growth moves them.
    void makeRoomFor(std::size_t more)
    {
        if (const std::size_t needed = rows.size() + more; needed > rows.capacity())
            rows.reserve(std::max(needed, 2 * rows.capacity()));
        slots.reserve(std::max(slots.capacity(), slots.size() + static_cast<qsizetype>(more)));
    }

    void updateSortKey(Row& target) const
    {
        target.sortText.clear();
        target.sortNumber = 0;
        if (sortColumn < 0 || sortColumn >= static_cast<int>(columns.size()))
            return;
        const Column& column = columns[static_cast<std::size_t>(sortColumn)];
        const QVariant value = sortValue(column, *target.resource);
        if (column.role == ColumnRole::Text)
            target.sortText = value.toString();
        else
            target.sortNumber = value.toLongLong();
    }

    bool less(int leftSlot, int rightSlot) const
    {
        const Row& left = rows[static_cast<std::size_t>(leftSlot)];
        const Row& right = rows[static_cast<std::size_t>(rightSlot)];
        const bool ascending = sortOrder == Qt::AscendingOrder;
        if (left.sortNumber != right.sortNumber)
            return (left.sortNumber < right.sortNumber) == ascending;
        if (const int byText = left.sortText.compare(right.sortText); byText != 0)
            return (byText < 0) == ascending;
        if (const int byName = left.nameKey.compare(right.nameKey); byName != 0)
            return byName < 0;
        return nameOf(*left.resource) < nameOf(*right.resource);
    }

    int takeSlot()
    {
        if (freeSlots.empty()) {
            rows.emplace_back();
            return static_cast<int>(rows.size()) - 1;
        }
        const int slot = freeSlots.back();
        freeSlots.pop_back();
        return slot;
    }

    void freeSlot(int slot)
    {
        countError(resource(slot), -1);
        row(slot) = {};
        freeSlots.push_back(slot);
    }

    /// Puts `touched` where they belong and takes `leaving` out; everything else keeps its place.
    void reorder(std::vector<int> touched, const std::vector<int>& leaving)
    {
        std::vector<bool> taken(rows.size());
        for (const int slot : touched)
            taken[static_cast<std::size_t>(slot)] = true;
        for (const int slot : leaving)
            taken[static_cast<std::size_t>(slot)] = true;
        std::erase_if(order, [&taken](int slot) { return taken[static_cast<std::size_t>(slot)]; });
        const auto byKey = [this](int left, int right) { return less(left, right); };
        std::sort(touched.begin(), touched.end(), byKey);
        const auto middle = static_cast<std::ptrdiff_t>(order.size());
        order.insert(order.end(), touched.begin(), touched.end());
        std::inplace_merge(order.begin(), order.begin() + middle, order.end(), byKey);
    }

    void refilter()
    {
        if (filter.isEmpty()) {
            q->show(order);
            return;
        }
        std::vector<int> accepted;
        std::copy_if(order.begin(), order.end(), std::back_inserter(accepted),
                     [this](int slot) { return filter.accepts(haystack(slot)); });
        q->show(std::move(accepted));
    }

    QString text(const Column& column, const Resource& value) const
    {
        const QString said = displayText(column, value);
        const QString more = column.role == ColumnRole::State && remark ? remark(value) : QString();
        return more.isEmpty() ? said : said + QStringLiteral(" · ") + more;
    }

    void tellCounts(const Counts& before)
    {
        if (counts() != before)
            Q_EMIT q->countsChanged();
    }

    ResourceTableModel* q;
    Kind kind;
    std::span<const Column> columns;
    std::vector<Row> rows; ///< by slot
    std::vector<int> freeSlots;
    std::vector<int> order; ///< all slots in use, sorted
    QHash<QString, int> slots; ///< by name
    int errors = 0;
    int sortColumn = -1;
    Qt::SortOrder sortOrder = Qt::AscendingOrder;
    QString filterText;
    TextFilter filter;
    std::function<QString(const Resource&)> remark;
};

ResourceTableModel::ResourceTableModel(Kind kind, QObject* parent)
    : SlotTableModel(parent)
    , d(std::make_unique<Private>(this, kind))
{
}

ResourceTableModel::~ResourceTableModel() = default;

Kind ResourceTableModel::kind() const
{
    return d->kind;
}

void ResourceTableModel::apply(const Difference& difference)
{
    if (difference.isEmpty())
        return;
    const Private::Counts before = d->counts();
    std::vector<int> touched;
    std::vector<int> changed;
    const auto put = [this, &touched, &changed](const std::vector<Resource>& resources) {
        for (const Resource& resource : resources) {
            if (kindOf(resource) != d->kind)
                continue;
            const auto known = d->slots.constFind(nameOf(resource));
            const int slot = known == d->slots.constEnd() ? d->takeSlot() : *known;
            if (known != d->slots.constEnd())
                changed.push_back(slot);
            d->store(slot, resource);
            d->slots.insert(nameOf(resource), slot);
            touched.push_back(slot);
        }
    };
    std::vector<int> leaving;
    for (const QString& name : difference.removed) {
        if (const auto known = d->slots.constFind(name); known != d->slots.constEnd()) {
            leaving.push_back(*known);
            d->slots.erase(known);
        }
    }
    d->makeRoomFor(difference.added.size());
    put(difference.added);
    put(difference.changed);
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    d->reorder(touched, leaving);
    d->refilter();
    for (const int slot : leaving)
        d->freeSlot(slot);
    announceChanged(changed);
    d->tellCounts(before);
}

void ResourceTableModel::clear()
{
    Difference all;
    all.removed = d->slots.keys();
    apply(all);
}

void ResourceTableModel::setFilter(const QString& text)
{
    if (text == d->filterText)
        return;
    const Private::Counts before = d->counts();
    d->filterText = text;
    d->filter = TextFilter(text);
    d->refilter();
    d->tellCounts(before);
}

QString ResourceTableModel::filter() const
{
    return d->filterText;
}

int ResourceTableModel::totalCount() const
{
    return static_cast<int>(d->slots.size());
}

int ResourceTableModel::errorCount() const
{
    return d->errors;
}

const Resource* ResourceTableModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &d->resource(shown()[static_cast<std::size_t>(row)]) : nullptr;
}

int ResourceTableModel::rowOf(const QString& name) const
{
    return rowOfSlot(d->slots.value(name, -1));
}

const Resource* ResourceTableModel::find(const QString& name) const
{
    const int slot = d->slots.value(name, -1);
    return slot < 0 ? nullptr : &d->resource(slot);
}

void ResourceTableModel::setStateRemark(std::function<QString(const Resource&)> remark)
{
    d->remark = std::move(remark);
}

void ResourceTableModel::refreshAges()
{
    if (rowCount() == 0)
        return;
    for (std::size_t column = 0; column < d->columns.size(); ++column) {
        const ColumnRole role = d->columns[column].role;
        if (role == ColumnRole::Time || (role == ColumnRole::State && d->remark)) {
            const int at = static_cast<int>(column);
            Q_EMIT dataChanged(index(0, at), index(rowCount() - 1, at), {Qt::DisplayRole, Qt::AccessibleTextRole});
        }
    }
}

int ResourceTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(d->columns.size());
}

QVariant ResourceTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Resource& resource = *at(index.row());
    const Column& column = d->columns[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        return d->text(column, resource);
    case Qt::ToolTipRole:
        return toolTip(column, resource);
    case Qt::AccessibleTextRole:
        return accessibleText(column, d->text(column, resource));
    case SortRole:
        return sortValue(column, resource);
    case StatusRole:
        return QVariant::fromValue(models::statusOf(resource));
    case NameRole:
        return nameOf(resource);
    default:
        return {};
    }
}

QVariant ResourceTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return SlotTableModel::headerData(section, orientation, role);
    if (role == Qt::DisplayRole)
        return titleOf(d->columns[static_cast<std::size_t>(section)]);
    return {};
}

void ResourceTableModel::sort(int column, Qt::SortOrder order)
{
    if (column == d->sortColumn && order == d->sortOrder)
        return;
    const bool otherColumn = column != d->sortColumn;
    d->sortColumn = column;
    d->sortOrder = order;
    if (otherColumn) {
        for (const int slot : d->order)
            d->updateSortKey(d->row(slot));
    }
    std::sort(d->order.begin(), d->order.end(), [this](int left, int right) { return d->less(left, right); });
    d->refilter();
}

} // namespace models
