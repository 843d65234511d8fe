// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/process.h"

#include <QFile>

#include <unistd.h>

namespace bench {

namespace {

QByteArray read(qint64 pid, const char* what)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(what)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

double residentMebibytes(qint64 pid)
{
    const double pages = read(pid, "statm").split(' ').value(1).toDouble();
    return pages * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

double cpuMicroseconds(qint64 pid)
{
    // The name of the program, in brackets, may hold spaces.
    const QByteArray line = read(pid, "stat");
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    const double ticks = fields.value(11).toDouble() + fields.value(12).toDouble();
    return ticks * 1e6 / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

} // namespace bench
