// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/processguard.h"
#include "models/result.h"

#include <QByteArrayList>
#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QSocketNotifier>
#include <QTimer>

#include <csignal>
#include <memory>
#include <optional>

namespace client {

/// A command of somebody else's. Never through a shell.
struct ProcessOrder
{
    QString program; ///< a path, or a name that is searched in PATH
    QStringList arguments;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    int deadlineMSecs = 30'000; ///< for all of it; 0 = none
    int silenceMSecs = 0; ///< no longer than this without a word; 0 = any time
    int endSignal = SIGTERM; ///< by which it is asked to end; some tidy up only at SIGINT (contract minikube §2.8)
    QString tried = {}; ///< translated, for the failure: "start the cluster lab"
    bool isRoutine = false; ///< asked again and again by itself
    std::shared_ptr<const ProcessGuard> guard = {}; ///< ends it when the console is killed; null = nobody does
    bool isExitAnswer = false; ///< an exit code other than 0 is a part of its answer
    bool isPrivate = false; ///< what it prints may hold secrets, or is shown elsewhere: the log keeps nothing of it
    qsizetype mostKept = 16 * 1024 * 1024; ///< bytes of each stream, for the result; 0 where the lines are all
};

struct ProcessResult
{
    int exitCode = 0;
    QByteArray output; ///< of its standard output, at most what the order wants
    QByteArray errors; ///< likewise
    bool isCutOff = false; ///< there was more of one of them
    qint64 elapsedMSecs = 0;

    static constexpr qsizetype kMostKept = 16 * 1024 * 1024;

    bool operator==(const ProcessResult&) const = default;
};

/// One external command in a process group of its own: its lines as they come, a deadline, and an end in each case. A
/// command that cannot keep up with is slowed down, not buffered. Giving up asks the group to end and, after a grace,
/// kills it. When this object goes, so does the group; when the console is killed, the guard of the order ends it.
class ProcessRun final : public QObject
{
    Q_OBJECT
public:
    static constexpr int kGraceMSecs = 3'000;
    static constexpr qsizetype kLongestLine = 1024 * 1024; ///< longer ones come in pieces

    enum class Stream
    {
        Output,
        Errors
    };

    explicit ProcessRun(ProcessOrder order, QObject* parent = nullptr);
    ~ProcessRun() override;

    void start();
    void cancel();
    /// Lets it run on without us, also when the console ends. Nothing more is heard of it, and its pipes close.
    void release();
    /// For another grace than the usual.
    void setGrace(int msecs) { m_grace.setInterval(msecs); }
    qint64 processId() const { return m_group; }

Q_SIGNALS:
    /// Whole lines, without their ends; the last one also when it has none.
    void lines(client::ProcessRun::Stream stream, const QByteArrayList& lines);
    /// Once, as the last thing. An exit code that is not 0 is a result; no end of its own is a failure.
    void finished(const models::Result<client::ProcessResult>& result);

private:
    /// A pipe of our own: QProcess would buffer all that a flood brings.
    struct Channel
    {
        int reading = -1;
        int writing = -1; ///< of the command; closed here once it runs
        std::unique_ptr<QSocketNotifier> notifier;
        QByteArray begun; ///< of a line
        QByteArray kept;
        bool isCutOff = false;
    };

    bool open(Stream stream);
    void closeWriting();
    void leaveGuard();
    /// Whether there may be more at once.
    bool read(Stream stream);
    void drain(Stream stream);
    void take(Stream stream, const QByteArray& bytes, bool isLast);
    void giveUp(models::FailureKind why);
    void signalGroup(int signal) const;
    void ended();
    void failedToStart();
    models::Failure failure(models::FailureKind kind, const QString& cameBack, const QString& meaning,
                            const QString& remedy) const;
    void settle(models::Result<ProcessResult> result);

    const ProcessOrder m_order;
    std::unique_ptr<QProcess> m_process;
    Channel m_channels[2];
    QTimer m_deadline;
    QTimer m_silence;
    QTimer m_grace;
    QElapsedTimer m_clock;
    std::optional<models::FailureKind> m_givenUp;
    qint64 m_group = 0; ///< also the id of the process; 0 = not running
    qint64 m_guarded = 0; ///< the group the guard knows of
    bool m_isOver = false;
};

} // namespace client
