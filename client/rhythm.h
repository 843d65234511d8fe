// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QTimer>

#include <functional>

namespace client {

/// The wait before the next try after `failures` (1 or more) tries in a row failed: doubles from `first` up to
/// `longest`, and is spread by `random` (0 to 1) over four fifths to six fifths, so that many clients do not come back
/// together.
int backOffMSecs(int failures, int first, int longest, double random);

/// Notices that the machine slept: the clock on the wall went on while our own stood still, or was set.
class WakeUp final : public QObject
{
    Q_OBJECT
public:
    using Clock = std::function<qint64()>; ///< milliseconds

    static constexpr int kBeatMSecs = 5'000;
    static constexpr int kJumpMSecs = 3'000;

    explicit WakeUp(QObject* parent = nullptr);
    WakeUp(Clock wall, Clock own, int beatMSecs, QObject* parent = nullptr);

    void start();
    void stop();

Q_SIGNALS:
    void wokeUp();

private:
    void beat();

    Clock m_wall;
    Clock m_own;
    qint64 m_difference = 0;
    QTimer m_timer;
};

} // namespace client
