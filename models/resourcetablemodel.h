// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/difference.h"
#include "models/slottablemodel.h"

#include <functional>
#include <memory>

namespace models {

/// The table of one kind: sorts and filters by itself, so that 100,000 rows filter within a frame or two, and never
/// resets: differences become insertions, removals and changes, and the selection stays with its names.
class ResourceTableModel final : public SlotTableModel
{
    Q_OBJECT
public:
    enum Role
    {
        SortRole = Qt::UserRole, ///< comparable value of the cell; troubled states and young ages come first
        StatusRole, ///< models::Status of the row
        NameRole, ///< QString, in every column
    };

    explicit ResourceTableModel(Kind kind, QObject* parent = nullptr);
    ~ResourceTableModel() override;

    Kind kind() const;
    void apply(const Difference& difference);
    /// Forgets every row, for a new connection.
    void clear();

    /// Space-separated words, all of which must occur in some visible text of the row, ignoring case; a word that
    /// starts with `-` must not.
    void setFilter(const QString& text);
    QString filter() const;

    int totalCount() const; ///< without the filter
    int errorCount() const; ///< rows in ERROR, without the filter
    const Resource* at(int row) const;
    /// The row of a name, -1 when it is filtered away or unknown.
    int rowOf(const QString& name) const;
    const Resource* find(const QString& name) const;

    /// What stands behind the word of a state, such as "stuck"; empty = nothing. Must be cheap.
    void setStateRemark(std::function<QString(const Resource&)> remark);
    /// Ages are relative, and so is what a state's remark says: repaints these columns.
    void refreshAges();

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

Q_SIGNALS:
    void countsChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace models
