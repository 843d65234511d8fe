// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cloudevent.h"

#include <QAbstractListModel>
#include <QDateTime>

#include <deque>

namespace ui {

/// The events sent from this window, newest first, the last kMostSent of them.
class SentEventsModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    static constexpr int kMostSent = 200;
    using QAbstractListModel::QAbstractListModel;

    void add(const models::CloudEvent& event);
    const models::CloudEvent* at(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    struct Sent
    {
        models::CloudEvent event;
        QDateTime at;
    };
    std::deque<Sent> m_sent;
};

} // namespace ui
