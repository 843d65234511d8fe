// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFile>
#include <QString>

/// Whether this process is at work. One that is over and that nobody has asked for its end is not.
inline bool runs(qint64 process)
{
    QFile state(QStringLiteral("/proc/%1/stat").arg(process));
    return process > 0 && state.open(QIODevice::ReadOnly) && !state.readAll().contains(") Z");
}
