// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/failure.h"
#include "models/references.h"

#include <QAbstractTableModel>
#include <QIcon>

#include <optional>

namespace ui {

/// What is about to be deleted: a row each, with what uses it and how its deletion went. What uses the names can be
/// taken along; it stands above them then, in the order in which to delete. Words are made for the rows that are looked
/// at only, so that ten thousand names cost nothing.
class DeletionsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Name,
        UsedBy,
        Outcome,
        ColumnCount
    };

    /// The lookup is used once, now.
    DeletionsModel(models::Kind kind, const QStringList& names, const models::Lookup& lookup,
                   QObject* parent = nullptr);

    const QStringList& names() const { return m_names; }
    /// What goes, from the first to the last.
    models::Reference item(int row) const;
    /// Everything that uses the names, also by way of others.
    int dependentCount() const { return static_cast<int>(m_dependents.size()); }
    void takeDependentsAlong(bool along);
    bool takesDependentsAlong() const { return m_along; }
    /// How many of the names are used by something.
    int usedCount() const;

    void setDeleting(int row);
    /// Without a failure it is gone.
    void setDone(int row, const std::optional<models::Failure>& failure);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    enum class Step
    {
        Waiting,
        Deleting,
        Deleted,
        Failed
    };

    void setStep(int row, Step step);
    QString nameText(int row) const;
    QString outcomeText(int row) const;
    QVariant toolTip(const QModelIndex& index) const;
    QVariant icon(const QModelIndex& index) const;
    const std::vector<models::Reference>& usersOf(int row) const;
    int firstName() const { return m_along ? dependentCount() : 0; }

    const models::Kind m_kind;
    const QStringList m_names;
    const models::Dependents m_users;
    const std::vector<models::Reference> m_dependents;
    bool m_along = false;
    std::vector<Step> m_steps;
    std::map<int, models::Failure> m_failures;
    const QIcon m_warning;
    const QIcon m_error;
};

} // namespace ui
