// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/undo/undomodel.h"

#include "client/undoitem.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace ui {

using client::ChangeOperation;
using Item = client::UndoOffer::Item;

QString undoInWords(const client::ChangeRecord& change)
{
    const auto kind = client::kindOf(change);
    const QString noun = kind ? models::nounOf(*kind) : change.kind;
    switch (change.operation) {
    case ChangeOperation::Create:
        return UndoModel::tr("Delete %1 %2, which was created").arg(noun, change.name);
    case ChangeOperation::Update:
        return UndoModel::tr("Change %1 %2 back").arg(noun, change.name);
    case ChangeOperation::Delete:
        break;
    }
    return UndoModel::tr("Create %1 %2 again, which was deleted").arg(noun, change.name);
}

UndoModel::UndoModel(client::UndoOffer offer, QObject* parent)
    : QAbstractTableModel(parent)
    , m_offer(std::move(offer))
{
}

bool UndoModel::isPossible(bool withoutValues) const
{
    return std::any_of(m_offer.items.begin(), m_offer.items.end(), [withoutValues](const Item& item) {
        return item.refusal.isEmpty() && (withoutValues || !item.valuesAreGone);
    });
}

bool UndoModel::lacksValues() const
{
    return std::any_of(m_offer.items.begin(), m_offer.items.end(), [](const Item& item) { return item.valuesAreGone; });
}

int UndoModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_offer.items.size());
}

int UndoModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant UndoModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const Item& item = m_offer.items[static_cast<std::size_t>(index.row())];
    switch (index.column()) {
    case WhatColumn:
        return undoInWords(item.change);
    case WhenColumn:
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(item.change.at), QLocale::ShortFormat);
    default:
        break;
    }
    if (item.valuesAreGone)
        return tr("⚠ The values of the secret are gone.");
    return item.refusal.isEmpty() ? QString() : QStringLiteral("✕ ") + item.refusal;
}

QVariant UndoModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    const QStringList titles = {tr("Undoing would"), tr("Done at"), tr("Notes")};
    return titles.value(section);
}

} // namespace ui
