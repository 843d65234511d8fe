// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/yaml/plan.h"

#include <QAbstractTableModel>

#include <vector>

namespace ui {

/// How far one item of a plan is. `text` is for people and in their language.
struct PlanOutcome
{
    enum class State
    {
        None,
        Running,
        Done,
        Failed,
        Skipped,
        RolledBack
    };

    State state = State::None;
    QString text;

    bool operator==(const PlanOutcome&) const = default;
};

/// A plan, an item a row: what would happen, whether it shall, and what did. A tick takes along what the item needs;
/// taking a tick away takes along what needs the item.
class PlanModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        ActionColumn,
        KindColumn,
        NameColumn,
        NotesColumn,
        ResultColumn,
        PlaceColumn,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Everything that changes something is ticked at first.
    void setPlan(models::Plan plan);
    const models::Plan& plan() const { return m_plan; }
    const models::PlanItem* at(int row) const;

    bool isTicked(int row) const;
    /// For each item of the plan.
    const std::vector<bool>& ticks() const { return m_ticks; }
    int tickedCount() const;
    int count(models::PlanAction action) const;
    /// While a run goes on the ticks stay as they are.
    void setLocked(bool locked);

    void setOutcome(int row, const PlanOutcome& outcome);
    const PlanOutcome& outcome(int row) const { return m_outcomes.at(static_cast<std::size_t>(row)); }
    void clearOutcomes();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void ticksChanged();

private:
    bool canTick(std::size_t item) const;
    void tick(std::size_t item);
    void untick(std::size_t item);
    QString cell(const models::PlanItem& item, int column, std::size_t row) const;
    void announce(Column column);

    models::Plan m_plan;
    std::vector<bool> m_ticks;
    std::vector<std::vector<std::size_t>> m_neededBy;
    std::vector<PlanOutcome> m_outcomes;
    bool m_locked = false;
};

/// A sign and a word, so that no colour is needed to tell them apart.
QString planActionText(models::PlanAction action);

} // namespace ui
