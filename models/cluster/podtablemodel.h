// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cluster/keyedtablemodel.h"
#include "models/cluster/kubernetespod.h"

namespace models {

/// Pods by uid: one that was made again under the same name is another one.
class PodTableModel final : public KeyedTableModel<Pod>
{
    Q_OBJECT
public:
    enum Column
    {
        StateColumn,
        NameColumn,
        NamespaceColumn,
        ReadyColumn,
        RestartsColumn,
        ReasonColumn,
        AgeColumn,
        NodeColumn,
        ColumnCount
    };

    explicit PodTableModel(QObject* parent = nullptr);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    QString keyOf(const Pod& pod) const override { return pod.uid; }
    QString wordsOf(const Pod& pod) const override;
    bool isBefore(const Pod& left, const Pod& right, int column) const override;

private:
    QString text(const Pod& pod, int column) const;
};

} // namespace models
