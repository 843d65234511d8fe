// SPDX-License-Identifier: Apache-2.0
#include "models/runtablemodel.h"

#include "models/jsonhead.h"
#include "models/resourcecell.h"

#include <QLocale>

#include <algorithm>

namespace models {

namespace {

/// As much of an output as fits a cell; more is never looked at.
constexpr qsizetype kResultHead = 200;
constexpr qint64 kNsecsPerMSec = 1'000'000;
constexpr qint64 kNsecsPerSecond = 1'000'000'000;

QString headOf(const QString& text)
{
    return text.size() <= kResultHead ? text : text.left(kResultHead) + QChar(0x2026);
}

QString startedAge(const Run& run)
{
    if (!run.executed.isSet())
        return {};
    return ageText((QDateTime::currentMSecsSinceEpoch() * kNsecsPerMSec - run.executed.nsecs) / kNsecsPerSecond);
}

} // namespace

RunTableModel::RunTableModel(int limit, QObject* parent)
    : SlotTableModel(parent)
    , m_limit(qMax(1, limit))
{
}

void RunTableModel::apply(const std::vector<Run>& runs)
{
    std::vector<int> changed;
    for (const Run& run : runs) {
        if (const auto known = m_slots.constFind(run.name); known != m_slots.constEnd()) {
            Run& mine = m_runs[static_cast<std::size_t>(*known)];
            if (mine == run)
                continue;
            mine = run;
            changed.push_back(*known);
            continue;
        }
        const int slot = takeSlot();
        m_runs[static_cast<std::size_t>(slot)] = run;
        m_slots.insert(run.name, slot);
        m_order.push_back(slot);
    }
    std::sort(m_order.begin(), m_order.end(), [this](int left, int right) { return newerFirst(left, right); });
    const std::vector<int> everything = m_order;
    m_order.resize(countThatFits());
    m_dropped += static_cast<qint64>(everything.size() - m_order.size());
    refilter();
    for (std::size_t at = m_order.size(); at < everything.size(); ++at)
        freeSlot(everything[at]);
    announceChanged(changed);
}

void RunTableModel::clear()
{
    const std::vector<int> everything = std::exchange(m_order, {});
    m_dropped = 0;
    refilter();
    for (const int slot : everything)
        freeSlot(slot);
}

void RunTableModel::setFunctionFilter(const QString& functionName)
{
    m_functionFilter = functionName;
    refilter();
}

void RunTableModel::setEventFilter(const QString& eventId)
{
    m_eventFilter = eventId;
    refilter();
}

const Run* RunTableModel::at(int row) const
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    return &m_runs[static_cast<std::size_t>(shown()[static_cast<std::size_t>(row)])];
}

int RunTableModel::rowOf(const QString& name) const
{
    return rowOfSlot(m_slots.value(name, -1));
}

int RunTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant RunTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Run& run = *at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(run, index.column());
    case Qt::ToolTipRole:
        if (index.column() == StartedColumn && run.executed.isSet())
            return QLocale().toString(run.executed.toDateTime(), QLocale::LongFormat);
        return text(run, index.column());
    case Qt::AccessibleTextRole: {
        const QString title = headerData(index.column(), Qt::Horizontal).toString();
        const QString cell = text(run, index.column());
        return cell.isEmpty() ? tr("%1: none").arg(title) : tr("%1: %2").arg(title, cell);
    }
    case SortRole:
        if (index.column() == StartedColumn)
            return QVariant::fromValue(run.executed.nsecs);
        if (index.column() == DurationColumn)
            return QVariant::fromValue(run.durationNSecs());
        return text(run, index.column());
    case StatusRole:
        return QVariant::fromValue(run.status);
    case NameRole:
        return run.name;
    default:
        return {};
    }
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return SlotTableModel::headerData(section, orientation, role);
    switch (section) {
    case StateColumn:
        return tr("State");
    case FunctionColumn:
        return tr("Function");
    case EventTypeColumn:
        return tr("Event Type");
    case StartedColumn:
        return tr("Started");
    case DurationColumn:
        return tr("Duration");
    case ResultColumn:
        return tr("Result");
    default:
        return {};
    }
}

bool RunTableModel::accepts(const Run& run) const
{
    if (!m_functionFilter.isEmpty() && run.functionName != m_functionFilter)
        return false;
    return m_eventFilter.isEmpty() || (run.event && run.event->eventId == m_eventFilter);
}

/// A run without a time has only just been asked for: it is the newest.
bool RunTableModel::newerFirst(int left, int right) const
{
    const Run& one = m_runs[static_cast<std::size_t>(left)];
    const Run& other = m_runs[static_cast<std::size_t>(right)];
    if (one.executed.isSet() != other.executed.isSet())
        return !one.executed.isSet();
    return one.executed != other.executed ? one.executed > other.executed : one.name < other.name;
}

std::size_t RunTableModel::countThatFits() const
{
    const std::size_t most = std::min(m_order.size(), static_cast<std::size_t>(m_limit));
    qsizetype weight = 0;
    for (std::size_t at = 0; at < most; ++at) {
        weight += m_runs[static_cast<std::size_t>(m_order[at])].weight;
        if (at > 0 && weight > kMaxBytes)
            return at;
    }
    return most;
}

void RunTableModel::refilter()
{
    std::vector<int> accepted;
    std::copy_if(m_order.begin(), m_order.end(), std::back_inserter(accepted),
                 [this](int slot) { return accepts(m_runs[static_cast<std::size_t>(slot)]); });
    show(std::move(accepted));
}

int RunTableModel::takeSlot()
{
    if (m_freeSlots.empty()) {
        m_runs.emplace_back();
        return static_cast<int>(m_runs.size()) - 1;
    }
    const int slot = m_freeSlots.back();
    m_freeSlots.pop_back();
    return slot;
}

void RunTableModel::freeSlot(int slot)
{
    Run& run = m_runs[static_cast<std::size_t>(slot)];
    m_slots.remove(run.name);
    run = {};
    m_freeSlots.push_back(slot);
}

QString RunTableModel::text(const Run& run, int column) const
{
    switch (column) {
    case StateColumn:
        return run.status.word;
    case FunctionColumn:
        return run.functionName;
    case EventTypeColumn:
        return run.event ? run.event->eventType : QString();
    case StartedColumn:
        return startedAge(run);
    case DurationColumn:
        return durationText(run.durationNSecs());
    case ResultColumn:
        return resultText(run);
    default:
        return {};
    }
}

QString resultText(const Run& run)
{
    if (run.error.isSet())
        return headOf(run.error.message.isEmpty() ? run.error.type : run.error.message);
    if (run.output->is_null())
        return headOf(run.reason.join(QStringLiteral("; ")));
    const JsonHead head = jsonHead(*run.output, kResultHead);
    return QString::fromUtf8(head.text) + (head.isWhole ? QString() : QString(QChar(0x2026)));
}

QString durationText(qint64 nsecs)
{
    if (nsecs <= 0)
        return {};
    if (nsecs < kNsecsPerMSec)
        return RunTableModel::tr("under 1 ms");
    if (nsecs < kNsecsPerSecond)
        return RunTableModel::tr("%1 ms").arg(nsecs / kNsecsPerMSec);
    const qint64 seconds = nsecs / kNsecsPerSecond;
    if (seconds < 60) {
        const double exact = static_cast<double>(nsecs) / static_cast<double>(kNsecsPerSecond);
        return RunTableModel::tr("%1 s").arg(QLocale().toString(exact, 'f', 1));
    }
    return RunTableModel::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
}

} // namespace models
