// SPDX-License-Identifier: Apache-2.0
#include "client/localserver.h"

#include "client/keypair.h"
#include "client/localreport.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QStandardPaths>
#include <QTemporaryFile>
#include <QTimer>

#ifdef Q_OS_LINUX
#include <signal.h>
#include <sys/prctl.h>
#endif

namespace client {

using models::Failure;
using models::FailureKind;
using models::Result;

namespace {

constexpr int kReadyMSecs = 20'000;
constexpr int kEndMSecs = 5'000;
constexpr int kLastWaitMSecs = 1'000;
constexpr qsizetype kTailBytes = 64 * 1024;
constexpr qsizetype kLongestLine = 64 * 1024;
constexpr QLatin1String kAccount("dispatch/console");
constexpr QLatin1String kProgramName("dispatch-local");

/// Beside our own program first, so that a build or a package uses what came with it.
QString findProgram(const QString& given)
{
    if (!given.isEmpty())
        return QFileInfo(given).isExecutable() && QFileInfo(given).isFile() ? given : QString();
    const QString beside = QStandardPaths::findExecutable(kProgramName, {QCoreApplication::applicationDirPath()});
    return beside.isEmpty() ? QStandardPaths::findExecutable(kProgramName) : beside;
}

} // namespace

class LocalServer::Private
{
public:
    enum class Phase
    {
        Idle,
        MakingKeys,
        Starting,
        Running,
        Stopping
    };

    Private(LocalServer* owner, const QString& directory, const QString& given)
        : q(owner)
        , dataDirectory(directory)
        , program(given)
    {
    }

    void begin();
    void onKeys();
    Result<bool> writePublicKey(const QByteArray& pem);
    void launch(const QString& path);
    void readLines();
    void onLine(const QByteArray& line);
    void onReady(const QUrl& url);
    void announce();
    void readLog();
    void onError(QProcess::ProcessError error);
    void onEnded(int code, QProcess::ExitStatus status);
    void onStopped();
    void fail(Failure failure);
    void insist();
    void forget();
    Failure failure(const QString& cameBack, const QString& meaning, const QString& remedy) const
    {
        return localStartFailure(cameBack, meaning, remedy, tail);
    }

    LocalServer* const q;
    const QString dataDirectory;
    const QString program;
    int readyMSecs = kReadyMSecs;
    int endMSecs = kEndMSecs;
    Phase phase = Phase::Idle;
    bool startAgain = false;
    KeyPair keys;
    Connection connection; ///< while it runs
    QByteArray pendingLine;
    QByteArray tail;
    QFutureWatcher<Result<KeyPair>> making;
    std::unique_ptr<QTemporaryFile> publicKey;
    QProcess process;
    QTimer deadline;
};

void LocalServer::Private::begin()
{
    phase = Phase::MakingKeys;
    tail.clear();
    pendingLine.clear();
    making.setFuture(makeKeyPairLater());
}

void LocalServer::Private::onKeys()
{
    if (making.future().resultCount() == 0)
        return;
    auto made = making.future().takeResult();
    if (phase == Phase::Stopping) {
        onStopped();
        return;
    }
    const QString path = findProgram(program);
    if (!made) {
        fail(made.error());
    } else if (path.isEmpty()) {
        const QString name = program.isEmpty() ? QString(kProgramName) : program;
        fail(failure(tr("there is no program %1").arg(name), tr("The local Dispatch is not installed."),
                     tr("Install it beside the console or on the PATH, or connect to another server.")));
    } else if (auto written = writePublicKey(made->publicPem); !written) {
        fail(written.error());
    } else {
        keys = std::move(*made);
        launch(path);
    }
}

/// Only this user may read it; the private half never leaves the memory.
Result<bool> LocalServer::Private::writePublicKey(const QByteArray& pem)
{
    QDir().mkpath(dataDirectory);
    publicKey = std::make_unique<QTemporaryFile>(QDir(dataDirectory).filePath(QStringLiteral("console-XXXXXX.pem")));
    if (publicKey->open() && publicKey->setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && publicKey->write(pem) == pem.size() && publicKey->flush()) {
        publicKey->close();
        return true;
    }
    Failure problem = failure(publicKey->errorString(), tr("The data folder %1 cannot be written.").arg(dataDirectory),
                              tr("Free some space, correct its permissions, or choose another folder."));
    problem.kind = FailureKind::Storage;
    return models::failed(std::move(problem));
}

void LocalServer::Private::launch(const QString& path)
{
    phase = Phase::Starting;
    process.setProgram(path);
    process.setArguments({QStringLiteral("--host"), QStringLiteral("127.0.0.1"), QStringLiteral("--port"),
                          QStringLiteral("0"), QStringLiteral("--data-dir"), dataDirectory, QStringLiteral("--auth"),
                          QStringLiteral("jwt"), QStringLiteral("--service-account"),
                          kAccount + QLatin1Char('=') + publicKey->fileName(), QStringLiteral("--parent-pid"),
                          QString::number(QCoreApplication::applicationPid())});
    process.setStandardInputFile(QProcess::nullDevice());
#ifdef Q_OS_LINUX
    // Also for the moment before the child watches its parent itself.
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
#endif
    deadline.start(readyMSecs);
    process.start(QIODevice::ReadOnly);
}

void LocalServer::Private::readLines()
{
    pendingLine += process.readAllStandardOutput();
    qsizetype end = 0;
    while ((end = pendingLine.indexOf('\n')) >= 0) {
        const QByteArray line = pendingLine.left(end);
        pendingLine.remove(0, end + 1);
        onLine(line);
    }
    if (pendingLine.size() > kLongestLine)
        pendingLine.clear();
}

void LocalServer::Private::onLine(const QByteArray& line)
{
    if (phase != Phase::Starting)
        return;
    const auto report = readLocalReport(line, tail);
    if (report && *report)
        onReady(**report);
    else if (report)
        fail(report->error());
}

void LocalServer::Private::onReady(const QUrl& url)
{
    deadline.stop();
    phase = Phase::Running;
    publicKey.reset();
    connection.name = tr("local");
    connection.base = url;
    connection.signIn = ServiceAccountSignIn{kAccount, keys.privatePem};
    connection.isLocal = true;
    announce();
}

void LocalServer::Private::announce()
{
    // A copy: a listener may end us, or the child may have ended before this was delivered.
    if (phase == Phase::Running)
        Q_EMIT q->ready(Connection(connection));
}

void LocalServer::Private::readLog()
{
    tail += process.readAllStandardError();
    if (tail.size() > kTailBytes)
        tail.remove(0, tail.indexOf('\n', tail.size() - kTailBytes) + 1);
    if (tail.size() > kTailBytes)
        tail = tail.right(kTailBytes);
}

void LocalServer::Private::onError(QProcess::ProcessError error)
{
    if (error != QProcess::FailedToStart)
        return;
    fail(failure(process.errorString(), tr("The local Dispatch could not be started."),
                 tr("Check that %1 is a program for this machine.").arg(process.program())));
}

void LocalServer::Private::onEnded(int code, QProcess::ExitStatus status)
{
    readLines();
    readLog();
    const Failure ended = localEndedFailure(phase == Phase::Running, code, status, tail);
    switch (phase) {
    case Phase::Starting:
        fail(ended);
        break;
    case Phase::Running:
        forget();
        Q_EMIT q->crashed(ended);
        break;
    case Phase::Stopping:
        onStopped();
        break;
    case Phase::Idle: // it failed before, and somebody may want to try again
        if (std::exchange(startAgain, false))
            begin();
        break;
    case Phase::MakingKeys:
        break;
    }
}

void LocalServer::Private::onStopped()
{
    forget();
    if (std::exchange(startAgain, false))
        begin();
    else
        Q_EMIT q->stopped();
}

void LocalServer::Private::fail(Failure failure)
{
    forget();
    if (process.state() != QProcess::NotRunning)
        process.kill();
    Q_EMIT q->failed(failure);
}

void LocalServer::Private::insist()
{
    if (phase == Phase::Stopping) {
        process.kill();
        return;
    }
    fail(failure(tr("no word for %1 s").arg(QString::number(readyMSecs / 1000.0, 'g', 3)),
                 tr("The local Dispatch did not become ready in time."),
                 tr("Start it again; if that does not help, look at its log.")));
}

void LocalServer::Private::forget()
{
    phase = Phase::Idle;
    deadline.stop();
    publicKey.reset();
    keys = {};
    connection = {};
}

LocalServer::LocalServer(const QString& dataDirectory, const QString& program, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, dataDirectory, program))
{
    d->deadline.setSingleShot(true);
    connect(&d->deadline, &QTimer::timeout, this, [this] { d->insist(); });
    connect(&d->making, &QFutureWatcherBase::finished, this, [this] { d->onKeys(); });
    connect(&d->process, &QProcess::readyReadStandardOutput, this, [this] { d->readLines(); });
    connect(&d->process, &QProcess::readyReadStandardError, this, [this] { d->readLog(); });
    // Queued: a listener may delete us, and QProcess does not live through that below its own signals.
    connect(
        &d->process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) { d->onError(error); },
        Qt::QueuedConnection);
    connect(
        &d->process, &QProcess::finished, this,
        [this](int code, QProcess::ExitStatus status) { d->onEnded(code, status); }, Qt::QueuedConnection);
}

/// The only place that waits: a child must not outlive us, and its data stands a kill.
LocalServer::~LocalServer()
{
    d->process.disconnect(this);
    d->making.disconnect(this);
    if (d->process.state() == QProcess::NotRunning)
        return;
    d->process.terminate();
    if (!d->process.waitForFinished(kLastWaitMSecs)) {
        d->process.kill();
        d->process.waitForFinished(kLastWaitMSecs);
    }
}

void LocalServer::start()
{
    if (d->phase == Private::Phase::Running)
        QMetaObject::invokeMethod(
            this, [this] { d->announce(); }, Qt::QueuedConnection);
    else if (d->phase == Private::Phase::Stopping || d->process.state() != QProcess::NotRunning)
        d->startAgain = d->phase == Private::Phase::Stopping || d->phase == Private::Phase::Idle;
    else if (d->phase == Private::Phase::Idle)
        d->begin();
}

void LocalServer::stop()
{
    d->startAgain = false;
    const Private::Phase before = d->phase;
    if (before == Private::Phase::Stopping)
        return;
    if (before == Private::Phase::Idle) {
        QMetaObject::invokeMethod(this, &LocalServer::stopped, Qt::QueuedConnection);
        return;
    }
    d->phase = Private::Phase::Stopping;
    if (before == Private::Phase::MakingKeys)
        return;
    d->process.terminate();
    d->deadline.start(d->endMSecs);
}

bool LocalServer::isRunning() const
{
    return d->phase == Private::Phase::Running;
}

qint64 LocalServer::processId() const
{
    return d->process.processId();
}

QString LocalServer::logTail() const
{
    return QString::fromUtf8(d->tail).trimmed();
}

void LocalServer::setDeadlines(int readyMSecs, int endMSecs)
{
    d->readyMSecs = readyMSecs;
    d->endMSecs = endMSecs;
}

} // namespace client
