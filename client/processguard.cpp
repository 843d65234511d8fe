// SPDX-License-Identifier: Apache-2.0
#include "client/processguard.h"

#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace client {

namespace {

// "+GROUP" and "-GROUP", a line each. What is left at the end of the input is ended.
constexpr const char* kScript
    = "left=\n"
      "while read -r line; do\n"
      "    case $line in\n"
      "    +*) left=\"$left ${line#+}\" ;;\n"
      "    -*) kept=; for one in $left; do [ \"-$one\" = \"$line\" ] || kept=\"$kept $one\"; done; left=$kept ;;\n"
      "    esac\n"
      "done\n"
      "[ -n \"$left\" ] || exit 0\n"
      "for one in $left; do kill -s TERM -- \"-$one\"; done\n"
      "sleep 3\n"
      "for one in $left; do kill -s KILL -- \"-$one\"; done";

} // namespace

ProcessGuard::ProcessGuard()
    : m_process(std::make_unique<QProcess>())
{
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return;
    m_line = ends[0];
    m_process->setProgram(QStringLiteral("/bin/sh"));
    m_process->setArguments({QStringLiteral("-c"), QLatin1String(kScript)});
    m_process->setStandardOutputFile(QProcess::nullDevice());
    m_process->setStandardErrorFile(QProcess::nullDevice());
    // A session of its own: what ends the console by its group does not end this.
    m_process->setChildProcessModifier([reading = ends[1]] {
        ::setsid();
        ::dup2(reading, STDIN_FILENO);
    });
    m_process->start(QIODevice::NotOpen);
    ::close(ends[1]);
}

ProcessGuard::~ProcessGuard()
{
    if (m_line >= 0)
        ::close(m_line);
    if (m_process->state() == QProcess::NotRunning)
        return;
    // It ends by itself now, and only the loop hears of that.
    QProcess* const ending = m_process.release();
    QObject::connect(ending, &QProcess::finished, ending, &QObject::deleteLater);
}

void ProcessGuard::enter() const
{
    tell('+', ::getpid());
}

void ProcessGuard::leave(qint64 group) const
{
    if (!tell('-', group))
        m_process->kill();
}

/// Without allocating, since it is called between fork and exec too; without waiting for a guard that does not read.
bool ProcessGuard::tell(char sign, qint64 group) const
{
    char line[24] = {};
    char* first = line + sizeof line - 1;
    *first = '\n';
    for (qint64 left = group; left > 0; left /= 10)
        *--first = static_cast<char>('0' + left % 10);
    *--first = sign;
    const auto size = line + sizeof line - first;
    return m_line >= 0 && ::send(m_line, first, static_cast<std::size_t>(size), MSG_NOSIGNAL | MSG_DONTWAIT) == size;
}

} // namespace client
