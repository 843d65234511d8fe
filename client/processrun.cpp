// SPDX-License-Identifier: Apache-2.0
#include "client/processrun.h"

#include <QFileInfo>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace client {

using models::Failure;
using models::FailureKind;

namespace {

/// A turn of the loop takes no more than this; what waits is in a pipe of about the same size.
constexpr std::size_t kMostAtOnce = 64 * 1024;
/// What is left at the end; a child of the command may go on writing for ever.
constexpr int kMostReadsAtTheEnd = 32;

} // namespace

ProcessRun::ProcessRun(ProcessOrder order, QObject* parent)
    : QObject(parent)
    , m_order(std::move(order))
    , m_process(std::make_unique<QProcess>())
{
    m_process->setProgram(m_order.program);
    m_process->setArguments(m_order.arguments);
    m_process->setProcessEnvironment(m_order.environment);
    m_process->setStandardInputFile(QProcess::nullDevice());
    m_process->setStandardOutputFile(QProcess::nullDevice());
    m_process->setStandardErrorFile(QProcess::nullDevice());
    m_process->setChildProcessModifier([this] {
        ::setpgid(0, 0);
        if (m_order.guard)
            m_order.guard->enter();
        ::dup2(m_channels[0].writing, STDOUT_FILENO);
        ::dup2(m_channels[1].writing, STDERR_FILENO);
    });
    for (QTimer* timer : {&m_deadline, &m_silence, &m_grace})
        timer->setSingleShot(true);
    m_deadline.setInterval(m_order.deadlineMSecs);
    m_silence.setInterval(m_order.silenceMSecs);
    m_grace.setInterval(kGraceMSecs);
    connect(&m_deadline, &QTimer::timeout, this, [this] { giveUp(FailureKind::TimedOut); });
    connect(&m_silence, &QTimer::timeout, this, [this] { giveUp(FailureKind::TimedOut); });
    connect(&m_grace, &QTimer::timeout, this, [this] { signalGroup(SIGKILL); });
    connect(m_process.get(), &QProcess::finished, this, &ProcessRun::ended);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            failedToStart();
    });
}

ProcessRun::~ProcessRun()
{
    m_isOver = true;
    m_process->disconnect(this);
    signalGroup(SIGKILL);
    // It is as good as dead, but only the loop hears of that.
    if (m_process->state() != QProcess::NotRunning) {
        QProcess* const dying = m_process.release();
        connect(dying, &QProcess::finished, dying, &QObject::deleteLater);
    }
    closeWriting();
    leaveGuard();
    for (Channel& channel : m_channels) {
        channel.notifier.reset();
        if (channel.reading >= 0)
            ::close(channel.reading);
    }
}

void ProcessRun::start()
{
    m_clock.start();
    if (!open(Stream::Output) || !open(Stream::Errors)) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                settle(models::failed(failure(FailureKind::Process, tr("no pipe to the command"),
                                              tr("This machine has no room for another command."),
                                              tr("Close other programs and try again."))));
            },
            Qt::QueuedConnection);
        return;
    }
    if (m_order.deadlineMSecs > 0)
        m_deadline.start();
    if (m_order.silenceMSecs > 0)
        m_silence.start();
    m_process->start(QIODevice::NotOpen);
    closeWriting();
    m_group = m_process->processId();
    m_guarded = m_group;
    // The command does the same; whoever comes first, nobody signals a group that is not there yet.
    if (m_group > 0)
        ::setpgid(static_cast<pid_t>(m_group), static_cast<pid_t>(m_group));
}

void ProcessRun::cancel()
{
    giveUp(FailureKind::Cancelled);
}

void ProcessRun::giveUp(FailureKind why)
{
    if (m_isOver || m_givenUp)
        return;
    m_givenUp = why;
    signalGroup(m_order.endSignal);
    m_grace.start();
}

void ProcessRun::release()
{
    m_isOver = true;
    for (QTimer* timer : {&m_deadline, &m_silence, &m_grace})
        timer->stop();
    m_group = 0;
    leaveGuard();
}

void ProcessRun::signalGroup(int signal) const
{
    if (m_group > 0)
        ::kill(-static_cast<pid_t>(m_group), signal);
}

// ----- what it says

bool ProcessRun::open(Stream stream)
{
    Channel& channel = m_channels[static_cast<int>(stream)];
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0 || ::fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0)
        return false;
    channel.reading = ends[0];
    channel.writing = ends[1];
    channel.notifier = std::make_unique<QSocketNotifier>(channel.reading, QSocketNotifier::Read);
    connect(channel.notifier.get(), &QSocketNotifier::activated, this, [this, stream] {
        if (m_order.silenceMSecs > 0)
            m_silence.start();
        read(stream);
    });
    return true;
}

void ProcessRun::leaveGuard()
{
    if (m_order.guard && m_guarded > 0)
        m_order.guard->leave(std::exchange(m_guarded, 0));
}

void ProcessRun::closeWriting()
{
    for (Channel& channel : m_channels) {
        if (const int end = std::exchange(channel.writing, -1); end >= 0)
            ::close(end);
    }
}

bool ProcessRun::read(Stream stream)
{
    Channel& channel = m_channels[static_cast<int>(stream)];
    QByteArray bytes(static_cast<qsizetype>(kMostAtOnce), Qt::Uninitialized);
    const ssize_t got = ::read(channel.reading, bytes.data(), kMostAtOnce);
    if (got > 0) {
        bytes.truncate(got);
        take(stream, bytes, false);
        return true;
    }
    if (got == 0 || errno != EAGAIN)
        channel.notifier->setEnabled(false);
    return false;
}

void ProcessRun::drain(Stream stream)
{
    Channel& channel = m_channels[static_cast<int>(stream)];
    for (int i = 0; i < kMostReadsAtTheEnd && read(stream); ++i) { }
    channel.notifier->setEnabled(false);
    take(stream, {}, true);
}

void ProcessRun::take(Stream stream, const QByteArray& bytes, bool isLast)
{
    Channel& channel = m_channels[static_cast<int>(stream)];
    const qsizetype room = m_order.mostKept - channel.kept.size();
    channel.kept += bytes.left(room);
    channel.isCutOff = channel.isCutOff || bytes.size() > room;
    channel.begun += bytes;
    QByteArrayList whole = channel.begun.split('\n');
    channel.begun = whole.takeLast();
    if ((isLast && !channel.begun.isEmpty()) || channel.begun.size() >= kLongestLine)
        whole << std::exchange(channel.begun, {});
    for (QByteArray& line : whole) {
        if (line.endsWith('\r'))
            line.chop(1);
    }
    if (!whole.isEmpty())
        Q_EMIT lines(stream, whole);
}

// ----- how it ends

void ProcessRun::ended()
{
    if (m_isOver)
        return;
    drain(Stream::Output);
    drain(Stream::Errors);
    if (m_givenUp) {
        // What it started may be deaf to TERM, and nobody waits for it any more.
        signalGroup(SIGKILL);
        const bool cancelled = *m_givenUp == FailureKind::Cancelled;
        settle(models::failed(failure(*m_givenUp, cancelled ? tr("it was given up") : tr("it took too long"),
                                      cancelled ? tr("The command was cancelled. A part of it may be done.")
                                                : tr("The command did not end in time, and was ended."),
                                      tr("Look at the state before you try it again."))));
        return;
    }
    if (m_process->exitStatus() == QProcess::CrashExit) {
        settle(models::failed(failure(FailureKind::Process, tr("it was killed, or crashed"),
                                      tr("%1 ended without an answer.").arg(QFileInfo(m_order.program).fileName()),
                                      tr("Try again; if it happens again, look at what it said."))));
        return;
    }
    settle(ProcessResult{m_process->exitCode(), m_channels[0].kept, m_channels[1].kept,
                         m_channels[0].isCutOff || m_channels[1].isCutOff, m_clock.elapsed()});
}

void ProcessRun::failedToStart()
{
    const QFileInfo file(m_order.program);
    const bool isThere = file.isAbsolute() && file.exists();
    settle(models::failed(
        failure(FailureKind::Process, m_process->errorString(),
                isThere ? tr("%1 cannot be run.").arg(m_order.program)
                        : tr("%1 is not on this machine, or not where programs are looked for.").arg(m_order.program),
                isThere ? tr("Check that it is a program for this machine, and that you may run it.")
                        : tr("Install it, or say where it is."))));
}

Failure ProcessRun::failure(FailureKind kind, const QString& cameBack, const QString& meaning,
                            const QString& remedy) const
{
    Failure failure;
    failure.kind = kind;
    failure.tried = m_order.tried;
    failure.cameBack = cameBack;
    failure.meaning = meaning;
    failure.remedy = remedy;
    return failure;
}

void ProcessRun::settle(models::Result<ProcessResult> result)
{
    if (std::exchange(m_isOver, true))
        return;
    for (QTimer* timer : {&m_deadline, &m_silence, &m_grace})
        timer->stop();
    m_group = 0; // what it left running on purpose stays, and the number may be somebody else's soon
    leaveGuard();
    Q_EMIT finished(result);
}

} // namespace client
