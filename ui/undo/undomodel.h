// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/undo.h"

#include <QAbstractTableModel>

namespace ui {

/// What an undo would take back, a change a row.
class UndoModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        WhatColumn,
        WhenColumn,
        NoteColumn,
        ColumnCount
    };

    explicit UndoModel(client::UndoOffer offer, QObject* parent = nullptr);

    const client::UndoOffer& offer() const { return m_offer; }
    /// Some can be taken back, as far as the journal knows; `withoutValues`: secrets may come back empty.
    bool isPossible(bool withoutValues) const;
    bool lacksValues() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const client::UndoOffer m_offer;
};

/// What undoing this change does: "delete driver nightly again".
QString undoInWords(const client::ChangeRecord& change);

} // namespace ui
