// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcess>

#include <memory>

namespace client {

/// A small process outside of ours that is told which process groups are ours. When the console is gone without having
/// taken them back, killed or crashed, it ends them: TERM, and after a grace KILL.
class ProcessGuard final
{
public:
    ProcessGuard();
    ~ProcessGuard();
    Q_DISABLE_COPY_MOVE(ProcessGuard)

    /// The calling process leads a group to be guarded. Safe between fork and exec.
    void enter() const;
    /// This one needs no guard any more. A guard that cannot be told so is ended, since the number of that group may be
    /// somebody else's one day.
    void leave(qint64 group) const;

private:
    /// False when the line is full or broken.
    bool tell(char sign, qint64 group) const;

    std::unique_ptr<QProcess> m_process;
    int m_line = -1; ///< its end is the end of the console
};

} // namespace client
