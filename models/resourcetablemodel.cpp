// SPDX-License-Identifier: Apache-2.0
#include "models/resourcetablemodel.h"

#include "models/textfilter.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>

#include <algorithm>
#include <limits>
#include <optional>

namespace models {

namespace {

constexpr qint64 kNsecsPerSecond = 1'000'000'000;
/// Stands between the cells of a haystack, so that no word matches across two of them.
constexpr QChar kCellEnd = u'\n';

/// Troubled first, then moving, then settled: what a person looks for when sorting by state.
int stateOrder(State state)
{
    switch (state) {
    case State::Error:
        return 0;
    case State::Deleting:
        return 1;
    case State::Updating:
        return 2;
    case State::Creating:
        return 3;
    case State::Initialized:
        return 4;
    case State::Other:
        return 5;
    case State::Ready:
        return 6;
    case State::None:
        return 7;
    }
    return 7;
}

/// Young first; what has no time is oldest.
qint64 timeOrder(Timestamp time)
{
    return time.isSet() ? -time.nsecs : std::numeric_limits<qint64>::max();
}

QString ageOf(Timestamp time)
{
    if (!time.isSet())
        return {};
    return ageText((QDateTime::currentMSecsSinceEpoch() * 1'000'000 - time.nsecs) / kNsecsPerSecond);
}

QString absoluteText(Timestamp time)
{
    return time.isSet() ? QLocale().toString(time.toDateTime(), QLocale::LongFormat) : QString();
}

QString displayText(const Column& column, const Resource& resource)
{
    const QVariant value = column.value(resource);
    switch (column.role) {
    case ColumnRole::Text:
        return value.toString();
    case ColumnRole::State:
        return value.value<Status>().word;
    case ColumnRole::Time:
        return ageOf(value.value<Timestamp>());
    case ColumnRole::Count:
        return QLocale().toString(value.toInt());
    }
    return {};
}

QString toolTip(const Column& column, const Resource& resource)
{
    if (column.role == ColumnRole::Time)
        return absoluteText(column.value(resource).value<Timestamp>());
    QString text = displayText(column, resource);
    if (column.role == ColumnRole::State) {
        for (const QString& reason : reasonOf(resource))
            text += QLatin1Char('\n') + reason;
    }
    return text;
}

QString accessibleText(const Column& column, const Resource& resource)
{
    const QString text = displayText(column, resource);
    if (text.isEmpty())
        return QCoreApplication::translate("models::ResourceTableModel", "%1: none").arg(titleOf(column));
    return QCoreApplication::translate("models::ResourceTableModel", "%1: %2").arg(titleOf(column), text);
}

QVariant sortValue(const Column& column, const Resource& resource)
{
    const QVariant value = column.value(resource);
    switch (column.role) {
    case ColumnRole::Text:
        return naturalKey(value.toString());
    case ColumnRole::State:
        return stateOrder(value.value<Status>().state);
    case ColumnRole::Time:
        return timeOrder(value.value<Timestamp>());
    case ColumnRole::Count:
        return value.toInt();
    }
    return {};
}

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
        std::string haystack;
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
        QString text;
        for (const Column& column : columns) {
            if (column.role != ColumnRole::Time)
                text += displayText(column, value) + kCellEnd;
        }
        target.haystack = TextFilter::folded(text);
        updateSortKey(target);
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
                     [this](int slot) { return filter.accepts(row(slot).haystack); });
        q->show(std::move(accepted));
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

void ResourceTableModel::refreshAges()
{
    if (rowCount() == 0)
        return;
    for (std::size_t column = 0; column < d->columns.size(); ++column) {
        if (d->columns[column].role == ColumnRole::Time) {
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
        return displayText(column, resource);
    case Qt::ToolTipRole:
        return toolTip(column, resource);
    case Qt::AccessibleTextRole:
        return accessibleText(column, resource);
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

QString ageText(qint64 seconds)
{
    constexpr qint64 kMinute = 60;
    constexpr qint64 kHour = 60 * kMinute;
    constexpr qint64 kDay = 24 * kHour;
    const qint64 age = qMax<qint64>(0, seconds);
    const auto say = [](const char* text, qint64 count) {
        return QCoreApplication::translate("models::ResourceTableModel", text).arg(count);
    };
    if (age < kMinute)
        return say(QT_TRANSLATE_NOOP("models::ResourceTableModel", "%1 s"), age);
    if (age < kHour)
        return say(QT_TRANSLATE_NOOP("models::ResourceTableModel", "%1 min"), age / kMinute);
    if (age < kDay)
        return say(QT_TRANSLATE_NOOP("models::ResourceTableModel", "%1 h"), age / kHour);
    return say(QT_TRANSLATE_NOOP("models::ResourceTableModel", "%1 d"), age / kDay);
}

} // namespace models
