// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/cluster/keyedtablemodel.h"
#include "models/cluster/kubernetesevent.h"

namespace models {

/// What the cluster says about its objects, newest first.
class KubernetesEventModel final : public KeyedTableModel<KubernetesEvent>
{
    Q_OBJECT
public:
    enum Column
    {
        TypeColumn,
        AgeColumn,
        ReasonColumn,
        ObjectColumn,
        MessageColumn,
        CountColumn,
        ColumnCount
    };

    explicit KubernetesEventModel(QObject* parent = nullptr);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    QString keyOf(const KubernetesEvent& event) const override { return event.uid; }
    QString wordsOf(const KubernetesEvent& event) const override;
    bool isBefore(const KubernetesEvent& left, const KubernetesEvent& right, int column) const override;

private:
    QString text(const KubernetesEvent& event, int column) const;
};

} // namespace models
