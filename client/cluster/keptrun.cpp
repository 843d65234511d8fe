// SPDX-License-Identifier: Apache-2.0
#include "client/cluster/keptrun.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <csignal>
#include <utility>

namespace client {

using models::FailureKind;

namespace {

constexpr int kTickMSecs = 100;
constexpr int kShortTickMSecs = 5; ///< while there is more to read
constexpr qsizetype kMostAtOnce = 64 * 1024;
constexpr qsizetype kMostKept = 256 * 1024; ///< of each stream, the end

// Signals go to the group; this shell stays to write down how the command ended. What it writes is its owner's alone;
// what the command makes is as the command wants it.
constexpr const char* kScript = "folder=$1; shift; trap : INT TERM; mask=$(umask); umask 077\n"
                                "echo \"$$ $(cut -d' ' -f22 /proc/$$/stat)\" >\"$folder/process\"\n"
                                "(umask \"$mask\"; exec \"$@\") >\"$folder/output\" 2>\"$folder/errors\"\n"
                                "echo $? >\"$folder/exit.new\"; mv \"$folder/exit.new\" \"$folder/exit\"";

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(kMostAtOnce) : QByteArray();
}

bool writeFile(const QString& path, const QByteArray& text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly, QFile::ReadOwner | QFile::WriteOwner) && file.write(text) == text.size();
}

ProcessOrder wrapped(const ProcessOrder& order, const QString& folder)
{
    ProcessOrder shell = order;
    shell.program = QStringLiteral("/bin/sh");
    shell.arguments
        = QStringList{QStringLiteral("-c"), QLatin1String(kScript), QStringLiteral("sh"), folder, order.program}
        + order.arguments;
    return shell;
}

} // namespace

KeptRun::KeptRun(const ProcessOrder& order, const QString& folder, const QByteArray& memo, QObject* parent)
    : QObject(parent)
    , m_folder(folder)
    , m_isOurs(true)
    , m_memo(memo)
    , m_tried(order.tried)
    , m_run(std::make_unique<ProcessRun>(wrapped(order, folder)))
{
    m_run->setGrace(kGraceMSecs);
    connect(m_run.get(), &ProcessRun::finished, this, [this](const models::Result<ProcessResult>& result) {
        if (!result && result.error().kind != FailureKind::Cancelled)
            settle(result);
        else
            look();
    });
}

KeptRun::KeptRun(const QString& folder, QObject* parent)
    : QObject(parent)
    , m_folder(folder)
    , m_isOurs(false)
    , m_memo(contentOf(folder + QStringLiteral("/memo")))
{
    readProcess();
    m_grace.setSingleShot(true);
    m_grace.setInterval(kGraceMSecs);
    connect(&m_grace, &QTimer::timeout, this, [this] {
        if (isAlive())
            ::kill(-static_cast<pid_t>(m_group), SIGKILL);
    });
}

KeptRun::~KeptRun()
{
    if (m_run && !m_isOver) {
        m_run.reset();
        QDir(m_folder).removeRecursively();
    }
}

QStringList KeptRun::leftIn(const QString& root)
{
    QStringList folders;
    for (const QString& name : QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString folder = root + u'/' + name;
        if (QFile::exists(folder + QStringLiteral("/memo")))
            folders << folder;
    }
    return folders;
}

QByteArray KeptRun::memo() const
{
    return m_memo;
}

bool KeptRun::prepare()
{
    return QDir().mkpath(m_folder)
        && QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)
        && writeFile(m_folder + QStringLiteral("/memo"), m_memo) && writeFile(m_folder + QStringLiteral("/output"), {})
        && writeFile(m_folder + QStringLiteral("/errors"), {});
}

void KeptRun::start()
{
    if (m_isOurs && !prepare()) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                models::Failure problem = failure(FailureKind::Storage, tr("%1 cannot be written.").arg(m_folder));
                problem.remedy = tr("Free some space there, and check who owns it.");
                settle(models::failed(problem));
            },
            Qt::QueuedConnection);
        return;
    }
    follow();
    if (m_run)
        m_run->start();
}

void KeptRun::follow()
{
    const char* const names[] = {"output", "errors"};
    for (std::size_t i = 0; i < m_tails.size(); ++i) {
        m_tails[i].file.setFileName(m_folder + u'/' + QLatin1String(names[i]));
        m_tails[i].file.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    connect(&m_tick, &QTimer::timeout, this, &KeptRun::look);
    m_tick.start(kTickMSecs);
}

bool KeptRun::read(ProcessRun::Stream stream, bool isLast)
{
    Tail& tail = m_tails[static_cast<std::size_t>(stream)];
    const QByteArray bytes = tail.file.isOpen() ? tail.file.read(kMostAtOnce) : QByteArray();
    tail.kept = (tail.kept + bytes).right(kMostKept);
    tail.begun += bytes;
    QByteArrayList whole = tail.begun.split('\n');
    tail.begun = whole.takeLast();
    const bool isMore = bytes.size() == kMostAtOnce;
    if ((isLast && !isMore && !tail.begun.isEmpty()) || tail.begun.size() >= ProcessRun::kLongestLine)
        whole << std::exchange(tail.begun, {});
    if (!whole.isEmpty())
        Q_EMIT lines(stream, whole);
    return isMore;
}

bool KeptRun::hasTooMuch() const
{
    return std::any_of(m_tails.begin(), m_tails.end(),
                       [](const Tail& tail) { return tail.file.isOpen() && tail.file.size() > kMostPrinted; });
}

void KeptRun::look()
{
    if (m_isOver)
        return;
    // Asked first: what was written before the end is read after it.
    const bool isDone = m_isOurs ? m_run->processId() == 0 : !isAlive();
    if (!m_isTooMuch && !m_isCancelled && hasTooMuch()) {
        m_isTooMuch = true;
        cancel();
    }
    bool isMore = false;
    for (const auto stream : {ProcessRun::Stream::Output, ProcessRun::Stream::Errors})
        isMore = (!m_isTooMuch && read(stream, isDone)) || isMore;
    m_tick.setInterval(isMore ? kShortTickMSecs : kTickMSecs);
    if (!isDone || isMore)
        return;
    if (m_isTooMuch) {
        settle(models::failed(
            failure(FailureKind::Process,
                    tr("It printed more than %1 MiB, and was given up.").arg(kMostPrinted / 1024 / 1024))));
        return;
    }
    if (m_isCancelled) {
        settle(models::failed(failure(FailureKind::Cancelled, tr("It was cancelled. A part of it may be done."))));
        return;
    }
    bool isNumber = false;
    const int exitCode = contentOf(m_folder + QStringLiteral("/exit")).trimmed().toInt(&isNumber);
    if (isNumber)
        settle(ProcessResult{exitCode, m_tails[0].kept, m_tails[1].kept});
    else
        settle(models::failed(failure(FailureKind::Process, tr("It ended without an answer: somebody killed it."))));
}

void KeptRun::tell()
{
    // A mark for each: half a number would be another one.
    QFile file(m_folder + QStringLiteral("/told"));
    if (file.open(QIODevice::Append, QFile::ReadOwner | QFile::WriteOwner))
        file.write(".");
}

qint64 KeptRun::told() const
{
    return QFileInfo(m_folder + QStringLiteral("/told")).size();
}

void KeptRun::readProcess()
{
    const QByteArrayList words = contentOf(m_folder + QStringLiteral("/process")).trimmed().split(' ');
    m_group = words.value(0).toLongLong();
    m_startTicks = words.value(1);
}

bool KeptRun::isAlive() const
{
    if (m_group <= 1)
        return false;
    const QByteArray stat = contentOf(QStringLiteral("/proc/%1/stat").arg(m_group));
    // Behind the name, which may have anything in it.
    const QByteArrayList fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    constexpr int kState = 0;
    constexpr int kStartTicks = 19;
    return fields.value(kStartTicks) == m_startTicks && fields.value(kState) != "Z";
}

void KeptRun::cancel()
{
    m_isCancelled = true;
    if (m_run) {
        m_run->cancel();
    } else if (isAlive()) {
        ::kill(-static_cast<pid_t>(m_group), SIGINT);
        m_grace.start();
    }
}

void KeptRun::keep()
{
    m_isOver = true;
    m_tick.stop();
    if (m_run)
        m_run->release();
}

models::Failure KeptRun::failure(FailureKind kind, const QString& meaning) const
{
    models::Failure result;
    result.kind = kind;
    result.tried = m_tried;
    result.meaning = meaning;
    result.remedy = tr("Look at the state before you try it again.");
    return result;
}

void KeptRun::settle(const models::Result<ProcessResult>& result)
{
    if (std::exchange(m_isOver, true))
        return;
    m_tick.stop();
    m_grace.stop();
    for (Tail& tail : m_tails)
        tail.file.close();
    QDir(m_folder).removeRecursively();
    Q_EMIT finished(result);
}

} // namespace client
