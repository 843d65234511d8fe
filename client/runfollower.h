// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/watch.h"

#include <QObject>
#include <QPointer>

namespace client {

/// Keeps the run watch going while at least one follower wants it: a place that shows runs, a trace, a job.
class RunFollower final : public QObject
{
    Q_OBJECT
public:
    explicit RunFollower(RunWatch& watch, QObject* parent = nullptr);
    ~RunFollower() override;

    void follow(bool wanted);

private:
    QPointer<RunWatch> m_watch;
    bool m_following = false;
};

} // namespace client
