// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/watch.h"

#include <QObject>
#include <QPointer>

namespace ui {

/// Keeps the run watch going while at least one place that shows runs is visible.
class RunFollower final : public QObject
{
    Q_OBJECT
public:
    explicit RunFollower(client::RunWatch& watch, QObject* parent = nullptr);
    ~RunFollower() override;

    void follow(bool wanted);

private:
    QPointer<client::RunWatch> m_watch;
    bool m_following = false;
};

} // namespace ui
