// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/cluster/kubectlquestion.h"
#include "client/cluster/logbuffer.h"
#include "models/cluster/kubernetespod.h"

#include <QTimer>

namespace client {

/// Whose log.
struct PodLogTarget
{
    QString context;
    QString nameSpace;
    QString pod;
    QString uid; ///< a pod of the same name with another one is another pod; empty = whichever is there
    QString container;
    bool isPrevious = false; ///< of the container before the one that runs

    bool operator==(const PodLogTarget&) const = default;
};

/// Follows the log of one container, and takes it up again where it broke off as long as the pod lives: `logs -f` ends
/// without a word when the container starts again (contract minikube §3). Keeps the end of it, whatever comes.
class PodLog final : public QObject
{
    Q_OBJECT
public:
    enum class State
    {
        Idle,
        Opening, ///< nothing heard yet
        Following,
        Waiting, ///< for the container, the cluster or the next try
        Ended, ///< nothing will come any more
        Failed
    };
    static constexpr int kTail = 5'000; ///< lines to begin with
    static constexpr int kFirstWaitMSecs = 1'000;
    static constexpr int kLongestWaitMSecs = 30'000;

    /// The commands must outlive it.
    explicit PodLog(Commands& commands, QObject* parent = nullptr);

    /// Begins anew with an empty log.
    void open(const PodLogTarget& target);
    void stop();
    const PodLogTarget& target() const { return m_target; }
    const LogBuffer& buffer() const { return m_buffer; }
    State state() const { return m_state; }
    /// Why it waits or has failed; null = no reason is known.
    const models::Failure* failure() const { return m_failure ? &*m_failure : nullptr; }
    /// For another wait than the usual.
    void setFirstWait(int msecs) { m_firstWait = msecs; }

    /// Writes what is kept to a file that only its owner can read, on a worker; the answer is how many lines. With or
    /// without the times in front.
    QFuture<models::Result<qint64>> save(const QString& path, bool withTimes) const;

Q_SIGNALS:
    void cleared();
    /// There are more lines, and maybe fewer old ones.
    void grew();
    void stateChanged();

private:
    void attach();
    void takeUp(const QByteArrayList& lines);
    bool isRepeated(const LogLine& line);
    void ended(const models::Result<ProcessResult>& result);
    void look();
    void looked(const models::Result<QByteArray>& answer);
    void takePod(const models::Pod& pod);
    void waitAnd(void (PodLog::*then)());
    void note(const QString& text);
    void settle(State state, std::optional<models::Failure> failure = std::nullopt);

    Commands& m_commands;
    KubectlQuestion m_question;
    std::unique_ptr<ProcessRun> m_run;
    QTimer m_timer;
    void (PodLog::*m_then)() = nullptr;
    PodLogTarget m_target;
    LogBuffer m_buffer;
    State m_state = State::Idle;
    std::optional<models::Failure> m_failure;
    int m_firstWait = kFirstWaitMSecs;
    int m_tries = 0; ///< in a row without a new line
    int m_restarts = -1; ///< of the container; -1 = not known
    QByteArray m_lastStamp;
    int m_ofLastStamp = 0; ///< lines that have it
    bool m_mayRepeat = false; ///< the first lines after taking it up again were there before
    int m_repeated = 0;
};

} // namespace client
